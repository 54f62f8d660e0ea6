//! SQL for `tenants.access_review_item`, within one organisation.

use uuid::Uuid;
use wsparcie_kernel::ids::{AccessReviewId, AccessReviewItemId, ApiClientId, MembershipId, UserId};
use wsparcie_kernel::{Date, Instant, PageRequest};
use wsparcie_postgres::{DbError, TenantTx};
use wsparcie_tenants_api::{AccessDecision, AccessHolder, AccessReviewItem};

use super::{bounds, roles, scopes, walked};

struct ItemRow {
    id: Uuid,
    review_id: Uuid,
    membership_id: Option<Uuid>,
    client_id: Option<Uuid>,
    name: String,
    roles: Vec<String>,
    scopes: Vec<String>,
    last_used_at: Option<Instant>,
    decision: Option<String>,
    decided_by: Option<Uuid>,
    decided_at: Option<Instant>,
}

impl TryFrom<ItemRow> for AccessReviewItem {
    type Error = DbError;

    fn try_from(row: ItemRow) -> Result<Self, DbError> {
        let holder = match (row.membership_id, row.client_id) {
            (Some(member), None) => AccessHolder::Member(MembershipId::from_uuid(member)),
            (None, Some(client)) => AccessHolder::ApiClient(ApiClientId::from_uuid(client)),
            _ => return Err(inconsistent("membership_id")),
        };
        let decision = row
            .decision
            .map(|code| AccessDecision::parse(&code).ok_or(inconsistent("decision")))
            .transpose()?;
        Ok(Self {
            id: AccessReviewItemId::from_uuid(row.id),
            review: AccessReviewId::from_uuid(row.review_id),
            holder,
            name: row.name,
            roles: roles(&row.roles)?,
            scopes: scopes(&row.scopes)?,
            last_used_at: row.last_used_at,
            decision,
            decided_by: row.decided_by.map(UserId::from_uuid),
            decided_at: row.decided_at,
        })
    }
}

const fn inconsistent(column: &'static str) -> DbError {
    DbError::Inconsistent {
        table: "tenants.access_review_item",
        column,
    }
}

/// Items by id; unseen ids are left out.
#[tracing::instrument(name = "db.access_review_item.by_ids", skip_all)]
pub(crate) async fn by_ids(tx: &mut TenantTx, ids: &[Uuid]) -> Result<Vec<AccessReviewItem>, DbError> {
    sqlx::query_as!(
        ItemRow,
        "select id, review_id, membership_id, client_id, name, roles, scopes, last_used_at, decision, decided_by, decided_at
         from tenants.access_review_item where tenant_id = $1 and id = any($2) order by id",
        tx.tenant().into_uuid(),
        ids,
    )
    .fetch_all(tx.conn())
    .await?
    .into_iter()
    .map(TryInto::try_into)
    .collect()
}

/// A page of a review's items, walked as asked.
#[tracing::instrument(name = "db.access_review_item.list", skip_all)]
pub(crate) async fn list(
    tx: &mut TenantTx,
    review: AccessReviewId,
    page: &PageRequest,
) -> Result<Vec<AccessReviewItem>, DbError> {
    let (after, before) = bounds(page);
    let rows = sqlx::query_as!(
        ItemRow,
        "with ids as (
             (select id from tenants.access_review_item
              where tenant_id = $1 and review_id = $6 and not $2 and id > $3 and id < $4 order by id limit $5)
             union all
             (select id from tenants.access_review_item
              where tenant_id = $1 and review_id = $6 and $2 and id > $3 and id < $4 order by id desc limit $5)
         )
         select i.id, i.review_id, i.membership_id, i.client_id, i.name, i.roles, i.scopes, i.last_used_at, i.decision,
                i.decided_by, i.decided_at
         from ids join tenants.access_review_item i on (i.tenant_id, i.id) = ($1, ids.id) order by i.id",
        tx.tenant().into_uuid(),
        page.backward,
        after,
        before,
        page.fetch_limit(),
        review.into_uuid(),
    )
    .fetch_all(tx.conn())
    .await?;
    walked(page, rows).into_iter().map(TryInto::try_into).collect()
}

