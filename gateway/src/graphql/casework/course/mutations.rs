//! Changes of what becomes of participations.

use async_graphql::{Context, Object};

use super::input::{
    EndParticipationInput, RecordOutcomeInput, RecordSupportInput, TakeBackOutcomeInput,
    TakeBackParticipationEndInput, TakeBackSupportInput,
};
use super::types::{Outcome, Support};
use crate::graphql::Nullable;
use crate::graphql::casework::Enrolment;
use crate::graphql::payload::{Check, Payload, payloads};
use crate::graphql::permissions::open;
use crate::graphql::scope::load;
use crate::services::ask;

payloads! {
    /// What became of `endParticipation`.
    ///
    /// Permission: participation:decide
    EndParticipationPayload {
        /// The participation, ended; null if it was refused.
        enrolment: Enrolment
    }

    /// What became of `takeBackParticipationEnd`.
    ///
    /// Permission: participation:decide
    TakeBackParticipationEndPayload {
        /// The participation, which goes on again; as it is now if that end was taken back before; null if it was refused
        /// otherwise.
        enrolment: Enrolment
    }

    /// What became of `recordSupport`.
    ///
    /// Permission: participation:create
    RecordSupportPayload {
        /// The support recorded; null if it was refused.
        support: Support
    }

    /// What became of `takeBackSupport`.
    ///
    /// Permission: participation:create
    TakeBackSupportPayload {
        /// The support, taken back; null if it was refused.
        support: Support
    }

    /// What became of `recordOutcome`.
    ///
    /// Permission: participation:create
    RecordOutcomePayload {
        /// The outcome recorded; null if it was refused.
        outcome: Outcome
    }

    /// What became of `takeBackOutcome`.
    ///
    /// Permission: participation:create
    TakeBackOutcomePayload {
        /// The outcome, taken back; null if it was refused.
        outcome: Outcome
    }
}

#[derive(Default)]
pub(crate) struct CourseMutation;

#[Object(name = "CaseworkCourseMutation")]
impl CourseMutation {
    /// Ends a participation: as planned, early for work, or broken off. One that has ended is refused.
    ///
    /// Permission: participation:decide
    async fn end_participation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The end.")] input: EndParticipationInput,
    ) -> Nullable<EndParticipationPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.endParticipation")?;
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            let input = input.read()?;
            let answer = match check.into_result() {
                Ok(()) => ask!(scope.backend, casework.end_participation(call, input)),
                Err(refused) => Err(refused),
            };
            EndParticipationPayload::settle(scope, answer)
        };
        Some(change.await)
    }

    /// Takes back an end that was entered wrongly. One that was taken back before is refused, with the participation as it is.
    ///
    /// Permission: participation:decide
    async fn take_back_participation_end(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which, and why.")] input: TakeBackParticipationEndInput,
    ) -> Nullable<TakeBackParticipationEndPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.takeBackParticipationEnd")?;
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            let input = input.read()?;
            let enrolment = input.enrolment_id;
            let answer = match check.into_result() {
                Ok(()) => ask!(scope.backend, casework.take_back_end(call, input)),
                Err(refused) => Err(refused),
            };
            TakeBackParticipationEndPayload::settle_or_current(scope, answer, async {
                load!(scope, enrolment)
            })
            .await
        };
        Some(change.await)
    }

    /// Records support that a participant received.
    ///
    /// Permission: participation:create
    async fn record_support(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The support.")] input: RecordSupportInput,
    ) -> Nullable<RecordSupportPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.recordSupport")?;
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            let input = input.read()?;
            let answer = match check.into_result() {
                Ok(()) => ask!(scope.backend, casework.record_support(call, input)),
                Err(refused) => Err(refused),
            };
            RecordSupportPayload::settle(scope, answer)
        };
        Some(change.await)
    }

    /// Takes back support that was entered wrongly. It stays readable and counts nowhere.
    ///
    /// Permission: participation:create
    async fn take_back_support(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which, and why.")] input: TakeBackSupportInput,
    ) -> Nullable<TakeBackSupportPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.takeBackSupport")?;
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            let input = input.read()?;
            let answer = match check.into_result() {
                Ok(()) => ask!(scope.backend, casework.take_back_support(call, input)),
                Err(refused) => Err(refused),
            };
            TakeBackSupportPayload::settle(scope, answer)
        };
        Some(change.await)
    }

    /// Records a result of a participation. What is incomplete (a qualification without its certificate, a competence without a stage) may be recorded and does not count.
    ///
    /// Permission: participation:create
    async fn record_outcome(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The outcome.")] input: RecordOutcomeInput,
    ) -> Nullable<RecordOutcomePayload> {
        let change = async {
            let scope = open(ctx, "Mutation.recordOutcome")?;
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            let input = input.read()?;
            let answer = match check.into_result() {
                Ok(()) => ask!(scope.backend, casework.record_outcome(call, input)),
                Err(refused) => Err(refused),
            };
            RecordOutcomePayload::settle(scope, answer)
        };
        Some(change.await)
    }

    /// Takes back an outcome that was entered wrongly. It stays readable and counts nowhere.
    ///
    /// Permission: participation:create
    async fn take_back_outcome(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which, and why.")] input: TakeBackOutcomeInput,
    ) -> Nullable<TakeBackOutcomePayload> {
        let change = async {
            let scope = open(ctx, "Mutation.takeBackOutcome")?;
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            let input = input.read()?;
            let answer = match check.into_result() {
                Ok(()) => ask!(scope.backend, casework.take_back_outcome(call, input)),
                Err(refused) => Err(refused),
            };
            TakeBackOutcomePayload::settle(scope, answer)
        };
        Some(change.await)
    }
}
