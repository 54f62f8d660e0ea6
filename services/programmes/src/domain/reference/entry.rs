//! Rows of reference data.

use wsparcie_kernel::Date;
use wsparcie_programmes_api::{FundingPeriod, IndicatorKind, ProgrammeLevel, RateUnit};

use super::sections::Section;
use crate::domain::calendar::HolidayRule;

/// From when to when a row holds, both days included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Times {
    /// First day.
    pub from: Date,
    /// Last day; absent if open.
    pub to: Option<Date>,
}

impl Times {
    /// Whether some day lies in both.
    pub fn overlap(self, other: Self) -> bool {
        self.to.is_none_or(|last| other.from <= last) && other.to.is_none_or(|last| self.from <= last)
    }
}

/// An entry of a dictionary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DictionaryRow {
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
    /// What it counts as.
    pub counts_as: Option<String>,
    /// When it holds.
    pub times: Times,
    /// The law or guideline.
    pub legal_basis: Option<String>,
}

/// A rate, limit or threshold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RateRow {
    /// Stable code.
    pub code: String,
    /// What the amount counts.
    pub unit: RateUnit,
    /// In the unit.
    pub amount: i64,
    /// Label, in Polish.
    pub label_pl: String,
    /// Label, in English.
    pub label_en: String,
    /// When it holds.
    pub times: Times,
    /// The law or guideline.
    pub legal_basis: String,
}

/// An indicator of a period's dictionary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndicatorRow {
    /// The funding period.
    pub period: FundingPeriod,
    /// Stable code: `"CO01"`.
    pub code: String,
    /// The order in which people read the dictionary.
    pub position: i32,
    /// When it is counted.
    pub kind: IndicatorKind,
    /// Whether it is told by sex.
    pub by_sex: bool,
    /// Label, in Polish.
    pub label_pl: String,
    /// Label, in English.
    pub label_en: String,
    /// Definition, in Polish.
    pub definition_pl: String,
    /// Definition, in English.
    pub definition_en: String,
    /// Whom it counts; absent if the centre does not count it.
    pub condition: Option<String>,
    /// When it holds.
    pub times: Times,
    /// The law or guideline.
    pub legal_basis: String,
}

impl IndicatorRow {
    /// The code with its period: one code may mean different things in two periods.
    pub fn full_code(&self) -> String {
        format!("{}.{}", self.period.code(), self.code)
    }
}

/// A level of a programme tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgrammeRow {
    /// The funding period.
    pub period: FundingPeriod,
    /// The programme's code.
    pub root: String,
    /// The level's own code, unique in the tree.
    pub code: String,
    /// The code of the level above; absent at the root.
    pub parent: Option<String>,
    /// Which level.
    pub level: ProgrammeLevel,
    /// Polish name.
    pub name_pl: String,
    /// English name.
    pub name_en: String,
    /// The voivodeship of a regional programme.
    pub voivodeship: Option<String>,
    /// When it holds.
    pub times: Times,
    /// The law or guideline.
    pub legal_basis: String,
}

/// How far down the tree a level stands, the programme at 0.
pub const fn level_rank(level: ProgrammeLevel) -> u8 {
    match level {
        ProgrammeLevel::Programme => 0,
        ProgrammeLevel::Priority => 1,
        ProgrammeLevel::Measure => 2,
        ProgrammeLevel::Submeasure => 3,
        ProgrammeLevel::ProjectType => 4,
    }
}

/// A row of any kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// Of a dictionary.
    Dictionary(DictionaryRow),
    /// A rate.
    Rate(RateRow),
    /// A rule of a public holiday.
    Holiday(HolidayRule),
    /// An indicator.
    Indicator(IndicatorRow),
    /// A level of a programme tree.
    Programme(ProgrammeRow),
}

/// Which row it is: two contents under one key are versions of one row.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// The list it stands in.
    pub section: Section,
    /// Its code.
    pub code: String,
    /// Its first day; absent for programme levels, which have one row each, whatever their days.
    pub from: Option<Date>,
}

impl Entry {
    /// The row's key.
    pub fn key(&self) -> Key {
        let full;
        let (section, code, from) = match self {
            Self::Indicator(row) => {
                full = row.full_code();
                (Section::Indicators, &full, Some(row.times.from))
            }
            Self::Dictionary(row) => (
                Section::Dictionary(row.dictionary.clone()),
                &row.code,
                Some(row.times.from),
            ),
            Self::Rate(row) => (Section::Rate(row.code.clone()), &row.code, Some(row.times.from)),
            Self::Holiday(rule) => (Section::Holidays, &rule.code, Some(rule.valid_from)),
            Self::Programme(row) => (Section::tree(row.period, &row.root), &row.code, None),
        };
        Key {
            section,
            code: code.clone(),
            from,
        }
    }

    /// When it holds.
    pub const fn times(&self) -> Times {
        match self {
            Self::Dictionary(row) => row.times,
            Self::Rate(row) => row.times,
            Self::Holiday(rule) => Times {
                from: rule.valid_from,
                to: rule.valid_to,
            },
            Self::Indicator(row) => row.times,
            Self::Programme(row) => row.times,
        }
    }
}
