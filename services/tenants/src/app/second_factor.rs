//! The second factor of a user: setting it up, using it, losing it.

use wsparcie_kernel::ids::UserId;
use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::{Call, CallError, CallResult, Problem};
use wsparcie_keys::KeyId;
use wsparcie_postgres::IdentityTx;
use wsparcie_postgres::audit::Act;
use wsparcie_tenants_api::{RecoveryCodes, Reproof, SecondFactorSetup, SecondFactorState, Secret};

use super::sessions::{acting_user, record_alone};
use super::{Tenants, keys_failed, links, secrets};
use crate::SecondFactorPolicy;
use crate::db;
use crate::db::second_factors::SecondFactor;
use crate::domain::login::Login;
use crate::domain::password;
use crate::domain::second_factor::{
    RECOVERY_BYTES, RECOVERY_CODES, SECRET_BYTES, TypedCode, exists, missing, recovery_code, setup, shown,
    step_of, wrong,
};

/// Whether somebody has to set a second factor up.
pub(crate) fn is_due(tenants: &Tenants, has_one: bool) -> bool {
    tenants.config.second_factor == SecondFactorPolicy::Required && !has_one
}

/// Uses a code up; `false` if it is wrong, outdated or used. Twenty who bring one code at once: one gets through.
pub(crate) async fn redeem(tenants: &Tenants, user: UserId, code: &Secret) -> CallResult<bool> {
    let mut identity = tenants.db.identity_conn().await?;
    let Some(factor) = confirmed(db::second_factors::find(identity.conn(), user).await?) else {
        return Ok(false);
    };
    match TypedCode::parse(code.expose()) {
        Some(TypedCode::Totp(code)) => {
            let secret = open(tenants, user, &factor)?;
            let Some(step) = step_of(&secret, &code, tenants.clock.now(), factor.last_step) else {
                return Ok(false);
            };
            Ok(db::second_factors::use_step(identity.conn(), user, &factor.secret_sealed, step).await?)
        }
        Some(TypedCode::Recovery(code)) => {
            let digest = recovery_digest(tenants, user, &code)?;
            Ok(db::second_factors::use_recovery_code(identity.conn(), user, &digest).await?)
        }
        None => Ok(false),
    }
}

/// Proves anew that whoever holds the session is its user: by a code if they have a second factor, by the password if not.
pub(crate) async fn prove_again(tenants: &Tenants, call: &Call, proof: &Reproof) -> CallResult<()> {
    let (user, organisation) = acting_user(call)?;
    let (factor, owner) = {
        let mut identity = tenants.db.identity_conn().await?;
        let factor = confirmed(db::second_factors::find(identity.conn(), user).await?);
        (
            factor,
            db::accounts::owner(identity.conn(), Some(user), None).await?,
        )
    };
    let owner = owner.ok_or(CallError::Unauthenticated)?;
    let (proven, problem, reason) = if factor.is_some() {
        let proven = match &proof.code {
            Some(code) => redeem(tenants, user, code).await?,
            None => false,
        };
        (proven, wrong(), "wrong_code")
    } else {
        let typed = proof
            .password
            .as_ref()
            .and_then(|word| password::typed(word.expose()));
        let proven = match typed {
            Some(typed) => tenants.passwords.verify(typed, Some(owner.password_hash)).await?,
            None => false,
        };
        (proven, password_wrong("password"), "wrong_password")
    };
    let action = if proven {
        "session.proved"
    } else {
        "session.proof_refused"
    };
    let mut act = Act::on(action, "account", user.into_uuid());
    if !proven {
        act = act.with(serde_json::json!({ "reason": reason }));
    }
    record_alone(tenants, call, organisation, act).await?;
    if proven {
        return Ok(());
    }
    Err(CallError::refused(problem))
}

/// The refusal of a password that is not the signed-in user's.
pub(crate) fn password_wrong(field: &str) -> Problem {
    Problem::new(
        "PASSWORD_WRONG",
        "hasło się nie zgadza; wpisz swoje obecne hasło jeszcze raz",
        "the password is wrong; type your present password again",
    )
    .at(&[field])
}

/// The state of the signed-in user's second factor.
pub(crate) async fn state(tenants: &Tenants, call: &Call) -> CallResult<SecondFactorState> {
    let (user, _) = acting_user(call)?;
    let mut identity = tenants.db.identity_conn().await?;
    let factor = confirmed(db::second_factors::find(identity.conn(), user).await?);
    Ok(SecondFactorState {
        since: factor.as_ref().and_then(|factor| factor.confirmed_at),
        recovery_codes_left: factor.as_ref().map_or(0, |factor| factor.recovery_codes_left),
        due: is_due(tenants, factor.is_some()),
    })
}

/// Makes a secret, in place of one that was never confirmed.
pub(crate) async fn begin(tenants: &Tenants, call: &Call) -> CallResult<SecondFactorSetup> {
    let (user, organisation) = acting_user(call)?;
    let now = tenants.clock.now();
    let secret = zeroize::Zeroizing::new(secrets::secret::<SECRET_BYTES>(tenants.secrets.as_ref())?);
    let sealed = tenants
        .keyring
        .seal_for(KeyId::Instance, &context(user), &*secret)
        .map_err(|error| keys_failed(&error))?;
    let mut trail = tenants.db.begin(organisation).await?;
    let mut identity = tenants.db.begin_identity().await?;
    let owner = db::accounts::owner(identity.conn(), Some(user), None)
        .await?
        .ok_or(CallError::Unauthenticated)?;
    let (secret, uri) = setup(&*secret, &owner.login).ok_or(CallError::Internal)?;
    if !db::second_factors::begin(&mut identity, user, sealed.as_bytes(), now).await? {
        return Err(CallError::refused(exists()));
    }
    let act = Act::on("second_factor.begun", "account", user.into_uuid());
    tenants.record(&mut trail, call, act, now).await?;
    trail.commit().await?;
    identity.commit().await?;
    Ok(SecondFactorSetup {
        secret: Secret::new(secret),
        uri: Secret::new(uri),
    })
}

