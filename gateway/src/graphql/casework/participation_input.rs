//! Nominations, decisions and enrolments as they are asked for.

use async_graphql::{ID, InputObject};
use wsparcie_casework_api as api;

use crate::graphql::codes::input_enums;
use crate::graphql::scalars::Date;

input_enums! {
    /// Who puts a person forward. Answers have the code in lower case ("self" for SELF_NOMINATION).
    NominatedBy for api::NominatedBy {
        /// Pracownik socjalny.
        SocialWorker,
        /// Asystent rodziny.
        FamilyAssistant,
        /// The person themself.
        SelfNomination,
    }
}

/// A person to be nominated.
#[derive(InputObject)]
pub(crate) struct NominatePersonInput {
    /// Your own key for this request, 1 to 100 characters: repeated with the same input, the request happens once.
    pub(super) idempotency_key: String,
    /// The nomination.
    pub(super) nomination: NominationInput,
}

/// A nomination of a person to a project.
#[derive(InputObject)]
pub(crate) struct NominationInput {
    /// The global id of the person.
    pub(super) person_id: ID,
    /// The global id of the project.
    pub(super) project_id: ID,
    /// The global id of a group (cohort) of the project, if the person is to join one.
    pub(super) group_id: Option<ID>,
    /// By whom the person is put forward.
    pub(super) nominated_by: NominatedBy,
    /// The day of the nomination.
    pub(super) nominated_on: Date,
}

/// A nomination to be decided.
#[derive(InputObject)]
pub(crate) struct DecideNominationInput {
    /// Your own key for this request, 1 to 100 characters: repeated with the same input, the request happens once.
    pub(super) idempotency_key: String,
    /// The global id of the nomination.
    pub(super) nomination_id: ID,
    /// The day on which age and facts are looked at.
    pub(super) reference_date: Date,
}

/// A nominated person to be enrolled.
#[derive(InputObject)]
pub(crate) struct EnrolPersonInput {
    /// Your own key for this request, 1 to 100 characters: repeated with the same input, the request happens once.
    pub(super) idempotency_key: String,
    /// The global id of the nomination.
    pub(super) nomination_id: ID,
    /// The version of the nomination that the change is based on.
    pub(super) expected_version: i64,
    /// The first day of participation.
    pub(super) starts_on: Date,
}
