//! A file's rows as they are written, before anything is checked. Their days are read apart (see `file`): serde hands them
//! over as text, and then text in quotes would do as well.

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawDictionary {
    pub(super) code: String,
    pub(super) position: i64,
    pub(super) label_pl: String,
    pub(super) label_en: String,
    pub(super) counts_as: Option<String>,
    pub(super) legal_basis: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRate {
    pub(super) unit: String,
    pub(super) amount: i64,
    pub(super) label_pl: String,
    pub(super) label_en: String,
    pub(super) legal_basis: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawHoliday {
    pub(super) code: String,
    /// `"12-25"`.
    pub(super) fixed: Option<String>,
    pub(super) easter_offset: Option<i64>,
    pub(super) label_pl: String,
    pub(super) label_en: String,
    pub(super) legal_basis: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawProgramme {
    pub(super) code: String,
    pub(super) parent: Option<String>,
    pub(super) level: String,
    pub(super) name_pl: String,
    pub(super) name_en: String,
    pub(super) voivodeship: Option<String>,
    pub(super) legal_basis: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawIndicator {
    pub(super) period: String,
    pub(super) code: String,
    pub(super) position: i64,
    pub(super) kind: String,
    pub(super) unit: String,
    pub(super) by_sex: bool,
    pub(super) label_pl: String,
    pub(super) label_en: String,
    pub(super) definition_pl: String,
    pub(super) definition_en: String,
    pub(super) condition: Option<String>,
    pub(super) legal_basis: String,
}
