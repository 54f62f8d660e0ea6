//! Periods of calendar months that begin on any day. Knows no holidays and no rule of any programme.

use chrono::Datelike;
use wsparcie_kernel::Date;

/// The last day of so many months that begin on `first`; with 0 it is the eve of `first`.
///
/// One month from the 15th ends on the 14th. Where the last month has no such day, the period ends with that month: one month
/// from 31 January ends on 28 or 29 February. `None` beyond the calendar.
pub fn last_day_of_months(first: Date, months: u32) -> Option<Date> {
    let reached = number_of(first).checked_add(i32::try_from(months).ok()?)?;
    let (year, month) = (
        reached.div_euclid(12),
        u32::try_from(reached.rem_euclid(12)).ok()? + 1,
    );
    match Date::from_ymd_opt(year, month, first.day()) {
        Some(same_day) => same_day.pred_opt(),
        None => (28..=31)
            .rev()
            .find_map(|day| Date::from_ymd_opt(year, month, day)),
    }
}

/// The month of a day, counted through all years.
pub fn number_of(day: Date) -> i32 {
    day.year() * 12 + i32::try_from(day.month0()).unwrap_or(0)
}

/// The first day of the quarter that a day lies in.
pub fn quarter_of(day: Date) -> Date {
    let month = day.month0() / 3 * 3 + 1;
    Date::from_ymd_opt(day.year(), month, 1).unwrap_or(day)
}
