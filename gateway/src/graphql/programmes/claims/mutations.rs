//! Making claims and taking them to the authority and back.

use async_graphql::{Context, ID, Object};
use wsparcie_kernel::CallResult;
use wsparcie_kernel::ids::ClaimId;
use wsparcie_programmes_api as api;

use super::claim::Claim;
use super::input::{
    ApproveClaimInput, CreateClaimInput, QuestionClaimInput, SubmitClaimInput, UpdateClaimInput,
    WithdrawClaimInput,
};
use crate::graphql::Nullable;
use crate::graphql::failure::Failure;
use crate::graphql::ids;
use crate::graphql::payload::{Check, Payload, payloads};
use crate::graphql::permissions::open;
use crate::graphql::scalars::Date;
use crate::graphql::scope::{Scope, load};
use crate::services::ask;

payloads! {
    /// What became of `createClaim`.
    ///
    /// Permission: claim:create
    CreateClaimPayload {
        /// The claim made; null if it was refused.
        claim: Claim
    }

    /// What became of `updateClaim`.
    ///
    /// Permission: claim:create
    UpdateClaimPayload {
        /// The claim as it is now, also after a conflict of versions; null if the change was refused otherwise.
        claim: Claim
    }

    /// What became of `submitClaim`.
    ///
    /// Permission: claim:decide
    SubmitClaimPayload {
        /// The claim as it is now, also after a conflict of versions; null if the step was refused otherwise.
        claim: Claim
    }

    /// What became of `questionClaim`.
    ///
    /// Permission: claim:decide
    QuestionClaimPayload {
        /// The claim as it is now, also after a conflict of versions; null if the step was refused otherwise.
        claim: Claim
    }

    /// What became of `approveClaim`.
    ///
    /// Permission: claim:decide
    ApproveClaimPayload {
        /// The claim as it is now, also after a conflict of versions; null if the step was refused otherwise.
        claim: Claim
    }

    /// What became of `withdrawClaim`.
    ///
    /// Permission: claim:decide
    WithdrawClaimPayload {
        /// The claim as it is now, also after a conflict of versions; null if the step was refused otherwise.
        claim: Claim
    }
}

#[derive(Default)]
pub(super) struct ClaimMutation;

/// The claim as it is now, for the answer to a conflict of versions.
async fn current(scope: &Scope, id: ClaimId) -> Result<Option<api::Claim>, Failure> {
    load!(scope, id)
}

/// Asks for a step, unless the input has problems already.
async fn step(
    scope: &Scope,
    call: wsparcie_kernel::Call,
    check: Check,
    (id, expected_version, on): (ClaimId, i64, Date),
    step: api::ClaimStep,
) -> CallResult<api::Claim> {
    check.into_result()?;
    let input = api::MoveClaim {
        id,
        expected_version,
        on: on.0,
        step,
    };
    ask!(scope.backend, programmes.move_claim(call, input))
}

fn claim_id(id: &ID) -> Result<ClaimId, Failure> {
    ids::parse(id)
}

#[Object]
impl ClaimMutation {
    /// Makes a draft of a payment claim.
    ///
    /// Permission: claim:create
    async fn create_claim(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The claim.")] input: CreateClaimInput,
    ) -> Nullable<CreateClaimPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.createClaim")?;
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            let new = input.read(&mut check)?;
            let answer = match check.into_result() {
                Ok(()) => ask!(scope.backend, programmes.create_claim(call, new)),
                Err(refused) => Err(refused),
            };
            CreateClaimPayload::settle(scope, answer)
        };
        Some(change.await)
    }

    /// Replaces what a draft, or a claim that was questioned, says.
    ///
    /// Permission: claim:create
    async fn update_claim(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The change.")] input: UpdateClaimInput,
    ) -> Nullable<UpdateClaimPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.updateClaim")?;
            let mut check = Check::default();
            let update = input.read(&mut check)?;
            let id = update.id;
            let answer = match check.into_result() {
                Ok(()) => ask!(scope.backend, programmes.update_claim(scope.call(), update)),
                Err(refused) => Err(refused),
            };
            UpdateClaimPayload::settle_or_current(scope, answer, current(scope, id)).await
        };
        Some(change.await)
    }

    /// Submits a claim: what it says is frozen. Of two who submit at once one wins.
    ///
    /// Permission: claim:decide
    async fn submit_claim(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The claim and the day.")] input: SubmitClaimInput,
    ) -> Nullable<SubmitClaimPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.submitClaim")?;
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            let id = claim_id(&input.id)?;
            let which = (id, input.expected_version, input.on);
            let taken = api::ClaimStep::Submit;
            let answer = step(scope, call, check, which, taken).await;
            SubmitClaimPayload::settle_or_current(scope, answer, current(scope, id)).await
        };
        Some(change.await)
    }

    /// Records that a claim came back with remarks.
    ///
    /// Permission: claim:decide
    async fn question_claim(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The claim, the remarks and the day to answer.")] input: QuestionClaimInput,
    ) -> Nullable<QuestionClaimPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.questionClaim")?;
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            let id = claim_id(&input.id)?;
            let which = (id, input.expected_version, input.on);
            let taken = api::ClaimStep::Question {
                remarks: input.remarks,
                answer_by: input.answer_by.0,
            };
            let answer = step(scope, call, check, which, taken).await;
            QuestionClaimPayload::settle_or_current(scope, answer, current(scope, id)).await
        };
        Some(change.await)
    }

    /// Records that a claim was approved, wholly or in part.
    ///
    /// Permission: claim:decide
    async fn approve_claim(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The claim and what was approved.")] input: ApproveClaimInput,
    ) -> Nullable<ApproveClaimPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.approveClaim")?;
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            let id = claim_id(&input.id)?;
            let which = (id, input.expected_version, input.on);
            let taken = input.step(&mut check)?;
            let answer = step(scope, call, check, which, taken).await;
            ApproveClaimPayload::settle_or_current(scope, answer, current(scope, id)).await
        };
        Some(change.await)
    }

    /// Withdraws a draft: its expenses may stand in other claims, its period is free again.
    ///
    /// Permission: claim:decide
    async fn withdraw_claim(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The claim and the reason.")] input: WithdrawClaimInput,
    ) -> Nullable<WithdrawClaimPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.withdrawClaim")?;
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            let id = claim_id(&input.id)?;
            let which = (id, input.expected_version, input.on);
            let taken = api::ClaimStep::Withdraw { reason: input.reason };
            let answer = step(scope, call, check, which, taken).await;
            WithdrawClaimPayload::settle_or_current(scope, answer, current(scope, id)).await
        };
        Some(change.await)
    }
}
