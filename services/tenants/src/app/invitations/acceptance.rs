//! What the holder of an invitation's link can do: look at it, and join by it.
//!
//! Only whoever reads the mail knows the token, so only they learn whether the address has an account. Nobody joins an
//! existing account to an organisation without its password (ADR 5); a link dies of a few wrong ones.

use wsparcie_kernel::ids::{InvitationId, MembershipId, TenantId, UserId};
use wsparcie_kernel::input::Problems;
use wsparcie_kernel::{Call, CallError, CallResult, Instant, Principal};
use wsparcie_postgres::TenantTx;
use wsparcie_postgres::audit::Act;
use wsparcie_tenants_api::{
    AcceptInvitation, InvitationPreview, Member, Organisation, OrganisationStatus, Secret,
};

use crate::app::founding::added;
use crate::app::{Tenants, links, secrets};
use crate::db;
use crate::db::accounts::{NewAccount, Owner};
use crate::db::invitations::Stored;
use crate::domain::link;
use crate::domain::login::Login;
use crate::domain::password;
use crate::domain::sign_in::failed;

fn invalid() -> CallError {
    CallError::refused(link::invalid())
}

/// What an invitation's link is for.
pub(crate) async fn preview(tenants: &Tenants, call: &Call, token: &Secret) -> CallResult<InvitationPreview> {
    let now = tenants.clock.now();
    let (tenant, id) = find(tenants, token).await?;
    let mut tx = tenants.db.begin(tenant).await?;
    let (stored, organisation) = usable(&mut tx, tenant, id, now).await?;
    let act = Act::on("invitation.previewed", "invitation", id.into_uuid());
    tenants.record(&mut tx, call, act, now).await?;
    tx.commit().await?;
    Ok(InvitationPreview {
        organisation_name: organisation.name,
        login: stored.invitation.email,
        full_name: stored.invitation.full_name,
        expires_at: stored.invitation.expires_at,
    })
}

/// Joins by an invitation's link.
///
/// The password is compared or hashed before the invitation is locked, because that may wait. The account commits before
/// the membership, which refers to it; after a crash between the two the link still works, now with the account's password.
pub(crate) async fn accept(tenants: &Tenants, call: &Call, input: &AcceptInvitation) -> CallResult<()> {
    let now = tenants.clock.now();
    let (tenant, id) = find(tenants, &input.token).await?;
    let stored = {
        let mut tx = tenants.db.begin(tenant).await?;
        let (stored, _) = usable(&mut tx, tenant, id, now).await?;
        tx.commit().await?;
        stored
    };
    let login = Login::parse(&stored.invitation.email).map_err(|_| CallError::Internal)?;
    let owner = {
        let mut identity = tenants.db.identity_conn().await?;
        db::accounts::owner(identity.conn(), None, Some(login.as_str())).await?
    };
    let joining = if let Some(owner) = owner {
        if !prove(tenants, &owner, &input.password).await? {
            return Err(count_wrong_password(tenants, call, tenant, id, now).await?);
        }
        Joining::Existing(owner.id)
    } else {
        let full_name = stored.invitation.full_name;
        Joining::New(new_account(tenants, login, full_name, &input.password, now).await?)
    };

    let mut tx = tenants.db.begin(tenant).await?;
    let (mut stored, _) = usable(&mut tx, tenant, id, now).await?;
    let user = store_account(tenants, joining, &stored.invitation.email, now).await?;
    let mut call = call.clone();
    call.actor.principal = Principal::User(user);
    let member = Member {
        id: MembershipId::from_uuid(tenants.ids.next(now)),
        user_id: user,
        login: stored.invitation.email.clone(),
        full_name: stored.invitation.full_name.clone(),
        roles: stored.invitation.roles.clone(),
        active: true,
        version: 1,
    };
    if db::members::insert(&mut tx, &member, now).await? {
        tenants.record(&mut tx, &call, added(&member), now).await?;
    }
    stored.dates.accepted = Some(now);
    stored.invitation.version += 1;
    db::invitations::update(&mut tx, &stored).await?;
    let act = Act::on("invitation.accepted", "invitation", id.into_uuid());
    tenants.record(&mut tx, &call, act, now).await?;
    Ok(tx.commit().await?)
}

/// Who joins.
enum Joining {
    /// A user whose password was right.
    Existing(UserId),
    /// Somebody without an account.
    New(NewAccount),
}

async fn find(tenants: &Tenants, token: &Secret) -> CallResult<(TenantId, InvitationId)> {
    let digest = links::digest(tenants, links::INVITATION, token.expose())?;
    let mut identity = tenants.db.identity_conn().await?;
    db::invitations::find_by_token(identity.conn(), &digest)
        .await?
        .ok_or_else(invalid)
}

/// Locks an invitation whose link works, in an organisation that takes people in.
async fn usable(
    tx: &mut TenantTx,
    tenant: TenantId,
    id: InvitationId,
    now: Instant,
) -> CallResult<(Stored, Organisation)> {
    let stored = db::invitations::lock(tx, id, now).await?.ok_or_else(invalid)?;
    let organisation = db::organisations::by_ids(tx.conn(), &[tenant.into_uuid()])
        .await?
        .pop()
        .ok_or_else(invalid)?;
    if stored.is_usable() && organisation.status == OrganisationStatus::Active {
        return Ok((stored, organisation));
    }
    Err(invalid())
}

/// Whether whoever joins knows the existing account's password.
async fn prove(tenants: &Tenants, owner: &Owner, password: &Secret) -> CallResult<bool> {
    let Some(typed) = password::typed(password.expose()) else {
        return Ok(false);
    };
    let stored = Some(owner.password_hash.clone());
    Ok(tenants.passwords.verify(typed, stored).await? && owner.enabled)
}

/// Counts a wrong password against the link, and gives the refusal.
async fn count_wrong_password(
    tenants: &Tenants,
    call: &Call,
    tenant: TenantId,
    id: InvitationId,
    now: Instant,
) -> CallResult<CallError> {
    let mut tx = tenants.db.begin(tenant).await?;
    let (mut stored, _) = usable(&mut tx, tenant, id, now).await?;
    stored.wrong_passwords += 1;
    db::invitations::update(&mut tx, &stored).await?;
    let act = Act::on("invitation.refused", "invitation", id.into_uuid());
    tenants.record(&mut tx, call, act, now).await?;
    tx.commit().await?;
    Ok(failed())
}

async fn new_account(
    tenants: &Tenants,
    login: Login,
    full_name: String,
    password: &Secret,
    now: Instant,
) -> CallResult<NewAccount> {
    let mut problems = Problems::default();
    let password = problems.keep(&["password"], password::accept(password.expose(), login.as_str()));
    let password = problems.finish(password)?;
    let salt = secrets::secret(tenants.secrets.as_ref())?;
    Ok(NewAccount {
        id: UserId::from_uuid(tenants.ids.next(now)),
        login,
        full_name,
        password_hash: tenants.passwords.hash(password, salt).await?,
    })
}

/// Makes the account if it is new, and notes the address that the link has proved.
async fn store_account(tenants: &Tenants, joining: Joining, email: &str, now: Instant) -> CallResult<UserId> {
    let mut identity = tenants.db.begin_identity().await?;
    let user = match joining {
        Joining::Existing(user) => user,
        Joining::New(account) => {
            let (user, _) = db::accounts::ensure(&mut identity, &account, now).await?;
            if user != account.id {
                // Somebody made the account meanwhile: their password was not compared.
                return Err(failed());
            }
            user
        }
    };
    db::accounts::add_email(&mut identity, user, email).await?;
    identity.commit().await?;
    Ok(user)
}
