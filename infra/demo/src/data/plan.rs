//! What a public page says of a project's team, services, groups and terms. Absent is unknown.
//!
//! The structs serialise to inputs of the API; what refers to another line by its code is put in when it is loaded.

use serde::{Deserialize, Serialize};
use wsparcie_kernel::Date;

use super::source::{Criterion, Places};
use super::values::Code;

/// A line of the team.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all(serialize = "camelCase"))]
pub(crate) struct TeamLine {
    /// A stable name within the project.
    #[serde(skip_serializing)]
    pub(crate) code: String,
    pub(crate) position: String,
    #[serde(default)]
    pub(crate) duties: Vec<String>,
    pub(crate) posts: Places,
    /// The code of the line whose people these may be among.
    #[serde(skip_serializing)]
    pub(crate) among: Option<String>,
    pub(crate) note: Option<String>,
}

/// A service that the project offers.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all(serialize = "camelCase"))]
pub(crate) struct Service {
    pub(crate) kind: String,
    pub(crate) category: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) unit: Option<String>,
    pub(crate) quantity: Option<Quantity>,
    pub(crate) per_what: Option<String>,
    #[serde(skip_serializing)]
    pub(crate) provider: Option<Provider>,
}

/// How much of it is planned.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Quantity {
    pub(crate) value: String,
    pub(crate) to: Option<String>,
    pub(crate) exactness: Code,
}

/// Who provides it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub(crate) enum Provider {
    /// The code of a line of the team.
    Post(String),
    /// The name of a partner.
    Partner(String),
    /// A firm, which the page may leave without a name.
    Firm(Firm),
}

/// An external firm.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Firm {
    pub(crate) name: Option<String>,
}

/// What every path must hold.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all(serialize = "camelCase"))]
pub(crate) struct ServiceRule {
    pub(crate) code: String,
    pub(crate) category: String,
    pub(crate) at_least: u32,
    pub(crate) label_pl: String,
    pub(crate) label_en: String,
    pub(crate) legal_basis: Option<String>,
}

/// A group of participants.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all(serialize = "camelCase"))]
pub(crate) struct ParticipantGroup {
    pub(crate) name: String,
    pub(crate) starts_on: Option<GroupDay>,
    pub(crate) ends_on: Option<GroupDay>,
    pub(crate) places: Option<Places>,
    #[serde(default)]
    pub(crate) criteria: Vec<Criterion>,
    pub(crate) note: Option<String>,
}

/// A day of it, or a month.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct GroupDay {
    pub(crate) day: Date,
    pub(crate) precision: Code,
}

/// How the project recruits.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all(serialize = "camelCase"))]
pub(crate) struct Terms {
    pub(crate) continuous: Option<bool>,
    pub(crate) opens_on: Option<Date>,
    pub(crate) conditions: Option<String>,
    pub(crate) quotas: Option<Quotas>,
    pub(crate) legal_basis: Option<String>,
}

/// Places in all and by sex that recruitment keeps to.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Quotas {
    pub(crate) total: Option<Places>,
    pub(crate) women: Option<Places>,
    pub(crate) men: Option<Places>,
}
