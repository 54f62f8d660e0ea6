//! Changes of workers and teams.

use async_graphql::{Context, Object};
use wsparcie_kernel::ids::TeamPostId;
use wsparcie_programmes_api as api;

use super::input::{AddTeamPostInput, CreateWorkerInput, EndTeamPostInput};
use super::types::{TeamPost, Worker};
use crate::graphql::Nullable;
use crate::graphql::ids;
use crate::graphql::payload::{Check, Payload, payloads};
use crate::graphql::permissions::open;
use crate::graphql::scope::load;
use crate::services::ask;

payloads! {
    /// What became of `createWorker`.
    ///
    /// Permission: team:update
    CreateWorkerPayload {
        /// The worker created; null if it was refused.
        worker: Worker
    }

    /// What became of `addTeamPost`.
    ///
    /// Permission: team:update
    AddTeamPostPayload {
        /// The line added; null if it was refused.
        team_post: TeamPost
    }

    /// What became of `endTeamPost`.
    ///
    /// Permission: team:update
    EndTeamPostPayload {
        /// The line as it is now, also after a conflict of versions; null if the change was refused otherwise.
        team_post: TeamPost
    }
}

#[derive(Default)]
pub(crate) struct TeamMutation;

#[Object]
impl TeamMutation {
    /// Creates a worker of the acting centre.
    ///
    /// Permission: team:update
    async fn create_worker(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The worker.")] input: CreateWorkerInput,
    ) -> Nullable<CreateWorkerPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.createWorker")?;
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            let worker = api::NewWorker { name: input.name };
            let answer = match check.into_result() {
                Ok(()) => ask!(scope.backend, programmes.create_worker(call, worker)),
                Err(refused) => Err(refused),
            };
            CreateWorkerPayload::settle(scope, answer)
        };
        Some(change.await)
    }

    /// Adds a line to a project's team. A worker whose posts add up to more than full time is warned of, not refused.
    ///
    /// Permission: team:update
    async fn add_team_post(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The line.")] input: AddTeamPostInput,
    ) -> Nullable<AddTeamPostPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.addTeamPost")?;
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            let post = input.read(&mut check)?;
            let answer = match check.into_result() {
                Ok(()) => ask!(scope.backend, programmes.add_team_post(call, post)),
                Err(refused) => Err(refused),
            };
            AddTeamPostPayload::settle(scope, answer)
        };
        Some(change.await)
    }

    /// Gives a line of a team its last day.
    ///
    /// Permission: team:update
    async fn end_team_post(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The end.")] input: EndTeamPostInput,
    ) -> Nullable<EndTeamPostPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.endTeamPost")?;
            let id: TeamPostId = ids::parse(&input.id)?;
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            let end = api::EndTeamPost {
                id,
                expected_version: input.expected_version,
                last_day: input.last_day.0,
            };
            let answer = match check.into_result() {
                Ok(()) => ask!(scope.backend, programmes.end_team_post(call, end)),
                Err(refused) => Err(refused),
            };
            EndTeamPostPayload::settle_or_current(scope, answer, async { load!(scope, id) }).await
        };
        Some(change.await)
    }
}
