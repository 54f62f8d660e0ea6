//! SQL of `casework.group_session`. The rules are in `domain::session`.

use uuid::Uuid;
use wsparcie_casework_api::GroupSession;
use wsparcie_kernel::ids::{ProjectId, SessionId};
use wsparcie_kernel::{Date, Instant, PageRequest};
use wsparcie_postgres::{DbError, TenantTx};

use super::in_walking_order;

struct Row {
    id: Uuid,
    project_id: Uuid,
    title: String,
    held_on: Date,
    minutes: i32,
    version: i64,
}

impl From<Row> for GroupSession {
    fn from(row: Row) -> Self {
        Self {
            id: SessionId::from_uuid(row.id),
            project_id: ProjectId::from_uuid(row.project_id),
            title: row.title,
            held_on: row.held_on,
            minutes: row.minutes,
            version: row.version,
        }
    }
}

/// One page of sessions, of one project if given, in the direction of the walk.
#[tracing::instrument(name = "db.group_session.list", skip_all, err(level = "debug"))]
pub(crate) async fn list(
    tx: &mut TenantTx,
    project: Option<ProjectId>,
    page: &PageRequest,
) -> Result<Vec<GroupSession>, DbError> {
    // Four branches, of which the planner runs one: each walks an index of its own.
    let mut rows = sqlx::query_as!(
        Row,
        r#"with ids as (
             (select id from casework.group_session
              where tenant_id = $1 and $6::uuid is null and not $2
                  and id > coalesce($3::uuid, '00000000-0000-0000-0000-000000000000')
                  and id < coalesce($4::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff') order by id limit $5)
             union all
             (select id from casework.group_session
              where tenant_id = $1 and $6::uuid is null and $2
                  and id > coalesce($3::uuid, '00000000-0000-0000-0000-000000000000')
                  and id < coalesce($4::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff') order by id desc limit $5)
             union all
             (select id from casework.group_session
              where tenant_id = $1 and project_id = $6 and not $2
                  and id > coalesce($3::uuid, '00000000-0000-0000-0000-000000000000')
                  and id < coalesce($4::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff') order by id limit $5)
             union all
             (select id from casework.group_session
              where tenant_id = $1 and project_id = $6 and $2
                  and id > coalesce($3::uuid, '00000000-0000-0000-0000-000000000000')
                  and id < coalesce($4::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff') order by id desc limit $5))
           select s.id, s.project_id, s.title, s.held_on, s.minutes, s.version
           from ids join casework.group_session s on s.tenant_id = $1 and s.id = ids.id"#,
        tx.tenant().into_uuid(),
        page.backward,
        page.after,
        page.before,
        page.fetch_limit(),
        project.map(ProjectId::into_uuid),
    )
    .fetch_all(tx.conn())
    .await?;
    in_walking_order(&mut rows, page, |row| row.id);
    Ok(rows.into_iter().map(GroupSession::from).collect())
}

/// How many sessions there are, of one project if given.
#[tracing::instrument(name = "db.group_session.count", skip_all, err(level = "debug"))]
pub(crate) async fn count(tx: &mut TenantTx, project: Option<ProjectId>) -> Result<i64, DbError> {
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "count!" from casework.group_session
           where tenant_id = $1 and ($2::uuid is null or project_id = $2)"#,
        tx.tenant().into_uuid(),
        project.map(ProjectId::into_uuid),
    )
    .fetch_one(tx.conn())
    .await?)
}

/// Sessions by id, those that the centre has, in the order of their ids.
#[tracing::instrument(name = "db.group_session.find_all", skip_all, err(level = "debug"))]
pub(crate) async fn find_all(tx: &mut TenantTx, ids: &[Uuid]) -> Result<Vec<GroupSession>, DbError> {
    let rows = sqlx::query_as!(
        Row,
        "select id, project_id, title, held_on, minutes, version
         from casework.group_session where tenant_id = $1 and id = any($2) order by id",
        tx.tenant().into_uuid(),
        ids,
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(GroupSession::from).collect())
}

/// Stores a session.
#[tracing::instrument(name = "db.group_session.insert", skip_all, err(level = "debug"))]
pub(crate) async fn insert(tx: &mut TenantTx, session: &GroupSession, now: Instant) -> Result<(), DbError> {
    sqlx::query!(
        "insert into casework.group_session (tenant_id, id, project_id, title, held_on, minutes, version, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        tx.tenant().into_uuid(),
        session.id.into_uuid(),
        session.project_id.into_uuid(),
        session.title,
        session.held_on,
        session.minutes,
        session.version,
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Locks a session and reads it; `None` if this centre has no such session.
#[tracing::instrument(name = "db.group_session.lock", skip_all, err(level = "debug"))]
pub(crate) async fn lock(tx: &mut TenantTx, id: SessionId) -> Result<Option<GroupSession>, DbError> {
    let row = sqlx::query_as!(
        Row,
        "select id, project_id, title, held_on, minutes, version
         from casework.group_session where tenant_id = $1 and id = $2 for no key update",
        tx.tenant().into_uuid(),
        id.into_uuid(),
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(GroupSession::from))
}

/// Counts the version of a locked session on.
#[tracing::instrument(name = "db.group_session.count_on", skip_all, err(level = "debug"))]
pub(crate) async fn count_on(tx: &mut TenantTx, id: SessionId) -> Result<(), DbError> {
    sqlx::query!(
        "update casework.group_session set version = version + 1 where tenant_id = $1 and id = $2",
        tx.tenant().into_uuid(),
        id.into_uuid(),
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
