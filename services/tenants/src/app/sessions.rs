//! Sign-in, the signed-in user, the change between organisations, sign-out. Tokens are the gateway's business.

use serde_json::json;
use wsparcie_kernel::ids::{TenantId, UserId};
use wsparcie_kernel::{Call, CallError, CallResult, Principal};
use wsparcie_postgres::audit::Act;
use wsparcie_tenants_api::{Secret, SignIn, SignInStep, SignedIn, Viewer, ViewerMembership};

use super::Tenants;
use crate::db;
use crate::domain::login::Login;
use crate::domain::password;
use crate::domain::sign_in::{Decision, Refusal, failed};

/// Checks a login and password.
///
/// Unknown, disabled and wrong take the same way: one statement, one hash (of a decoy where there is no account), one
/// committed audit row. Refusals of a login that nobody has are recorded in the platform's trail, so that the row costs the
/// same there. Only a login or password that cannot exist at all (letters outside the set, a megabyte) is refused at once,
/// which tells nothing. Before the platform is bootstrapped there is no trail for strangers, and nobody to tell apart.
pub(crate) async fn sign_in(tenants: &Tenants, call: &Call, input: &SignIn) -> CallResult<SignInStep> {
    let (Ok(login), Some(password)) = (
        Login::parse(&input.login),
        password::typed(input.password.expose()),
    ) else {
        return Err(failed());
    };
    let candidate = {
        // Given back before the hash: it may wait, and the identity pool is small.
        let mut identity = tenants.db.identity_conn().await?;
        db::accounts::candidate(identity.conn(), &login).await?
    };
    let stored = candidate
        .account
        .as_ref()
        .map(|account| account.password_hash.clone());
    let fits = tenants.passwords.verify(password, stored).await?;
    match candidate.decide(fits) {
        Decision::Started(viewer) => {
            record_start(tenants, call, &viewer).await?;
            Ok(SignInStep::SignedIn(SignedIn {
                viewer,
                second_factor_due: false,
            }))
        }
        Decision::Refused(refusal) => {
            record_refusal(tenants, call, refusal).await?;
            Err(failed())
        }
    }
}

async fn record_start(tenants: &Tenants, call: &Call, viewer: &Viewer) -> CallResult<()> {
    let Some(first) = viewer.memberships.first() else {
        return Err(CallError::Internal);
    };
    let mut call = call.clone();
    call.actor.principal = Principal::User(viewer.user_id);
    let act = Act::on("session.started", "account", viewer.user_id.into_uuid());
    record_alone(tenants, &call, first.organisation_id, act).await
}

async fn record_refusal(tenants: &Tenants, call: &Call, refusal: Refusal) -> CallResult<()> {
    let Some(trail) = refusal.trail else { return Ok(()) };
    let act = Act {
        action: "session.refused",
        subject_kind: "account",
        subject_id: refusal.account.map(UserId::into_uuid),
        details: json!({ "reason": refusal.reason }),
    };
    record_alone(tenants, call, trail, act).await
}

/// Finishes a sign-in by a code.
pub(crate) async fn complete(
    _tenants: &Tenants,
    _call: &Call,
    _user: UserId,
    _code: &Secret,
) -> CallResult<SignedIn> {
    Err(CallError::Internal)
}

/// Records an attempt that the gateway refused.
pub(crate) async fn record_refused_attempt(_tenants: &Tenants, _call: &Call, _login: &str) -> CallResult<()> {
    Err(CallError::Internal)
}

/// The signed-in user with all memberships.
pub(crate) async fn viewer(tenants: &Tenants, call: &Call) -> CallResult<Viewer> {
    let user = signed_in_user(call)?;
    let mut identity = tenants.db.identity_conn().await?;
    let account = db::accounts::by_id(identity.conn(), user).await?;
    account
        .and_then(|account| account.into_viewer().ok())
        .ok_or(CallError::Unauthenticated)
}

/// Checks that the signed-in user may act for the organisation.
pub(crate) async fn switch_organisation(
    tenants: &Tenants,
    call: &Call,
    organisation: TenantId,
) -> CallResult<ViewerMembership> {
    let viewer = viewer(tenants, call).await?;
    let membership = viewer
        .memberships
        .into_iter()
        .find(|membership| membership.organisation_id == organisation)
        .ok_or(CallError::NotFound)?;
    let act = Act::on("session.switched", "account", viewer.user_id.into_uuid());
    record_alone(tenants, call, organisation, act).await?;
    Ok(membership)
}

/// Records that a user signed out.
pub(crate) async fn record_sign_out(tenants: &Tenants, call: &Call) -> CallResult<()> {
    let user = signed_in_user(call)?;
    let organisation = call.actor.tenant().ok_or(CallError::Unauthenticated)?;
    record_alone(
        tenants,
        call,
        organisation,
        Act::on("session.ended", "account", user.into_uuid()),
    )
    .await
}

/// Sessions belong to people.
fn signed_in_user(call: &Call) -> CallResult<UserId> {
    match &call.actor.principal {
        Principal::User(user) => Ok(*user),
        Principal::Anonymous => Err(CallError::Unauthenticated),
        Principal::ApiClient(_) | Principal::System(_) => Err(CallError::Forbidden),
    }
}

async fn record_alone(tenants: &Tenants, call: &Call, organisation: TenantId, act: Act) -> CallResult<()> {
    let now = tenants.clock.now();
    let mut tx = tenants.db.begin(organisation).await?;
    tenants.record(&mut tx, call, act, now).await?;
    Ok(tx.commit().await?)
}
