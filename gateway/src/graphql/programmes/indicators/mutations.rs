//! Changes of indicators.

use async_graphql::{Context, Object};

use super::effectiveness::Effectiveness;
use super::input::{
    AddOwnIndicatorInput, ChooseIndicatorInput, RecordIndicatorValueInput, RemoveIndicatorInput,
    SetEffectivenessThresholdsInput, SetIndicatorTargetsInput,
};
use super::loaders::EffectivenessOf;
use super::types::ProjectIndicator;
use crate::graphql::Nullable;
use crate::graphql::payload::{Check, Payload, payloads};
use crate::graphql::permissions::open;
use crate::graphql::scope::load;
use crate::services::ask;

payloads! {
    /// What became of `chooseIndicator`.
    ///
    /// Permission: indicator:update
    ChooseIndicatorPayload {
        /// The indicator with its value; null if it was refused.
        indicator: ProjectIndicator
    }

    /// What became of `addOwnIndicator`.
    ///
    /// Permission: indicator:update
    AddOwnIndicatorPayload {
        /// The indicator with its value; null if it was refused.
        indicator: ProjectIndicator
    }

    /// What became of `setIndicatorTargets`.
    ///
    /// Permission: indicator:update
    SetIndicatorTargetsPayload {
        /// The indicator with its value; null if it was refused.
        indicator: ProjectIndicator
    }

    /// What became of `removeIndicator`.
    ///
    /// Permission: indicator:update
    RemoveIndicatorPayload {
        /// The indicator as it was; null if it was refused.
        indicator: ProjectIndicator
    }

    /// What became of `recordIndicatorValue`.
    ///
    /// Permission: indicator:update
    RecordIndicatorValuePayload {
        /// The indicator with its value; null if it was refused.
        indicator: ProjectIndicator
    }

    /// What became of `setEffectivenessThresholds`.
    ///
    /// Permission: indicator:update
    SetEffectivenessThresholdsPayload {
        /// The effectiveness by the thresholds as they are now, also after a conflict of versions; null if they were refused
        /// otherwise.
        effectiveness: Effectiveness
    }
}

#[derive(Default)]
pub(crate) struct IndicatorsMutation;

#[Object]
impl IndicatorsMutation {
    /// Takes an indicator of the dictionary of the project's period into the project.
    ///
    /// Permission: indicator:update
    async fn choose_indicator(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: ChooseIndicatorInput,
    ) -> Nullable<ChooseIndicatorPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.chooseIndicator")?;
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            let input = input.read()?;
            let answer = match check.into_result() {
                Ok(()) => ask!(scope.backend, programmes.choose_indicator(call, input)),
                Err(refused) => Err(refused),
            };
            ChooseIndicatorPayload::settle(scope, answer)
        };
        Some(change.await)
    }

    /// Adds an indicator of the project's own: counted by a condition, or entered by hand. A condition asks about people and
    /// needs participation:read as well.
    ///
    /// Permission: indicator:update
    async fn add_own_indicator(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The indicator.")] input: AddOwnIndicatorInput,
    ) -> Nullable<AddOwnIndicatorPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.addOwnIndicator")?;
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            let input = input.read()?;
            let answer = match check.into_result() {
                Ok(()) => ask!(scope.backend, programmes.add_own_indicator(call, input)),
                Err(refused) => Err(refused),
            };
            AddOwnIndicatorPayload::settle(scope, answer)
        };
        Some(change.await)
    }

    /// Replaces the targets of an indicator.
    ///
    /// Permission: indicator:update
    async fn set_indicator_targets(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The targets.")] input: SetIndicatorTargetsInput,
    ) -> Nullable<SetIndicatorTargetsPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.setIndicatorTargets")?;
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            let input = input.read()?;
            let answer = match check.into_result() {
                Ok(()) => ask!(scope.backend, programmes.set_indicator_targets(call, input)),
                Err(refused) => Err(refused),
            };
            SetIndicatorTargetsPayload::settle(scope, answer)
        };
        Some(change.await)
    }

    /// Takes an indicator out of its project. What was recorded of it stays in the database.
    ///
    /// Permission: indicator:update
    async fn remove_indicator(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: RemoveIndicatorInput,
    ) -> Nullable<RemoveIndicatorPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.removeIndicator")?;
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            let input = input.read()?;
            let answer = match check.into_result() {
                Ok(()) => ask!(scope.backend, programmes.remove_indicator(call, input)),
                Err(refused) => Err(refused),
            };
            RemoveIndicatorPayload::settle(scope, answer)
        };
        Some(change.await)
    }

    /// Records the value of an own indicator that nothing counts, with its source. Of one day the value recorded last counts.
    ///
    /// Permission: indicator:update
    async fn record_indicator_value(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The value.")] input: RecordIndicatorValueInput,
    ) -> Nullable<RecordIndicatorValuePayload> {
        let change = async {
            let scope = open(ctx, "Mutation.recordIndicatorValue")?;
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            let input = input.read()?;
            let answer = match check.into_result() {
                Ok(()) => ask!(scope.backend, programmes.record_indicator_value(call, input)),
                Err(refused) => Err(refused),
            };
            RecordIndicatorValuePayload::settle(scope, answer)
        };
        Some(change.await)
    }

    /// Stores the thresholds of effectiveness that the project's call sets.
    ///
    /// Permission: indicator:update
    async fn set_effectiveness_thresholds(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The thresholds.")] input: SetEffectivenessThresholdsInput,
    ) -> Nullable<SetEffectivenessThresholdsPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.setEffectivenessThresholds")?;
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            let input = input.read()?;
            let project = input.project_id;
            let answer = match check.into_result() {
                Ok(()) => ask!(
                    scope.backend,
                    programmes.set_effectiveness_thresholds(call, input)
                ),
                Err(refused) => Err(refused),
            };
            let current = async { load!(scope, EffectivenessOf(project, None)) };
            SetEffectivenessThresholdsPayload::settle_or_current(scope, answer, current).await
        };
        Some(change.await)
    }
}
