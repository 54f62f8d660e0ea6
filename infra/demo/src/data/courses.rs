//! What became of participations, and indicators: made up for the demonstration.

use serde::{Deserialize, Serialize};
use wsparcie_kernel::Date;

use super::values::Code;

/// An indicator of a project.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Indicator {
    /// The project's code.
    pub(crate) project: String,
    pub(crate) code: String,
    /// Present if it is the project's own; otherwise it is one of the dictionary's.
    pub(crate) own: Option<OwnIndicator>,
    pub(crate) target_total: Option<i64>,
    /// A value entered by hand.
    pub(crate) value: Option<IndicatorValue>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct OwnIndicator {
    kind: String,
    unit: String,
    by_sex: bool,
    label_pl: String,
    label_en: String,
    definition: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    condition: Option<String>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all(serialize = "camelCase"))]
pub(crate) struct IndicatorValue {
    as_of: Date,
    total: i64,
    source: String,
}

/// The thresholds of a project's call, in hundredths of a percent.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all(serialize = "camelCase"))]
pub(crate) struct Thresholds {
    /// The project's code.
    #[serde(skip_serializing)]
    pub(crate) project: String,
    social: Option<i32>,
    employment: Option<i32>,
    disability_social: Option<i32>,
    disability_employment: Option<i32>,
    source: String,
}

/// What became of one participation.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Course {
    /// The person's code.
    pub(crate) person: String,
    /// The project's code.
    pub(crate) project: String,
    #[serde(default)]
    pub(crate) support: Vec<Support>,
    pub(crate) ended_on: Option<Date>,
    pub(crate) ending: Option<Code>,
    pub(crate) end_reason: Option<String>,
    #[serde(default)]
    pub(crate) outcomes: Vec<Outcome>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all(serialize = "camelCase"))]
pub(crate) struct Support {
    category: Code,
    kind: String,
    starts_on: Date,
    ends_on: Option<Date>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all(serialize = "camelCase"))]
pub(crate) struct Outcome {
    kind: Code,
    #[serde(skip_serializing_if = "Option::is_none")]
    occurred_on: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    until_on: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    post_percent: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    validated_on: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    certified_on: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scope_on: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    standard_on: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    assessed_on: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    compared_on: Option<Date>,
    /// The kind of the document behind it.
    #[serde(rename(serialize = "evidenceKind"))]
    evidence: String,
}
