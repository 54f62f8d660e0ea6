//! SQL for `tenants.break_glass`, within one organisation.

use uuid::Uuid;
use wsparcie_kernel::ids::{BreakGlassId, UserId};
use wsparcie_kernel::{Instant, PageRequest};
use wsparcie_postgres::{DbError, TenantTx};
use wsparcie_tenants_api::BreakGlass;

use super::{bounds, walked};

struct Row {
    id: Uuid,
    account_id: Uuid,
    user_name: String,
    reason: String,
    opened_at: Instant,
    expires_at: Instant,
    reviewed_at: Option<Instant>,
    reviewed_by: Option<Uuid>,
    review_note: Option<String>,
    version: i64,
}

impl From<Row> for BreakGlass {
    fn from(row: Row) -> Self {
        Self {
            id: BreakGlassId::from_uuid(row.id),
            user: UserId::from_uuid(row.account_id),
            user_name: row.user_name,
            reason: row.reason,
            opened_at: row.opened_at,
            expires_at: row.expires_at,
            reviewed_at: row.reviewed_at,
            reviewed_by: row.reviewed_by.map(UserId::from_uuid),
            review_note: row.review_note,
            version: row.version,
        }
    }
}

/// Emergencies by id; unseen ids are left out.
#[tracing::instrument(name = "db.break_glass.by_ids", skip_all)]
pub(crate) async fn by_ids(tx: &mut TenantTx, ids: &[Uuid]) -> Result<Vec<BreakGlass>, DbError> {
    let rows = sqlx::query_as!(
        Row,
        "select id, account_id, user_name, reason, opened_at, expires_at, reviewed_at, reviewed_by, review_note, version
         from tenants.break_glass where tenant_id = $1 and id = any($2) order by id",
        tx.tenant().into_uuid(),
        ids,
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// A page of emergencies, walked as asked.
#[tracing::instrument(name = "db.break_glass.list", skip_all)]
pub(crate) async fn list(tx: &mut TenantTx, page: &PageRequest) -> Result<Vec<BreakGlass>, DbError> {
    let (after, before) = bounds(page);
    let rows = sqlx::query_as!(
        Row,
        "with ids as (
             (select id from tenants.break_glass
              where tenant_id = $1 and not $2 and id > $3 and id < $4 order by id limit $5)
             union all
             (select id from tenants.break_glass
              where tenant_id = $1 and $2 and id > $3 and id < $4 order by id desc limit $5)
         )
         select b.id, b.account_id, b.user_name, b.reason, b.opened_at, b.expires_at, b.reviewed_at, b.reviewed_by,
                b.review_note, b.version
         from ids join tenants.break_glass b on (b.tenant_id, b.id) = ($1, ids.id) order by b.id",
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

/// How many emergencies the organisation has had.
#[tracing::instrument(name = "db.break_glass.count", skip_all)]
pub(crate) async fn count(tx: &mut TenantTx) -> Result<i64, DbError> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from tenants.break_glass where tenant_id = $1"#,
        tx.tenant().into_uuid(),
    );
    Ok(count.fetch_one(tx.conn()).await?)
}

/// Whether one runs for the user. Under the lock of their membership.
#[tracing::instrument(name = "db.break_glass.is_running", skip_all)]
pub(crate) async fn is_running(tx: &mut TenantTx, user: UserId, now: Instant) -> Result<bool, DbError> {
    let running = sqlx::query_scalar!(
        r#"select exists (select from tenants.break_glass
                          where tenant_id = $1 and account_id = $2 and expires_at > $3) as "running!""#,
        tx.tenant().into_uuid(),
        user.into_uuid(),
        now,
    );
    Ok(running.fetch_one(tx.conn()).await?)
}

/// Stores a new emergency.
#[tracing::instrument(name = "db.break_glass.insert", skip_all)]
pub(crate) async fn insert(tx: &mut TenantTx, opened: &BreakGlass) -> Result<(), DbError> {
    sqlx::query!(
        "insert into tenants.break_glass
             (tenant_id, id, account_id, user_name, reason, opened_at, expires_at, version)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        tx.tenant().into_uuid(),
        opened.id.into_uuid(),
        opened.user.into_uuid(),
        opened.user_name,
        opened.reason,
        opened.opened_at,
        opened.expires_at,
        opened.version,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Locks an emergency's row and reads it; `None` if this organisation has no such one.
#[tracing::instrument(name = "db.break_glass.lock", skip_all)]
pub(crate) async fn lock(tx: &mut TenantTx, id: BreakGlassId) -> Result<Option<BreakGlass>, DbError> {
    let row = sqlx::query_as!(
        Row,
        "select id, account_id, user_name, reason, opened_at, expires_at, reviewed_at, reviewed_by, review_note, version
         from tenants.break_glass where tenant_id = $1 and id = $2 for update",
        tx.tenant().into_uuid(),
        id.into_uuid(),
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(Into::into))
}

/// Stores what was found in a locked emergency.
#[tracing::instrument(name = "db.break_glass.update", skip_all)]
pub(crate) async fn update(tx: &mut TenantTx, reviewed: &BreakGlass) -> Result<(), DbError> {
    sqlx::query!(
        "update tenants.break_glass set reviewed_at = $3, reviewed_by = $4, review_note = $5, version = $6
         where tenant_id = $1 and id = $2",
        tx.tenant().into_uuid(),
        reviewed.id.into_uuid(),
        reviewed.reviewed_at,
        reviewed.reviewed_by.map(UserId::into_uuid),
        reviewed.review_note,
        reviewed.version,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
