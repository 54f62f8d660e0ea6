//! Ends, support and outcomes as they are typed in.

use async_graphql::{ID, InputObject};
use wsparcie_casework_api as api;

use crate::graphql::codes::input_enums;
use crate::graphql::failure::Failure;
use crate::graphql::ids;
use crate::graphql::scalars::Date;

input_enums! {
    /// How a participation ended. Answers have the code in lower case.
    Ending for api::Ending {
        /// As planned.
        AsPlanned,
        /// Broken off early because work was found: it counts as ended.
        ForWork,
        /// Broken off early for another reason.
        Early,
    }

    /// The four categories of instruments. Answers have the code in lower case.
    SupportCategory for api::SupportCategory {
        /// Społeczne.
        Social,
        /// Zawodowe.
        Vocational,
        /// Edukacyjne.
        Educational,
        /// Zdrowotne.
        Health,
    }

    /// What an outcome is about. Answers have the code in lower case.
    OutcomeKind for api::OutcomeKind {
        /// The situation after leaving.
        SituationAfter,
        /// Work found or a business started.
        Work,
        /// Education or training taken up.
        Education,
        /// A qualification gained.
        Qualification,
        /// A competence acquired.
        Competence,
        /// A social effect.
        SocialEffect,
    }
}

fn personal(text: Option<String>) -> Option<api::Personal> {
    text.map(api::Personal::new)
}

/// A participation to be ended.
#[derive(InputObject)]
pub(crate) struct EndParticipationInput {
    /// Your own key for this request, 1 to 100 characters: repeated with the same input, the request happens once.
    pub(super) idempotency_key: String,
    /// The global id of the participation.
    enrolment_id: ID,
    /// The last day of participation: within the project, not before the participation began.
    ended_on: Date,
    /// How it ended.
    ending: Ending,
    /// Why, 1 to 500 characters; needed if it was broken off early.
    #[graphql(secret)]
    reason: Option<String>,
}

impl EndParticipationInput {
    pub(super) fn read(self) -> Result<api::EndParticipation, Failure> {
        Ok(api::EndParticipation {
            enrolment_id: ids::parse(&self.enrolment_id)?,
            ended_on: self.ended_on.0,
            ending: self.ending.into(),
            reason: personal(self.reason),
        })
    }
}

/// An end that was entered wrongly.
#[derive(InputObject)]
pub(crate) struct TakeBackParticipationEndInput {
    /// Your own key for this request, 1 to 100 characters: repeated with the same input, the request happens once.
    pub(super) idempotency_key: String,
    /// The global id of the participation.
    enrolment_id: ID,
    /// The global id of its end.
    end_id: ID,
    /// Why, 1 to 500 characters.
    #[graphql(secret)]
    reason: String,
}

impl TakeBackParticipationEndInput {
    pub(super) fn read(self) -> Result<api::TakeBackEnd, Failure> {
        Ok(api::TakeBackEnd {
            enrolment_id: ids::parse(&self.enrolment_id)?,
            end_id: ids::parse(&self.end_id)?,
            reason: api::Personal::new(self.reason),
        })
    }
}

/// Support to be recorded.
#[derive(InputObject)]
pub(crate) struct RecordSupportInput {
    /// Your own key for this request, 1 to 100 characters: repeated with the same input, the request happens once.
    pub(super) idempotency_key: String,
    /// The global id of the participation.
    enrolment_id: ID,
    /// Category of instrument.
    category: SupportCategory,
    /// The code of the service: one that the project offers in this category, or one of the dictionary "service_kind" with
    /// this category on the first day.
    kind: String,
    /// The first day, within the participation.
    starts_on: Date,
    /// The last day, within the participation; not given while it goes on.
    ends_on: Option<Date>,
    /// A note, 1 to 500 characters.
    #[graphql(secret)]
    note: Option<String>,
}

impl RecordSupportInput {
    pub(super) fn read(self) -> Result<api::NewSupport, Failure> {
        Ok(api::NewSupport {
            enrolment_id: ids::parse(&self.enrolment_id)?,
            category: self.category.into(),
            kind: self.kind,
            starts_on: self.starts_on.0,
            ends_on: self.ends_on.map(|day| day.0),
            note: personal(self.note),
        })
    }
}

