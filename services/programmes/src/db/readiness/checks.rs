//! Storing checks with their evidence, and locking them.

use uuid::Uuid;
use wsparcie_kernel::Instant;
use wsparcie_kernel::ids::{ProjectId, ReadinessCheckId, ReadinessDutyId};
use wsparcie_postgres::{DbError, TenantTx};
use wsparcie_programmes_api::{Evidence, PlanReadinessCheck, RecordReadinessCheck};

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
