//! Storing duties and locking them; the days of their projects.

use wsparcie_kernel::ids::{OfferedServiceId, ProjectId, ReadinessDutyId};
use wsparcie_kernel::{Date, Instant};
use wsparcie_postgres::{DbError, TenantTx};
use wsparcie_programmes_api::{AgreeReadiness, NewReadinessDuty};

/// The unique index that says: this service is kept already.
pub(crate) const SERVICE_TAKEN: &str = "readiness_duty_service";

/// A duty whose row is locked.
pub(crate) struct LockedDuty {
    /// Its project.
    pub(crate) project_id: ProjectId,
    /// The last day of a longer time, if one was agreed.
    pub(crate) agreed_until: Option<Date>,
    /// Its version.
    pub(crate) version: i64,
}

/// A project's days, as far as they are known.
pub(crate) struct ProjectDays {
    /// The first one.
    pub(crate) starts_on: Option<Date>,
    /// The last one.
    pub(crate) ends_on: Option<Date>,
}

/// Locks a project and reads its days; `None` if the centre has no such project.
#[tracing::instrument(name = "db.readiness.project_days", skip_all, err(level = "debug"))]
pub(crate) async fn project_days(
    tx: &mut TenantTx,
    project: ProjectId,
) -> Result<Option<ProjectDays>, DbError> {
    Ok(sqlx::query_as!(
        ProjectDays,
        "select starts_on, ends_on from programmes.project where tenant_id = $1 and id = $2 for no key update",
        tx.tenant().into_uuid(),
        project.into_uuid(),
    )
    .fetch_optional(tx.conn())
    .await?)
}

/// Whether the project offers the service, withdrawn or not.
#[tracing::instrument(name = "db.readiness.offers", skip_all, err(level = "debug"))]
pub(crate) async fn offers(
    tx: &mut TenantTx,
    project: ProjectId,
    service: OfferedServiceId,
) -> Result<bool, DbError> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select from programmes.offered_service
             where tenant_id = $1 and id = $3 and project_id = $2) as "offers!""#,
        tx.tenant().into_uuid(),
        project.into_uuid(),
        service.into_uuid(),
    )
    .fetch_one(tx.conn())
    .await?)
}

/// The services of a project's duties, each as it was put into words; `None` where it is one of the project's list.
#[tracing::instrument(name = "db.readiness.services", skip_all, err(level = "debug"))]
pub(crate) async fn services(tx: &mut TenantTx, project: ProjectId) -> Result<Vec<Option<String>>, DbError> {
    Ok(sqlx::query_scalar!(
        "select service from programmes.readiness_duty where tenant_id = $1 and project_id = $2",
        tx.tenant().into_uuid(),
        project.into_uuid(),
    )
    .fetch_all(tx.conn())
    .await?)
}

/// Stores a duty.
#[tracing::instrument(name = "db.readiness.insert_duty", skip_all, err(level = "debug"))]
pub(crate) async fn insert_duty(
    tx: &mut TenantTx,
    id: ReadinessDutyId,
    duty: &NewReadinessDuty,
    now: Instant,
) -> Result<(), DbError> {
    let agreed = duty.agreed.as_ref();
    sqlx::query!(
        "insert into programmes.readiness_duty
             (tenant_id, id, project_id, service_id, service, source_note, agreed_until, agreed_reason, agreed_basis,
              version, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $10, $10)",
        tx.tenant().into_uuid(),
        id.into_uuid(),
        duty.project_id.into_uuid(),
        duty.service_id.map(OfferedServiceId::into_uuid),
        duty.service,
        duty.source_note,
        agreed.map(|agreed| agreed.until),
        agreed.map(|agreed| agreed.reason.as_str()),
        agreed.map(|agreed| agreed.legal_basis.as_str()),
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Locks a duty; `None` if the centre has no such duty.
#[tracing::instrument(name = "db.readiness.lock_duty", skip_all, err(level = "debug"))]
pub(crate) async fn lock_duty(tx: &mut TenantTx, id: ReadinessDutyId) -> Result<Option<LockedDuty>, DbError> {
    let row = sqlx::query!(
        "select project_id, agreed_until, version from programmes.readiness_duty
         where tenant_id = $1 and id = $2 for no key update",
        tx.tenant().into_uuid(),
        id.into_uuid(),
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|row| LockedDuty {
        project_id: ProjectId::from_uuid(row.project_id),
        agreed_until: row.agreed_until,
        version: row.version,
    }))
}

/// Stores a longer time for a duty that is locked.
#[tracing::instrument(name = "db.readiness.agree", skip_all, err(level = "debug"))]
pub(crate) async fn agree(tx: &mut TenantTx, change: &AgreeReadiness, now: Instant) -> Result<(), DbError> {
    sqlx::query!(
        "update programmes.readiness_duty
         set agreed_until = $3, agreed_reason = $4, agreed_basis = $5, version = version + 1, updated_at = $6
         where tenant_id = $1 and id = $2",
        tx.tenant().into_uuid(),
        change.duty_id.into_uuid(),
        change.agreed.until,
        change.agreed.reason,
        change.agreed.legal_basis,
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
