//! SQL of `programmes.closed_month`.

use uuid::Uuid;
use wsparcie_kernel::ids::ProjectId;
use wsparcie_kernel::{Date, Instant};
use wsparcie_postgres::{DbError, TenantTx};
use wsparcie_programmes_api::ClosedMonth;

/// Locks a project alone: whoever is entering an expense is waited for, and whoever comes later waits. False if this
/// centre has no such project.
#[tracing::instrument(name = "db.closed_month.lock_for_closing", skip_all, err(level = "debug"))]
pub(crate) async fn lock_for_closing(tx: &mut TenantTx, project: ProjectId) -> Result<bool, DbError> {
    let found = sqlx::query_scalar!(
        "select id from programmes.project where tenant_id = $1 and id = $2 for no key update",
        tx.tenant().into_uuid(),
        project.into_uuid(),
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(found.is_some())
}

/// The last month that is closed.
#[tracing::instrument(name = "db.closed_month.closed_until", skip_all, err(level = "debug"))]
pub(crate) async fn closed_until(tx: &mut TenantTx, project: ProjectId) -> Result<Option<Date>, DbError> {
    Ok(sqlx::query_scalar!(
        "select max(month) from programmes.closed_month
         where tenant_id = $1 and project_id = $2 and reopened_at is null",
        tx.tenant().into_uuid(),
        project.into_uuid(),
    )
    .fetch_one(tx.conn())
    .await?)
}

/// The first month that a project has to do with: its first day's or its first entry's.
#[tracing::instrument(name = "db.closed_month.first_month", skip_all, err(level = "debug"))]
pub(crate) async fn first_month(tx: &mut TenantTx, project: ProjectId) -> Result<Option<Date>, DbError> {
    Ok(sqlx::query_scalar!(
        "select least(p.starts_on, (select min(e.month) from programmes.expense e
                                    where e.tenant_id = $1 and e.project_id = $2))
         from programmes.project p where p.tenant_id = $1 and p.id = $2",
        tx.tenant().into_uuid(),
        project.into_uuid(),
    )
    .fetch_optional(tx.conn())
    .await?
    .flatten())
}

/// Closes a month.
#[tracing::instrument(name = "db.closed_month.close", skip_all, err(level = "debug"))]
pub(crate) async fn close(
    tx: &mut TenantTx,
    id: Uuid,
    project: ProjectId,
    month: Date,
    now: Instant,
) -> Result<(), DbError> {
    sqlx::query!(
        "insert into programmes.closed_month (tenant_id, id, project_id, month, closed_at)
         values ($1, $2, $3, $4, $5)",
        tx.tenant().into_uuid(),
        id,
        project.into_uuid(),
        month,
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Opens a closed month again.
#[tracing::instrument(name = "db.closed_month.reopen", skip_all, err(level = "debug"))]
pub(crate) async fn reopen(
    tx: &mut TenantTx,
    project: ProjectId,
    month: Date,
    reason: &str,
    now: Instant,
) -> Result<Option<Uuid>, DbError> {
    Ok(sqlx::query_scalar!(
        "update programmes.closed_month set reopened_at = $4, reopen_reason = $5
         where tenant_id = $1 and project_id = $2 and month = $3 and reopened_at is null returning id",
        tx.tenant().into_uuid(),
        project.into_uuid(),
        month,
        now,
        reason,
    )
    .fetch_optional(tx.conn())
    .await?)
}

/// Every month of these projects that was ever closed, oldest first; or one by its id.
#[tracing::instrument(name = "db.closed_month.closed_months", skip_all, err(level = "debug"))]
pub(crate) async fn closed_months(
    tx: &mut TenantTx,
    projects: &[Uuid],
    id: Option<Uuid>,
) -> Result<Vec<ClosedMonth>, DbError> {
    let rows = sqlx::query!(
        "select project_id, month, closed_at, reopened_at, reopen_reason from programmes.closed_month
         where tenant_id = $1 and (project_id = any($2) or id = $3)
         order by project_id, month, closed_at, reopened_at nulls last, id",
        tx.tenant().into_uuid(),
        projects,
        id,
    )
    .fetch_all(tx.conn())
    .await?;
    let months = rows.into_iter().map(|row| ClosedMonth {
        project_id: ProjectId::from_uuid(row.project_id),
        month: row.month,
        closed_at: row.closed_at,
        reopened_at: row.reopened_at,
        reopen_reason: row.reopen_reason,
    });
    Ok(months.collect())
}
