//! SQL of `programmes.project_indicator` and `programmes.indicator_value`: writing.

use uuid::Uuid;
use wsparcie_kernel::Instant;
use wsparcie_kernel::ids::{IndicatorId, ProjectId};
use wsparcie_postgres::{DbError, TenantTx};
use wsparcie_programmes_api::{FundingPeriod, IndicatorTargets, RecordIndicatorValue};

use crate::domain::indicator::OwnDraft;

/// The index that a second indicator of one code in one project breaks.
pub(crate) const CODE: &str = "project_indicator_code";

/// An indicator under its lock.
pub(crate) struct Locked {
    pub(crate) version: i64,
    pub(crate) removed: bool,
}

/// Waits until nobody else changes the indicator; `None` if the centre has no such one.
#[tracing::instrument(name = "db.project_indicator.lock", skip_all, err(level = "debug"))]
pub(crate) async fn lock(tx: &mut TenantTx, id: IndicatorId) -> Result<Option<Locked>, DbError> {
    Ok(sqlx::query_as!(
        Locked,
        r#"select version, removed_at is not null as "removed!" from programmes.project_indicator
           where tenant_id = $1 and id = $2 for no key update"#,
        tx.tenant().into_uuid(),
        id.into_uuid(),
    )
    .fetch_optional(tx.conn())
    .await?)
}

/// How many indicators a project has. The project is locked.
#[tracing::instrument(name = "db.project_indicator.count", skip_all, err(level = "debug"))]
pub(crate) async fn count(tx: &mut TenantTx, project: ProjectId) -> Result<i64, DbError> {
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "count!" from programmes.project_indicator
           where tenant_id = $1 and project_id = $2 and removed_at is null"#,
        tx.tenant().into_uuid(),
        project.into_uuid(),
    )
    .fetch_one(tx.conn())
    .await?)
}

/// Stores an indicator of the dictionary.
#[tracing::instrument(name = "db.project_indicator.choose", skip_all, err(level = "debug"))]
pub(crate) async fn choose(
    tx: &mut TenantTx,
    (id, project): (IndicatorId, ProjectId),
    (period, code): (FundingPeriod, &str),
    targets: IndicatorTargets,
    now: Instant,
) -> Result<(), DbError> {
    sqlx::query!(
        "insert into programmes.project_indicator
             (tenant_id, id, project_id, code, origin, period, target_total, target_women, target_men, version, created_at)
         values ($1, $2, $3, $4, 'dictionary', $5, $6, $7, $8, 1, $9)",
        tx.tenant().into_uuid(),
        id.into_uuid(),
        project.into_uuid(),
        code,
        period.code(),
        targets.total,
        targets.women,
        targets.men,
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Stores an own indicator.
#[tracing::instrument(name = "db.project_indicator.add", skip_all, err(level = "debug"))]
pub(crate) async fn add(
    tx: &mut TenantTx,
    (id, project): (IndicatorId, ProjectId),
    draft: &OwnDraft,
    now: Instant,
) -> Result<(), DbError> {
    sqlx::query!(
        "insert into programmes.project_indicator
             (tenant_id, id, project_id, code, origin, kind, unit, by_sex, label_pl, label_en, definition, condition,
              target_total, target_women, target_men, version, created_at)
         values ($1, $2, $3, $4, 'own', $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 1, $15)",
        tx.tenant().into_uuid(),
        id.into_uuid(),
        project.into_uuid(),
        draft.code,
        draft.kind.code(),
        draft.unit,
        draft.by_sex,
        draft.label_pl,
        draft.label_en,
        draft.definition,
        draft.condition,
        draft.targets.total,
        draft.targets.women,
        draft.targets.men,
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Replaces targets and counts the version on.
#[tracing::instrument(name = "db.project_indicator.set_targets", skip_all, err(level = "debug"))]
pub(crate) async fn set_targets(
    tx: &mut TenantTx,
    id: IndicatorId,
    targets: IndicatorTargets,
) -> Result<(), DbError> {
    sqlx::query!(
        "update programmes.project_indicator
         set target_total = $3, target_women = $4, target_men = $5, version = version + 1
         where tenant_id = $1 and id = $2",
        tx.tenant().into_uuid(),
        id.into_uuid(),
        targets.total,
        targets.women,
        targets.men,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Takes an indicator out of its project.
#[tracing::instrument(name = "db.project_indicator.remove", skip_all, err(level = "debug"))]
pub(crate) async fn remove(tx: &mut TenantTx, id: IndicatorId, now: Instant) -> Result<(), DbError> {
    sqlx::query!(
        "update programmes.project_indicator set removed_at = $3, version = version + 1
         where tenant_id = $1 and id = $2",
        tx.tenant().into_uuid(),
        id.into_uuid(),
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Stores a value entered by hand. The indicator is locked.
#[tracing::instrument(name = "db.indicator_value.insert", skip_all, err(level = "debug"))]
pub(crate) async fn value(
    tx: &mut TenantTx,
    (id, project): (Uuid, ProjectId),
    input: &RecordIndicatorValue,
    source: &str,
    now: Instant,
) -> Result<(), DbError> {
    sqlx::query!(
        "insert into programmes.indicator_value
             (tenant_id, id, indicator_id, project_id, number, as_of, total, women, men, source, recorded_at)
         select $1, $2, $3, $4, coalesce(max(number), 0) + 1, $5, $6, $7, $8, $9, $10
         from programmes.indicator_value where tenant_id = $1 and indicator_id = $3",
        tx.tenant().into_uuid(),
        id,
        input.indicator_id.into_uuid(),
        project.into_uuid(),
        input.as_of,
        input.total,
        input.women,
        input.men,
        source,
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
