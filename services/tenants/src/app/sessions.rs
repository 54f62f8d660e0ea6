//! Sign-in, the signed-in user, the change between organisations, sign-out. Tokens are the gateway's business.

use serde_json::json;
use wsparcie_kernel::ids::{TenantId, UserId};
use wsparcie_kernel::{Call, CallError, CallResult, Principal};
use wsparcie_postgres::audit::Act;
use wsparcie_tenants_api::{Secret, SignIn, SignInStep, SignedIn, Viewer, ViewerMembership};

use super::{Tenants, second_factor, signed_in_user};
use crate::db;
use crate::db::refusals::Attempt;
use crate::domain::login::Login;
use crate::domain::password;
use crate::domain::sign_in::{Decision, Refusal, failed};

/// Checks a login and password.
///
/// Unknown, disabled and wrong take the same way: one statement, one hash (of a decoy where there is no account), one
/// committed statement for the trail. So does what cannot be a login at all, such as one with letters that only look
/// Latin. Refusals of a login that nobody has are counted in the platform's trail (`db::refusals`), so that strangers
/// cannot fill it. Only a password that is too long to be anyone's is refused at once, which tells nothing. Before the
/// platform is bootstrapped there is no trail for strangers, and nobody to tell apart.
pub(crate) async fn sign_in(tenants: &Tenants, call: &Call, input: &SignIn) -> CallResult<SignInStep> {
    let Some(password) = password::typed(input.password.expose()) else {
        return Err(failed());
    };
    let login = Login::parse(&input.login).ok();
    let candidate = {
        // Given back before the hash: it may wait, and the identity pool is small.
        let mut identity = tenants.db.identity_conn().await?;
        db::accounts::candidate(identity.conn(), login.as_ref()).await?
    };
    let stored = candidate
        .account
        .as_ref()
        .map(|account| account.password_hash.clone());
    let fits = tenants.passwords.verify(password, stored).await?;
    match candidate.decide(fits) {
        Decision::Started(viewer) => {
            record_as(tenants, call, &viewer, "session.started").await?;
            Ok(SignInStep::SignedIn(signed_in(tenants, viewer, false)))
        }
        Decision::CodeDue(viewer) => {
            record_as(tenants, call, &viewer, "session.code_asked").await?;
            Ok(SignInStep::SecondFactor { user: viewer.user_id })
        }
        Decision::Refused(refusal) => {
            record_refusal(tenants, call, &refusal).await?;
            Err(failed())
        }
    }
}

/// Finishes a sign-in by a code of the second factor or a recovery code.
pub(crate) async fn complete(
    tenants: &Tenants,
    call: &Call,
    user: UserId,
    code: &Secret,
) -> CallResult<SignedIn> {
    let account = {
        let mut identity = tenants.db.identity_conn().await?;
        db::accounts::by_id(identity.conn(), user).await?
    };
    let account = account.ok_or_else(failed)?;
    let first = account.places.first();
    let trail = first.map(|place| place.membership.organisation_id);
    let refused = |reason| Refusal {
        trail,
        account: Some(user),
        reason,
    };
    let viewer = match account.into_viewer() {
        Ok(viewer) => viewer,
        Err(reason) => {
            record_refusal(tenants, call, &refused(reason)).await?;
            return Err(failed());
        }
    };
    if !second_factor::redeem(tenants, user, code).await? {
        record_refusal(tenants, call, &refused("wrong_code")).await?;
        return Err(CallError::refused(crate::domain::second_factor::wrong()));
    }
    record_as(tenants, call, &viewer, "session.started").await?;
    Ok(signed_in(tenants, viewer, true))
}

/// Records an attempt that the gateway refused: one row a minute and login, and one for all logins that nobody has.
pub(crate) async fn record_refused_attempt(tenants: &Tenants, call: &Call, login: &str) -> CallResult<()> {
    let login = Login::parse(login).ok();
    let candidate = {
        let mut identity = tenants.db.identity_conn().await?;
        db::accounts::candidate(identity.conn(), login.as_ref()).await?
    };
    let refusal = candidate.refuse("throttled");
    count_refusal(tenants, call, &refusal).await
}

fn signed_in(tenants: &Tenants, viewer: Viewer, has_second_factor: bool) -> SignedIn {
    SignedIn {
        viewer,
        second_factor_due: second_factor::is_due(tenants, has_second_factor),
    }
}

/// Records an act of somebody who is about to be signed in, in their first organisation.
async fn record_as(tenants: &Tenants, call: &Call, viewer: &Viewer, action: &'static str) -> CallResult<()> {
    let Some(first) = viewer.memberships.first() else {
        return Err(CallError::Internal);
    };
    let mut call = call.clone();
    call.actor.principal = Principal::User(viewer.user_id);
    let act = Act::on(action, "account", viewer.user_id.into_uuid());
    record_alone(tenants, &call, first.organisation_id, act).await
}

async fn record_refusal(tenants: &Tenants, call: &Call, refusal: &Refusal) -> CallResult<()> {
    if refusal.account.is_none() {
        return count_refusal(tenants, call, refusal).await;
    }
    let Some(trail) = refusal.trail else { return Ok(()) };
    let act = Act {
        action: "session.refused",
        subject_kind: "account",
        subject_id: refusal.account.map(UserId::into_uuid),
        details: json!({ "reason": refusal.reason }),
    };
    record_alone(tenants, call, trail, act).await
}

async fn count_refusal(tenants: &Tenants, call: &Call, refusal: &Refusal) -> CallResult<()> {
    let Some(trail) = refusal.trail else { return Ok(()) };
    let now = tenants.clock.now();
    let attempt = Attempt {
        id: tenants.ids.next(now),
        account: refusal.account.map(UserId::into_uuid),
        reason: refusal.reason,
    };
    let mut tx = tenants.db.begin(trail).await?;
    db::refusals::count(&mut tx, call, attempt, now).await?;
    Ok(tx.commit().await?)
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

/// The signed-in user and the organisation whose trail hears of what they do with their own account.
pub(crate) fn acting_user(call: &Call) -> CallResult<(UserId, TenantId)> {
    let organisation = call.actor.tenant().ok_or(CallError::Unauthenticated)?;
    Ok((signed_in_user(call)?, organisation))
}

/// Records an act that changes nothing else in the organisation.
pub(crate) async fn record_alone(
    tenants: &Tenants,
    call: &Call,
    organisation: TenantId,
    act: Act,
) -> CallResult<()> {
    let now = tenants.clock.now();
    let mut tx = tenants.db.begin(organisation).await?;
    tenants.record(&mut tx, call, act, now).await?;
    Ok(tx.commit().await?)
}
