//! Codes of dictionaries as they hold on a day: the national entries and the centre's own.
//!
//! It knows neither SQL nor who asks. A code that both have is the national one's.

use wsparcie_kernel::{Date, Problem};
use wsparcie_programmes_api::Coded;

use super::reference::Times;

/// The dictionary of positions in a team.
pub const TEAM_POSITION: &str = "team_position";
/// The dictionary of duties in a team.
pub const TEAM_DUTY: &str = "team_duty";
/// The dictionary of kinds of services; `counts_as` is the category.
pub const SERVICE_KIND: &str = "service_kind";
/// The dictionary of units of services.
pub const SERVICE_UNIT: &str = "service_unit";
/// The dictionary of the four categories.
pub const CATEGORY: &str = "instrument_category";
/// The dictionary of kinds of evidence.
pub const EVIDENCE_KIND: &str = "evidence_kind";

/// One entry of a dictionary.
#[derive(Debug, Clone)]
pub struct Word {
    /// The dictionary.
    pub dictionary: String,
    /// The code.
    pub code: String,
    /// Label, in Polish.
    pub label_pl: String,
    /// Label, in English.
    pub label_en: String,
    /// What it counts as: for a kind of services its category.
    pub counts_as: Option<String>,
    /// When it holds.
    pub times: Times,
}

impl Word {
    fn holds(&self, day: Date) -> bool {
        self.times.from <= day && self.times.to.is_none_or(|last| day <= last)
    }
}

/// Entries of some dictionaries, the national ones before the centre's own.
#[derive(Debug, Clone, Default)]
pub struct Words(Vec<Word>);

impl Words {
    /// The entries, in the order in which they are to be looked through.
    pub fn new(words: Vec<Word>) -> Self {
        Self(words)
    }

    fn of<'a>(&'a self, dictionary: &'a str, code: &'a str) -> impl Iterator<Item = &'a Word> {
        self.0
            .iter()
            .filter(move |word| word.dictionary == dictionary && word.code == code)
    }

    /// Whether anything is known of a dictionary at all: before the operator has loaded reference data it is empty.
    pub fn has(&self, dictionary: &str) -> bool {
        self.0.iter().any(|word| word.dictionary == dictionary)
    }

    /// The entry that holds on a day.
    pub fn on(&self, dictionary: &str, code: &str, day: Date) -> Option<&Word> {
        self.0
            .iter()
            .find(|word| word.dictionary == dictionary && word.code == code && word.holds(day))
    }

    /// A stored code with its labels: those of the day, else the newest, else the code itself.
    pub fn coded(&self, dictionary: &str, code: &str, day: Date) -> Coded {
        let newest = || self.of(dictionary, code).max_by_key(|word| word.times.from);
        let word = self.on(dictionary, code, day).or_else(newest);
        Coded {
            code: code.to_owned(),
            label_pl: word.map_or(code, |word| &word.label_pl).to_owned(),
            label_en: word.map_or(code, |word| &word.label_en).to_owned(),
        }
    }

    /// The problem of a code that does not hold on a day, without a path.
    pub fn refuse(&self, dictionary: &str, code: &str, day: Date) -> Option<Problem> {
        if self.on(dictionary, code, day).is_some() {
            return None;
        }
        Some(Problem::new(
            "CODE_UNKNOWN",
            format!(
                "słownik {dictionary} nie ma w dniu {day} takiego kodu; wybierz kod ze słownika albo dodaj własny wpis"
            ),
            format!(
                "the dictionary {dictionary} has no such code on {day}; choose a code of it or add an entry of your own"
            ),
        ))
    }
}
