//! SQL of `programmes.work_hours`. The rules are in `domain::work_hours`.

use std::collections::HashMap;

use uuid::Uuid;
use wsparcie_kernel::ids::{ProjectId, WorkHoursId, WorkerId};
use wsparcie_kernel::{Date, Instant, PageRequest};
use wsparcie_postgres::{DbError, TenantTx};
use wsparcie_programmes_api::{Engagement, WorkHours, WorkerMonth};

use crate::domain::work_hours::{HoursLimit, LIMIT_RATE};

/// Locks a worker. False if this centre has no such worker.
#[tracing::instrument(name = "db.work_hours.lock_worker", skip_all, err(level = "debug"))]
pub(crate) async fn lock_worker(tx: &mut TenantTx, worker: WorkerId) -> Result<bool, DbError> {
    let found = sqlx::query_scalar!(
        "select id from programmes.worker where tenant_id = $1 and id = $2 for no key update",
        tx.tenant().into_uuid(),
        worker.into_uuid(),
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(found.is_some())
}

/// The limit of a month, as known now.
#[tracing::instrument(name = "db.work_hours.limit_of", skip_all, err(level = "debug"))]
pub(crate) async fn limit_of(tx: &mut TenantTx, month: Date) -> Result<Option<HoursLimit>, DbError> {
    let row = sqlx::query!(
        "select amount, legal_basis from programmes.rate
         where code = $1 and unit = 'hour' and valid_from <= $2 and (valid_to is null or valid_to >= $2)
             and ended_by is null",
        LIMIT_RATE,
        month,
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|row| HoursLimit {
        hundredths: row.amount.saturating_mul(100),
        legal_basis: row.legal_basis,
    }))
}

/// The ids of one page of the centre's workers, in the direction of the walk.
#[tracing::instrument(name = "db.work_hours.worker_ids", skip_all, err(level = "debug"))]
pub(crate) async fn worker_ids(tx: &mut TenantTx, page: &PageRequest) -> Result<Vec<Uuid>, DbError> {
    Ok(sqlx::query_scalar!(
        r#"(select id as "id!" from programmes.worker
            where tenant_id = $1 and not $2 and id > coalesce($3::uuid, '00000000-0000-0000-0000-000000000000')
                and id < coalesce($4::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff') order by id limit $5)
           union all
           (select id from programmes.worker
            where tenant_id = $1 and $2 and id > coalesce($3::uuid, '00000000-0000-0000-0000-000000000000')
                and id < coalesce($4::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff') order by id desc limit $5)"#,
        tx.tenant().into_uuid(),
        page.backward,
        page.after,
        page.before,
        page.fetch_limit(),
    )
    .fetch_all(tx.conn())
    .await?)
}

/// How many workers the centre has.
#[tracing::instrument(name = "db.work_hours.count_workers", skip_all, err(level = "debug"))]
pub(crate) async fn count_workers(tx: &mut TenantTx) -> Result<i64, DbError> {
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "count!" from programmes.worker where tenant_id = $1"#,
        tx.tenant().into_uuid(),
    )
    .fetch_one(tx.conn())
    .await?)
}

/// The month of several workers, in the order of their ids; those without hours have none.
#[tracing::instrument(name = "db.work_hours.months", skip_all, err(level = "debug"))]
pub(crate) async fn months(
    tx: &mut TenantTx,
    workers: &[Uuid],
    month: Date,
    limit: Option<&HoursLimit>,
) -> Result<Vec<WorkerMonth>, DbError> {
    let rows = sqlx::query!(
        r#"select w.id as worker_id, w.name, h.id as "id?", h.engagement as "engagement?", h.project_id as "project_id?",
                  h.engagement_name as "engagement_name?", h.hours_hundredths as "hours?",
                  h.is_over_limit as "is_over_limit?", h.version as "version?"
           from programmes.worker w
           left join programmes.work_hours h
               on h.tenant_id = $1 and h.worker_id = w.id and h.month = $3
           where w.tenant_id = $1 and w.id = any($2) order by w.id, h.id"#,
        tx.tenant().into_uuid(),
        workers,
        month,
    )
    .fetch_all(tx.conn())
    .await?;
    let mut found: Vec<WorkerMonth> = Vec::new();
    let mut places: HashMap<Uuid, usize> = HashMap::new();
    for row in rows {
        let at = *places.entry(row.worker_id).or_insert_with(|| {
            found.push(WorkerMonth {
                worker_id: WorkerId::from_uuid(row.worker_id),
                name: row.name,
                month,
                hours: Vec::new(),
                total_hundredths: 0,
                limit_hundredths: limit.map(|limit| limit.hundredths),
                limit_basis: limit.map(|limit| limit.legal_basis.clone()),
            });
            found.len() - 1
        });
        let (Some(id), Some(engagement), Some(hours), Some(is_over_limit), Some(version)) =
            (row.id, row.engagement, row.hours, row.is_over_limit, row.version)
        else {
            continue;
        };
        let engagement = Engagement::parse(&engagement).ok_or(DbError::Inconsistent {
            table: "programmes.work_hours",
            column: "engagement",
        })?;
        found[at].total_hundredths += i64::from(hours);
        found[at].hours.push(WorkHours {
            id: WorkHoursId::from_uuid(id),
            engagement,
            project_id: row.project_id.map(ProjectId::from_uuid),
            name: row.engagement_name,
            hours_hundredths: hours,
            is_over_limit,
            version,
        });
    }
    Ok(found)
}

/// The worker and month that hours belong to.
#[tracing::instrument(name = "db.work_hours.place_of", skip_all, err(level = "debug"))]
pub(crate) async fn place_of(tx: &mut TenantTx, id: Uuid) -> Result<Option<(WorkerId, Date)>, DbError> {
    let row = sqlx::query!(
        "select worker_id, month from programmes.work_hours where tenant_id = $1 and id = $2",
        tx.tenant().into_uuid(),
        id,
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|row| (WorkerId::from_uuid(row.worker_id), row.month)))
}

/// What is stored of hours.
pub(crate) struct HoursRow<'a> {
    pub(crate) id: Uuid,
    pub(crate) worker: WorkerId,
    pub(crate) month: Date,
    pub(crate) engagement: Engagement,
    pub(crate) project: Option<ProjectId>,
    pub(crate) name: Option<&'a str>,
    pub(crate) hours_hundredths: i32,
    pub(crate) is_over_limit: bool,
    pub(crate) limit: Option<i64>,
    pub(crate) version: i64,
}

/// Stores the hours of an engagement, in the place of what was there.
#[tracing::instrument(name = "db.work_hours.put", skip_all, err(level = "debug"))]
pub(crate) async fn put(tx: &mut TenantTx, row: &HoursRow<'_>, now: Instant) -> Result<(), DbError> {
    sqlx::query!(
        "insert into programmes.work_hours
             (tenant_id, id, worker_id, month, engagement, project_id, engagement_name, hours_hundredths, is_over_limit,
              limit_hundredths, version, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12)
         on conflict (tenant_id, id) do update set hours_hundredths = excluded.hours_hundredths,
             is_over_limit = excluded.is_over_limit, limit_hundredths = excluded.limit_hundredths,
             version = excluded.version, updated_at = excluded.updated_at",
        tx.tenant().into_uuid(),
        row.id,
        row.worker.into_uuid(),
        row.month,
        row.engagement.code(),
        row.project.map(ProjectId::into_uuid),
        row.name,
        row.hours_hundredths,
        row.is_over_limit,
        row.limit.and_then(|limit| i32::try_from(limit).ok()),
        row.version,
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
