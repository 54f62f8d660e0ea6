//! A scripted tenants service: one user in two organisations.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use wsparcie_kernel::actor::{ActingOrganisation, Standing};
use wsparcie_kernel::ids::{TenantId, UserId};
use wsparcie_kernel::{Actor, CallError, OrganisationKind, Principal, Problem, Role};
use wsparcie_rpc::Link;
use wsparcie_tenants_api::{
    OrganisationType, SignedIn, TenantsApiRequest as T, TenantsApiResponse as TR, Viewer, ViewerMembership,
};

use crate::support::{PASSWORD, TenantsScript, organisation};

pub(crate) fn tenants(
    script: TenantsScript,
    calls: Arc<AtomicUsize>,
    role: Arc<Mutex<Option<Role>>>,
    user: UserId,
) -> Link<T, TR> {
    Link::local(move |_, request: T| {
        calls.fetch_add(1, Ordering::SeqCst);
        let (script, role) = (Arc::clone(&script), *role.lock().unwrap());
        Box::pin(async move {
            Ok(match request {
                T::SignIn { input, .. } if input.password.expose() == PASSWORD => {
                    TR::SignIn(Ok(SignedIn { viewer: viewer(user) }))
                }
                T::SignIn { .. } => TR::SignIn(Err(CallError::refused(Problem::new(
                    "SIGN_IN_FAILED",
                    "nie udało się",
                    "failed",
                )))),
                T::ActorOfSession { organisation, .. } => {
                    TR::ActorOfSession(Ok(role.map(|role| actor(user, organisation, role))))
                }
                T::ActorOfKey { .. } => TR::ActorOfKey(Ok(None)),
                T::Viewer { .. } => TR::Viewer(Ok(viewer(user))),
                T::SwitchOrganisation {
                    organisation: wanted, ..
                } => TR::SwitchOrganisation(
                    memberships()
                        .into_iter()
                        .find(|one| one.organisation_id == wanted)
                        .ok_or(CallError::NotFound),
                ),
                T::RecordSignOut { .. } => TR::RecordSignOut(Ok(())),
                other => script(other),
            })
        })
    })
}

fn actor(user: UserId, id: TenantId, role: Role) -> Actor {
    Actor {
        principal: Principal::User(user),
        organisation: Some(ActingOrganisation {
            id,
            kind: OrganisationKind::Centre,
            region: None,
        }),
        roles: vec![role],
        scopes: Vec::new(),
        standing: Standing::NORMAL,
    }
}

fn memberships() -> Vec<ViewerMembership> {
    [1, 2]
        .map(|n| ViewerMembership {
            organisation_id: organisation(n),
            organisation_name: format!("Ośrodek {n}"),
            organisation_type: OrganisationType::Mops,
            roles: vec![Role::Coordinator],
        })
        .into()
}

fn viewer(user_id: UserId) -> Viewer {
    Viewer {
        user_id,
        login: "anna".to_owned(),
        full_name: "Anna Próbna".to_owned(),
        memberships: memberships(),
    }
}
