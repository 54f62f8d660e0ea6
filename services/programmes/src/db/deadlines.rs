//! SQL of what is due: open claims, planned checks, open breaches, ends of readiness; and of the reminders that were sent.

use wsparcie_kernel::ids::{ClaimId, ProjectId, ReadinessBreachId, ReadinessCheckId};
use wsparcie_kernel::{Date, Instant};
use wsparcie_postgres::{DbError, TenantTx};
use wsparcie_programmes_api::ClaimKind;

/// More open things of one sort than a centre can have in work.
const MOST: i64 = 1000;

/// A claim that waits for the centre.
pub(crate) struct OpenClaim {
    pub(crate) id: ClaimId,
    pub(crate) project_id: ProjectId,
    pub(crate) project_title: String,
    pub(crate) kind: ClaimKind,
    pub(crate) period_to: Date,
    pub(crate) answer_by: Option<Date>,
}

/// A check that is planned.
pub(crate) struct PlannedCheck {
    pub(crate) id: ReadinessCheckId,
    pub(crate) project_id: ProjectId,
    pub(crate) project_title: String,
    pub(crate) planned_on: Date,
}

/// A breach that is not closed.
pub(crate) struct OpenBreach {
    pub(crate) id: ReadinessBreachId,
    pub(crate) project_id: ProjectId,
    pub(crate) project_title: String,
    pub(crate) found_on: Date,
}

/// A project that owes readiness.
pub(crate) struct OwingProject {
    pub(crate) id: ProjectId,
    pub(crate) title: String,
    pub(crate) starts_on: Option<Date>,
    pub(crate) ends_on: Option<Date>,
    pub(crate) agreed_until: Option<Date>,
}

/// Drafts whose period has ended by the day given, and claims with questions.
#[tracing::instrument(name = "db.deadline.open_claims", skip_all, err(level = "debug"))]
pub(crate) async fn open_claims(tx: &mut TenantTx, until: Date) -> Result<Vec<OpenClaim>, DbError> {
    let rows = sqlx::query!(
        "select c.id, c.project_id, p.title, c.kind, c.period_to, c.answer_by
         from programmes.claim c join programmes.project p on p.tenant_id = $1 and p.id = c.project_id
         where c.tenant_id = $1 and c.state in ('draft', 'questioned') and coalesce(c.answer_by, c.period_to) <= $2
         order by coalesce(c.answer_by, c.period_to), c.id limit $3",
        tx.tenant().into_uuid(),
        until,
        MOST,
    )
    .fetch_all(tx.conn())
    .await?;
    let claims = rows.into_iter().map(|row| {
        Ok(OpenClaim {
            id: ClaimId::from_uuid(row.id),
            project_id: ProjectId::from_uuid(row.project_id),
            project_title: row.title,
            kind: ClaimKind::parse(&row.kind).ok_or(DbError::Inconsistent {
                table: "programmes.claim",
                column: "kind",
            })?,
            period_to: row.period_to,
            answer_by: row.answer_by,
        })
    });
    claims.collect()
}

/// Checks that are planned by the day given and not done.
#[tracing::instrument(name = "db.deadline.planned_checks", skip_all, err(level = "debug"))]
pub(crate) async fn planned_checks(tx: &mut TenantTx, until: Date) -> Result<Vec<PlannedCheck>, DbError> {
    let rows = sqlx::query!(
        "select c.id, c.project_id, p.title, c.planned_on
         from programmes.readiness_check c join programmes.project p on p.tenant_id = $1 and p.id = c.project_id
         where c.tenant_id = $1 and c.done_on is null and c.planned_on <= $2
         order by c.planned_on, c.id limit $3",
        tx.tenant().into_uuid(),
        until,
        MOST,
    )
    .fetch_all(tx.conn())
    .await?;
    let checks = rows.into_iter().map(|row| PlannedCheck {
        id: ReadinessCheckId::from_uuid(row.id),
        project_id: ProjectId::from_uuid(row.project_id),
        project_title: row.title,
        planned_on: row.planned_on,
    });
    Ok(checks.collect())
}

