//! The signed-in user.

use async_graphql::{ID, SimpleObject};
use wsparcie_kernel::ids::TenantId;
use wsparcie_tenants_api as api;

use crate::graphql::codes::{Term, terms};
use crate::graphql::ids::{self, GlobalId};

/// The signed-in user.
///
/// Permission for all fields: signed in
#[derive(SimpleObject)]
pub(crate) struct Viewer {
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
            id: ids::encode("User", row.user_id.into_uuid()),
            login: row.login,
            full_name: row.full_name,
            current,
            memberships,
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
