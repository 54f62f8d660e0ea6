//! Pure rules of programmes and projects: nothing here knows SQL, GraphQL, the clock or random numbers.

pub mod calendar;
pub mod comparison;
pub mod number;
pub mod project;
pub mod recruitment;
pub mod reference;
mod text;
