//! What a public page says: a centre and its projects. Absent is unknown.
//!
//! The structs serialise to inputs of the API; what is not part of an input is skipped.

use serde::{Deserialize, Serialize};
use wsparcie_kernel::Date;

use super::finance::KeptService;
use super::plan::{ParticipantGroup, Service, ServiceRule, TeamLine, Terms};
use super::values::{Amount, Code};

/// A centre's file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Centre {
    /// A stable name within the data.
    pub(crate) code: String,
    pub(crate) organisation: Organisation,
    pub(crate) projects: Vec<Project>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all(serialize = "camelCase"))]
pub(crate) struct Organisation {
    #[serde(rename(serialize = "organisationType", deserialize = "type"))]
    pub(crate) kind: Code,
    pub(crate) name: String,
    pub(crate) short_name: String,
    pub(crate) teryt: String,
    pub(crate) nip: Option<String>,
    pub(crate) regon: Option<String>,
    pub(crate) address: Option<Address>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Address {
    pub(crate) street: String,
    pub(crate) postcode: String,
    pub(crate) town: String,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all(serialize = "camelCase"))]
pub(crate) struct Project {
    /// A stable name within the data.
    #[serde(skip_serializing)]
    pub(crate) code: String,
    pub(crate) title: String,
    pub(crate) edition: Option<String>,
    pub(crate) undertaking: Option<String>,
    /// The codes of the programme's levels, from the root down.
    #[serde(skip_serializing, default)]
    pub(crate) programme: Vec<String>,
    pub(crate) number: Option<String>,
    pub(crate) mode: Option<Code>,
    pub(crate) starts_on: Option<Date>,
    pub(crate) ends_on: Option<Date>,
    pub(crate) recruitment_from: Option<Date>,
    pub(crate) recruitment_until: Option<Date>,
    pub(crate) places_total: Option<Places>,
    pub(crate) places_women: Option<Places>,
    pub(crate) places_men: Option<Places>,
    pub(crate) budget: Option<Vec<BudgetPart>>,
    pub(crate) budget_total: Option<Amount>,
    #[serde(default)]
    pub(crate) partners: Vec<Partner>,
    #[serde(default)]
    pub(crate) source_notes: Vec<SourceNote>,
    pub(crate) area: Option<String>,
    pub(crate) beneficiary: Option<Party>,
    pub(crate) implementer: Option<Party>,
    pub(crate) main_goal: Option<String>,
    #[serde(default)]
    pub(crate) specific_goals: Vec<String>,
    #[serde(default)]
    pub(crate) target_groups: Vec<String>,
    #[serde(skip_serializing, default)]
    pub(crate) agreements: Vec<AgreementVersion>,
    /// How it came to its status, oldest first.
    #[serde(skip_serializing, default)]
    pub(crate) statuses: Vec<StatusMove>,
    #[serde(skip_serializing, default)]
    pub(crate) team: Vec<TeamLine>,
    #[serde(skip_serializing, default)]
    pub(crate) services: Vec<Service>,
    #[serde(skip_serializing, default)]
    pub(crate) service_rules: Vec<ServiceRule>,
    #[serde(skip_serializing, default)]
    pub(crate) groups: Vec<ParticipantGroup>,
    #[serde(skip_serializing)]
    pub(crate) terms: Option<Terms>,
    /// What has to be kept ready after its end.
    #[serde(skip_serializing, default)]
    pub(crate) readiness: Vec<KeptService>,
    #[serde(skip_serializing)]
    pub(crate) recruitment: Recruitment,
    #[serde(skip_serializing, default)]
    pub(crate) documents: Vec<Document>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Places {
    pub(crate) count: u32,
    pub(crate) exactness: Code,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct BudgetPart {
    pub(crate) source: Code,
    pub(crate) amount: Amount,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all(serialize = "camelCase"))]
pub(crate) struct Partner {
    pub(crate) role: Code,
    pub(crate) name: String,
    pub(crate) number: Option<u32>,
    pub(crate) is_centre: bool,
    pub(crate) share: Option<Amount>,
}

/// A beneficiary or an implementer.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Party {
    pub(crate) name: String,
    pub(crate) nip: Option<String>,
}

/// A version of a project's agreement.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all(serialize = "camelCase"))]
pub(crate) struct AgreementVersion {
    pub(crate) number: u32,
    pub(crate) signed_on: Option<Date>,
    pub(crate) valid_from: Option<Date>,
    pub(crate) valid_to: Option<Date>,
    pub(crate) changes: Option<String>,
    pub(crate) project_number: Option<String>,
    pub(crate) starts_on: Option<Date>,
    pub(crate) ends_on: Option<Date>,
    pub(crate) total: Option<Amount>,
}

/// A step of a project to its status.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StatusMove {
    pub(crate) to: Code,
    pub(crate) on: Option<Date>,
    pub(crate) reason: Option<String>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SourceNote {
    pub(crate) kind: Code,
    pub(crate) field: String,
    pub(crate) text: String,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Recruitment {
    pub(crate) criteria: Vec<Criterion>,
    #[serde(default)]
    pub(crate) groups: Vec<Group>,
    #[serde(default)]
    pub(crate) preferences: Vec<Preference>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all(serialize = "camelCase"))]
pub(crate) struct Criterion {
    pub(crate) code: String,
    pub(crate) label_pl: String,
    pub(crate) label_en: String,
    pub(crate) legal_basis: Option<String>,
    pub(crate) expression: String,
    pub(crate) group: Option<String>,
    #[serde(default)]
    pub(crate) evidence_kinds: Vec<String>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all(serialize = "camelCase"))]
pub(crate) struct Group {
    pub(crate) code: String,
    pub(crate) label_pl: String,
    pub(crate) label_en: String,
    pub(crate) at_least: u32,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all(serialize = "camelCase"))]
pub(crate) struct Preference {
    pub(crate) code: String,
    pub(crate) label_pl: String,
    pub(crate) label_en: String,
    pub(crate) expression: String,
}

/// A file to download, in `data/files/`.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all(serialize = "camelCase"))]
pub(crate) struct Document {
    pub(crate) kind: Code,
    pub(crate) title: String,
    pub(crate) file_name: String,
    pub(crate) media_type: String,
}
