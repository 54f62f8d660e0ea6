//! Pure rules of programmes and projects: nothing here knows SQL, GraphQL, the clock or random numbers.

pub mod agreement;
pub mod budget;
pub mod calendar;
pub mod claims;
pub mod comparison;
pub mod effectiveness;
pub mod expense;
pub mod group;
pub mod indicator;
pub mod months;
pub mod number;
pub mod offered;
pub mod project;
pub mod readiness;
pub mod recruitment;
pub mod reference;
pub mod service_rules;
pub mod status;
pub mod team;
mod text;
mod today;
pub mod words;
pub mod work_hours;

pub(crate) use today::latest_today;
