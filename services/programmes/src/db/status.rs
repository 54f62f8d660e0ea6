//! SQL of a project's status and of `programmes.project_status_change`.

use uuid::Uuid;
use wsparcie_kernel::ids::{ApiClientId, ProjectId, UserId};
use wsparcie_kernel::{Date, Instant};
use wsparcie_postgres::{DbError, TenantTx};
use wsparcie_programmes_api::{ProjectStatus, Recorder, StatusChange};

const PROJECT: &str = "programmes.project";
const CHANGE: &str = "programmes.project_status_change";

/// A locked project, as far as its status is concerned.
pub(crate) struct Locked {
    pub(crate) version: i64,
    pub(crate) status: ProjectStatus,
    pub(crate) starts_on: Option<Date>,
    pub(crate) ends_on: Option<Date>,
}

/// Locks a project and reads where it stands; `None` if this centre has no such project.
#[tracing::instrument(name = "db.project_status.lock", skip_all, err(level = "debug"))]
pub(crate) async fn lock(tx: &mut TenantTx, project: ProjectId) -> Result<Option<Locked>, DbError> {
    let row = sqlx::query!(
        "select version, status, starts_on, ends_on from programmes.project
         where tenant_id = $1 and id = $2 for no key update",
        tx.tenant().into_uuid(),
        project.into_uuid(),
    )
    .fetch_optional(tx.conn())
    .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Locked {
        version: row.version,
        status: status(&row.status, PROJECT, "status")?,
        starts_on: row.starts_on,
        ends_on: row.ends_on,
    }))
}

/// How often a locked project has changed its status, and the latest known day of a change.
#[tracing::instrument(name = "db.project_status.history_so_far", skip_all, err(level = "debug"))]
pub(crate) async fn so_far(tx: &mut TenantTx, project: ProjectId) -> Result<(i32, Option<Date>), DbError> {
    let row = sqlx::query!(
        r#"select coalesce(max(number), 0) as "number!", max(changed_on) as last_on
           from programmes.project_status_change where tenant_id = $1 and project_id = $2"#,
        tx.tenant().into_uuid(),
        project.into_uuid(),
    )
    .fetch_one(tx.conn())
    .await?;
    Ok((row.number, row.last_on))
}

/// How many readiness duties a project has, and the latest day that was agreed for one.
#[tracing::instrument(name = "db.project_status.duties", skip_all, err(level = "debug"))]
pub(crate) async fn duties(tx: &mut TenantTx, project: ProjectId) -> Result<(i64, Option<Date>), DbError> {
    let row = sqlx::query!(
        r#"select count(*) as "duties!", max(agreed_until) as agreed_until
           from programmes.readiness_duty where tenant_id = $1 and project_id = $2"#,
        tx.tenant().into_uuid(),
        project.into_uuid(),
    )
    .fetch_one(tx.conn())
    .await?;
    Ok((row.duties, row.agreed_until))
}

/// Moves a locked project, counts its version up and stores the change.
#[tracing::instrument(name = "db.project_status.change", skip_all, err(level = "debug"))]
pub(crate) async fn change(
    tx: &mut TenantTx,
    id: Uuid,
    change: &StatusChange,
    (recorder_kind, recorder): (&str, String),
    now: Instant,
) -> Result<(), DbError> {
    sqlx::query!(
        "with moved as (
             update programmes.project set status = $5, version = version + 1, updated_at = $10
             where tenant_id = $1 and id = $3)
         insert into programmes.project_status_change
             (tenant_id, id, project_id, number, from_status, to_status, changed_on, reason, recorded_by_kind,
              recorded_by, recorded_at)
         values ($1, $2, $3, $4, $6, $5, $7, $8, $9, $11, $10)",
        tx.tenant().into_uuid(),
        id,
        change.project_id.into_uuid(),
        change.number,
        change.to.code(),
        change.from.code(),
        change.on,
        change.reason,
        recorder_kind,
        now,
        recorder,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The histories of several projects, oldest change first.
#[tracing::instrument(name = "db.project_status.find_by_project", skip_all, err(level = "debug"))]
pub(crate) async fn find_by_project(
    tx: &mut TenantTx,
    projects: &[Uuid],
) -> Result<Vec<StatusChange>, DbError> {
    let rows = sqlx::query!(
        "select project_id, number, from_status, to_status, changed_on, reason, recorded_by_kind, recorded_by,
                recorded_at
         from programmes.project_status_change
         where tenant_id = $1 and project_id = any($2) order by project_id, number",
        tx.tenant().into_uuid(),
        projects,
    )
    .fetch_all(tx.conn())
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(StatusChange {
                project_id: ProjectId::from_uuid(row.project_id),
                number: row.number,
                from: status(&row.from_status, CHANGE, "from_status")?,
                to: status(&row.to_status, CHANGE, "to_status")?,
                on: row.changed_on,
                reason: row.reason,
                recorded_by: recorder(&row.recorded_by_kind, &row.recorded_by)?,
                recorded_at: row.recorded_at,
            })
        })
        .collect()
}

fn status(code: &str, table: &'static str, column: &'static str) -> Result<ProjectStatus, DbError> {
    ProjectStatus::parse(code).ok_or(DbError::Inconsistent { table, column })
}

/// Who recorded a change; the platform itself is nobody.
fn recorder(kind: &str, id: &str) -> Result<Option<Recorder>, DbError> {
    let read = || {
        id.parse().map_err(|_| DbError::Inconsistent {
            table: CHANGE,
            column: "recorded_by",
        })
    };
    Ok(match kind {
        "user" => Some(Recorder::User(UserId::from_uuid(read()?))),
        "api_client" => Some(Recorder::ApiClient(ApiClientId::from_uuid(read()?))),
        _ => None,
    })
}
