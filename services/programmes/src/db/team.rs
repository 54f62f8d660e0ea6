//! SQL of `programmes.team_post`.

use uuid::Uuid;
use wsparcie_kernel::ids::{ProjectId, TeamPostId, WorkerId};
use wsparcie_kernel::{Date, Instant};
use wsparcie_postgres::{DbError, TenantTx};
use wsparcie_programmes_api::{Exactness, NewTeamPost, Places};

use crate::domain::team::{Days, Other};

const TABLE: &str = "programmes.team_post";

/// A stored line with the name of its worker.
#[derive(Debug, Clone)]
pub(crate) struct Stored {
    pub(crate) id: TeamPostId,
    pub(crate) worker_name: Option<String>,
    pub(crate) post: NewTeamPost,
    pub(crate) version: i64,
    /// The project's first day, for the labels of codes.
    pub(crate) project_starts_on: Option<Date>,
    /// Whether it was asked for; else it is another post of a worker of one that was.
    pub(crate) is_wanted: bool,
}

/// The lines of projects, and lines by id; beside them every other post of their workers.
#[tracing::instrument(name = "db.team_post.find", skip_all, err(level = "debug"))]
pub(crate) async fn find(tx: &mut TenantTx, projects: &[Uuid], ids: &[Uuid]) -> Result<Vec<Stored>, DbError> {
    let rows = sqlx::query!(
        r#"with wanted as (
               select id, worker_id from programmes.team_post
               where tenant_id = $1 and (project_id = any($2) or id = any($3))
           ),
           beside as (
               select id from wanted
               union
               select other.id from wanted
               join programmes.team_post other on other.tenant_id = $1 and other.worker_id = wanted.worker_id
           )
           select t.id, t.project_id, t.worker_id, t.position, t.duties, t.posts, t.posts_exactness, t.full_time_bp,
                  t.weekly_hours_hundredths, t.valid_from, t.valid_to, t.among_id, t.note, t.version,
                  w.name as "worker_name?", p.starts_on, (wanted.id is not null) as "is_wanted!"
           from beside
           join programmes.team_post t on t.tenant_id = $1 and t.id = beside.id
           join programmes.project p on p.tenant_id = $1 and p.id = t.project_id
           left join programmes.worker w on w.tenant_id = $1 and w.id = t.worker_id
           left join wanted on wanted.id = t.id
           order by t.project_id, t.id"#,
        tx.tenant().into_uuid(),
        projects,
        ids,
    )
    .fetch_all(tx.conn())
    .await?;
    let stored = rows.into_iter().map(|row| {
        let exactness = Exactness::parse(&row.posts_exactness).ok_or(DbError::Inconsistent {
            table: TABLE,
            column: "posts_exactness",
        })?;
        Ok(Stored {
            id: TeamPostId::from_uuid(row.id),
            worker_name: row.worker_name,
            version: row.version,
            project_starts_on: row.starts_on,
            is_wanted: row.is_wanted,
            post: NewTeamPost {
                project_id: ProjectId::from_uuid(row.project_id),
                worker_id: row.worker_id.map(WorkerId::from_uuid),
                position: row.position,
                duties: row.duties,
                posts: Places {
                    count: row.posts,
                    exactness,
                },
                full_time_bp: row.full_time_bp,
                weekly_hours_hundredths: row.weekly_hours_hundredths,
                valid_from: row.valid_from,
                valid_to: row.valid_to,
                among: row.among_id.map(TeamPostId::from_uuid),
                note: row.note,
            },
        })
    });
    stored.collect()
}

/// The lines of a locked project, as another line is checked beside them.
#[tracing::instrument(name = "db.team_post.others", skip_all, err(level = "debug"))]
pub(crate) async fn others(tx: &mut TenantTx, project: ProjectId) -> Result<Vec<Other>, DbError> {
    let rows = sqlx::query!(
        "select id, worker_id, position, valid_from, valid_to, among_id
         from programmes.team_post where tenant_id = $1 and project_id = $2 order by id",
        tx.tenant().into_uuid(),
        project.into_uuid(),
    )
    .fetch_all(tx.conn())
    .await?;
    let others = rows.into_iter().map(|row| Other {
        id: TeamPostId::from_uuid(row.id),
        worker: row.worker_id.map(WorkerId::from_uuid),
        position: row.position,
        days: (row.valid_from, row.valid_to),
        among: row.among_id.map(TeamPostId::from_uuid),
    });
    Ok(others.collect())
}

/// A locked line: its version, its days and its project's.
pub(crate) struct Locked {
    pub(crate) project_id: ProjectId,
    pub(crate) version: i64,
    pub(crate) valid_from: Option<Date>,
    pub(crate) valid_to: Option<Date>,
    pub(crate) project: Days,
}

/// Locks a line; `None` if this centre has no such line.
#[tracing::instrument(name = "db.team_post.lock", skip_all, err(level = "debug"))]
pub(crate) async fn lock(tx: &mut TenantTx, id: TeamPostId) -> Result<Option<Locked>, DbError> {
    let row = sqlx::query!(
        "select t.project_id, t.version, t.valid_from, t.valid_to, p.starts_on, p.ends_on
         from programmes.team_post t join programmes.project p on p.tenant_id = $1 and p.id = t.project_id
         where t.tenant_id = $1 and t.id = $2 for no key update of t",
        tx.tenant().into_uuid(),
        id.into_uuid(),
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|row| Locked {
        project_id: ProjectId::from_uuid(row.project_id),
        version: row.version,
        valid_from: row.valid_from,
        valid_to: row.valid_to,
        project: (row.starts_on, row.ends_on),
    }))
}

/// Stores a line.
#[tracing::instrument(name = "db.team_post.insert", skip_all, err(level = "debug"))]
pub(crate) async fn insert(
    tx: &mut TenantTx,
    id: TeamPostId,
    post: &NewTeamPost,
    now: Instant,
) -> Result<(), DbError> {
    sqlx::query!(
        "insert into programmes.team_post
             (tenant_id, id, project_id, worker_id, position, duties, posts, posts_exactness, full_time_bp,
              weekly_hours_hundredths, valid_from, valid_to, among_id, note, version, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 1, $15)",
        tx.tenant().into_uuid(),
        id.into_uuid(),
        post.project_id.into_uuid(),
        post.worker_id.map(WorkerId::into_uuid),
        post.position,
        &post.duties,
        post.posts.count,
        post.posts.exactness.code(),
        post.full_time_bp,
        post.weekly_hours_hundredths,
        post.valid_from,
        post.valid_to,
        post.among.map(TeamPostId::into_uuid),
        post.note,
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Gives a locked line its last day.
#[tracing::instrument(name = "db.team_post.end", skip_all, err(level = "debug"))]
pub(crate) async fn end(tx: &mut TenantTx, id: TeamPostId, last: Date) -> Result<(), DbError> {
    sqlx::query!(
        "update programmes.team_post set valid_to = $3, version = version + 1 where tenant_id = $1 and id = $2",
        tx.tenant().into_uuid(),
        id.into_uuid(),
        last,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
