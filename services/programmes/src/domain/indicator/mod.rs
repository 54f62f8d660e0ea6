//! Indicators: what they may ask of a participation, and how participations are counted.
//!
//! Pure. What is counted is the read model of participation; this knows no person, no SQL and no clock.

mod check;
mod count;
mod few;
mod participant;
mod values;
mod vocabulary;

#[cfg(test)]
mod tests;

pub use check::{OwnDraft, check_targets, check_value};
pub(crate) use check::{bad_code, is_code};
pub use count::{Count, Counter, Standing, Standings, Work};
pub(in crate::domain) use few::FEW;
pub use few::{Reader, withhold};
pub use participant::{Derived, Effects, Participant, Results, derive};
pub use values::{MOST_EVALUATIONS, Uncounted, by_project, count_into, is_counted};
pub use vocabulary::{REQUIRED, check_condition, terms, vocabulary};
