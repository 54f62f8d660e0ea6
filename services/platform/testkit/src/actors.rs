//! Actors as the tenants service would make them.

use uuid::Uuid;
use wsparcie_kernel::actor::{ActingOrganisation, Standing};
use wsparcie_kernel::ids::{TenantId, UserId};
use wsparcie_kernel::{Actor, Call, OrganisationKind, Principal, Role};

/// A new user with one role in the organisation.
pub fn user(tenant: TenantId, role: Role) -> Actor {
    user_of(UserId::from_uuid(Uuid::now_v7()), tenant, &[role])
}

/// A given user with roles in the organisation.
pub fn user_of(user: UserId, tenant: TenantId, roles: &[Role]) -> Actor {
    let kind = OrganisationKind::ALL
        .iter()
        .copied()
        .find(|kind| roles.iter().all(|role| role.exists_in(*kind)));
    let kind = kind.unwrap_or(OrganisationKind::Centre);
    Actor {
        principal: Principal::User(user),
        organisation: Some(ActingOrganisation {
            id: tenant,
            kind,
            region: None,
        }),
        roles: roles.to_vec(),
        scopes: Vec::new(),
        standing: Standing::NORMAL,
    }
}

/// An analyst of an authority for a region (`"08"`, `"00"` for the country).
pub fn authority_analyst(tenant: TenantId, region: &str) -> Actor {
    let mut actor = user(tenant, Role::RegionalAnalyst);
    if let Some(organisation) = &mut actor.organisation {
        organisation.region = Some(region.to_owned());
    }
    actor
}

/// The platform's operator.
pub fn operator(tenant: TenantId) -> Actor {
    user(tenant, Role::Operator)
}

/// A call by the actor in a request of its own.
pub fn call(actor: &Actor) -> Call {
    Call::new(actor.clone(), Uuid::now_v7())
}
