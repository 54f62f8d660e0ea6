//! Payment claims: which step may follow which, when a claim is due, what may be entered, and what contents add up to.
//!
//! Pure rules: nothing here knows SQL, GraphQL, the clock or random numbers.

mod contents;
mod due;
mod held;
mod input;
mod period;
mod register;
mod step;
mod submission;
#[cfg(test)]
mod tests;

pub use contents::{Listed, allocate, assemble, digest, sums};
pub use due::{CLAIM_RATES, DatedRate, DeadlineRules};
pub use held::{OverReimbursed, check_advance, settlement_warnings};
pub use input::{check_draft, check_fixed, check_forecast, check_transfer, prose};
pub use period::{Other, Surroundings};
pub use register::{Candidate, check_register};
pub use step::{ClaimNow, TRANSITIONS, check_corrections, check_step};
pub use submission::{check_first_submission, check_submission};

/// A project has at most this many claims, so lists of claims need no pages.
pub const MOST_CLAIMS: i64 = 200;
/// A claim lists at most this many expenses.
pub const MOST_EXPENSES: usize = 2000;
