//! Changes of readiness.

use async_graphql::{Context, Object};
use wsparcie_kernel::CallResult;
use wsparcie_programmes_api as api;

use super::input::{
    AddReadinessDutyInput, AgreeLongerReadinessInput, CloseReadinessBreachInput, PlanReadinessCheckInput,
    RecordReadinessCheckInput, ReportReadinessBreachInput,
};
use super::types::ReadinessDuty;
use crate::graphql::Nullable;
use crate::graphql::failure::Failure;
use crate::graphql::ids;
use crate::graphql::payload::{Check, Payload, payloads};
use crate::graphql::permissions::open;
use crate::graphql::scope::Scope;
use crate::services::ask;

payloads! {
    /// What became of `addReadinessDuty`.
    ///
    /// Permission: readiness:update
    AddReadinessDutyPayload {
        /// The duty added; null if it was refused.
        duty: ReadinessDuty
    }

    /// What became of `agreeLongerReadiness`.
    ///
    /// Permission: readiness:update
    AgreeLongerReadinessPayload {
        /// The duty as it is now, also after a conflict of versions; null if the change was refused otherwise.
        duty: ReadinessDuty
    }

    /// What became of `planReadinessCheck`.
    ///
    /// Permission: readiness:update
    PlanReadinessCheckPayload {
        /// The duty with the check; null if it was refused.
        duty: ReadinessDuty
    }

    /// What became of `recordReadinessCheck`.
    ///
    /// Permission: readiness:update
    RecordReadinessCheckPayload {
        /// The duty as it is now, also after a conflict of versions; null if the change was refused otherwise.
        duty: ReadinessDuty
    }

    /// What became of `reportReadinessBreach`.
    ///
    /// Permission: readiness:update
    ReportReadinessBreachPayload {
        /// The duty with the breach; null if it was refused.
        duty: ReadinessDuty
    }

    /// What became of `closeReadinessBreach`.
    ///
    /// Permission: readiness:update
    CloseReadinessBreachPayload {
        /// The duty as it is now, also after a conflict of versions; null if the change was refused otherwise.
        duty: ReadinessDuty
    }
}

#[derive(Default)]
pub(crate) struct ReadinessMutation;

/// The duty as it is now, for the answer to a conflict of versions.
async fn current(scope: &Scope, of: api::DutyOf) -> Result<Option<api::ReadinessDuty>, Failure> {
    let duty: CallResult<api::ReadinessDuty> =
        ask!(scope.backend, programmes.readiness_duty(scope.call(), of));
    Ok(Some(duty?))
}

#[Object]
impl ReadinessMutation {
    /// Adds a service that has to be kept ready after the project's end.
    ///
    /// Permission: readiness:update
    async fn add_readiness_duty(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The service.")] input: AddReadinessDutyInput,
    ) -> Nullable<AddReadinessDutyPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.addReadinessDuty")?;
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            let new = input.read()?;
            let answer = match check.into_result() {
                Ok(()) => ask!(scope.backend, programmes.add_readiness_duty(call, new)),
                Err(refused) => Err(refused),
            };
            AddReadinessDutyPayload::settle(scope, answer)
        };
        Some(change.await)
    }

    /// Stores a longer time for a duty than the project's own duration.
    ///
    /// Permission: readiness:update
    async fn agree_longer_readiness(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The duty and the time.")] input: AgreeLongerReadinessInput,
    ) -> Nullable<AgreeLongerReadinessPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.agreeLongerReadiness")?;
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            let duty_id = ids::parse(&input.duty_id)?;
            let agree = api::AgreeReadiness {
                duty_id,
                expected_version: input.expected_version,
                agreed: input.agreed.into(),
            };
            let answer = match check.into_result() {
                Ok(()) => ask!(scope.backend, programmes.agree_readiness(call, agree)),
                Err(refused) => Err(refused),
            };
            AgreeLongerReadinessPayload::settle_or_current(
                scope,
                answer,
                current(scope, api::DutyOf::Duty(duty_id)),
            )
            .await
        };
        Some(change.await)
    }

    /// Plans a check of a duty.
    ///
    /// Permission: readiness:update
    async fn plan_readiness_check(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The duty and the day.")] input: PlanReadinessCheckInput,
    ) -> Nullable<PlanReadinessCheckPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.planReadinessCheck")?;
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            let plan = api::PlanReadinessCheck {
                duty_id: ids::parse(&input.duty_id)?,
                planned_on: input.planned_on.0,
            };
            let answer = match check.into_result() {
                Ok(()) => ask!(scope.backend, programmes.plan_readiness_check(call, plan)),
                Err(refused) => Err(refused),
            };
            PlanReadinessCheckPayload::settle(scope, answer)
        };
        Some(change.await)
    }

    /// Records what a check found; a check is recorded once.
    ///
    /// Permission: readiness:update
    async fn record_readiness_check(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The check and what was found.")] input: RecordReadinessCheckInput,
    ) -> Nullable<RecordReadinessCheckPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.recordReadinessCheck")?;
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            let record = input.read(&mut check)?;
            let of = api::DutyOf::Check(record.check_id);
            let answer = match check.into_result() {
                Ok(()) => ask!(scope.backend, programmes.record_readiness_check(call, record)),
                Err(refused) => Err(refused),
            };
            RecordReadinessCheckPayload::settle_or_current(scope, answer, current(scope, of)).await
        };
        Some(change.await)
    }

    /// Reports that a service is not ready.
    ///
    /// Permission: readiness:update
    async fn report_readiness_breach(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The breach.")] input: ReportReadinessBreachInput,
    ) -> Nullable<ReportReadinessBreachPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.reportReadinessBreach")?;
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            let report = api::ReportReadinessBreach {
                duty_id: ids::parse(&input.duty_id)?,
                found_on: input.found_on.0,
                what: input.what,
                remedy: input.remedy,
            };
            let answer = match check.into_result() {
                Ok(()) => ask!(scope.backend, programmes.report_readiness_breach(call, report)),
                Err(refused) => Err(refused),
            };
            ReportReadinessBreachPayload::settle(scope, answer)
        };
        Some(change.await)
    }

    /// Records that a breach was put right.
    ///
    /// Permission: readiness:update
    async fn close_readiness_breach(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The breach and how it was put right.")] input: CloseReadinessBreachInput,
    ) -> Nullable<CloseReadinessBreachPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.closeReadinessBreach")?;
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            let breach_id = ids::parse(&input.breach_id)?;
            let close = api::CloseReadinessBreach {
                breach_id,
                expected_version: input.expected_version,
                closed_on: input.closed_on.0,
                closing: input.closing,
            };
            let answer = match check.into_result() {
                Ok(()) => ask!(scope.backend, programmes.close_readiness_breach(call, close)),
                Err(refused) => Err(refused),
            };
            CloseReadinessBreachPayload::settle_or_current(
                scope,
                answer,
                current(scope, api::DutyOf::Breach(breach_id)),
            )
            .await
        };
        Some(change.await)
    }
}
