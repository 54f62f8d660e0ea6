//! The signed-in user.

use async_graphql::{ComplexObject, Context, ID, SimpleObject};
use wsparcie_kernel::Call;
use wsparcie_kernel::ids::{TenantId, UserId};
use wsparcie_tenants_api as api;

use super::second_factor::SecondFactorState;
use super::session::PublicId;
use crate::graphql::Nullable;
use crate::graphql::codes::{Term, terms};
use crate::graphql::failure::Failure;
use crate::graphql::ids::{self, GlobalId};
use crate::graphql::scalars::DateTime;
use crate::graphql::scope::Scope;
use crate::http::sessions::{ListedSession, SessionHash};
use crate::services::ask;

/// The signed-in user.
///
/// Permission for all fields: signed in
#[derive(SimpleObject)]
#[graphql(complex)]
pub(crate) struct Viewer {
    #[graphql(skip)]
    user: UserId,
    /// The session that the user has from this answer on, if it is another than the request's.
    #[graphql(skip)]
    begun: Option<(SessionHash, api::SessionOf)>,
    /// The global id of the user.
    id: ID,
    /// The login, in lower case.
    login: String,
    /// First and last name.
    full_name: String,
    /// The membership the user acts under now; null if it ended in this very moment.
    current: Option<Membership>,
    /// All active memberships in active organisations, oldest first.
    memberships: Vec<Membership>,
}

impl Viewer {
    /// The user, acting for an organisation.
    pub(super) fn acting_for(row: api::Viewer, organisation: Option<TenantId>) -> Self {
        let memberships: Vec<Membership> = row.memberships.into_iter().map(Membership::from).collect();
        let current = memberships
            .iter()
            .find(|one| Some(one.tenant) == organisation)
            .cloned();
        Self {
            user: row.user_id,
            begun: None,
            id: ids::encode("User", row.user_id.into_uuid()),
            login: row.login,
            full_name: row.full_name,
            current,
            memberships,
        }
    }

    /// The user in a session that has just begun.
    pub(super) fn of_session(
        row: api::Viewer,
        organisation: TenantId,
        hash: SessionHash,
        method: api::SignInMethod,
    ) -> Self {
        let session = api::SessionOf {
            user: row.user_id,
            organisation,
            method,
        };
        Self {
            begun: Some((hash, session)),
            ..Self::acting_for(row, Some(organisation))
        }
    }
}

#[ComplexObject]
impl Viewer {
    /// The state of the user's second factor.
    async fn second_factor(&self, ctx: &Context<'_>) -> Nullable<SecondFactorState> {
        let read = async {
            let scope = Scope::of(ctx)?;
            let call = match &self.begun {
                None => scope.call(),
                // The request itself came from nobody, or from whoever was signed in before.
                Some((_, session)) => {
                    let id = scope.call().request_id;
                    let nobody = Call::new(wsparcie_kernel::Actor::anonymous(), id);
                    let actor = ask!(scope.backend, tenants.actor_of_session(nobody, *session))?;
                    Call::new(actor.ok_or_else(Failure::unauthenticated)?, id)
                }
            };
            let state = ask!(scope.backend, tenants.second_factor(call))?;
            Ok(SecondFactorState::from(state))
        };
        Some(read.await)
    }

    /// The user's live sessions, wherever they are, the oldest sign-in first.
    async fn sessions(&self, ctx: &Context<'_>) -> Nullable<Vec<Session>> {
        let read = async {
            let scope = Scope::of(ctx)?;
            let current = match &self.begun {
                Some((hash, _)) => hash,
                // Programs have no sessions, and no viewer either.
                None => &scope.session()?.0.hash,
            };
            let listed = scope.sessions.list(self.user).await?;
            // A session that an organisation's provider started sees what was begun for that organisation only.
            let everywhere = !scope.is_by_provider();
            let here = scope.actor().tenant();
            let shown = listed
                .into_iter()
                .filter(|one| everywhere || Some(one.session.organisation) == here)
                .map(|one| Session::of(one, current, &self.memberships));
            Ok(shown.collect())
        };
        Some(read.await)
    }
}

/// A place where the user is signed in.
///
/// Permission for all fields: signed in, and only one's own.
#[derive(SimpleObject)]
pub(crate) struct Session {
    /// The global id, for `revokeSession`; opens nothing.
    id: ID,
    /// When the user signed in.
    started_at: DateTime,
    /// When a request last came with it, to within a second.
    last_seen_at: DateTime,
    /// When the user last proved who they are: at sign-in or since.
    proved_at: DateTime,
    /// How the user signed in: by password or at the organisation's own provider.
    method: Term,
    /// The organisation that the session acts for; null if the user is no longer a member.
    organisation_name: Option<String>,
    /// Browser and system, roughly: "Firefox (Windows)"; "—" if unknown.
    client: String,
    /// Whether it is the session that asks.
    current: bool,
}

impl Session {
    fn of(one: ListedSession, current: &SessionHash, memberships: &[Membership]) -> Self {
        let ListedSession {
            session,
            last_seen_at,
        } = one;
        let organisation = memberships
            .iter()
            .find(|membership| membership.tenant == session.organisation);
        Self {
            id: PublicId(session.id).global(),
            started_at: session.signed_in_at.into(),
            last_seen_at: last_seen_at.into(),
            proved_at: session.proved_at.into(),
            method: session.method.into(),
            organisation_name: organisation.map(|one| one.organisation_name.clone()),
            client: session.client,
            current: session.hash == *current,
        }
    }
}

/// One of the signed-in user's memberships.
///
/// Permission for all fields: signed in
#[derive(SimpleObject, Clone)]
pub(crate) struct Membership {
    #[graphql(skip)]
    tenant: TenantId,
    /// The global id of the organisation.
    organisation_id: ID,
    /// The organisation's name.
    organisation_name: String,
    /// The organisation's type.
    organisation_type: Term,
    /// What the user is there.
    roles: Vec<Term>,
}

impl From<api::ViewerMembership> for Membership {
    fn from(row: api::ViewerMembership) -> Self {
        Self {
            tenant: row.organisation_id,
            organisation_id: row.organisation_id.global(),
            organisation_name: row.organisation_name,
            organisation_type: row.organisation_type.into(),
            roles: terms(&row.roles),
        }
    }
}
