//! SQL for `tenants.access_review`, within one organisation. Its items are `access_review_items`.

use uuid::Uuid;
use wsparcie_kernel::ids::{AccessReviewId, UserId};
use wsparcie_kernel::{Instant, PageRequest};
use wsparcie_postgres::{DbError, TenantTx};
use wsparcie_tenants_api::AccessReview;

use super::{bounds, walked};

struct Row {
    id: Uuid,
    started_at: Instant,
    started_by: Uuid,
    completed_at: Option<Instant>,
    items_total: i64,
    items_open: i64,
}

impl From<Row> for AccessReview {
    fn from(row: Row) -> Self {
        Self {
            id: AccessReviewId::from_uuid(row.id),
            started_at: row.started_at,
            started_by: UserId::from_uuid(row.started_by),
            completed_at: row.completed_at,
            items_total: row.items_total,
            items_open: row.items_open,
        }
    }
}

/// Reviews by id; unseen ids are left out.
#[tracing::instrument(name = "db.access_review.by_ids", skip_all)]
pub(crate) async fn by_ids(tx: &mut TenantTx, ids: &[Uuid]) -> Result<Vec<AccessReview>, DbError> {
    let rows = sqlx::query_as!(
        Row,
        "select id, started_at, started_by, completed_at, items_total, items_open
         from tenants.access_review where tenant_id = $1 and id = any($2) order by id",
        tx.tenant().into_uuid(),
        ids,
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// A page of reviews, walked as asked.
#[tracing::instrument(name = "db.access_review.list", skip_all)]
pub(crate) async fn list(tx: &mut TenantTx, page: &PageRequest) -> Result<Vec<AccessReview>, DbError> {
    let (after, before) = bounds(page);
    let rows = sqlx::query_as!(
        Row,
        "with ids as (
             (select id from tenants.access_review
              where tenant_id = $1 and not $2 and id > $3 and id < $4 order by id limit $5)
             union all
             (select id from tenants.access_review
              where tenant_id = $1 and $2 and id > $3 and id < $4 order by id desc limit $5)
         )
         select r.id, r.started_at, r.started_by, r.completed_at, r.items_total, r.items_open
         from ids join tenants.access_review r on (r.tenant_id, r.id) = ($1, ids.id) order by r.id",
        tx.tenant().into_uuid(),
        page.backward,
        after,
        before,
        page.fetch_limit(),
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(walked(page, rows).into_iter().map(Into::into).collect())
}

/// How many reviews the organisation has had.
#[tracing::instrument(name = "db.access_review.count", skip_all)]
pub(crate) async fn count(tx: &mut TenantTx) -> Result<i64, DbError> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from tenants.access_review where tenant_id = $1"#,
        tx.tenant().into_uuid(),
    );
    Ok(count.fetch_one(tx.conn()).await?)
}

/// Whether a review is undecided. Under the organisation's lock.
#[tracing::instrument(name = "db.access_review.is_open", skip_all)]
pub(crate) async fn is_open(tx: &mut TenantTx) -> Result<bool, DbError> {
    let open = sqlx::query_scalar!(
        r#"select exists (select from tenants.access_review where tenant_id = $1 and completed_at is null) as "open!""#,
        tx.tenant().into_uuid(),
    );
    Ok(open.fetch_one(tx.conn()).await?)
}

/// Stores a new review.
#[tracing::instrument(name = "db.access_review.insert", skip_all)]
pub(crate) async fn insert(tx: &mut TenantTx, review: &AccessReview) -> Result<(), DbError> {
    sqlx::query!(
        "insert into tenants.access_review (tenant_id, id, started_at, started_by, items_total, items_open)
         values ($1, $2, $3, $4, $5, $6)",
        tx.tenant().into_uuid(),
        review.id.into_uuid(),
        review.started_at,
        review.started_by.into_uuid(),
        review.items_total,
        review.items_open,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Counts one more decision of a review; the last one completes it. Tells whether it did.
#[tracing::instrument(name = "db.access_review.count_decision", skip_all)]
pub(crate) async fn count_decision(
    tx: &mut TenantTx,
    id: AccessReviewId,
    now: Instant,
) -> Result<bool, DbError> {
    let left = sqlx::query_scalar!(
        "update tenants.access_review
         set items_open = items_open - 1, completed_at = case when items_open = 1 then $3::timestamptz end
         where tenant_id = $1 and id = $2 returning items_open",
        tx.tenant().into_uuid(),
        id.into_uuid(),
        now,
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(left == 0)
}
