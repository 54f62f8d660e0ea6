//! Whether one worker's posts add up to more than full time.

use wsparcie_kernel::Problem;

use super::{Days, overlap};

/// Full time, in basis points.
const FULL_TIME_BP: i64 = 10_000;
/// Full time is 40 hours a week (art. 129 Kodeksu pracy), in hundredths.
const FULL_TIME_HOURS: i64 = 4_000;

/// One post of a worker, in whatever project.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    /// When.
    pub days: Days,
    /// Its share of full time, in basis points; 0 if unknown.
    pub bp: i64,
}

impl Share {
    /// A post with its share, or with its hours a week in hundredths, or with neither.
    pub fn new(days: Days, full_time_bp: Option<i32>, weekly_hours: Option<i32>) -> Self {
        let by_hours = |hours: i32| i64::from(hours) * FULL_TIME_BP / FULL_TIME_HOURS;
        Self {
            days,
            bp: full_time_bp
                .map(i64::from)
                .or(weekly_hours.map(by_hours))
                .unwrap_or(0),
        }
    }
}

/// The warning for posts that add up to more than full time.
pub fn overload(sum_bp: i64) -> Option<Problem> {
    if sum_bp <= FULL_TIME_BP {
        return None;
    }
    let percent = sum_bp / 100;
    let warning = Problem::new(
        "POST_OVER_FULL_TIME",
        format!("stanowiska tej osoby w projektach ośrodka dają razem {percent}% pełnego etatu"),
        format!("this worker's posts in the centre's projects add up to {percent}% of full time"),
    );
    Some(Problem {
        rule: Some("art. 129 Kodeksu pracy".to_owned()),
        ..warning
    })
}

/// The most that a worker's posts add up to on one day of a period. The sum is largest on a day on which some post starts, or
/// on the period's first.
pub fn peak(posts: &[Share], within: Days) -> i64 {
    let beside: Vec<&Share> = posts.iter().filter(|post| overlap(post.days, within)).collect();
    let starts = beside
        .iter()
        .map(|post| post.days.0.max(within.0))
        .chain([within.0]);
    let sum_on = |day| {
        let on_day = beside.iter().filter(|post| match day {
            // Before every known day: only posts whose start is unknown.
            None => post.days.0.is_none(),
            Some(_) => overlap(post.days, (day, day)),
        });
        on_day.map(|post| post.bp).sum()
    };
    starts.map(sum_on).max().unwrap_or(0)
}
