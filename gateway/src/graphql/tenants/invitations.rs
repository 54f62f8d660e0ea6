//! Invitations to an organisation: sent, withdrawn, looked at and accepted.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use wsparcie_kernel::ids::InvitationId;
use wsparcie_tenants_api as api;

use super::attempts;
use super::inputs::Role;
use super::outcome::outcomes;
use super::proof::nobody;
use crate::graphql::Nullable;
use crate::graphql::codes::{Term, terms};
use crate::graphql::connection::{Connection, Paging};
use crate::graphql::ids::{self, GlobalId};
use crate::graphql::payload::{Check, Payload, payloads};
use crate::graphql::permissions::open;
use crate::graphql::scalars::DateTime;
use crate::graphql::scope::load;
use crate::services::ask;

/// An invitation to join the acting organisation by a one-time link.
///
/// Permission for all fields: member:read
#[derive(SimpleObject)]
pub(crate) struct Invitation {
    /// The global id.
    #[graphql(owned)]
    pub(crate) id: ID,
    /// Whereto the link went; the login of whoever joins.
    email: String,
    /// First and last name.
    full_name: String,
    /// The roles to come.
    roles: Vec<Term>,
    /// What became of it: open, accepted, revoked or expired.
    state: Term,
    /// Until when the link works: 7 days after it was sent.
    expires_at: DateTime,
    /// When it was sent.
    created_at: DateTime,
    /// Version, for `expectedVersion` of updates.
    version: i64,
}

impl From<api::Invitation> for Invitation {
    fn from(row: api::Invitation) -> Self {
        Self {
            id: row.id.global(),
            email: row.email,
            full_name: row.full_name,
            roles: terms(&row.roles),
            state: row.state.into(),
            expires_at: row.expires_at.into(),
            created_at: row.created_at.into(),
            version: row.version,
        }
    }
}

/// What an invitation's link is for.
///
/// Permission for all fields: public, by the link's token.
#[derive(SimpleObject)]
pub(crate) struct InvitationPreview {
    /// Who invites.
    organisation_name: String,
    /// The login to be.
    login: String,
    /// First and last name.
    full_name: String,
    /// Until when the link works.
    expires_at: DateTime,
}

impl From<api::InvitationPreview> for InvitationPreview {
    fn from(row: api::InvitationPreview) -> Self {
        Self {
            organisation_name: row.organisation_name,
            login: row.login,
            full_name: row.full_name,
            expires_at: row.expires_at.into(),
        }
    }
}

/// Somebody to be invited to the acting organisation.
#[derive(InputObject)]
pub(crate) struct InviteMemberInput {
    /// Your own key for this request, 1 to 100 characters: repeated with the same input, the request happens once.
    idempotency_key: String,
    /// An e-mail address that will do as a login.
    email: String,
    /// First and last name, 1 to 200 characters.
    full_name: String,
    /// At least one role that exists in this kind of organisation.
    roles: Vec<Role>,
}

/// An invitation to be withdrawn.
#[derive(InputObject)]
pub(crate) struct RevokeInvitationInput {
    /// Your own key for this request, 1 to 100 characters: repeated with the same input, the request happens once.
    idempotency_key: String,
    /// The global id of the invitation.
    id: ID,
    /// The version that the change is based on.
    expected_version: i64,
}

/// Joining by an invitation's link.
#[derive(InputObject)]
pub(crate) struct AcceptInvitationInput {
    /// The token of the link.
    #[graphql(secret)]
    token: String,
    /// The new user's password, at least 12 characters; of an existing login, the password that it has.
    #[graphql(secret)]
    password: String,
}

payloads! {
    /// What became of `inviteMember`.
    ///
    /// Permission: member:create
    InviteMemberPayload {
        /// The invitation sent; null if it was refused.
        invitation: Invitation
    }

    /// What became of `revokeInvitation`.
    ///
    /// Permission: member:create
    RevokeInvitationPayload {
        /// The invitation as it is now, also after a conflict of versions; null if the change was refused otherwise.
        invitation: Invitation
    }
}

