//! Storing breaches and their ends, and locking them.

use wsparcie_kernel::ids::{ProjectId, ReadinessBreachId, ReadinessDutyId};
use wsparcie_kernel::{Date, Instant};
use wsparcie_postgres::{DbError, TenantTx};
use wsparcie_programmes_api::{CloseReadinessBreach, ReportReadinessBreach};

/// How many breaches a duty has that is locked.
#[tracing::instrument(name = "db.readiness.count_breaches", skip_all, err(level = "debug"))]
pub(crate) async fn count_breaches(tx: &mut TenantTx, duty: ReadinessDutyId) -> Result<i64, DbError> {
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "count!" from programmes.readiness_breach where tenant_id = $1 and duty_id = $2"#,
        tx.tenant().into_uuid(),
        duty.into_uuid(),
    )
    .fetch_one(tx.conn())
    .await?)
}

/// Stores a breach.
#[tracing::instrument(name = "db.readiness.insert_breach", skip_all, err(level = "debug"))]
pub(crate) async fn insert_breach(
    tx: &mut TenantTx,
    id: ReadinessBreachId,
    project: ProjectId,
    breach: &ReportReadinessBreach,
    now: Instant,
) -> Result<(), DbError> {
    sqlx::query!(
        "insert into programmes.readiness_breach
             (tenant_id, id, project_id, duty_id, found_on, what, remedy, version, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, 1, $8, $8)",
        tx.tenant().into_uuid(),
        id.into_uuid(),
        project.into_uuid(),
        breach.duty_id.into_uuid(),
        breach.found_on,
        breach.what,
        breach.remedy,
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Locks a breach; gives its duty, version, the day it was found on and whether it is closed.
#[tracing::instrument(name = "db.readiness.lock_breach", skip_all, err(level = "debug"))]
pub(crate) async fn lock_breach(
    tx: &mut TenantTx,
    id: ReadinessBreachId,
) -> Result<Option<(ReadinessDutyId, i64, Date, bool)>, DbError> {
    let row = sqlx::query!(
        r#"select duty_id, version, found_on, closed_on is not null as "closed!"
           from programmes.readiness_breach where tenant_id = $1 and id = $2 for no key update"#,
        tx.tenant().into_uuid(),
        id.into_uuid(),
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|row| {
        let duty = ReadinessDutyId::from_uuid(row.duty_id);
        (duty, row.version, row.found_on, row.closed)
    }))
}

/// Stores the end of a breach that is locked.
#[tracing::instrument(name = "db.readiness.close_breach", skip_all, err(level = "debug"))]
pub(crate) async fn close_breach(
    tx: &mut TenantTx,
    change: &CloseReadinessBreach,
    now: Instant,
) -> Result<(), DbError> {
    sqlx::query!(
        "update programmes.readiness_breach
         set closed_on = $3, closing = $4, version = version + 1, updated_at = $5
         where tenant_id = $1 and id = $2",
        tx.tenant().into_uuid(),
        change.breach_id.into_uuid(),
        change.closed_on,
        change.closing,
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
