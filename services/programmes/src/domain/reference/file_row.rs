//! Reading one row.

use chrono::Datelike;
use toml::Value;
use toml::value::Datetime;
use wsparcie_kernel::national::Voivodeship;
use wsparcie_kernel::{Date, Problem, input};
use wsparcie_programmes_api::{FundingPeriod, IndicatorKind, ProgrammeLevel, RateUnit};

use super::super::entry::{DictionaryRow, IndicatorRow, ProgrammeRow, RateRow, Times};
use super::super::raw::{RawDictionary, RawHoliday, RawIndicator, RawProgramme, RawRate};
use crate::domain::calendar::{Falls, HolidayRule};
use crate::domain::indicator;

/// Days that reference data can speak of; anything else is a typing error.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2199;
const MAX_LABEL: usize = 500;
const MAX_NAME: usize = 300;
const MAX_DEFINITION: usize = 2000;
const MAX_BASIS: usize = 300;
const MAX_AMOUNT: i64 = 100_000_000_000;
const MAX_POSITION: i64 = 1_000_000;

/// Collects what is wrong with one row.
pub(super) struct RowReader {
    place: Vec<String>,
    code: Option<String>,
    from: Option<Datetime>,
    to: Option<Datetime>,
    pub(super) problems: Vec<Problem>,
}

impl RowReader {
    pub(super) fn new(place: &[&str], code: Option<String>) -> Self {
        Self {
            place: place.iter().map(|part| (*part).to_owned()).collect(),
            code,
            from: None,
            to: None,
            problems: Vec::new(),
        }
    }

    /// Notes a problem at a field of the row, or with the row itself; the message names the row's code.
    fn note(&mut self, field: Option<&str>, mut problem: Problem) {
        if let Some(code) = &self.code {
            let code: String = code
                .chars()
                .filter(|c| !input::is_invisible(*c))
                .take(60)
                .collect();
            problem.message_pl = format!("{} (wpis „{code}”)", problem.message_pl);
            problem.message_en = format!("{} (entry “{code}”)", problem.message_en);
        }
        problem.path.clone_from(&self.place);
        problem.path.extend(field.map(str::to_owned));
        self.problems.push(problem);
    }

    /// A row that does not have the fields of its section.
    pub(super) fn form(&mut self, what: &str) {
        let problem = Problem::new(
            "REFERENCE_ENTRY_FORM",
            format!("wpis nie ma wymaganej postaci: {what}"),
            format!("the entry does not have the required form: {what}"),
        );
        self.note(None, problem);
    }

    pub(super) fn line(&mut self, field: &str, text: &str, max: usize) -> Option<String> {
        match input::line(text, max) {
            Ok(line) => Some(line),
            Err(problem) => {
                self.note(Some(field), problem);
                None
            }
        }
    }

    fn code(&mut self, field: &str, text: &str, max: usize) -> Option<String> {
        if is_code(text, max) {
            return Some(text.to_owned());
        }
        self.note(Some(field), bad_code(max));
        None
    }

    fn day(&mut self, field: &str, written: Datetime) -> Option<Date> {
        let day = match written {
            Datetime {
                date: Some(day),
                time: None,
                offset: None,
            } => Date::from_ymd_opt(day.year.into(), day.month.into(), day.day.into()),
            _ => None,
        };
        let day = day.filter(|day| YEARS.contains(&day.year()));
        if day.is_none() {
            self.note(Some(field), out_of_range());
        }
        day
    }

    /// Takes the days out of a row and keeps them; the rest of the row has no days.
    pub(super) fn take_days(&mut self, row: &mut Value) {
        let mut take = |name| row.as_table_mut().and_then(|table| table.remove(name));
        for (name, value) in [("valid_from", take("valid_from")), ("valid_to", take("valid_to"))] {
            match value {
                Some(Value::Datetime(written)) if name == "valid_from" => self.from = Some(written),
                Some(Value::Datetime(written)) => self.to = Some(written),
                None if name == "valid_to" => {}
                None => self.form("missing field `valid_from`"),
                Some(_) => self.note(Some(name), out_of_range()),
            }
        }
    }

    /// The days taken. `None` also where [`RowReader::take_days`] has noted a problem already.
    fn times(&mut self) -> Option<Times> {
        let (from, to) = (self.from?, self.to);
        let from = self.day("valid_from", from);
        let to = match to {
            Some(to) => Some(self.day("valid_to", to)?),
            None => None,
        };
        let from = from?;
        if to.is_some_and(|to| to < from) {
            self.note(Some("valid_to"), reversed());
            return None;
        }
        Some(Times { from, to })
    }

    fn number(&mut self, field: &str, value: i64, range: std::ops::RangeInclusive<i64>) -> Option<i64> {
        if range.contains(&value) {
            return Some(value);
        }
        let problem = Problem::new(
            "AMOUNT_OUT_OF_RANGE",
            format!("podaj liczbę od {} do {}", range.start(), range.end()),
            format!("give a number from {} to {}", range.start(), range.end()),
        );
        self.note(Some(field), problem);
        None
    }

