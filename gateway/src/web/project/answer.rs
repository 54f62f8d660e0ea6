//! The answer of `project.graphql`.

use serde::Deserialize;

use super::{Money, Number, Places, SourceNote};
use crate::web::layout::Term;

/// A project as the schema gives it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Project {
    pub(super) title: String,
    pub(super) edition: Option<String>,
    pub(super) undertaking: Option<String>,
    pub(super) number: Option<Number>,
    pub(super) programme: Option<Programme>,
    pub(super) mode: Option<Term>,
    pub(super) starts_on: Option<String>,
    pub(super) ends_on: Option<String>,
    pub(super) recruitment_from: Option<String>,
    pub(super) recruitment_until: Option<String>,
    pub(super) area: Option<String>,
    pub(super) places: AllPlaces,
    pub(super) budget: Option<Budget>,
    pub(super) status: Term,
    pub(super) beneficiary: Option<Party>,
    pub(super) implementer: Option<Party>,
    pub(super) main_goal: Option<String>,
    pub(super) specific_goals: Vec<String>,
    pub(super) target_groups: Vec<String>,
    pub(super) partners: Vec<Partner>,
    pub(super) agreements: Option<Vec<Agreement>>,
    pub(super) status_history: Option<Vec<StatusChange>>,
    pub(super) editions: Option<Vec<Edition>>,
    pub(super) source_notes: Vec<SourceNote>,
    pub(super) enrolment_counts: Option<EnrolmentCounts>,
    pub(super) recruitment: Option<Recruitment>,
    pub(super) documents: Option<Documents>,
}

#[derive(Deserialize)]
pub(super) struct Programme {
    pub(super) path: Option<Vec<Level>>,
}

#[derive(Deserialize)]
#[expect(clippy::struct_field_names, reason = "the schema's names")]
pub(super) struct Level {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) level: Term,
}

#[derive(Deserialize)]
pub(super) struct AllPlaces {
    pub(super) total: Option<Places>,
    pub(super) women: Option<Places>,
    pub(super) men: Option<Places>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Budget {
    pub(super) parts: Option<Vec<BudgetPart>>,
    pub(super) sum_of_parts: Option<Money>,
    pub(super) stated_total: Option<Money>,
    pub(super) difference: Option<Money>,
    pub(super) total: Option<Money>,
}

#[derive(Deserialize)]
pub(super) struct BudgetPart {
    pub(super) source: Term,
    pub(super) amount: Money,
    pub(super) share: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Partner {
    pub(super) role: Term,
    pub(super) name: String,
    pub(super) number: Option<i64>,
    pub(super) share: Option<Money>,
}

/// A beneficiary or an implementer.
#[derive(Deserialize)]
pub(super) struct Party {
    pub(super) name: String,
    pub(super) nip: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Agreement {
    pub(super) number: i64,
    pub(super) valid_from: Option<String>,
    pub(super) valid_to: Option<String>,
    pub(super) changes: Option<String>,
    pub(super) starts_on: Option<String>,
    pub(super) ends_on: Option<String>,
    pub(super) total: Option<Money>,
}

#[derive(Deserialize)]
pub(super) struct StatusChange {
    pub(super) to: Term,
    pub(super) on: Option<String>,
    pub(super) reason: Option<String>,
}

/// Another project of the same undertaking.
#[derive(Deserialize)]
#[expect(clippy::struct_field_names, reason = "as the schema names it")]
pub(super) struct Edition {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) edition: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct EnrolmentCounts {
    pub(super) women: i64,
    pub(super) men: i64,
    pub(super) reserve_women: i64,
    pub(super) reserve_men: i64,
}

#[derive(Deserialize)]
pub(super) struct Recruitment {
    pub(super) criteria: Vec<Criterion>,
    pub(super) groups: Vec<Group>,
    pub(super) preferences: Vec<Preference>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Criterion {
    pub(super) label: String,
    pub(super) legal_basis: Option<String>,
    pub(super) group: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Group {
    pub(super) code: String,
    pub(super) label: String,
    pub(super) at_least: i64,
}

#[derive(Deserialize)]
pub(super) struct Preference {
    pub(super) label: String,
}

#[derive(Deserialize)]
pub(super) struct Documents {
    pub(super) edges: Vec<DocumentEdge>,
}

#[derive(Deserialize)]
pub(super) struct DocumentEdge {
    pub(super) node: Document,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Document {
    pub(super) id: String,
    pub(super) kind: Term,
    pub(super) title: String,
    pub(super) file_name: String,
    pub(super) size_bytes: i64,
    pub(super) state: Term,
}
