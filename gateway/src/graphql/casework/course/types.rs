//! Ends, support and outcomes as the schema shows them.

use async_graphql::{ID, SimpleObject};
use wsparcie_casework_api as api;

use crate::graphql::codes::Term;
use crate::graphql::ids::GlobalId;
use crate::graphql::scalars::{Date, DateTime};

/// Something recorded that was wrong, and why. It counts nowhere and stays readable.
///
/// Permission for all fields: participation:read
#[derive(SimpleObject)]
pub(crate) struct TakenBack {
    /// When it was taken back.
    at: DateTime,
    /// Why. Personal data.
    reason: String,
}

impl From<api::TakenBack> for TakenBack {
    fn from(row: api::TakenBack) -> Self {
        Self {
            at: row.at.into(),
            reason: row.reason.expose().to_owned(),
        }
    }
}

/// The end of a participation.
///
/// Permission for all fields: participation:read
#[derive(SimpleObject)]
pub(crate) struct ParticipationEnd {
    /// The global id, for taking it back.
    id: ID,
    /// The last day of participation.
    ended_on: Date,
    /// As planned, early for work (which counts as ended), or broken off early.
    ending: Term,
    /// Why; null if nothing was said. Personal data.
    reason: Option<String>,
    /// When it was recorded.
    recorded_at: DateTime,
}

impl From<api::ParticipationEnd> for ParticipationEnd {
    fn from(row: api::ParticipationEnd) -> Self {
        Self {
            id: row.id.global(),
            ended_on: row.ended_on.into(),
            ending: row.ending.into(),
            reason: row.reason.map(|reason| reason.expose().to_owned()),
            recorded_at: row.recorded_at.into(),
        }
    }
}

/// Support that a participant received.
///
/// Permission for all fields: participation:read
#[derive(SimpleObject)]
pub(crate) struct Support {
    /// The global id.
    id: ID,
    /// The global id of the participation.
    enrolment_id: ID,
    /// Category of instrument.
    category: Term,
    /// The code of the service, as in the dictionary "service_kind".
    kind: String,
    /// The first day.
    starts_on: Date,
    /// The last day; null while it goes on.
    ends_on: Option<Date>,
    /// What the worker noted; null if nothing. Personal data.
    note: Option<String>,
    /// When it was recorded.
    recorded_at: DateTime,
    /// When and why it was taken back; null while it stands.
    taken_back: Option<TakenBack>,
}

impl From<api::Support> for Support {
    fn from(row: api::Support) -> Self {
        Self {
            id: row.id.global(),
            enrolment_id: row.enrolment_id.global(),
            category: row.category.into(),
            kind: row.kind,
            starts_on: row.starts_on.into(),
            ends_on: row.ends_on.map(Into::into),
            note: row.note.map(|note| note.expose().to_owned()),
            recorded_at: row.recorded_at.into(),
            taken_back: row.taken_back.map(Into::into),
        }
    }
}

/// A result of a participation. Parts that do not belong to its kind are null.
///
/// Permission for all fields: participation:read
#[derive(SimpleObject)]
pub(crate) struct Outcome {
    /// The global id.
    id: ID,
    /// The global id of the participation.
    enrolment_id: ID,
    /// What it is about.
    kind: Term,
    /// The day it came about; of work the first day, of a qualification or competence the last of their days.
    occurred_on: Option<Date>,
    /// Situation or social effect: the code of the dictionary of that name. Work: "employment", "civil_contract" or
    /// "business".
    code: Option<String>,
    /// Work: the last day of the contract; null while it is open.
    until_on: Option<Date>,
    /// Work by a contract of employment: the share of a full post, in percent.
    post_percent: Option<i32>,
    /// Work by a civil contract: whether pay of at least three minimum wages is documented.
    pay_documented: Option<bool>,
    /// Qualification: the day of validation.
    validated_on: Option<Date>,
    /// Qualification: the day of certification. Without both it does not count.
    certified_on: Option<Date>,
    /// Competence, stage 1: scope (zakres). Without all four it does not count.
    scope_on: Option<Date>,
    /// Competence, stage 2: standard (wzorzec).
    standard_on: Option<Date>,
    /// Competence, stage 3: assessment (ocena).
    assessed_on: Option<Date>,
    /// Competence, stage 4: comparison (porównanie).
    compared_on: Option<Date>,
    /// The kind of the document behind it. Personal data.
    evidence_kind: String,
    /// Where the document is, who issued it; null if nothing was noted. Personal data.
    evidence_note: Option<String>,
    /// When it was recorded.
    recorded_at: DateTime,
    /// When and why it was taken back; null while it stands.
    taken_back: Option<TakenBack>,
}

impl From<api::Outcome> for Outcome {
    fn from(row: api::Outcome) -> Self {
        let facts = row.facts;
        let day = |day: Option<wsparcie_kernel::Date>| day.map(Date::from);
        Self {
            id: row.id.global(),
            enrolment_id: row.enrolment_id.global(),
            kind: facts.kind.into(),
            occurred_on: day(facts.occurred_on),
            code: facts.code,
            until_on: day(facts.until_on),
            post_percent: facts.post_percent,
            pay_documented: facts.pay_documented,
            validated_on: day(facts.validated_on),
            certified_on: day(facts.certified_on),
            scope_on: day(facts.scope_on),
            standard_on: day(facts.standard_on),
            assessed_on: day(facts.assessed_on),
            compared_on: day(facts.compared_on),
            evidence_kind: row.evidence.kind.expose().to_owned(),
            evidence_note: row.evidence.note.map(|note| note.expose().to_owned()),
            recorded_at: row.recorded_at.into(),
            taken_back: row.taken_back.map(Into::into),
        }
    }
}
