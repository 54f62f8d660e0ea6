//! Reviews of everybody's access: a snapshot, and one decision about each access in it.

use serde_json::json;
use wsparcie_kernel::ids::{AccessReviewId, AccessReviewItemId, UserId};
use wsparcie_kernel::input::check_id_count;
use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::{Call, CallError, CallResult, Instant, Page, PageRequest};
use wsparcie_postgres::audit::{self, Act};
use wsparcie_postgres::idempotency::{self, Outcome};
use wsparcie_postgres::{DbError, TenantTx};
use wsparcie_tenants_api::{AccessDecision, AccessHolder, AccessReview, AccessReviewItem, DecideAccess};

use super::{Tenants, api_clients, bare, members, repeated, signed_in_user};
use crate::db;
use crate::domain::access;
use crate::domain::member::Standing;

/// Begins a review of everybody's access.
pub(crate) async fn start(tenants: &Tenants, call: &Call) -> CallResult<AccessReview> {
    let tenant = permission::require(&call.actor, Resource::AccessReview, Action::Create)?;
    let user = signed_in_user(call)?;
    let now = tenants.clock.now();
    let mut tx = tenants.db.begin(tenant).await?;
    if let Outcome::Repeated(id) = idempotency::begin(&mut tx, call, now).await? {
        return repeated(db::access_reviews::by_ids(&mut tx, &[id]).await?);
    }
    // Two reviews begun at once would each see no other; members change under the same lock.
    db::organisations::lock(&mut tx, tenant).await?;
    if db::access_reviews::is_open(&mut tx).await? {
        return Err(CallError::refused(access::review_open()));
    }
    let holders = db::access_review_items::holders(&mut tx, now.date_naive()).await?;
    let total = i64::try_from(holders.len()).map_err(|_| CallError::Internal)?;
    let review = AccessReview {
        id: AccessReviewId::from_uuid(tenants.ids.next(now)),
        started_at: now,
        started_by: user,
        completed_at: None,
        items_total: total,
        items_open: total,
    };
    let ids: Vec<_> = holders.iter().map(|_| tenants.ids.next(now)).collect();
    db::access_reviews::insert(&mut tx, &review).await?;
    db::access_review_items::insert(&mut tx, review.id, &ids, &holders).await?;
    let act = Act::on("access_review.started", "access_review", review.id.into_uuid())
        .with(json!({ "items": total }));
    tenants.record(&mut tx, call, act, now).await?;
    idempotency::complete(&mut tx, call, review.id.into_uuid()).await?;
    tx.commit().await?;
    Ok(review)
}

/// Access reviews of the acting organisation. They name nobody; reading them is not recorded.
pub(crate) async fn list(
    tenants: &Tenants,
    call: &Call,
    page: PageRequest,
) -> CallResult<Page<AccessReview>> {
    let tenant = permission::require(&call.actor, Resource::AccessReview, Action::Read)?;
    let mut tx = tenants.db.begin(tenant).await?;
    let rows = db::access_reviews::list(&mut tx, &page).await?;
    let total = if page.with_total {
        Some(db::access_reviews::count(&mut tx).await?)
    } else {
        None
    };
    tx.commit().await?;
    Ok(Page::from_fetched(&page, rows, total, |review| {
        review.id.into_uuid()
    }))
}

/// Access reviews by id.
pub(crate) async fn by_id(
    tenants: &Tenants,
    call: &Call,
    ids: &[AccessReviewId],
) -> CallResult<Vec<AccessReview>> {
    let tenant = permission::require(&call.actor, Resource::AccessReview, Action::Read)?;
    check_id_count(ids.len())?;
    let mut tx = tenants.db.begin(tenant).await?;
    let reviews = db::access_reviews::by_ids(&mut tx, &bare(ids, AccessReviewId::into_uuid)).await?;
    tx.commit().await?;
    Ok(reviews)
}

/// The items of a review. They hold users' names, so the reading is recorded.
pub(crate) async fn items(
    tenants: &Tenants,
    call: &Call,
    review: AccessReviewId,
    page: PageRequest,
) -> CallResult<Page<AccessReviewItem>> {
    let tenant = permission::require(&call.actor, Resource::AccessReview, Action::Read)?;
    let now = tenants.clock.now();
    let mut tx = tenants.db.begin(tenant).await?;
    let review = db::access_reviews::by_ids(&mut tx, &[review.into_uuid()])
        .await?
        .pop()
        .ok_or(CallError::NotFound)?;
    let rows = db::access_review_items::list(&mut tx, review.id, &page).await?;
    let total = page.with_total.then_some(review.items_total);
    let items = Page::from_fetched(&page, rows, total, |item| item.id.into_uuid());
    record_reads(
        tenants,
        &mut tx,
        call,
        items.edges.iter().map(|edge| &edge.node),
        now,
    )
    .await?;
    tx.commit().await?;
    Ok(items)
}

