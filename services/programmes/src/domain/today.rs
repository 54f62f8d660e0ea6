//! What day it can be in Poland.

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