/// Puts the secret into force by its first code.
pub(crate) async fn confirm(tenants: &Tenants, call: &Call, code: &Secret) -> CallResult<RecoveryCodes> {
    let (user, organisation) = acting_user(call)?;
    let now = tenants.clock.now();
    let mut trail = tenants.db.begin(organisation).await?;
    let mut identity = tenants.db.begin_identity().await?;
    let factor = db::second_factors::find(identity.conn(), user)
        .await?
        .ok_or_else(|| CallError::refused(missing()))?;
    if factor.confirmed_at.is_some() {
        return Err(CallError::refused(exists()));
    }
    let secret = open(tenants, user, &factor)?;
    let step = match TypedCode::parse(code.expose()) {
        Some(TypedCode::Totp(code)) => step_of(&secret, &code, now, factor.last_step),
        _ => None,
    };
    let step = step.ok_or_else(|| CallError::refused(wrong()))?;
    if !db::second_factors::confirm(&mut identity, user, &factor.secret_sealed, step, now).await? {
        return Err(CallError::refused(wrong()));
    }
    let codes = replace_recovery_codes(tenants, &mut identity, user).await?;
    let act = Act::on("second_factor.confirmed", "account", user.into_uuid());
    tenants.record(&mut trail, call, act, now).await?;
    trail.commit().await?;
    identity.commit().await?;
    Ok(codes)
}

/// Makes new recovery codes; the old ones are worthless afterwards.
pub(crate) async fn renew_recovery_codes(tenants: &Tenants, call: &Call) -> CallResult<RecoveryCodes> {
    let (user, organisation) = acting_user(call)?;
    let now = tenants.clock.now();
    let mut trail = tenants.db.begin(organisation).await?;
    let mut identity = tenants.db.begin_identity().await?;
    let codes = replace_recovery_codes(tenants, &mut identity, user).await?;
    let act = Act::on("second_factor.codes_renewed", "account", user.into_uuid());
    tenants.record(&mut trail, call, act, now).await?;
    trail.commit().await?;
    identity.commit().await?;
    Ok(codes)
}

async fn replace_recovery_codes(
    tenants: &Tenants,
    identity: &mut IdentityTx,
    user: UserId,
) -> CallResult<RecoveryCodes> {
    let mut codes = Vec::with_capacity(RECOVERY_CODES);
    let mut digests = Vec::with_capacity(RECOVERY_CODES);
    for _ in 0..RECOVERY_CODES {
        let code = recovery_code(secrets::secret::<RECOVERY_BYTES>(tenants.secrets.as_ref())?);
        digests.push(recovery_digest(tenants, user, &code)?.to_vec());
        codes.push(Secret::new(shown(&code)));
    }
    if !db::second_factors::replace_recovery_codes(identity, user, &digests).await? {
        return Err(CallError::refused(missing()));
    }
    Ok(RecoveryCodes { codes })
}

/// Removes the second factor of somebody who has lost it. Their own organisations hear of it as well as the platform.
pub(crate) async fn reset(tenants: &Tenants, call: &Call, login: &str) -> CallResult<UserId> {
    let platform = permission::require(&call.actor, Resource::Organisations, Action::Update)?;
    let login = Login::parse(login).map_err(|_| CallError::NotFound)?;
    let (user, organisations) = {
        let mut identity = tenants.db.identity_conn().await?;
        let owner = db::accounts::owner(identity.conn(), None, Some(login.as_str())).await?;
        let user = owner.ok_or(CallError::NotFound)?.id;
        (user, db::accounts::organisations(identity.conn(), user).await?)
    };
    let act = Act::on("second_factor.reset", "account", user.into_uuid());
    record_alone(tenants, call, platform, act.clone()).await?;
    for organisation in organisations.into_iter().filter(|id| *id != platform) {
        record_alone(tenants, call, organisation, act.clone()).await?;
    }
    let mut identity = tenants.db.begin_identity().await?;
    db::second_factors::remove(&mut identity, user).await?;
    identity.commit().await?;
    Ok(user)
}

fn confirmed(factor: Option<SecondFactor>) -> Option<SecondFactor> {
    factor.filter(|factor| factor.confirmed_at.is_some())
}

fn open(tenants: &Tenants, user: UserId, factor: &SecondFactor) -> CallResult<zeroize::Zeroizing<Vec<u8>>> {
    tenants
        .keyring
        .open_for(KeyId::Instance, &context(user), &factor.secret_sealed)
        .map_err(|error| keys_failed(&error))
}

fn context(user: UserId) -> String {
    format!("account.totp:{user}")
}

/// Bound to the user, so that one user's code is no other's.
fn recovery_digest(tenants: &Tenants, user: UserId, code: &str) -> CallResult<[u8; 32]> {
    links::digest(tenants, links::RECOVERY, &format!("{user}:{code}"))
}
