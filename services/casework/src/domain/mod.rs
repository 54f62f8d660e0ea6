//! The rules of case work: pure functions over inputs.
//!
//! Nothing here knows SQL, the clock, random numbers, keys or GraphQL.

pub(crate) mod attendance;
pub(crate) mod cohort;
pub(crate) mod course;
pub(crate) mod enrolment;
pub(crate) mod fact;
pub(crate) mod nomination;
pub(crate) mod person;
pub(crate) mod proof;
pub(crate) mod rules;
pub(crate) mod search;
pub(crate) mod session;
pub(crate) mod telling;
pub(crate) mod text;

use wsparcie_kernel::{Date, Instant};

/// The latest day that it can be in Poland at this instant: the clock is in UTC, and someone who works past midnight in
/// summer is two hours ahead of it.
pub(crate) fn latest_today(now: Instant) -> Date {
    now.date_naive()
        .max((now + chrono::TimeDelta::hours(2)).date_naive())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn past_midnight_in_poland_it_is_tomorrow_already() {
        let now: Instant = "2026-06-30T22:30:00Z".parse().unwrap();
        assert_eq!(latest_today(now).to_string(), "2026-07-01");
        let noon: Instant = "2026-06-30T12:00:00Z".parse().unwrap();
        assert_eq!(latest_today(noon).to_string(), "2026-06-30");
    }
}
