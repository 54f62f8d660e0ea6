//! Public holidays and working days, computed from dated rules. Pure: the rules are handed in.
//!
//! It owns the arithmetic of days and knows no country: which holidays there are, and since when, is data.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use chrono::{Datelike, Days, TimeDelta, Weekday};
use wsparcie_kernel::{Date, Problem};

/// The longest search for a working day; a run of holidays longer than this is a defect of the data.
const LONGEST_BREAK: usize = 60;

/// Years that can be asked about; dates beyond them are typing errors, and no four digits either.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2199;

/// Whether the holidays of a year can be told.
pub(crate) fn check_year(year: i32) -> Result<(), Problem> {
    if YEARS.contains(&year) {
        return Ok(());
    }
    let (first, last) = (YEARS.start(), YEARS.end());
    Err(Problem::new(
        "DATE_OUT_OF_RANGE",
        format!("podaj rok od {first} do {last}"),
        format!("give a year from {first} to {last}"),
    )
    .at(&["year"]))
}

/// When in a year a holiday falls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Falls {
    /// On a day of the calendar.
    Fixed {
        /// 1 to 12.
        month: u32,
        /// 1 to 31.
        day: u32,
    },
    /// So many days after Easter Sunday (before it, if negative).
    Easter {
        /// In days.
        offset: i32,
    },
}

impl Falls {
    /// The day in that year; `None` where the calendar has none (29 February, years out of range).
    pub fn in_year(self, year: i32) -> Option<Date> {
        match self {
            Self::Fixed { month, day } => Date::from_ymd_opt(year, month, day),
            Self::Easter { offset } => {
                easter_sunday(year)?.checked_add_signed(TimeDelta::days(offset.into()))
            }
        }
    }
}

/// A rule that makes one holiday a year while it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HolidayRule {
    /// Stable code.
    pub code: String,
    /// When it falls.
    pub falls: Falls,
    /// Name, in Polish.
    pub label_pl: String,
    /// Name, in English.
    pub label_en: String,
    /// First day on which the rule holds.
    pub valid_from: Date,
    /// Last day on which it holds; absent if open.
    pub valid_to: Option<Date>,
    /// The law.
    pub legal_basis: String,
}

impl HolidayRule {
    /// The holiday's day in that year, if the rule holds on it.
    pub fn day_in(&self, year: i32) -> Option<Date> {
        let day = self.falls.in_year(year)?;
        (self.valid_from <= day && self.valid_to.is_none_or(|last| day <= last)).then_some(day)
    }
}

/// Easter Sunday of the Gregorian calendar (the anonymous algorithm of 1876); `None` for years before the calendar, which
/// begins with 1583, and beyond what dates can hold.
pub fn easter_sunday(year: i32) -> Option<Date> {
    if year < 1583 {
        return None;
    }
    let (golden, century, in_century) = (year % 19, year / 100, year % 100);
    let leap_skips = century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15;
    let moon = (19 * golden + leap_skips) % 30;
    let weekday = (32 + 2 * (century % 4) + 2 * (in_century / 4) - moon - in_century % 4) % 7;
    let late = (golden + 11 * moon + 22 * weekday) / 451;
    let from_zero = moon + weekday - 7 * late + 114;
    Date::from_ymd_opt(
        year,
        u32::try_from(from_zero / 31).ok()?,
        u32::try_from(from_zero % 31 + 1).ok()?,
    )
}

/// The holidays of a year with their rules, in the order of the calendar; those of one day in the order of their codes.
pub fn holidays_of(year: i32, rules: &[HolidayRule]) -> Vec<(Date, &HolidayRule)> {
    let mut found: Vec<_> = rules
        .iter()
        .filter_map(|rule| Some((rule.day_in(year)?, rule)))
        .collect();
    found.sort_by(|(day, rule), (other_day, other)| (day, &rule.code).cmp(&(other_day, &other.code)));
    found
}

/// Which days are worked. Holidays of a year are computed once.
pub struct WorkingDays<'a> {
    rules: &'a [HolidayRule],
    years: BTreeMap<i32, Vec<Date>>,
}

impl<'a> WorkingDays<'a> {
    /// By these rules.
    pub const fn by(rules: &'a [HolidayRule]) -> Self {
        Self {
            rules,
            years: BTreeMap::new(),
        }
    }

    /// Whether the day is neither Saturday, Sunday nor a public holiday.
    pub fn is_working(&mut self, day: Date) -> bool {
        let rules = self.rules;
        let holidays = self.years.entry(day.year()).or_insert_with(|| {
            holidays_of(day.year(), rules)
                .into_iter()
                .map(|(day, _)| day)
                .collect()
        });
        !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && !holidays.contains(&day)
    }

    /// The day on which `count` working days after `day` are over; `day` itself never counts. With 0 it is `day`.
    ///
    /// `None` if there is no such day: the calendar ends, or the rules leave no working days.
    pub fn after(&mut self, day: Date, count: u32) -> Option<Date> {
        let mut reached = day;
        for _ in 0..count {
            reached = self.next(reached)?;
        }
        Some(reached)
    }

    fn next(&mut self, day: Date) -> Option<Date> {
        let mut next = day;
        for _ in 0..LONGEST_BREAK {
            next = next.checked_add_days(Days::new(1))?;
            if self.is_working(next) {
                return Some(next);
            }
        }
        None
    }
}
