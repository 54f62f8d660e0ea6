//! Reading a file: its form, and each row by itself. All problems at once, each with the place of its row.

use std::collections::BTreeSet;

use serde::de::DeserializeOwned;
use toml::{Table, Value};
use wsparcie_kernel::Problem;
use wsparcie_programmes_api::FundingPeriod;

use super::entry::Entry;
use super::raw::{RawDictionary, RawHoliday, RawIndicator, RawProgramme, RawRate};
use super::sections::{Section, is_dictionary, listed};
use row::RowReader;

#[path = "file_row.rs"]
mod row;
pub(in crate::domain) use row::is_code;
pub(super) use row::{bad_code, reversed};

/// The longest file, in bytes.
pub const MAX_BYTES: usize = 1024 * 1024;
/// The most rows of one file.
pub const MAX_ENTRIES: usize = 5_000;
/// More problems than this are not told one by one: whoever made the file has to look at how it was made.
const MAX_PROBLEMS: usize = 100;
const FIELD: &str = "content";

/// A file that was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReferenceFile {
    /// What the whole file stands on.
    pub legal_note: Option<String>,
    /// The sections that the file holds, each complete.
    pub sections: BTreeSet<Section>,
    /// The rows in the order of the file.
    pub entries: Vec<Entry>,
}

impl ReferenceFile {
    /// Reads a file.
    ///
    /// # Errors
    /// Everything that is wrong with the file's form or with a row by itself, at most a hundred problems.
    pub fn parse(content: &str) -> Result<Self, Vec<Problem>> {
        if content.len() > MAX_BYTES {
            return Err(vec![too_large()]);
        }
        let table: Table = content.parse().map_err(|error| vec![syntax(content, &error)])?;
        let mut reading = Reading::default();
        reading.file(table);
        let Reading { file, mut problems } = reading;
        if problems.is_empty() && file.sections.is_empty() {
            problems.push(empty());
        }
        if problems.is_empty() {
            return Ok(file);
        }
        Err(at_most(problems))
    }
}

/// The first problems, and whether there are more.
pub(super) fn at_most(mut problems: Vec<Problem>) -> Vec<Problem> {
    let left = problems.len().saturating_sub(MAX_PROBLEMS);
    if left > 0 {
        problems.truncate(MAX_PROBLEMS);
        problems.push(
            Problem::new(
                "REFERENCE_MORE_PROBLEMS",
                format!("jest jeszcze {left} innych błędów; popraw najpierw te"),
                format!("there are {left} more problems; correct these first"),
            )
            .at(&[FIELD]),
        );
    }
    problems
}

#[derive(Default)]
struct Reading {
    file: ReferenceFile,
    problems: Vec<Problem>,
}

impl Reading {
    fn file(&mut self, table: Table) {
        for (name, value) in table {
            match (name.as_str(), value) {
                ("legal_note", Value::String(text)) => self.legal_note(&text),
                ("dictionary", Value::Table(lists)) => {
                    for (dictionary, list) in lists {
                        self.dictionary(&dictionary, list);
                    }
                }
                ("rate", Value::Table(lists)) => {
                    for (code, list) in lists {
                        self.rate(&code, list);
                    }
                }
                ("holiday", list) => {
                    self.section(
                        &["holiday"],
                        Section::Holidays,
                        list,
                        |reader, raw: RawHoliday| reader.holiday(&raw).map(Entry::Holiday),
                    );
                }
                ("indicator", list) => {
                    self.section(
                        &["indicator"],
                        Section::Indicators,
                        list,
                        |reader, raw: RawIndicator| reader.indicator(&raw).map(Entry::Indicator),
                    );
                }
                ("programme", Value::Table(periods)) => {
                    for (period, trees) in periods {
                        self.period(&period, trees);
                    }
                }
                _ => self.unknown_section(&[&name]),
            }
        }
    }

    fn legal_note(&mut self, text: &str) {
        let mut reader = RowReader::new(&[FIELD], None);
        self.file.legal_note = reader.line("legal_note", text, 1000);
        self.problems.append(&mut reader.problems);
    }

