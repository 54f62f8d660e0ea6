//! Duties, checks and breaches as they are typed in.

use async_graphql::{ID, InputObject};
use wsparcie_programmes_api as api;

use crate::graphql::codes::input_enums;
use crate::graphql::failure::Failure;
use crate::graphql::ids;
use crate::graphql::payload::Check;
use crate::graphql::scalars::Date;

input_enums! {
    /// What a check found. Answers have the code in lower case.
    ReadinessOutcome for api::CheckOutcome {
        /// Zachowana: the service is ready.
        Kept,
        /// Naruszona: the service is not ready.
        Breached,
    }
}

/// A time longer than the project's own duration.
#[derive(InputObject)]
pub(super) struct AgreedReadinessInput {
    /// The last day, not earlier than the one that follows from the project's duration.
    until: Date,
    /// Why it is longer, at most 1,000 characters.
    reason: String,
    /// Where it is agreed, at most 300 characters.
    legal_basis: String,
}

impl From<AgreedReadinessInput> for api::AgreedReadiness {
    fn from(typed: AgreedReadinessInput) -> Self {
        Self {
            until: typed.until.0,
            reason: typed.reason,
            legal_basis: typed.legal_basis,
        }
    }
}

/// A service to be kept ready: either `serviceId` or `service`.
#[derive(InputObject)]
pub(super) struct AddReadinessDutyInput {
    /// Your own key for this request, 1 to 100 characters: repeated with the same input, the request happens once.
    pub(super) idempotency_key: String,
    /// The global id of the project.
    project_id: ID,
    /// The global id of one of the project's services.
    service_id: Option<ID>,
    /// A service in words, at most 300 characters; none that the project keeps already, however it is spelt.
    service: Option<String>,
    /// What the source says, at most 1,000 characters.
    source_note: Option<String>,
    /// A longer time, if one was agreed.
    agreed: Option<AgreedReadinessInput>,
}

impl AddReadinessDutyInput {
    pub(super) fn read(self) -> Result<api::NewReadinessDuty, Failure> {
        Ok(api::NewReadinessDuty {
            project_id: ids::parse(&self.project_id)?,
            service_id: self.service_id.map(|id| ids::parse(&id)).transpose()?,
            service: self.service,
            source_note: self.source_note,
            agreed: self.agreed.map(Into::into),
        })
    }
}

/// A longer time for a duty that there is.
#[derive(InputObject)]
pub(super) struct AgreeLongerReadinessInput {
    /// Your own key for this request, 1 to 100 characters: repeated with the same input, the request happens once.
    pub(super) idempotency_key: String,
    /// The global id of the duty.
    pub(super) duty_id: ID,
    /// The version of the duty that the change is based on.
    pub(super) expected_version: i64,
    /// The time.
    pub(super) agreed: AgreedReadinessInput,
}

/// A check to be made.
#[derive(InputObject)]
pub(super) struct PlanReadinessCheckInput {
    /// Your own key for this request, 1 to 100 characters: repeated with the same input, the request happens once.
    pub(super) idempotency_key: String,
    /// The global id of the duty.
    pub(super) duty_id: ID,
    /// When: one of the duty's days, where they are known.
    pub(super) planned_on: Date,
}

/// What a check stands on: either `documentId` or `words`.
#[derive(InputObject)]
struct ReadinessEvidenceInput {
    /// The global id of a document of the centre.
    document_id: Option<ID>,
    /// Where the paper is, at most 500 characters.
    words: Option<String>,
}

/// A check that was made.
#[derive(InputObject)]
pub(super) struct RecordReadinessCheckInput {
    /// Your own key for this request, 1 to 100 characters: repeated with the same input, the request happens once.
    pub(super) idempotency_key: String,
    /// The global id of the check.
    check_id: ID,
    /// The version of the check that the change is based on.
    expected_version: i64,
    /// When it was made, today at the latest and not before the duty's first day; it may be after its last.
    done_on: Date,
    /// Who checked, at most 200 characters.
    done_by: String,
    /// What was found.
    outcome: ReadinessOutcome,
    /// More words, at most 2,000 characters; needed for a breach.
    note: Option<String>,
    /// What it stands on, at most 20 pieces; KEPT needs one or a note.
    #[graphql(default)]
    evidence: Vec<ReadinessEvidenceInput>,
}

impl RecordReadinessCheckInput {
    pub(super) fn read(self, check: &mut Check) -> Result<api::RecordReadinessCheck, Failure> {
        let mut evidence = Vec::with_capacity(self.evidence.len());
        for (at, typed) in self.evidence.into_iter().enumerate() {
            match (typed.document_id, typed.words) {
                (Some(id), None) => evidence.push(api::Evidence::Document(ids::parse(&id)?)),
                (None, Some(words)) => evidence.push(api::Evidence::Words(words)),
                _ => check.refuse(
                    "READINESS_EVIDENCE_UNCLEAR",
                    &["evidence", &at.to_string()],
                    "podaj albo dokument, albo opis słowami",
                    "give either a document or words",
                ),
            }
        }
        Ok(api::RecordReadinessCheck {
            check_id: ids::parse(&self.check_id)?,
            expected_version: self.expected_version,
            done_on: self.done_on.0,
            done_by: self.done_by,
            outcome: self.outcome.into(),
            note: self.note,
            evidence,
        })
    }
}

/// A service that is not ready.
#[derive(InputObject)]
pub(super) struct ReportReadinessBreachInput {
    /// Your own key for this request, 1 to 100 characters: repeated with the same input, the request happens once.
    pub(super) idempotency_key: String,
    /// The global id of the duty.
    pub(super) duty_id: ID,
    /// When it was found, today at the latest and not before the duty's first day; it may be after its last.
    pub(super) found_on: Date,
    /// What is wrong, at most 2,000 characters.
    pub(super) what: String,
    /// What is done about it, at most 2,000 characters.
    pub(super) remedy: Option<String>,
}

/// A breach that was put right.
#[derive(InputObject)]
pub(super) struct CloseReadinessBreachInput {
    /// Your own key for this request, 1 to 100 characters: repeated with the same input, the request happens once.
    pub(super) idempotency_key: String,
    /// The global id of the breach.
    pub(super) breach_id: ID,
    /// The version of the breach that the change is based on.
    pub(super) expected_version: i64,
    /// When, today at the latest.
    pub(super) closed_on: Date,
    /// How, at most 2,000 characters.
    pub(super) closing: String,
}
