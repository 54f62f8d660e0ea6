//! Recording transfers and planning what comes in.

use async_graphql::{Context, Object};
use wsparcie_kernel::ids::TransferId;
use wsparcie_programmes_api as api;

use super::input::{CancelTransferInput, RecordTransferInput, SetForecastInput};
use super::transfers::{Forecast, Transfer};
use crate::graphql::Nullable;
use crate::graphql::ids;
use crate::graphql::loaders::ForecastOf;
use crate::graphql::payload::{Check, Payload, payloads};
use crate::graphql::permissions::open;
use crate::graphql::scope::load;
use crate::services::ask;

payloads! {
    /// What became of `recordTransfer`.
    ///
    /// Permission: claim:create
    RecordTransferPayload {
        /// The transfer recorded; null if it was refused.
        transfer: Transfer
    }

    /// What became of `cancelTransfer`.
    ///
    /// Permission: claim:create
    CancelTransferPayload {
        /// The transfer as it is now, also after a conflict of versions; null if the change was refused otherwise.
        transfer: Transfer
    }

    /// What became of `setForecast`.
    ///
    /// Permission: claim:create
    SetForecastPayload {
        /// The forecast as it is now, also after a conflict of versions; null if it was refused otherwise.
        forecast: Forecast
    }
}

#[derive(Default)]
pub(super) struct TransferMutation;

#[Object]
impl TransferMutation {
    /// Records money that came in or was given back.
    ///
    /// Permission: claim:create
    async fn record_transfer(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The transfer.")] input: RecordTransferInput,
    ) -> Nullable<RecordTransferPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.recordTransfer")?;
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            let new = input.read(&mut check)?;
            let answer = match check.into_result() {
                Ok(()) => ask!(scope.backend, programmes.record_transfer(call, new)),
                Err(refused) => Err(refused),
            };
            RecordTransferPayload::settle(scope, answer)
        };
        Some(change.await)
    }

    /// Cancels a transfer that was recorded by mistake; it stays in the list and counts nowhere.
    ///
    /// Permission: claim:create
    async fn cancel_transfer(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The transfer and the reason.")] input: CancelTransferInput,
    ) -> Nullable<CancelTransferPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.cancelTransfer")?;
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            let id: TransferId = ids::parse(&input.id)?;
            let cancel = api::CancelTransfer {
                id,
                expected_version: input.expected_version,
                reason: input.reason,
            };
            let answer = match check.into_result() {
                Ok(()) => ask!(scope.backend, programmes.cancel_transfer(call, cancel)),
                Err(refused) => Err(refused),
            };
            CancelTransferPayload::settle_or_current(scope, answer, async { load!(scope, id) }).await
        };
        Some(change.await)
    }

    /// Stores the next version of a project's forecast of payments.
    ///
    /// Permission: claim:create
    async fn set_forecast(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The forecast.")] input: SetForecastInput,
    ) -> Nullable<SetForecastPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.setForecast")?;
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            let set = input.read(&mut check)?;
            let project = set.project_id;
            let answer = match check.into_result() {
                Ok(()) => ask!(scope.backend, programmes.set_forecast(call, set)),
                Err(refused) => Err(refused),
            };
            SetForecastPayload::settle_or_current(scope, answer, async { load!(scope, ForecastOf(project)) })
                .await
        };
        Some(change.await)
    }
}
