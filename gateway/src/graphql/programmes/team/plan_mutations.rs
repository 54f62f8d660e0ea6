//! Changes of what a project offers and of its groups.

use async_graphql::{Context, Object};
use wsparcie_kernel::ids::{GroupId, OfferedServiceId, ProjectId};
use wsparcie_programmes_api as api;

use super::groups::ParticipantGroup;
use super::groups_input::{CloseGroupInput, CreateGroupInput, UpdateGroupInput};
use super::offered::{OfferedService, ServiceRules};
use super::offered_input::{
    AddOfferedServiceInput, SetServiceRulesInput, UpdateOfferedServiceInput, WithdrawOfferedServiceInput,
};
use crate::graphql::Nullable;
use crate::graphql::ids;
use crate::graphql::loaders::ServiceRulesOf;
use crate::graphql::payload::{Check, Payload, payloads};
use crate::graphql::permissions::open;
use crate::graphql::scope::load;
use crate::services::ask;

payloads! {
    /// What became of `addOfferedService`.
    ///
    /// Permission: project:update
    AddOfferedServicePayload {
        /// The service added; null if it was refused.
        offered_service: OfferedService
    }

    /// What became of `updateOfferedService`.
    ///
    /// Permission: project:update
    UpdateOfferedServicePayload {
        /// The service as it is now, also after a conflict of versions; null if the change was refused otherwise.
        offered_service: OfferedService
    }

    /// What became of `withdrawOfferedService`.
    ///
    /// Permission: project:update
    WithdrawOfferedServicePayload {
        /// The service as it is now, also after a conflict of versions; null if the change was refused otherwise.
        offered_service: OfferedService
    }

    /// What became of `setServiceRules`.
    ///
    /// Permission: project:update
    SetServiceRulesPayload {
        /// The rules as they are now, also after a conflict of versions; null if they were refused otherwise.
        service_rules: ServiceRules
    }

    /// What became of `createGroup`.
    ///
    /// Permission: project:update
    CreateGroupPayload {
        /// The group created; null if it was refused.
        group: ParticipantGroup
    }

    /// What became of `updateGroup`.
    ///
    /// Permission: project:update
    UpdateGroupPayload {
        /// The group as it is now, also after a conflict of versions; null if the change was refused otherwise.
        group: ParticipantGroup
    }

    /// What became of `closeGroup`.
    ///
    /// Permission: project:update
    CloseGroupPayload {
        /// The group as it is now, also after a conflict of versions; null if the change was refused otherwise.
        group: ParticipantGroup
    }
}

#[derive(Default)]
pub(crate) struct PlanMutation;

#[Object]
impl PlanMutation {
    /// Adds a service to what a project offers.
    ///
    /// Permission: project:update
    async fn add_offered_service(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The service.")] input: AddOfferedServiceInput,
    ) -> Nullable<AddOfferedServicePayload> {
        let change = async {
            let scope = open(ctx, "Mutation.addOfferedService")?;
            let project_id: ProjectId = ids::parse(&input.project_id)?;
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            let facts = input.service.read(&mut check)?;
            let service = api::NewOfferedService { project_id, facts };
            let answer = match check.into_result() {
                Ok(()) => ask!(scope.backend, programmes.add_offered_service(call, service)),
                Err(refused) => Err(refused),
            };
            AddOfferedServicePayload::settle(scope, answer)
        };
        Some(change.await)
    }

    /// Changes an offered service: what is given replaces all that was known.
    ///
    /// Permission: project:update
    async fn update_offered_service(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The change.")] input: UpdateOfferedServiceInput,
    ) -> Nullable<UpdateOfferedServicePayload> {
        let change = async {
            let scope = open(ctx, "Mutation.updateOfferedService")?;
            let id: OfferedServiceId = ids::parse(&input.id)?;
            let mut check = Check::default();
            let update = api::UpdateOfferedService {
                id,
                expected_version: input.expected_version,
                facts: input.service.read(&mut check)?,
            };
            let answer = match check.into_result() {
                Ok(()) => ask!(
                    scope.backend,
                    programmes.update_offered_service(scope.call(), update)
                ),
                Err(refused) => Err(refused),
            };
            UpdateOfferedServicePayload::settle_or_current(scope, answer, async { load!(scope, id) }).await
        };
        Some(change.await)
    }

