//! A centre's own entries of the dictionaries that centres may add to.

use chrono::Datelike;
use wsparcie_kernel::input::Problems;
use wsparcie_kernel::{Date, Problem, input};
use wsparcie_programmes_api::{EndOwnEntry, SetOwnEntry};

use super::entry::Times;
use super::file::{bad_code, is_code, reversed};
use super::sections::{centres_may_add, listed};
use super::words::period;

/// The most entries of one dictionary that a centre has at a time.
pub const MAX_OWN_ENTRIES: usize = 500;
const MAX_LABEL: usize = 500;
const POSITIONS: std::ops::RangeInclusive<i32> = 1..=1_000_000;
const YEARS: std::ops::RangeInclusive<i32> = 1990..=2199;

/// An entry to be stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnDraft {
    /// The dictionary.
    pub dictionary: String,
    /// Stable code.
    pub code: String,
    /// The order in which people read the dictionary.
    pub position: i32,
    /// Label, in Polish.
    pub label_pl: String,
    /// Label, in English.
    pub label_en: String,
    /// When it holds.
    pub times: Times,
}

/// An entry as it is kept, with its version of the code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnRow {
    /// What it says.
    pub entry: OwnDraft,
    /// The code's version that it is.
    pub version: i64,
}

impl OwnDraft {
    /// Checks an entry by itself.
    ///
    /// # Errors
    /// All problems: the dictionary, the code, the labels, the position, the days.
    pub fn check(input: &SetOwnEntry) -> Result<Self, Vec<Problem>> {
        let mut problems = Problems::default();
        problems.keep(&["dictionary"], dictionary(&input.dictionary));
        if !is_code(&input.code, 40) {
            problems.add(&["code"], bad_code(40));
        }
        if !POSITIONS.contains(&input.position) {
            let problem = Problem::new(
                "AMOUNT_OUT_OF_RANGE",
                format!("podaj liczbę od {} do {}", POSITIONS.start(), POSITIONS.end()),
                format!("give a number from {} to {}", POSITIONS.start(), POSITIONS.end()),
            );
            problems.add(&["position"], problem);
        }
        let label_pl = problems.keep(&["labelPl"], input::line(&input.label_pl, MAX_LABEL));
        let label_en = problems.keep(&["labelEn"], input::line(&input.label_en, MAX_LABEL));
        check_year(&mut problems, "validFrom", input.valid_from);
        if let Some(last) = input.valid_to {
            check_year(&mut problems, "validTo", last);
            if last < input.valid_from {
                problems.add(&["validTo"], reversed());
            }
        }
        let draft = label_pl.zip(label_en).map(|(label_pl, label_en)| Self {
            dictionary: input.dictionary.clone(),
            code: input.code.clone(),
            position: input.position,
            label_pl,
            label_en,
            times: Times {
                from: input.valid_from,
                to: input.valid_to,
            },
        });
        problems.finish(draft).map_err(Problems::into_vec)
    }
}

fn check_year(problems: &mut Problems, field: &str, day: Date) {
    if !YEARS.contains(&day.year()) {
        let (first, last) = (YEARS.start(), YEARS.end());
        let problem = Problem::new(
            "DATE_OUT_OF_RANGE",
            format!("rok powinien być od {first} do {last}; sprawdź datę"),
            format!("the year should be from {first} to {last}; check the date"),
        );
        problems.add(&[field], problem);
    }
}

fn dictionary(name: &str) -> Result<(), Problem> {
    if centres_may_add(name) {
        return Ok(());
    }
    let own = listed(true);
    Err(Problem::new(
        "DICTIONARY_NOT_OPEN",
        format!("do tego słownika ośrodek nie dodaje wpisów; wybierz jeden z: {own}"),
        format!("centres do not add to this dictionary; choose one of: {own}"),
    ))
}

/// Checks the end of an entry.
///
/// # Errors
/// `DICTIONARY_NOT_OPEN`, or `PERIOD_REVERSED` if the last day is before the first.
pub fn check_end(input: &EndOwnEntry) -> Result<(), Vec<Problem>> {
    let mut problems = Problems::default();
    problems.keep(&["dictionary"], dictionary(&input.dictionary));
    check_year(&mut problems, "lastDay", input.last_day);
    if input.last_day < input.valid_from {
        problems.add(&["lastDay"], reversed());
    }
    problems.finish(Some(())).map_err(Problems::into_vec)
}

/// Checks an entry beside the centre's other entries of the code (without the one it replaces), the national ones of the
/// same code, and how many entries the centre has in the dictionary.
///
/// # Errors
/// `ENTRY_OVERLAP` or `CODE_IS_NATIONAL`, naming both entries' days; `OWN_ENTRIES_TOO_MANY`.
pub fn check_beside(
    times: Times,
    code: &str,
    others: &[Times],
    national: &[Times],
    entries: usize,
) -> Result<(), Vec<Problem>> {
    let mut problems = Problems::default();
    if let Some(other) = others.iter().find(|other| other.overlap(times)) {
        let (new, old) = (period(times), period(*other));
        let problem = Problem::new(
            "ENTRY_OVERLAP",
            format!("wpisy „{code}” {old} i {new} zachodzą na siebie; zakończ pierwszy przed drugim"),
            format!("the entries “{code}” {old} and {new} overlap; end the first before the second"),
        );
        problems.add(&["validFrom"], problem);
    }
    if let Some(other) = national.iter().find(|other| other.overlap(times)) {
        let (new, old) = (period(times), period(*other));
        let problem = Problem::new(
            "CODE_IS_NATIONAL",
            format!(
                "kod „{code}” ma już wpis ogólnopolski ({old}), a ten obowiązywałby {new}; wybierz inny kod"
            ),
            format!(
                "the code “{code}” has a national entry ({old}), and this one would hold {new}; choose another code"
            ),
        );
        problems.add(&["code"], problem);
    }
    if entries >= MAX_OWN_ENTRIES {
        let problem = Problem::new(
            "OWN_ENTRIES_TOO_MANY",
            format!("ośrodek ma już {MAX_OWN_ENTRIES} własnych wpisów w tym słowniku"),
            format!("the centre has {MAX_OWN_ENTRIES} entries of its own in this dictionary already"),
        );
        problems.add(&["dictionary"], problem);
    }
    problems.finish(Some(())).map_err(Problems::into_vec)
}
