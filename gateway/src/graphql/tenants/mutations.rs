//! Changes of organisations, members and API clients.

use async_graphql::{Context, Object, SimpleObject};
use wsparcie_kernel::CallError;
use wsparcie_kernel::ids::{ApiClientId, MembershipId, TenantId};
use wsparcie_tenants_api as api;

use super::attempts;
use super::inputs::{
    AddMemberInput, CreateApiClientInput, CreateOrganisationInput, RevokeApiClientInput, UpdateMemberInput,
    UpdateOrganisationInput,
};
use super::types::{ApiClient, Member, Organisation};
use crate::graphql::Nullable;
use crate::graphql::ids;
use crate::graphql::payload::{Check, Payload, UserError, payloads};
use crate::graphql::permissions::open;
use crate::graphql::scope::load;
use crate::http::throttle::Account;
use crate::services::ask;

payloads! {
    /// What became of `createOrganisation`.
    ///
    /// Permission: organisations:create
    CreateOrganisationPayload {
        /// The organisation created; null if it was refused.
        organisation: Organisation
    }

    /// What became of `updateOrganisation`.
    ///
    /// Permission: organisation:update
    UpdateOrganisationPayload {
        /// The organisation as it is now, also after a conflict of versions; null if the change was refused otherwise.
        organisation: Organisation
    }

    /// What became of `addMember`.
    ///
    /// Permission: member:create
    AddMemberPayload {
        /// The member added; null if it was refused.
        member: Member
    }

    /// What became of `updateMember`.
    ///
    /// Permission: member:update
    UpdateMemberPayload {
        /// The member as it is now, also after a conflict of versions; null if the change was refused otherwise.
        member: Member
    }

    /// What became of `revokeApiClient`.
    ///
    /// Permission: api_client:update
    RevokeApiClientPayload {
        /// The client as it is now, also after a conflict of versions; null if the change was refused otherwise.
        api_client: ApiClient
    }
}

/// What became of `createApiClient`.
///
/// Permission: api_client:create
#[derive(SimpleObject)]
pub(crate) struct CreateApiClientPayload {
    /// The client created; null if it was refused.
    api_client: Option<ApiClient>,
    /// The key: shown here once and never again; null when the request repeats an earlier one.
    key: Option<String>,
    /// What has to be put right; empty if the mutation happened.
    user_errors: Vec<UserError>,
}

#[derive(Default)]
pub(crate) struct OrganisationMutation;

#[Object]
impl OrganisationMutation {
    /// Creates a centre or an authority, with its first user if one is given.
    ///
    /// Permission: organisations:create
    async fn create_organisation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The organisation.")] input: CreateOrganisationInput,
    ) -> Nullable<CreateOrganisationPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.createOrganisation")?;
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            let answer = match check.into_result() {
                Ok(()) => ask!(scope.backend, tenants.create_organisation(call, input.into())),
                Err(refused) => Err(refused),
            };
            CreateOrganisationPayload::settle(scope, answer)
        };
        Some(change.await)
    }

    /// Changes names and address of the acting organisation.
    ///
    /// Permission: organisation:update
    async fn update_organisation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The change.")] input: UpdateOrganisationInput,
    ) -> Nullable<UpdateOrganisationPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.updateOrganisation")?;
            let id: TenantId = ids::parse(&input.id)?;
            let update = api::UpdateOrganisation {
                id,
                expected_version: input.expected_version,
                name: input.name,
                short_name: input.short_name,
                address: input.address.map(Into::into),
            };
            let answer = ask!(scope.backend, tenants.update_organisation(scope.call(), update));
            UpdateOrganisationPayload::settle_or_current(scope, answer, async { load!(scope, id) }).await
        };
        Some(change.await)
    }

    /// Adds a user to the acting organisation: a new login with a password, or the existing user of that login if the
    /// password is theirs; `LOGIN_TAKEN` otherwise.
    ///
    /// Permission: member:create, proved within 15 minutes
    async fn add_member(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The user.")] input: AddMemberInput,
    ) -> Nullable<AddMemberPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.addMember")?;
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            // The password of an existing login is checked here too: guesses count as they do at sign-in.
            let account = Account::of_login(&scope.signer, input.login());
            let answer = match check.into_result() {
                Ok(()) => match attempts::proof(scope, &account).await {
                    Ok(()) => ask!(scope.backend, tenants.add_member(call, input.into())),
                    Err(refused) => Err(refused),
                },
                Err(refused) => Err(refused),
            };
            if answer.is_ok() {
                attempts::proven(scope, &account).await?;
            }
            AddMemberPayload::settle(scope, answer)
        };
        Some(change.await)
    }

    /// Sets a member's roles and whether the membership is active. Takes effect with the member's next request. Giving roles, or
    /// back the membership with its roles, needs a proof of the last 15 minutes; ending it does not.
    ///
    /// Permission: member:update
    async fn update_member(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The change.")] input: UpdateMemberInput,
    ) -> Nullable<UpdateMemberPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.updateMember")?;
            if input.roles.is_some() || input.active == Some(true) {
                scope.recently_proved()?;
            }
            let id: MembershipId = ids::parse(&input.id)?;
            let update = api::UpdateMember {
                id,
                expected_version: input.expected_version,
                roles: input
                    .roles
                    .map(|roles| roles.into_iter().map(Into::into).collect()),
                active: input.active,
            };
            let answer = ask!(scope.backend, tenants.update_member(scope.call(), update));
            UpdateMemberPayload::settle_or_current(scope, answer, async { load!(scope, id) }).await
        };
        Some(change.await)
    }

    /// Creates an API client. Its key is in this answer and nowhere else afterwards.
    ///
    /// Permission: api_client:create, proved within 15 minutes
    async fn create_api_client(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The client.")] input: CreateApiClientInput,
    ) -> Nullable<CreateApiClientPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.createApiClient")?;
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            let answer = match check.into_result() {
                Ok(()) => ask!(scope.backend, tenants.create_api_client(call, input.into())),
                Err(refused) => Err(refused),
            };
            match answer {
                Ok(created) => Ok(CreateApiClientPayload {
                    api_client: Some(created.client.into()),
                    key: created.key.map(|key| key.expose().to_owned()),
                    user_errors: Vec::new(),
                }),
                Err(CallError::Refused(problems)) => Ok(CreateApiClientPayload {
                    api_client: None,
                    key: None,
                    user_errors: UserError::all(problems, scope.locale),
                }),
                Err(failure) => Err(failure.into()),
            }
        };
        Some(change.await)
    }

    /// Revokes an API client with all its keys, for good.
    ///
    /// Permission: api_client:update
    async fn revoke_api_client(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The client.")] input: RevokeApiClientInput,
    ) -> Nullable<RevokeApiClientPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.revokeApiClient")?;
            let id: ApiClientId = ids::parse(&input.id)?;
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            let revoke = api::RevokeApiClient {
                id,
                expected_version: input.expected_version,
            };
            let answer = match check.into_result() {
                Ok(()) => ask!(scope.backend, tenants.revoke_api_client(call, revoke)),
                Err(refused) => Err(refused),
            };
            RevokeApiClientPayload::settle_or_current(scope, answer, async { load!(scope, id) }).await
        };
        Some(change.await)
    }
}
