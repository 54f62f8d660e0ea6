//! A scripted tenants service: one user in two organisations, who signs in as anybody, and as ewa with a second factor.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use wsparcie_kernel::actor::{ActingOrganisation, Standing};
use wsparcie_kernel::ids::{TenantId, UserId};
use wsparcie_kernel::{Actor, CallError, CallResult, OrganisationKind, Principal, Problem, Role};
use wsparcie_rpc::Link;
use wsparcie_tenants_api::{
    OrganisationType, RecoveryCodes, SecondFactorState, Secret, SignInStep, SignedIn, TenantsApiRequest as T,
    TenantsApiResponse as TR, Viewer, ViewerMembership,
};

use crate::support::{PASSWORD, TenantsScript, organisation};

/// The code of the second factor.
pub(crate) const CODE: &str = "123456";

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
                T::SignIn { input, .. } => {
                    TR::SignIn(match (input.login.as_str(), input.password.expose()) {
                        ("ewa", PASSWORD) => Ok(SignInStep::SecondFactor { user }),
                        (_, PASSWORD) => Ok(SignInStep::SignedIn(signed_in(user))),
                        _ => Err(refused("SIGN_IN_FAILED")),
                    })
                }
                T::CompleteSignIn { user, code, .. } => {
                    let right = code.expose() == CODE;
                    TR::CompleteSignIn(only_if(right, "CODE_WRONG").map(|()| signed_in(user)))
                }
                T::ProveAgain { proof, .. } => {
                    let right = proof.password.as_ref().map(Secret::expose) == Some(PASSWORD);
                    TR::ProveAgain(only_if(right, "PASSWORD_WRONG"))
                }
                T::ChangePassword { input, .. } => {
                    TR::ChangePassword(only_if(input.current.expose() == PASSWORD, "PASSWORD_WRONG"))
                }
                T::ConfirmSecondFactor { .. } => TR::ConfirmSecondFactor(Ok(RecoveryCodes {
                    codes: vec![Secret::new("AAAA-BBBB-CCCC-DDDD".to_owned())],
                })),
                T::SecondFactor { .. } => TR::SecondFactor(Ok(SecondFactorState {
                    since: None,
                    recovery_codes_left: 0,
                    due: false,
                })),
                T::RequestPasswordReset { .. } => TR::RequestPasswordReset(Ok(())),
                T::ResetPassword { input, .. } => {
                    let right = input.token.expose() == "link";
                    TR::ResetPassword(only_if(right, "LINK_INVALID").map(|()| user))
                }
                T::AcceptInvitation { .. } => TR::AcceptInvitation(Err(refused("LINK_INVALID"))),
                T::PreviewInvitation { .. } => TR::PreviewInvitation(Err(refused("LINK_INVALID"))),
                T::RecordRefusedAttempt { .. } => TR::RecordRefusedAttempt(Ok(())),
                T::ActorOfSession { session, .. } => {
                    TR::ActorOfSession(Ok(role.map(|role| actor(user, session.organisation, role))))
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

fn refused(code: &str) -> CallError {
    CallError::refused(Problem::new(code, "nie udało się", "failed"))
}

fn only_if(right: bool, code: &str) -> CallResult<()> {
    if right { Ok(()) } else { Err(refused(code)) }
}

fn signed_in(user: UserId) -> SignedIn {
    SignedIn {
        viewer: viewer(user),
        second_factor_due: false,
    }
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
