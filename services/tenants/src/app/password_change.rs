//! New passwords: by the present one, or by a one-time link.

use wsparcie_kernel::ids::UserId;
use wsparcie_kernel::input::Problems;
use wsparcie_kernel::{Call, CallError, CallResult, Principal};
use wsparcie_postgres::audit::Act;
use wsparcie_tenants_api::{ChangePassword, ResetPassword};

use super::second_factor::password_wrong;
use super::sessions::acting_user;
use super::{Tenants, links, mail, secrets};
use crate::db;
use crate::db::accounts::Owner;
use crate::domain::login::Login;
use crate::domain::{link, password};

/// Changes the signed-in user's password; open links for another one die.
pub(crate) async fn change(tenants: &Tenants, call: &Call, input: &ChangePassword) -> CallResult<()> {
    let (user, organisation) = acting_user(call)?;
    let owner = {
        let mut identity = tenants.db.identity_conn().await?;
        db::accounts::owner(identity.conn(), Some(user), None).await?
    };
    let owner = owner.ok_or(CallError::Unauthenticated)?;
    let new = accepted("new", input.new.expose(), &owner)?;
    let fits = match password::typed(input.current.expose()) {
        Some(typed) => {
            let stored = Some(owner.password_hash.clone());
            tenants.passwords.verify(typed, stored).await?
        }
        None => false,
    };
    let now = tenants.clock.now();
    if !fits {
        let mut trail = tenants.db.begin(organisation).await?;
        let act = Act::on("password.change_refused", "account", user.into_uuid());
        tenants.record(&mut trail, call, act, now).await?;
        trail.commit().await?;
        return Err(CallError::refused(password_wrong("current")));
    }
    let hash = hashed(tenants, new).await?;

    let mut trail = tenants.db.begin(organisation).await?;
    let mut identity = tenants.db.begin_identity().await?;
    if !db::accounts::replace_password(&mut identity, user, &owner.password_hash, &hash).await? {
        return Err(CallError::refused(password_wrong("current")));
    }
    db::links::end_all(&mut identity, user).await?;
    let act = Act::on("password.changed", "account", user.into_uuid());
    tenants.record(&mut trail, call, act, now).await?;
    trail.commit().await?;
    Ok(identity.commit().await?)
}

/// Notes that somebody asked for a link. One statement and one answer, whoever the login belongs to.
pub(crate) async fn request(tenants: &Tenants, call: &Call, login: &str) -> CallResult<()> {
    let login = Login::parse(login).ok();
    // What cannot be a login is noted like any other, under a name that nobody can have.
    let login = login.as_ref().map_or("-", Login::as_str);
    let now = tenants.clock.now();
    let mut identity = tenants.db.identity_conn().await?;
    mail::enqueue_password_request(tenants, identity.conn(), login, call.request_id, now).await
}

/// Sets a new password by a link. The link is used up with the password that it sets, and every other link of the account
/// with it.
pub(crate) async fn reset(tenants: &Tenants, call: &Call, input: &ResetPassword) -> CallResult<UserId> {
    let invalid = || CallError::refused(link::invalid());
    let digest = links::digest(tenants, links::PASSWORD, input.token.expose())?;
    let now = tenants.clock.now();
    let owner = {
        let mut identity = tenants.db.identity_conn().await?;
        let user = db::links::find(identity.conn(), &digest, now)
            .await?
            .ok_or_else(invalid)?;
        db::accounts::owner(identity.conn(), Some(user), None).await?
    };
    let owner = owner.filter(|owner| owner.enabled).ok_or_else(invalid)?;
    let trail = owner.trail.ok_or_else(invalid)?;
    let new = accepted("password", input.password.expose(), &owner)?;
    let hash = hashed(tenants, new).await?;

    let mut trail = tenants.db.begin(trail).await?;
    let mut identity = tenants.db.begin_identity().await?;
    let taken = db::links::take(&mut identity, &digest, now).await?;
    if !taken || !db::accounts::replace_password(&mut identity, owner.id, &owner.password_hash, &hash).await?
    {
        return Err(invalid());
    }
    db::links::end_all(&mut identity, owner.id).await?;
    let mut call = call.clone();
    call.actor.principal = Principal::User(owner.id);
    let act = Act::on("password.reset", "account", owner.id.into_uuid());
    tenants.record(&mut trail, &call, act, now).await?;
    trail.commit().await?;
    identity.commit().await?;
    Ok(owner.id)
}

fn accepted(field: &str, text: &str, owner: &Owner) -> CallResult<String> {
    let mut problems = Problems::default();
    let password = problems.keep(&[field], password::accept(text, &owner.login));
    Ok(problems.finish(password)?)
}

async fn hashed(tenants: &Tenants, password: String) -> CallResult<String> {
    let salt = secrets::secret(tenants.secrets.as_ref())?;
    tenants.passwords.hash(password, salt).await
}
