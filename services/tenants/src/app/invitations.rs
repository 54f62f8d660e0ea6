//! Invitations to the acting organisation: sent, seen, withdrawn. `acceptance` is the other end of the link.

mod acceptance;

use serde_json::json;
use wsparcie_kernel::ids::InvitationId;
use wsparcie_kernel::input::check_id_count;
use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::problem::stale_version;
use wsparcie_kernel::{Call, CallError, CallResult, Instant, Page, PageRequest};
use wsparcie_postgres::audit::{self, Act};
use wsparcie_postgres::idempotency::{self, Outcome};
use wsparcie_postgres::{DbError, TenantTx};
use wsparcie_tenants_api::{Invitation, InvitationState, NewInvitation, RevokeInvitation};

pub(crate) use self::acceptance::{accept, preview};
use super::{Tenants, acting, bare, links, mail, repeated};
use crate::db;
use crate::db::mails::MailKind;
use crate::domain::invitation::{self, InvitationDraft};
use crate::domain::link;

/// Invites somebody. The mail waits in the same transaction; whether the address has an account plays no part.
pub(crate) async fn invite(tenants: &Tenants, call: &Call, input: &NewInvitation) -> CallResult<Invitation> {
    let tenant = permission::require(&call.actor, Resource::Member, Action::Create)?;
    let draft = InvitationDraft::parse(acting(call)?.kind, input)?;
    let now = tenants.clock.now();
    let token = links::new_token(tenants)?;
    let digest = links::digest(tenants, links::INVITATION, &token)?;

    let mut tx = tenants.db.begin(tenant).await?;
    if let Outcome::Repeated(id) = idempotency::begin(&mut tx, call, now).await? {
        return repeated(db::invitations::by_ids(&mut tx, &[id], now).await?);
    }
    // Two who invite one person at once wait for one another.
    let organisation = db::organisations::lock(&mut tx, tenant)
        .await?
        .ok_or(CallError::NotFound)?;
    let known = db::invitations::taken(&mut tx, draft.login.as_str(), now).await?;
    if known.member {
        return Err(CallError::refused(invitation::member_exists()));
    }
    if known.invited {
        return Err(CallError::refused(invitation::open()));
    }
    let invitation = Invitation {
        id: InvitationId::from_uuid(tenants.ids.next(now)),
        email: draft.login.as_str().to_owned(),
        full_name: draft.full_name,
        roles: draft.roles,
        state: InvitationState::Open,
        expires_at: now + link::INVITATION_LINK,
        created_at: now,
        version: 1,
    };
    db::invitations::insert(&mut tx, &invitation, &digest).await?;
    let url = link::invitation(&tenants.config.public_url, &token);
    let letter = mail::invitation(&invitation.email, &organisation.name, &url);
    mail::enqueue(tenants, tx.conn(), MailKind::Invitation, letter, now).await?;
    let roles: Vec<_> = invitation.roles.iter().map(|role| role.code()).collect();
    let act = Act::on("invitation.sent", "invitation", invitation.id.into_uuid());
    tenants
        .record(&mut tx, call, act.with(json!({ "roles": roles })), now)
        .await?;
    idempotency::complete(&mut tx, call, invitation.id.into_uuid()).await?;
    tx.commit().await?;
    Ok(invitation)
}

/// Invitations of the acting organisation; they hold names and addresses, so the reading is recorded.
pub(crate) async fn list(tenants: &Tenants, call: &Call, page: PageRequest) -> CallResult<Page<Invitation>> {
    let tenant = permission::require(&call.actor, Resource::Member, Action::Read)?;
    let now = tenants.clock.now();
    let mut tx = tenants.db.begin(tenant).await?;
    let rows = db::invitations::list(&mut tx, &page, now).await?;
    let total = if page.with_total {
        Some(db::invitations::count(&mut tx).await?)
    } else {
        None
    };
    let invitations = Page::from_fetched(&page, rows, total, |invitation| invitation.id.into_uuid());
    let shown = invitations.edges.iter().map(|edge| &edge.node);
    record_reads(tenants, &mut tx, call, shown, now).await?;
    tx.commit().await?;
    Ok(invitations)
}

/// Invitations of the acting organisation by id.
pub(crate) async fn by_id(
    tenants: &Tenants,
    call: &Call,
    ids: &[InvitationId],
) -> CallResult<Vec<Invitation>> {
    let tenant = permission::require(&call.actor, Resource::Member, Action::Read)?;
    check_id_count(ids.len())?;
    let now = tenants.clock.now();
    let mut tx = tenants.db.begin(tenant).await?;
    let invitations = db::invitations::by_ids(&mut tx, &bare(ids, InvitationId::into_uuid), now).await?;
    record_reads(tenants, &mut tx, call, &invitations, now).await?;
    tx.commit().await?;
    Ok(invitations)
}

async fn record_reads(
    tenants: &Tenants,
    tx: &mut TenantTx,
    call: &Call,
    invitations: impl IntoIterator<Item = &Invitation>,
    now: Instant,
) -> Result<(), DbError> {
    let acts = invitations
        .into_iter()
        .map(|invitation| Act::on("invitation.read", "invitation", invitation.id.into_uuid()))
        .collect();
    audit::record_all(tx, tenants.ids.as_ref(), call, acts, now).await
}

/// Withdraws an open invitation.
pub(crate) async fn revoke(
    tenants: &Tenants,
    call: &Call,
    input: &RevokeInvitation,
) -> CallResult<Invitation> {
    let tenant = permission::require(&call.actor, Resource::Member, Action::Update)?;
    let now = tenants.clock.now();
    let mut tx = tenants.db.begin(tenant).await?;
    if let Outcome::Repeated(id) = idempotency::begin(&mut tx, call, now).await? {
        return repeated(db::invitations::by_ids(&mut tx, &[id], now).await?);
    }
    let mut stored = db::invitations::lock(&mut tx, input.id, now)
        .await?
        .ok_or(CallError::NotFound)?;
    if stored.invitation.version != input.expected_version {
        return Err(stale_version());
    }
    if stored.invitation.state != InvitationState::Open {
        return Err(CallError::refused(invitation::not_open()));
    }
    stored.dates.revoked = Some(now);
    stored.invitation.state = InvitationState::Revoked;
    stored.invitation.version += 1;
    db::invitations::update(&mut tx, &stored).await?;
    let act = Act::on("invitation.revoked", "invitation", input.id.into_uuid());
    tenants.record(&mut tx, call, act, now).await?;
    idempotency::complete(&mut tx, call, input.id.into_uuid()).await?;
    tx.commit().await?;
    Ok(stored.invitation)
}
