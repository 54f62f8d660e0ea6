//! Reference data as files and releases: what a file says, what it would change, what must not be.
//!
//! It owns the form of the file and the rules of its rows. It knows neither SQL nor who may load.

mod check;
mod diff;
mod entry;
mod file;
pub mod own;
#[cfg(test)]
mod own_tests;
mod raw;
mod sections;
#[cfg(test)]
mod tests;
mod words;

pub use check::problems_of;
pub use diff::{Change, Diff, diff};
pub use entry::{DictionaryRow, Entry, IndicatorRow, Key, ProgrammeRow, RateRow, Times, level_rank};
pub(in crate::domain) use file::is_code;
pub use file::{MAX_BYTES, MAX_ENTRIES, ReferenceFile};
pub use sections::{Section, centres_may_add, is_dictionary};

/// The national reference data that the platform comes with; an operator loads it like any other file.
pub const SHIPPED: &str = include_str!("../../../data/reference/national.toml");

#[cfg(test)]
pub(super) fn shipped_holidays() -> Vec<super::calendar::HolidayRule> {
    let file = ReferenceFile::parse(SHIPPED).unwrap();
    let holidays = file.entries.into_iter().filter_map(|entry| match entry {
        Entry::Holiday(rule) => Some(rule),
        _ => None,
    });
    holidays.collect()
}