    pub(super) fn dictionary(&mut self, dictionary: &str, raw: RawDictionary) -> Option<DictionaryRow> {
        let code = self.code("code", &raw.code, 40);
        let position = self.number("position", raw.position, 1..=MAX_POSITION);
        let label_pl = self.line("label_pl", &raw.label_pl, MAX_LABEL);
        let label_en = self.line("label_en", &raw.label_en, MAX_LABEL);
        let counts_as = raw.counts_as.map(|code| self.code("counts_as", &code, 40));
        let times = self.times();
        let legal_basis = raw
            .legal_basis
            .map(|text| self.line("legal_basis", &text, MAX_BASIS));
        Some(DictionaryRow {
            dictionary: dictionary.to_owned(),
            code: code?,
            position: i32::try_from(position?).ok()?,
            label_pl: label_pl?,
            label_en: label_en?,
            counts_as: kept(counts_as)?,
            times: times?,
            legal_basis: kept(legal_basis)?,
        })
    }

    pub(super) fn rate(&mut self, code: &str, raw: &RawRate) -> Option<RateRow> {
        self.code = Some(code.to_owned());
        let code = self.code("code", code, 60);
        let unit = RateUnit::parse(&raw.unit);
        if unit.is_none() {
            self.unknown("unit", RateUnit::ALL.iter().map(|unit| unit.code()));
        }
        let amount = self.number("amount", raw.amount, 0..=MAX_AMOUNT);
        let label_pl = self.line("label_pl", &raw.label_pl, MAX_LABEL);
        let label_en = self.line("label_en", &raw.label_en, MAX_LABEL);
        let times = self.times();
        let legal_basis = self.line("legal_basis", &raw.legal_basis, MAX_BASIS);
        Some(RateRow {
            code: code?,
            unit: unit?,
            amount: amount?,
            label_pl: label_pl?,
            label_en: label_en?,
            times: times?,
            legal_basis: legal_basis?,
        })
    }

    pub(super) fn holiday(&mut self, raw: &RawHoliday) -> Option<HolidayRule> {
        let code = self.code("code", &raw.code, 40);
        let falls = self.falls(raw.fixed.as_deref(), raw.easter_offset);
        let label_pl = self.line("label_pl", &raw.label_pl, MAX_LABEL);
        let label_en = self.line("label_en", &raw.label_en, MAX_LABEL);
        let times = self.times();
        let legal_basis = self.line("legal_basis", &raw.legal_basis, MAX_BASIS);
        let times = times?;
        Some(HolidayRule {
            code: code?,
            falls: falls?,
            label_pl: label_pl?,
            label_en: label_en?,
            valid_from: times.from,
            valid_to: times.to,
            legal_basis: legal_basis?,
        })
    }

    fn falls(&mut self, fixed: Option<&str>, offset: Option<i64>) -> Option<Falls> {
        let falls = match (fixed, offset) {
            (Some(day), None) => month_and_day(day).map(|(month, day)| Falls::Fixed { month, day }),
            (None, Some(offset)) => i32::try_from(offset)
                .ok()
                .filter(|offset| (-100..=100).contains(offset))
                .map(|offset| Falls::Easter { offset }),
            _ => None,
        };
        if falls.is_none() {
            let problem = Problem::new(
                "HOLIDAY_DAY",
                "podaj albo fixed = \"MM-DD\", albo easter_offset od -100 do 100",
                "give either fixed = \"MM-DD\" or easter_offset from -100 to 100",
            );
            self.note(Some("fixed"), problem);
        }
        falls
    }

    pub(super) fn programme(
        &mut self,
        period: FundingPeriod,
        root: &str,
        raw: RawProgramme,
    ) -> Option<ProgrammeRow> {
        let code = self.line("code", &raw.code, 20);
        let parent = raw.parent.map(|code| self.line("parent", &code, 20));
        let level = ProgrammeLevel::parse(&raw.level);
        if level.is_none() {
            self.unknown("level", ProgrammeLevel::ALL.iter().map(|level| level.code()));
        }
        let name_pl = self.line("name_pl", &raw.name_pl, MAX_NAME);
        let name_en = self.line("name_en", &raw.name_en, MAX_NAME);
        let voivodeship = raw.voivodeship.map(|text| match Voivodeship::parse(&text) {
            Ok(_) => Some(text.trim().to_owned()),
            Err(problem) => {
                self.note(Some("voivodeship"), problem.into());
                None
            }
        });
        let times = self.times();
        let legal_basis = self.line("legal_basis", &raw.legal_basis, MAX_BASIS);
        Some(ProgrammeRow {
            period,
            root: root.to_owned(),
            code: code?,
            parent: kept(parent)?,
            level: level?,
            name_pl: name_pl?,
            name_en: name_en?,
            voivodeship: kept(voivodeship)?,
            times: times?,
            legal_basis: legal_basis?,
        })
    }

