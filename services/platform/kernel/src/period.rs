//! Periods of days.

use serde::{Deserialize, Serialize};

use crate::Date;

/// A period of days, both ends inclusive; an open end has no last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    start: Date,
    end: Option<Date>,
}

impl Period {
    /// A period from `start` to `end`; `None` if it would end before it starts.
    pub fn new(start: Date, end: Option<Date>) -> Option<Self> {
        match end {
            Some(end) if end < start => None,
            _ => Some(Self { start, end }),
        }
    }

    /// The first day.
    pub const fn start(&self) -> Date {
        self.start
    }

    /// The last day, if there is one.
    pub const fn end(&self) -> Option<Date> {
        self.end
    }

    /// Whether the day lies in the period.
    pub fn contains(&self, day: Date) -> bool {
        self.start <= day && self.end.is_none_or(|end| day <= end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn both_ends_of_a_period_belong_to_it() {
        let period = Period::new(day("2017-07-01"), Some(day("2019-06-30"))).unwrap();
        assert!(period.contains(day("2017-07-01")) && period.contains(day("2019-06-30")));
        assert!(!period.contains(day("2017-06-30")) && !period.contains(day("2019-07-01")));
    }

    #[test]
    fn a_period_cannot_run_backwards() {
        assert_eq!(Period::new(day("2018-01-02"), Some(day("2018-01-01"))), None);
        assert!(
            Period::new(day("2018-01-01"), None)
                .unwrap()
                .contains(day("2999-01-01"))
        );
    }
}