/// Support that was entered wrongly.
#[derive(InputObject)]
pub(crate) struct TakeBackSupportInput {
    /// Your own key for this request, 1 to 100 characters: repeated with the same input, the request happens once.
    pub(super) idempotency_key: String,
    /// The global id of the support.
    support_id: ID,
    /// Why, 1 to 500 characters.
    #[graphql(secret)]
    reason: String,
}

impl TakeBackSupportInput {
    pub(super) fn read(self) -> Result<api::TakeBackSupport, Failure> {
        Ok(api::TakeBackSupport {
            support_id: ids::parse(&self.support_id)?,
            reason: api::Personal::new(self.reason),
        })
    }
}

/// An outcome to be recorded. Only the parts of its kind are given.
#[derive(InputObject)]
pub(crate) struct RecordOutcomeInput {
    /// Your own key for this request, 1 to 100 characters: repeated with the same input, the request happens once.
    pub(super) idempotency_key: String,
    /// The global id of the participation.
    enrolment_id: ID,
    /// What it is about.
    kind: OutcomeKind,
    /// The day it came about; of work the first day. Not given of a qualification or competence.
    occurred_on: Option<Date>,
    /// Situation or social effect: the code of the dictionary "situation_after" or "social_effect". Work: "employment",
    /// "civil_contract" or "business".
    code: Option<String>,
    /// Work: the last day of the contract; not given while it is open.
    until_on: Option<Date>,
    /// Work by a contract of employment: the share of a full post in percent, 1 to 100.
    post_percent: Option<i32>,
    /// Work by a civil contract: whether pay of at least three minimum wages is documented.
    pay_documented: Option<bool>,
    /// Qualification: the day of validation.
    validated_on: Option<Date>,
    /// Qualification: the day of certification by an authorised body.
    certified_on: Option<Date>,
    /// Competence, stage 1: scope (zakres).
    scope_on: Option<Date>,
    /// Competence, stage 2: standard (wzorzec).
    standard_on: Option<Date>,
    /// Competence, stage 3: assessment (ocena).
    assessed_on: Option<Date>,
    /// Competence, stage 4: comparison (porównanie).
    compared_on: Option<Date>,
    /// The kind of the document behind it, 1 to 60 characters.
    #[graphql(secret)]
    evidence_kind: String,
    /// Where the document is, who issued it, 1 to 500 characters.
    #[graphql(secret)]
    evidence_note: Option<String>,
}

impl RecordOutcomeInput {
    pub(super) fn read(self) -> Result<api::NewOutcome, Failure> {
        let day = |day: Option<Date>| day.map(|day| day.0);
        Ok(api::NewOutcome {
            enrolment_id: ids::parse(&self.enrolment_id)?,
            facts: api::OutcomeFacts {
                kind: self.kind.into(),
                occurred_on: day(self.occurred_on),
                code: self.code,
                until_on: day(self.until_on),
                post_percent: self.post_percent,
                pay_documented: self.pay_documented,
                validated_on: day(self.validated_on),
                certified_on: day(self.certified_on),
                scope_on: day(self.scope_on),
                standard_on: day(self.standard_on),
                assessed_on: day(self.assessed_on),
                compared_on: day(self.compared_on),
            },
            evidence: api::OutcomeEvidence {
                kind: api::Personal::new(self.evidence_kind),
                note: personal(self.evidence_note),
            },
        })
    }
}

/// An outcome that was entered wrongly.
#[derive(InputObject)]
pub(crate) struct TakeBackOutcomeInput {
    /// Your own key for this request, 1 to 100 characters: repeated with the same input, the request happens once.
    pub(super) idempotency_key: String,
    /// The global id of the outcome.
    outcome_id: ID,
    /// Why, 1 to 500 characters.
    #[graphql(secret)]
    reason: String,
}

impl TakeBackOutcomeInput {
    pub(super) fn read(self) -> Result<api::TakeBackOutcome, Failure> {
        Ok(api::TakeBackOutcome {
            outcome_id: ids::parse(&self.outcome_id)?,
            reason: api::Personal::new(self.reason),
        })
    }
}