    pub(super) fn indicator(&mut self, raw: &RawIndicator) -> Option<IndicatorRow> {
        let period = FundingPeriod::parse(&raw.period);
        if period.is_none() {
            self.unknown("period", FundingPeriod::ALL.iter().map(|period| period.code()));
        }
        let kind = IndicatorKind::parse(&raw.kind);
        if kind.is_none() {
            self.unknown("kind", IndicatorKind::ALL.iter().map(|kind| kind.code()));
        }
        if raw.unit != "person" {
            self.unknown("unit", ["person"].into_iter());
        }
        if !indicator::is_code(&raw.code) {
            self.note(Some("code"), indicator::bad_code());
        }
        let position = self.number("position", raw.position, 1..=MAX_POSITION);
        let label_pl = self.line("label_pl", &raw.label_pl, MAX_LABEL);
        let label_en = self.line("label_en", &raw.label_en, MAX_LABEL);
        let definition_pl = self.line("definition_pl", &raw.definition_pl, MAX_DEFINITION);
        let definition_en = self.line("definition_en", &raw.definition_en, MAX_DEFINITION);
        if let Some(condition) = &raw.condition
            && let Err(problem) = indicator::check_condition(condition)
        {
            self.note(Some("condition"), problem);
        }
        // What evaluation measures the centre does not count, and what the centre counts has a condition.
        if raw.condition.is_none() != (kind == Some(IndicatorKind::LongerTerm)) && kind.is_some() {
            let problem = Problem::new(
                "INDICATOR_CONDITION",
                "produkt i rezultat bezpośredni mają warunek, rezultat długoterminowy go nie ma",
                "an output and an immediate result have a condition, a longer-term result has none",
            );
            self.note(Some("condition"), problem);
        }
        let times = self.times();
        let legal_basis = self.line("legal_basis", &raw.legal_basis, MAX_BASIS);
        Some(IndicatorRow {
            period: period?,
            code: raw.code.clone(),
            position: i32::try_from(position?).ok()?,
            kind: kind?,
            by_sex: raw.by_sex,
            label_pl: label_pl?,
            label_en: label_en?,
            definition_pl: definition_pl?,
            definition_en: definition_en?,
            condition: raw.condition.clone(),
            times: times?,
            legal_basis: legal_basis?,
        })
    }

    fn unknown<'a>(&mut self, field: &str, known: impl Iterator<Item = &'a str>) {
        let known = known.collect::<Vec<_>>().join(", ");
        let problem = Problem::new(
            "REFERENCE_VALUE_UNKNOWN",
            format!("wybierz jedną z wartości: {known}"),
            format!("choose one of: {known}"),
        );
        self.note(Some(field), problem);
    }
}

/// A field that may be absent: `None` if it is there and wrong.
#[expect(clippy::option_option, reason = "absent, wrong and given are three things")]
fn kept<T>(field: Option<Option<T>>) -> Option<Option<T>> {
    match field {
        None => Some(None),
        Some(value) => value.map(Some),
    }
}

/// Whether a text is a code: lower-case letters, digits and `_`, a letter first.
pub(in crate::domain) fn is_code(text: &str, max: usize) -> bool {
    text.len() <= max
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

pub(in crate::domain::reference) fn bad_code(max: usize) -> Problem {
    Problem::new(
        "CODE_INVALID",
        format!(
            "kod to małe litery bez polskich znaków, cyfry i „_”, najpierw litera, najwyżej {max} znaków"
        ),
        format!("a code is lower-case letters a-z, digits and “_”, a letter first, at most {max} characters"),
    )
}

pub(in crate::domain::reference) fn reversed() -> Problem {
    Problem::new(
        "PERIOD_REVERSED",
        "ostatni dzień nie może być przed pierwszym; sprawdź obie daty",
        "the last day cannot be before the first; check both dates",
    )
}

fn out_of_range() -> Problem {
    let (first, last) = (YEARS.start(), YEARS.end());
    Problem::new(
        "DATE_OUT_OF_RANGE",
        format!("podaj dzień bez cudzysłowu i godziny (2018-06-01), rok od {first} do {last}"),
        format!("give a day without quotes or a time (2018-06-01), year {first} to {last}"),
    )
}

fn month_and_day(text: &str) -> Option<(u32, u32)> {
    let (month, day) = text.split_once('-')?;
    if month.len() != 2 || day.len() != 2 {
        return None;
    }
    let (month, day) = (month.parse().ok()?, day.parse().ok()?);
    // A leap year, so that 29 February is a day.
    Date::from_ymd_opt(2000, month, day).map(|_| (month, day))
}
