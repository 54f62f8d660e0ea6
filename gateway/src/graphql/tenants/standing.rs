//! Whether an organisation takes part: its status, and the processing agreement that it has to accept.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use wsparcie_kernel::ids::TenantId;
use wsparcie_tenants_api as api;

use super::types::Organisation;
use crate::graphql::Nullable;
use crate::graphql::codes::input_enums;
use crate::graphql::ids;
use crate::graphql::payload::{Check, Payload, payloads};
use crate::graphql::permissions::open;
use crate::graphql::scalars::{Date, DateTime};
use crate::graphql::scope::load;
use crate::services::ask;

input_enums! {
    /// Whether an organisation takes part. Answers have the code in lower case.
    OrganisationStatus for api::OrganisationStatus {
        /// It works.
        Active,
        /// Nobody signs in for it and none of its keys works; its data stay.
        Suspended,
        /// It reads and exports, and changes nothing more; its API keys do not work.
        Leaving,
    }
}

/// The agreement on processing personal data (art. 28 GDPR) between a centre and the operator of the platform.
///
/// Permission for all fields: processing_agreement:read
#[derive(SimpleObject)]
pub(crate) struct ProcessingAgreement {
    /// The version in force, `2026-1`.
    version: String,
    /// From when this version is offered.
    valid_from: Date,
    /// Its text in Polish.
    text: String,
    /// When the centre accepted this version; null until it has. Without that no person is entered.
    accepted_at: Option<DateTime>,
    /// The global id of the user who accepted it for the centre.
    accepted_by: Option<ID>,
}

impl From<api::ProcessingAgreement> for ProcessingAgreement {
    fn from(row: api::ProcessingAgreement) -> Self {
        let accepted = row.accepted.as_ref();
        Self {
            accepted_at: accepted.map(|one| one.at.into()),
            accepted_by: accepted.map(|one| ids::encode("User", one.by.into_uuid())),
            version: row.version,
            valid_from: row.valid_from.into(),
            text: row.text,
        }
    }
}

/// A change of an organisation's status.
#[derive(InputObject)]
pub(crate) struct SetOrganisationStatusInput {
    /// Your own key for this request, 1 to 100 characters: repeated with the same input, the request happens once.
    idempotency_key: String,
    /// The global id of the organisation; not the platform's own.
    id: ID,
    /// The version that the change is based on.
    expected_version: i64,
    /// The status from now on.
    status: OrganisationStatus,
    /// Why, 10 to 500 characters.
    reason: String,
}

/// The acceptance of the processing agreement.
#[derive(InputObject)]
pub(crate) struct AcceptProcessingAgreementInput {
    /// Your own key for this request, 1 to 100 characters: repeated with the same input, the request happens once.
    idempotency_key: String,
    /// The version that was read, `2026-1`.
    version: String,
}

payloads! {
    /// What became of `setOrganisationStatus`.
    ///
    /// Permission: organisations:update
    SetOrganisationStatusPayload {
        /// The organisation as it is now, also after a conflict of versions; null if the change was refused otherwise.
        organisation: Organisation
    }

    /// What became of `acceptProcessingAgreement`.
    ///
    /// Permission: processing_agreement:decide
    AcceptProcessingAgreementPayload {
        /// The agreement with the acceptance; null if it was refused.
        agreement: ProcessingAgreement
    }
}

#[derive(Default)]
pub(crate) struct StandingQuery;

#[Object]
impl StandingQuery {
    /// The processing agreement in force, and whether the acting centre has accepted it.
    ///
    /// Permission: processing_agreement:read
    async fn processing_agreement(&self, ctx: &Context<'_>) -> Nullable<ProcessingAgreement> {
        let read = async {
            let scope = open(ctx, "Query.processingAgreement")?;
            let row = ask!(scope.backend, tenants.processing_agreement(scope.call()))?;
            Ok(ProcessingAgreement::from(row))
        };
        Some(read.await)
    }
}

#[derive(Default)]
pub(crate) struct StandingMutation;

#[Object]
impl StandingMutation {
    /// Sets whether an organisation takes part. Takes effect within a second.
    ///
    /// Permission: organisations:update, proved within 15 minutes
    async fn set_organisation_status(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The change.")] input: SetOrganisationStatusInput,
    ) -> Nullable<SetOrganisationStatusPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.setOrganisationStatus")?;
            let id: TenantId = ids::parse(&input.id)?;
            let set = api::SetOrganisationStatus {
                id,
                expected_version: input.expected_version,
                status: input.status.into(),
                reason: input.reason,
            };
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            let answer = match check.into_result() {
                Ok(()) => ask!(scope.backend, tenants.set_organisation_status(call, set)),
                Err(refused) => Err(refused),
            };
            SetOrganisationStatusPayload::settle_or_current(scope, answer, async { load!(scope, id) }).await
        };
        Some(change.await)
    }

    /// Accepts the processing agreement in force for the acting centre.
    ///
    /// Permission: processing_agreement:decide
    async fn accept_processing_agreement(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The version that was read.")] input: AcceptProcessingAgreementInput,
    ) -> Nullable<AcceptProcessingAgreementPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.acceptProcessingAgreement")?;
            let version = input.version;
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            let answer = match check.into_result() {
                Ok(()) => ask!(scope.backend, tenants.accept_processing_agreement(call, version)),
                Err(refused) => Err(refused),
            };
            AcceptProcessingAgreementPayload::settle(scope, answer)
        };
        Some(change.await)
    }
}
