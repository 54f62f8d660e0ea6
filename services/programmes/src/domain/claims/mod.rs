//! Payment claims: which step may follow which, when a claim is due, what may be entered, and what contents add up to.
//!
//! Pure rules: nothing here knows SQL, GraphQL, the clock or random numbers.

mod contents;
mod due;
mod input;
mod step;
#[cfg(test)]
mod tests;

pub use contents::{Listed, allocate, assemble, digest, sums};
pub use due::{CLAIM_RATES, DatedRate, DeadlineRules};
pub use input::{
    Candidate, Other, Surroundings, check_draft, check_fixed, check_forecast, check_register, check_transfer,
    prose,
};
pub use step::{ClaimNow, TRANSITIONS, check_corrections, check_step};

/// A project has at most this many claims, so lists of claims need no pages.
pub const MOST_CLAIMS: i64 = 200;
/// A claim lists at most this many expenses.
pub const MOST_EXPENSES: usize = 2000;
