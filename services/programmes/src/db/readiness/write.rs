//! Storing duties, checks and breaches, and locking them.

use uuid::Uuid;
use wsparcie_kernel::ids::{
    OfferedServiceId, ProjectId, ReadinessBreachId, ReadinessCheckId, ReadinessDutyId,
};
use wsparcie_kernel::{Date, Instant};
use wsparcie_postgres::{DbError, TenantTx};
use wsparcie_programmes_api::{
    AgreeReadiness, CloseReadinessBreach, Evidence, NewReadinessDuty, PlanReadinessCheck,
    RecordReadinessCheck, ReportReadinessBreach,
};

/// The unique index that says: this service is kept already.
pub(crate) const SERVICE_TAKEN: &str = "readiness_duty_service";
/// The key that says: the centre has no such document.
pub(crate) const UNKNOWN_DOCUMENT: &str = "readiness_evidence_document";

/// A check whose row is locked.
pub(crate) struct LockedCheck {
    /// Its duty.
    pub(crate) duty_id: ReadinessDutyId,
    /// Its version.
    pub(crate) version: i64,
    /// Whether it was done.
    pub(crate) done: bool,
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

/// How many duties a project has.
#[tracing::instrument(name = "db.readiness.count_duties", skip_all, err(level = "debug"))]
pub(crate) async fn count_duties(tx: &mut TenantTx, project: ProjectId) -> Result<i64, DbError> {
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "count!" from programmes.readiness_duty where tenant_id = $1 and project_id = $2"#,
        tx.tenant().into_uuid(),
        project.into_uuid(),
    )
    .fetch_one(tx.conn())
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

/// Locks a duty and reads its project and version.
#[tracing::instrument(name = "db.readiness.lock_duty", skip_all, err(level = "debug"))]
pub(crate) async fn lock_duty(
    tx: &mut TenantTx,
    id: ReadinessDutyId,
) -> Result<Option<(ProjectId, i64)>, DbError> {
    let row = sqlx::query!(
        "select project_id, version from programmes.readiness_duty where tenant_id = $1 and id = $2 for no key update",
        tx.tenant().into_uuid(),
        id.into_uuid(),
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|row| (ProjectId::from_uuid(row.project_id), row.version)))
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

/// How many checks a duty has that is locked.
#[tracing::instrument(name = "db.readiness.count_checks", skip_all, err(level = "debug"))]
pub(crate) async fn count_checks(tx: &mut TenantTx, duty: ReadinessDutyId) -> Result<i64, DbError> {
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "count!" from programmes.readiness_check where tenant_id = $1 and duty_id = $2"#,
        tx.tenant().into_uuid(),
        duty.into_uuid(),
    )
    .fetch_one(tx.conn())
    .await?)
}

/// Stores a planned check.
#[tracing::instrument(name = "db.readiness.insert_check", skip_all, err(level = "debug"))]
pub(crate) async fn insert_check(
    tx: &mut TenantTx,
    id: ReadinessCheckId,
    project: ProjectId,
    check: &PlanReadinessCheck,
    now: Instant,
) -> Result<(), DbError> {
    sqlx::query!(
        "insert into programmes.readiness_check
             (tenant_id, id, project_id, duty_id, planned_on, version, created_at, updated_at)
         values ($1, $2, $3, $4, $5, 1, $6, $6)",
        tx.tenant().into_uuid(),
        id.into_uuid(),
        project.into_uuid(),
        check.duty_id.into_uuid(),
        check.planned_on,
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Locks a check.
#[tracing::instrument(name = "db.readiness.lock_check", skip_all, err(level = "debug"))]
pub(crate) async fn lock_check(
    tx: &mut TenantTx,
    id: ReadinessCheckId,
) -> Result<Option<LockedCheck>, DbError> {
    let row = sqlx::query!(
        r#"select duty_id, version, done_on is not null as "done!"
           from programmes.readiness_check where tenant_id = $1 and id = $2 for no key update"#,
        tx.tenant().into_uuid(),
        id.into_uuid(),
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|row| LockedCheck {
        duty_id: ReadinessDutyId::from_uuid(row.duty_id),
        version: row.version,
        done: row.done,
    }))
}

/// Stores what a check that is locked found.
#[tracing::instrument(name = "db.readiness.record_check", skip_all, err(level = "debug"))]
pub(crate) async fn record_check(
    tx: &mut TenantTx,
    check: &RecordReadinessCheck,
    now: Instant,
) -> Result<(), DbError> {
    sqlx::query!(
        "update programmes.readiness_check
         set done_on = $3, done_by = $4, outcome = $5, note = $6, version = version + 1, updated_at = $7
         where tenant_id = $1 and id = $2",
        tx.tenant().into_uuid(),
        check.check_id.into_uuid(),
        check.done_on,
        check.done_by,
        check.outcome.code(),
        check.note,
        now,
    )
    .execute(tx.conn())
    .await?;
    let (mut documents, mut words) = (Vec::new(), Vec::new());
    for evidence in &check.evidence {
        match evidence {
            Evidence::Document(id) => {
                documents.push(Some(id.into_uuid()));
                words.push(None);
            }
            Evidence::Words(text) => {
                documents.push(None);
                words.push(Some(text.clone()));
            }
        }
    }
    sqlx::query!(
        "insert into programmes.readiness_evidence (tenant_id, check_id, position, document_id, words)
         select $1, $2, e.position::integer, e.document_id, e.words
         from unnest($3::uuid[], $4::text[]) with ordinality as e (document_id, words, position)",
        tx.tenant().into_uuid(),
        check.check_id.into_uuid(),
        &documents as &[Option<Uuid>],
        &words as &[Option<String>],
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

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