async fn record_reads(
    tenants: &Tenants,
    tx: &mut TenantTx,
    call: &Call,
    items: impl IntoIterator<Item = &AccessReviewItem>,
    now: Instant,
) -> Result<(), DbError> {
    let acts = items
        .into_iter()
        .filter_map(|item| match item.holder {
            AccessHolder::Member(id) => Some(Act::on("member.read", "member", id.into_uuid())),
            AccessHolder::ApiClient(_) => None,
        })
        .collect();
    audit::record_all(tx, tenants.ids.as_ref(), call, acts, now).await
}

/// Confirms or removes somebody's access.
pub(crate) async fn decide(
    tenants: &Tenants,
    call: &Call,
    input: &DecideAccess,
) -> CallResult<AccessReviewItem> {
    let tenant = permission::require(&call.actor, Resource::AccessReview, Action::Decide)?;
    let user = signed_in_user(call)?;
    let now = tenants.clock.now();
    let mut tx = tenants.db.begin(tenant).await?;
    if let Outcome::Repeated(id) = idempotency::begin(&mut tx, call, now).await? {
        return repeat(tenants, tx, call, AccessReviewItemId::from_uuid(id), now).await;
    }
    // As with every change of members: whether another administrator remains is asked under this lock.
    db::organisations::lock(&mut tx, tenant).await?;
    let item = db::access_review_items::lock(&mut tx, input.id)
        .await?
        .ok_or(CallError::NotFound)?;
    if item.decision.is_some() {
        return Err(CallError::refused(access::already_decided()));
    }
    let own = settle(tenants, &mut tx, call, &item, input.decision, user, now).await?;
    db::access_review_items::decide(&mut tx, item.id, input.decision, user, now).await?;
    let completed = db::access_reviews::count_decision(&mut tx, item.review, now).await?;
    let act = Act::on("access_review.decided", "access_review_item", item.id.into_uuid());
    let details = json!({ "decision": input.decision.code(), "holder": holder(&item), "own": own });
    tenants.record(&mut tx, call, act.with(details), now).await?;
    if completed {
        let act = Act::on(
            "access_review.completed",
            "access_review",
            item.review.into_uuid(),
        );
        tenants.record(&mut tx, call, act, now).await?;
    }
    idempotency::complete(&mut tx, call, item.id.into_uuid()).await?;
    tx.commit().await?;
    Ok(AccessReviewItem {
        decision: Some(input.decision),
        decided_by: Some(user),
        decided_at: Some(now),
        ..item
    })
}

/// Does to the access what was decided: a removal ends the membership or the client by their own rules. Tells whether the
/// access was the decider's own.
async fn settle(
    tenants: &Tenants,
    tx: &mut TenantTx,
    call: &Call,
    item: &AccessReviewItem,
    decision: AccessDecision,
    user: UserId,
    now: Instant,
) -> CallResult<bool> {
    match item.holder {
        AccessHolder::Member(id) => {
            let member = db::members::lock(tx, id).await?.ok_or(CallError::Internal)?;
            let own = member.user_id == user;
            if own {
                let another = db::members::somebody_else_holds(tx, access::OVERSEERS, user).await?;
                if !access::may_decide_on_own(decision, another) {
                    return Err(CallError::refused(access::own()));
                }
            }
            if decision == AccessDecision::Removed {
                let ended = Standing {
                    roles: member.roles.clone(),
                    active: false,
                };
                members::put(tenants, tx, call, member, ended, now).await?;
            }
            Ok(own)
        }
        AccessHolder::ApiClient(id) => {
            if decision == AccessDecision::Removed {
                let client = db::api_clients::lock(tx, id).await?.ok_or(CallError::Internal)?;
                // Revoked since the review began: nothing is left to take away.
                if client.revoked_at.is_none() {
                    api_clients::end(tenants, tx, call, client, now).await?;
                }
            }
            Ok(false)
        }
    }
}

fn holder(item: &AccessReviewItem) -> String {
    match item.holder {
        AccessHolder::Member(id) => id.to_string(),
        AccessHolder::ApiClient(id) => id.to_string(),
    }
}

/// Answers a repeated decision with the item as it is: a reading like any other.
async fn repeat(
    tenants: &Tenants,
    mut tx: TenantTx,
    call: &Call,
    id: AccessReviewItemId,
    now: Instant,
) -> CallResult<AccessReviewItem> {
    let item = repeated(db::access_review_items::by_ids(&mut tx, &[id.into_uuid()]).await?)?;
    record_reads(tenants, &mut tx, call, [&item], now).await?;
    tx.commit().await?;
    Ok(item)
}