outcomes! {
    /// What became of `acceptInvitation`.
    ///
    /// Permission: public
    AcceptInvitationPayload {
        /// Whether the user has joined; signing in comes next.
        accepted
    }
}

#[derive(Default)]
pub(crate) struct InvitationQuery;

#[Object]
impl InvitationQuery {
    /// Invitations of the acting organisation, those that are over among them.
    ///
    /// Permission: member:read
    #[graphql(complexity = "crate::graphql::connection::page_cost(first, last, child_complexity)")]
    async fn invitations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first so many rows, 1 to 100; either this or `last`.")] first: Option<i64>,
        #[graphql(desc = "Only rows behind this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many rows, 1 to 100; either this or `first`.")] last: Option<i64>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
    ) -> Nullable<Connection<Invitation>> {
        let read = async {
            let field = "Query.invitations";
            let scope = open(ctx, field)?;
            let page = Paging {
                first,
                after,
                last,
                before,
            }
            .request(ctx, scope, field)?;
            let rows = ask!(scope.backend, tenants.list_invitations(scope.call(), page))?;
            Ok(Connection::new(scope, field, rows))
        };
        Some(read.await)
    }

    /// What an invitation's link is for. Attempts are limited by address.
    ///
    /// Permission: public
    async fn invitation_preview(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The token of the link.", secret)] token: String,
    ) -> Nullable<InvitationPreview> {
        let read = async {
            let scope = open(ctx, "Query.invitationPreview")?;
            attempts::link(scope).await?;
            let token = api::Secret::new(token);
            let row = ask!(scope.backend, tenants.preview_invitation(nobody(scope), token))?;
            Ok(InvitationPreview::from(row))
        };
        Some(read.await)
    }
}

#[derive(Default)]
pub(crate) struct InvitationMutation;

#[Object]
impl InvitationMutation {
    /// Invites somebody to the acting organisation by a one-time link, valid 7 days.
    ///
    /// Permission: member:create, proved within 15 minutes
    async fn invite_member(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom.")] input: InviteMemberInput,
    ) -> Nullable<InviteMemberPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.inviteMember")?;
            let invitation = api::NewInvitation {
                email: input.email,
                full_name: input.full_name,
                roles: input.roles.into_iter().map(Into::into).collect(),
            };
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            let answer = match check.into_result() {
                Ok(()) => ask!(scope.backend, tenants.invite_member(call, invitation)),
                Err(refused) => Err(refused),
            };
            InviteMemberPayload::settle(scope, answer)
        };
        Some(change.await)
    }

    /// Withdraws an invitation; its link is worthless from now on.
    ///
    /// Permission: member:create
    async fn revoke_invitation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The invitation.")] input: RevokeInvitationInput,
    ) -> Nullable<RevokeInvitationPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.revokeInvitation")?;
            let id: InvitationId = ids::parse(&input.id)?;
            let revoke = api::RevokeInvitation {
                id,
                expected_version: input.expected_version,
            };
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            let answer = match check.into_result() {
                Ok(()) => ask!(scope.backend, tenants.revoke_invitation(call, revoke)),
                Err(refused) => Err(refused),
            };
            RevokeInvitationPayload::settle_or_current(scope, answer, async { load!(scope, id) }).await
        };
        Some(change.await)
    }

    /// Joins by an invitation's link: as a new user with a password, or as the existing user of that login with theirs. Signing
    /// in comes afterwards. Attempts are limited by address.
    ///
    /// Permission: public
    async fn accept_invitation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The link's token and a password.")] input: AcceptInvitationInput,
    ) -> Nullable<AcceptInvitationPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.acceptInvitation")?;
            let answer = match attempts::link(scope).await {
                Ok(()) => {
                    let accept = api::AcceptInvitation {
                        token: api::Secret::new(input.token),
                        password: api::Secret::new(input.password),
                    };
                    ask!(scope.backend, tenants.accept_invitation(nobody(scope), accept))
                }
                Err(refused) => Err(refused),
            };
            AcceptInvitationPayload::settle(scope, answer)
        };
        Some(change.await)
    }
}