/// Breaches that are not closed.
#[tracing::instrument(name = "db.deadline.open_breaches", skip_all, err(level = "debug"))]
pub(crate) async fn open_breaches(tx: &mut TenantTx) -> Result<Vec<OpenBreach>, DbError> {
    let rows = sqlx::query!(
        "select b.id, b.project_id, p.title, b.found_on
         from programmes.readiness_breach b join programmes.project p on p.tenant_id = $1 and p.id = b.project_id
         where b.tenant_id = $1 and b.closed_on is null
         order by b.found_on, b.id limit $2",
        tx.tenant().into_uuid(),
        MOST,
    )
    .fetch_all(tx.conn())
    .await?;
    let breaches = rows.into_iter().map(|row| OpenBreach {
        id: ReadinessBreachId::from_uuid(row.id),
        project_id: ProjectId::from_uuid(row.project_id),
        project_title: row.title,
        found_on: row.found_on,
    });
    Ok(breaches.collect())
}

/// Projects with duties of readiness, the newest projects first.
#[tracing::instrument(name = "db.deadline.owing_projects", skip_all, err(level = "debug"))]
pub(crate) async fn owing_projects(tx: &mut TenantTx) -> Result<Vec<OwingProject>, DbError> {
    let rows = sqlx::query!(
        r#"select p.id, p.title, p.starts_on, p.ends_on, max(d.agreed_until) as agreed_until
           from programmes.readiness_duty d join programmes.project p on p.tenant_id = $1 and p.id = d.project_id
           where d.tenant_id = $1
           group by p.id, p.title, p.starts_on, p.ends_on order by p.id desc limit $2"#,
        tx.tenant().into_uuid(),
        MOST,
    )
    .fetch_all(tx.conn())
    .await?;
    let projects = rows.into_iter().map(|row| OwingProject {
        id: ProjectId::from_uuid(row.id),
        title: row.title,
        starts_on: row.starts_on,
        ends_on: row.ends_on,
        agreed_until: row.agreed_until,
    });
    Ok(projects.collect())
}

/// Makes sure that the centre's round of reminders goes on: gives whether a job for today has to be started, which is so for
/// the centre's first deadline, and where a round was missed.
#[tracing::instrument(name = "db.deadline.begin_round", skip_all, err(level = "debug"))]
pub(crate) async fn begin_round(tx: &mut TenantTx, today: Date) -> Result<bool, DbError> {
    let begun = sqlx::query!(
        "insert into programmes.reminder_round (tenant_id, next_on) values ($1, $2)
         on conflict (tenant_id) do update set next_on = excluded.next_on
             where reminder_round.next_on < excluded.next_on",
        tx.tenant().into_uuid(),
        today,
    )
    .execute(tx.conn())
    .await?;
    Ok(begun.rows_affected() == 1)
}

/// Locks the centre's round and reads the day it is for.
#[tracing::instrument(name = "db.deadline.lock_round", skip_all, err(level = "debug"))]
pub(crate) async fn lock_round(tx: &mut TenantTx) -> Result<Option<Date>, DbError> {
    Ok(sqlx::query_scalar!(
        "select next_on from programmes.reminder_round where tenant_id = $1 for no key update",
        tx.tenant().into_uuid(),
    )
    .fetch_optional(tx.conn())
    .await?)
}

/// Sets the day of the next round.
#[tracing::instrument(name = "db.deadline.next_round", skip_all, err(level = "debug"))]
pub(crate) async fn next_round(tx: &mut TenantTx, on: Date) -> Result<(), DbError> {
    sqlx::query!(
        "update programmes.reminder_round set next_on = $2 where tenant_id = $1",
        tx.tenant().into_uuid(),
        on,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Notes reminders; gives the keys of those that were not sent before.
#[tracing::instrument(name = "db.deadline.note_sent", skip_all, err(level = "debug"))]
pub(crate) async fn note_sent(
    tx: &mut TenantTx,
    reminders: &[(String, Date)],
    now: Instant,
) -> Result<Vec<String>, DbError> {
    let keys: Vec<String> = reminders.iter().map(|(key, _)| key.clone()).collect();
    let days: Vec<Date> = reminders.iter().map(|(_, day)| *day).collect();
    Ok(sqlx::query_scalar!(
        "insert into programmes.reminder (tenant_id, key, due_on, sent_at)
         select $1, r.key, r.due_on, $4 from unnest($2::text[], $3::date[]) as r (key, due_on)
         on conflict do nothing returning key",
        tx.tenant().into_uuid(),
        &keys,
        &days,
        now,
    )
    .fetch_all(tx.conn())
    .await?)
}
