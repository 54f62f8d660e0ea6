//! Users of the acting organisation.

use serde_json::json;
use wsparcie_kernel::ids::MembershipId;
use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::problem::stale_version;
use wsparcie_kernel::{Call, CallError, CallResult, Instant, Page, PageRequest, Principal};
use wsparcie_postgres::audit::{self, Act};
use wsparcie_postgres::idempotency::{self, Outcome};
use wsparcie_postgres::{DbError, TenantTx};
use wsparcie_tenants_api::{Member, NewMember, UpdateMember};

use super::founding::{Joining, added};
use super::{Tenants, acting, bare, repeated};
use crate::db;
use crate::domain::member::{self, MemberDraft, Standing};
use wsparcie_kernel::input::{Problems, check_id_count};

/// Users of the acting organisation; their names are personal data, so the reading is recorded.
pub(crate) async fn list(tenants: &Tenants, call: &Call, page: PageRequest) -> CallResult<Page<Member>> {
    let tenant = permission::require(&call.actor, Resource::Member, Action::Read)?;
    let now = tenants.clock.now();
    let mut tx = tenants.db.begin(tenant).await?;
    let rows = db::members::list(&mut tx, &page).await?;
    let total = if page.with_total {
        Some(db::members::count(&mut tx).await?)
    } else {
        None
    };
    let members = Page::from_fetched(&page, rows, total, |member| member.id.into_uuid());
    record_reads(
        tenants,
        &mut tx,
        call,
        members.edges.iter().map(|edge| &edge.node),
        now,
    )
    .await?;
    tx.commit().await?;
    Ok(members)
}

/// Users of the acting organisation by the ids of their memberships.
pub(crate) async fn by_id(tenants: &Tenants, call: &Call, ids: &[MembershipId]) -> CallResult<Vec<Member>> {
    let tenant = permission::require(&call.actor, Resource::Member, Action::Read)?;
    check_id_count(ids.len())?;
    let now = tenants.clock.now();
    let mut tx = tenants.db.begin(tenant).await?;
    let members = db::members::by_ids(&mut tx, &bare(ids, MembershipId::into_uuid)).await?;
    record_reads(tenants, &mut tx, call, &members, now).await?;
    tx.commit().await?;
    Ok(members)
}

async fn record_reads(
    tenants: &Tenants,
    tx: &mut TenantTx,
    call: &Call,
    members: impl IntoIterator<Item = &Member>,
    now: Instant,
) -> Result<(), DbError> {
    let acts = members
        .into_iter()
        .map(|member| Act::on("member.read", "member", member.id.into_uuid()))
        .collect();
    audit::record_all(tx, tenants.ids.as_ref(), call, acts, now).await
}

/// Adds a user to the acting organisation.
///
/// The account commits before the membership: an account without membership can do nothing, and a repeated request finds
/// it again.
pub(crate) async fn add(tenants: &Tenants, call: &Call, input: &NewMember) -> CallResult<Member> {
    let tenant = permission::require(&call.actor, Resource::Member, Action::Create)?;
    let draft = MemberDraft::parse(acting(call)?.kind, input)?;
    let now = tenants.clock.now();
    let joining = Joining::prepare(tenants, draft, now).await?;

    let mut tx = tenants.db.begin(tenant).await?;
    if let Outcome::Repeated(id) = idempotency::begin(&mut tx, call, now).await? {
        return repeated(db::members::by_ids(&mut tx, &[id]).await?);
    }
    let mut identity = tenants.db.begin_identity().await?;
    let user = joining.account(tenants, &mut identity, now).await?;
    identity.commit().await?;
    let member = joining.member(user);
    if !db::members::insert(&mut tx, &member, now).await? {
        return Err(CallError::refused(member::exists()));
    }
    tenants.record(&mut tx, call, added(&member), now).await?;
    idempotency::complete(&mut tx, call, member.id.into_uuid()).await?;
    tx.commit().await?;
    Ok(member)
}

/// Sets a member's roles and whether the membership is active.
pub(crate) async fn update(tenants: &Tenants, call: &Call, input: UpdateMember) -> CallResult<Member> {
    let tenant = permission::require(&call.actor, Resource::Member, Action::Update)?;
    let kind = acting(call)?.kind;
    let mut problems = Problems::default();
    let roles = input
        .roles
        .as_deref()
        .and_then(|roles| problems.keep(&["roles"], member::roles(kind, roles)));
    let roles = problems.finish(Some(roles))?;

    let now = tenants.clock.now();
    let mut tx = tenants.db.begin(tenant).await?;
    // Two administrators who dismiss each other at once each see the other in place; one lock for both makes one wait.
    db::organisations::lock(&mut tx, tenant).await?;
    let current = db::members::lock(&mut tx, input.id)
        .await?
        .ok_or(CallError::NotFound)?;
    if current.version != input.expected_version {
        return Err(stale_version());
    }
    let after = Standing {
        roles: roles.unwrap_or(current.roles.clone()),
        active: input.active.unwrap_or(current.active),
    };
    let own = call.actor.principal == Principal::User(current.user_id);
    if own && after.roles != current.roles {
        return Err(CallError::refused(member::own_roles()));
    }
    let member = put(tenants, &mut tx, call, current, after, now).await?;
    tx.commit().await?;
    Ok(member)
}

/// Puts a locked member of a locked organisation into another standing. What is as it was stays as it was: no version, no
/// entry in the trail.
///
/// # Errors
/// Refused with `LAST_ADMINISTRATOR`.
pub(super) async fn put(
    tenants: &Tenants,
    tx: &mut TenantTx,
    call: &Call,
    current: Member,
    after: Standing,
    now: Instant,
) -> CallResult<Member> {
    let kind = acting(call)?.kind;
    let before = Standing {
        roles: current.roles.clone(),
        active: current.active,
    };
    if before == after {
        return Ok(current);
    }
    if before.loses_guardian(kind, &after)
        && !db::members::another_holds(tx, member::guardian(kind), current.id).await?
    {
        return Err(CallError::refused(member::last_administrator()));
    }
    let member = Member {
        roles: after.roles,
        active: after.active,
        version: current.version + 1,
        ..current
    };
    db::members::update(tx, &member).await?;
    let roles: Vec<_> = member.roles.iter().map(|role| role.code()).collect();
    let act = Act::on("member.updated", "member", member.id.into_uuid())
        .with(json!({ "roles": roles, "active": member.active }));
    tenants.record(tx, call, act, now).await?;
    Ok(member)
}