    /// Takes a service out of what a project offers. It stays readable.
    ///
    /// Permission: project:update
    async fn withdraw_offered_service(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The service.")] input: WithdrawOfferedServiceInput,
    ) -> Nullable<WithdrawOfferedServicePayload> {
        let change = async {
            let scope = open(ctx, "Mutation.withdrawOfferedService")?;
            let id: OfferedServiceId = ids::parse(&input.id)?;
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            let withdrawal = api::WithdrawOfferedService {
                id,
                expected_version: input.expected_version,
            };
            let answer = match check.into_result() {
                Ok(()) => ask!(
                    scope.backend,
                    programmes.withdraw_offered_service(call, withdrawal)
                ),
                Err(refused) => Err(refused),
            };
            WithdrawOfferedServicePayload::settle_or_current(scope, answer, async { load!(scope, id) }).await
        };
        Some(change.await)
    }

    /// Stores a new version of what every participant's path must hold.
    ///
    /// Permission: project:update
    async fn set_service_rules(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The rules.")] input: SetServiceRulesInput,
    ) -> Nullable<SetServiceRulesPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.setServiceRules")?;
            let project_id: ProjectId = ids::parse(&input.project_id)?;
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            let set = api::SetServiceRules {
                project_id,
                expected_version: input.expected_version,
                rules: input.rules.into_iter().map(Into::into).collect(),
            };
            let answer = match check.into_result() {
                Ok(()) => ask!(scope.backend, programmes.set_service_rules(call, set)),
                Err(refused) => Err(refused),
            };
            SetServiceRulesPayload::settle_or_current(scope, answer, async {
                load!(scope, ServiceRulesOf(project_id))
            })
            .await
        };
        Some(change.await)
    }

    /// Creates a group (cohort) of a project. Its conditions are checked against the vocabulary.
    ///
    /// Permission: project:update
    async fn create_group(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The group.")] input: CreateGroupInput,
    ) -> Nullable<CreateGroupPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.createGroup")?;
            let project_id: ProjectId = ids::parse(&input.project_id)?;
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            let group = api::NewGroup {
                project_id,
                facts: input.group.into(),
            };
            let answer = match check.into_result() {
                Ok(()) => ask!(scope.backend, programmes.create_group(call, group)),
                Err(refused) => Err(refused),
            };
            CreateGroupPayload::settle(scope, answer)
        };
        Some(change.await)
    }

    /// Changes a group: what is given replaces all that was known.
    ///
    /// Permission: project:update
    async fn update_group(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The change.")] input: UpdateGroupInput,
    ) -> Nullable<UpdateGroupPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.updateGroup")?;
            let id: GroupId = ids::parse(&input.id)?;
            let update = api::UpdateGroup {
                id,
                expected_version: input.expected_version,
                facts: input.group.into(),
            };
            let answer = ask!(scope.backend, programmes.update_group(scope.call(), update));
            UpdateGroupPayload::settle_or_current(scope, answer, async { load!(scope, id) }).await
        };
        Some(change.await)
    }

    /// Closes a group: nobody new joins from a day on.
    ///
    /// Permission: project:update
    async fn close_group(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The end of joining.")] input: CloseGroupInput,
    ) -> Nullable<CloseGroupPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.closeGroup")?;
            let id: GroupId = ids::parse(&input.id)?;
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            let close = api::CloseGroup {
                id,
                expected_version: input.expected_version,
                closed_on: input.closed_on.0,
            };
            let answer = match check.into_result() {
                Ok(()) => ask!(scope.backend, programmes.close_group(call, close)),
                Err(refused) => Err(refused),
            };
            CloseGroupPayload::settle_or_current(scope, answer, async { load!(scope, id) }).await
        };
        Some(change.await)
    }
}
