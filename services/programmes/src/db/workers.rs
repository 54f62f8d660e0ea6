//! SQL of `programmes.worker`.

use uuid::Uuid;
use wsparcie_kernel::ids::WorkerId;
use wsparcie_kernel::{Instant, PageRequest};
use wsparcie_postgres::{DbError, TenantTx};
use wsparcie_programmes_api::Worker;

use super::projects::in_walking_order;

fn worker(id: Uuid, name: String) -> Worker {
    Worker {
        id: WorkerId::from_uuid(id),
        name,
    }
}

/// One page of the centre's workers, in the direction of the walk.
#[tracing::instrument(name = "db.worker.list", skip_all, err(level = "debug"))]
pub(crate) async fn list(tx: &mut TenantTx, page: &PageRequest) -> Result<Vec<Worker>, DbError> {
    let rows = sqlx::query!(
        r#"with ids as (
             (select id from programmes.worker
              where tenant_id = $1 and not $2 and id > coalesce($3::uuid, '00000000-0000-0000-0000-000000000000')
                  and id < coalesce($4::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff') order by id limit $5)
             union all
             (select id from programmes.worker
              where tenant_id = $1 and $2 and id > coalesce($3::uuid, '00000000-0000-0000-0000-000000000000')
                  and id < coalesce($4::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff') order by id desc limit $5))
           select w.id, w.name from ids join programmes.worker w on w.tenant_id = $1 and w.id = ids.id"#,
        tx.tenant().into_uuid(),
        page.backward,
        page.after,
        page.before,
        page.fetch_limit(),
    )
    .fetch_all(tx.conn())
    .await?;
    let mut workers: Vec<Worker> = rows.into_iter().map(|row| worker(row.id, row.name)).collect();
    in_walking_order(&mut workers, page, |worker| worker.id.into_uuid());
    Ok(workers)
}

/// How many workers the centre has.
#[tracing::instrument(name = "db.worker.count", skip_all, err(level = "debug"))]
pub(crate) async fn count(tx: &mut TenantTx) -> Result<i64, DbError> {
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "count!" from programmes.worker where tenant_id = $1"#,
        tx.tenant().into_uuid(),
    )
    .fetch_one(tx.conn())
    .await?)
}

/// Workers by id, those that the centre has.
#[tracing::instrument(name = "db.worker.find_all", skip_all, err(level = "debug"))]
pub(crate) async fn find_all(tx: &mut TenantTx, ids: &[Uuid]) -> Result<Vec<Worker>, DbError> {
    let rows = sqlx::query!(
        "select id, name from programmes.worker where tenant_id = $1 and id = any($2) order by id",
        tx.tenant().into_uuid(),
        ids,
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(|row| worker(row.id, row.name)).collect())
}

/// Stores a worker.
#[tracing::instrument(name = "db.worker.insert", skip_all, err(level = "debug"))]
pub(crate) async fn insert(tx: &mut TenantTx, id: WorkerId, name: &str, now: Instant) -> Result<(), DbError> {
    sqlx::query!(
        "insert into programmes.worker (tenant_id, id, name, version, created_at) values ($1, $2, $3, 1, $4)",
        tx.tenant().into_uuid(),
        id.into_uuid(),
        name,
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