/// Whose access a review is about: active members, then clients with a key that is live on `today` (in UTC).
#[tracing::instrument(name = "db.access_review_item.holders", skip_all)]
pub(crate) async fn holders(tx: &mut TenantTx, today: Date) -> Result<Vec<AccessHolder>, DbError> {
    let rows = sqlx::query!(
        r#"select m.id as "member?", null::uuid as client
           from tenants.membership m where m.tenant_id = $1 and m.active
           union all
           select null, c.id
           from tenants.api_client c
           where c.tenant_id = $1 and c.revoked_at is null
             and exists (select from tenants.api_client_key k
                         where (k.tenant_id, k.client_id) = ($1, c.id) and k.revoked_at is null and k.expires_on >= $2)
           order by 1, 2"#,
        tx.tenant().into_uuid(),
        today,
    )
    .fetch_all(tx.conn())
    .await?;
    let holders = rows.into_iter().filter_map(|row| match (row.member, row.client) {
        (Some(member), _) => Some(AccessHolder::Member(MembershipId::from_uuid(member))),
        (None, client) => client.map(|id| AccessHolder::ApiClient(ApiClientId::from_uuid(id))),
    });
    Ok(holders.collect())
}

/// Stores a new review's items with the access as it is: `ids` and `holders` pair by pair.
#[tracing::instrument(name = "db.access_review_item.insert", skip_all)]
pub(crate) async fn insert(
    tx: &mut TenantTx,
    review: AccessReviewId,
    ids: &[Uuid],
    holders: &[AccessHolder],
) -> Result<(), DbError> {
    let (members, clients): (Vec<_>, Vec<_>) = holders
        .iter()
        .map(|holder| match holder {
            AccessHolder::Member(id) => (Some(id.into_uuid()), None),
            AccessHolder::ApiClient(id) => (None, Some(id.into_uuid())),
        })
        .unzip();
    sqlx::query!(
        "insert into tenants.access_review_item
             (tenant_id, id, review_id, membership_id, client_id, name, roles, scopes, last_used_at)
         select $1, given.id, $2, m.id, c.id, coalesce(m.full_name, c.name), coalesce(m.roles, '{}'),
                coalesce(c.scopes, '{}'),
                coalesce(m.last_used_at, (select max(k.last_used_at) from tenants.api_client_key k
                                          where (k.tenant_id, k.client_id) = ($1, c.id)))
         from unnest($3::uuid[], $4::uuid[], $5::uuid[]) as given (id, member, client)
         left join tenants.membership m on (m.tenant_id, m.id) = ($1, given.member)
         left join tenants.api_client c on (c.tenant_id, c.id) = ($1, given.client)",
        tx.tenant().into_uuid(),
        review.into_uuid(),
        ids,
        &members as &[Option<Uuid>],
        &clients as &[Option<Uuid>],
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Locks an item's row and reads it; `None` if this organisation has no such item.
#[tracing::instrument(name = "db.access_review_item.lock", skip_all)]
pub(crate) async fn lock(
    tx: &mut TenantTx,
    id: AccessReviewItemId,
) -> Result<Option<AccessReviewItem>, DbError> {
    sqlx::query_as!(
        ItemRow,
        "select id, review_id, membership_id, client_id, name, roles, scopes, last_used_at, decision, decided_by, decided_at
         from tenants.access_review_item where tenant_id = $1 and id = $2 for update",
        tx.tenant().into_uuid(),
        id.into_uuid(),
    )
    .fetch_optional(tx.conn())
    .await?
    .map(TryInto::try_into)
    .transpose()
}

/// Stores the decision about a locked item.
#[tracing::instrument(name = "db.access_review_item.decide", skip_all)]
pub(crate) async fn decide(
    tx: &mut TenantTx,
    id: AccessReviewItemId,
    decision: AccessDecision,
    by: UserId,
    now: Instant,
) -> Result<(), DbError> {
    sqlx::query!(
        "update tenants.access_review_item set decision = $3, decided_by = $4, decided_at = $5
         where tenant_id = $1 and id = $2",
        tx.tenant().into_uuid(),
        id.into_uuid(),
        decision.code(),
        by.into_uuid(),
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
