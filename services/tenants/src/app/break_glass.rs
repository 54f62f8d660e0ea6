//! Case data opened for reading in an emergency, and the look that somebody else has into it afterwards.
//!
//! What it opens is the permission table's business; that an act was done under it stands in the act's own audit entry.

use serde_json::json;
use wsparcie_kernel::ids::BreakGlassId;
use wsparcie_kernel::input::{check_id_count, line};
use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::problem::stale_version;
use wsparcie_kernel::{Call, CallError, CallResult, Instant, Page, PageRequest};
use wsparcie_postgres::audit::{self, Act};
use wsparcie_postgres::idempotency::{self, Outcome};
use wsparcie_postgres::{DbError, TenantTx};
use wsparcie_tenants_api::{BreakGlass, NewBreakGlass, ReviewBreakGlass};

use super::{Tenants, bare, repeated, signed_in_user};
use crate::db;
use crate::domain::access;
use crate::domain::reason::reason;

/// Opens case data for reading, to the user who calls, for three hours.
pub(crate) async fn open(tenants: &Tenants, call: &Call, input: &NewBreakGlass) -> CallResult<BreakGlass> {
    let tenant = permission::require(&call.actor, Resource::BreakGlass, Action::Create)?;
    let user = signed_in_user(call)?;
    let reason = reason(&input.reason, access::SHORTEST_BREAK_GLASS_REASON)
        .map_err(|problem| CallError::refused(problem.at(&["reason"])))?;
    let now = tenants.clock.now();
    let mut tx = tenants.db.begin(tenant).await?;
    if let Outcome::Repeated(id) = idempotency::begin(&mut tx, call, now).await? {
        return repeated(db::break_glass::by_ids(&mut tx, &[id]).await?);
    }
    // Locked, so that of two requests at once the second sees what the first has opened.
    let member = db::members::lock_of_user(&mut tx, user)
        .await?
        .filter(|member| member.active)
        .ok_or(CallError::Forbidden)?;
    if db::break_glass::is_running(&mut tx, user, now).await? {
        return Err(CallError::refused(access::break_glass_running()));
    }
    let opened = BreakGlass {
        id: BreakGlassId::from_uuid(tenants.ids.next(now)),
        user,
        user_name: member.full_name,
        reason,
        opened_at: now,
        expires_at: now + access::BREAK_GLASS_LASTS,
        reviewed_at: None,
        reviewed_by: None,
        review_note: None,
        version: 1,
    };
    db::break_glass::insert(&mut tx, &opened).await?;
    let act = Act::on("break_glass.opened", "break_glass", opened.id.into_uuid())
        .with(json!({ "expires_at": opened.expires_at }));
    tenants.record(&mut tx, call, act, now).await?;
    idempotency::complete(&mut tx, call, opened.id.into_uuid()).await?;
    tx.commit().await?;
    Ok(opened)
}

/// Emergencies of the acting organisation. They name users and may name others, so the reading is recorded.
pub(crate) async fn list(tenants: &Tenants, call: &Call, page: PageRequest) -> CallResult<Page<BreakGlass>> {
    let tenant = permission::require(&call.actor, Resource::BreakGlass, Action::Read)?;
    let now = tenants.clock.now();
    let mut tx = tenants.db.begin(tenant).await?;
    let rows = db::break_glass::list(&mut tx, &page).await?;
    let total = if page.with_total {
        Some(db::break_glass::count(&mut tx).await?)
    } else {
        None
    };
    let found = Page::from_fetched(&page, rows, total, |opened| opened.id.into_uuid());
    let shown = found.edges.iter().map(|edge| &edge.node);
    record_reads(tenants, &mut tx, call, shown, now).await?;
    tx.commit().await?;
    Ok(found)
}

/// Emergencies by id.
pub(crate) async fn by_id(
    tenants: &Tenants,
    call: &Call,
    ids: &[BreakGlassId],
) -> CallResult<Vec<BreakGlass>> {
    let tenant = permission::require(&call.actor, Resource::BreakGlass, Action::Read)?;
    check_id_count(ids.len())?;
    let now = tenants.clock.now();
    let mut tx = tenants.db.begin(tenant).await?;
    let found = db::break_glass::by_ids(&mut tx, &bare(ids, BreakGlassId::into_uuid)).await?;
    record_reads(tenants, &mut tx, call, &found, now).await?;
    tx.commit().await?;
    Ok(found)
}

async fn record_reads(
    tenants: &Tenants,
    tx: &mut TenantTx,
    call: &Call,
    shown: impl IntoIterator<Item = &BreakGlass>,
    now: Instant,
) -> Result<(), DbError> {
    let acts = shown
        .into_iter()
        .map(|opened| Act::on("break_glass.read", "break_glass", opened.id.into_uuid()))
        .collect();
    audit::record_all(tx, tenants.ids.as_ref(), call, acts, now).await
}

/// Closes the look into an emergency.
pub(crate) async fn review(
    tenants: &Tenants,
    call: &Call,
    input: &ReviewBreakGlass,
) -> CallResult<BreakGlass> {
    let tenant = permission::require(&call.actor, Resource::BreakGlass, Action::Decide)?;
    let user = signed_in_user(call)?;
    let note = line(&input.note, access::LONGEST_NOTE)
        .map_err(|problem| CallError::refused(problem.at(&["note"])))?;
    let now = tenants.clock.now();
    let mut tx = tenants.db.begin(tenant).await?;
    if let Outcome::Repeated(id) = idempotency::begin(&mut tx, call, now).await? {
        let found = repeated(db::break_glass::by_ids(&mut tx, &[id]).await?)?;
        record_reads(tenants, &mut tx, call, [&found], now).await?;
        tx.commit().await?;
        return Ok(found);
    }
    let current = db::break_glass::lock(&mut tx, input.id)
        .await?
        .ok_or(CallError::NotFound)?;
    if current.version != input.expected_version {
        return Err(stale_version());
    }
    if current.user == user {
        return Err(CallError::refused(access::own()));
    }
    if current.reviewed_at.is_some() {
        return Err(CallError::refused(access::break_glass_reviewed()));
    }
    let reviewed = BreakGlass {
        reviewed_at: Some(now),
        reviewed_by: Some(user),
        review_note: Some(note),
        version: current.version + 1,
        ..current
    };
    db::break_glass::update(&mut tx, &reviewed).await?;
    let act = Act::on("break_glass.reviewed", "break_glass", reviewed.id.into_uuid());
    tenants.record(&mut tx, call, act, now).await?;
    idempotency::complete(&mut tx, call, reviewed.id.into_uuid()).await?;
    tx.commit().await?;
    Ok(reviewed)
}