    fn dictionary(&mut self, name: &str, list: Value) {
        if !is_dictionary(name) {
            let all = listed(false);
            let problem = Problem::new(
                "REFERENCE_DICTIONARY_UNKNOWN",
                format!("nie ma słownika „{name}”; są: {all}"),
                format!("there is no dictionary “{name}”; there are: {all}"),
            );
            self.problems.push(problem.at(&[FIELD, "dictionary", name]));
            return;
        }
        let section = Section::Dictionary(name.to_owned());
        self.section(
            &["dictionary", name],
            section,
            list,
            |reader, raw: RawDictionary| reader.dictionary(name, raw).map(Entry::Dictionary),
        );
    }

    fn rate(&mut self, code: &str, list: Value) {
        let section = Section::Rate(code.to_owned());
        self.section(&["rate", code], section, list, |reader, raw: RawRate| {
            reader.rate(code, &raw).map(Entry::Rate)
        });
    }

    fn period(&mut self, code: &str, trees: Value) {
        let (Some(period), Value::Table(trees)) = (FundingPeriod::parse(code), trees) else {
            self.unknown_section(&["programme", code]);
            return;
        };
        for (root, list) in trees {
            let section = Section::tree(period, &root);
            let path = ["programme", code, &root];
            self.section(&path, section, list, |reader, raw: RawProgramme| {
                reader.programme(period, &root, raw).map(Entry::Programme)
            });
        }
    }

    /// Reads the rows of one section.
    fn section<R: DeserializeOwned>(
        &mut self,
        path: &[&str],
        section: Section,
        list: Value,
        mut read: impl FnMut(&mut RowReader, R) -> Option<Entry>,
    ) {
        let Value::Array(rows) = list else {
            self.unknown_section(path);
            return;
        };
        for (index, mut row) in rows.into_iter().enumerate() {
            if self.file.entries.len() >= MAX_ENTRIES {
                self.problems.push(too_many());
                return;
            }
            let index = index.to_string();
            let place: Vec<&str> = [FIELD]
                .iter()
                .chain(path)
                .copied()
                .chain([index.as_str()])
                .collect();
            let code = row.get("code").and_then(Value::as_str).map(str::to_owned);
            let mut reader = RowReader::new(&place, code);
            reader.take_days(&mut row);
            match row.try_into::<R>() {
                Ok(raw) => {
                    let entry = read(&mut reader, raw);
                    self.file.entries.extend(entry);
                }
                Err(error) => reader.form(error.message()),
            }
            self.problems.append(&mut reader.problems);
        }
        self.file.sections.insert(section);
    }

    fn unknown_section(&mut self, path: &[&str]) {
        let name = path.join(".");
        let problem = Problem::new(
            "REFERENCE_SECTION_UNKNOWN",
            format!(
                "nie rozumiem części „{name}”; plik może mieć: legal_note, [[dictionary.NAZWA]], [[rate.KOD]], [[holiday]], [[indicator]], [[programme.OKRES.KOD]]"
            ),
            format!(
                "the part “{name}” is not understood; a file may have: legal_note, [[dictionary.NAME]], [[rate.CODE]], [[holiday]], [[indicator]], [[programme.PERIOD.CODE]]"
            ),
        );
        let path: Vec<&str> = [FIELD].iter().chain(path).copied().collect();
        self.problems.push(problem.at(&path));
    }
}

fn too_large() -> Problem {
    Problem::new(
        "REFERENCE_FILE_TOO_LARGE",
        "plik ma ponad 1 MiB; podziel go na części",
        "the file is larger than 1 MiB; split it by sections",
    )
    .at(&[FIELD])
}

fn empty() -> Problem {
    Problem::new(
        "REFERENCE_FILE_EMPTY",
        "w pliku nie ma żadnych danych; podaj co najmniej jedną część",
        "the file holds no data; give at least one section",
    )
    .at(&[FIELD])
}

fn too_many() -> Problem {
    Problem::new(
        "REFERENCE_TOO_MANY_ENTRIES",
        format!("plik ma ponad {MAX_ENTRIES} wpisów; podziel go na części"),
        format!("the file has more than {MAX_ENTRIES} entries; split it by sections"),
    )
    .at(&[FIELD])
}

fn syntax(content: &str, error: &toml::de::Error) -> Problem {
    let start = error.span().map_or(0, |span| span.start);
    let line = content.bytes().take(start).filter(|byte| *byte == b'\n').count() + 1;
    let what = error.message();
    Problem::new(
        "REFERENCE_FILE_SYNTAX",
        format!("plik nie jest poprawnym plikiem TOML, wiersz {line}: {what}"),
        format!("the file is not valid TOML, line {line}: {what}"),
    )
    .at(&[FIELD])
}
