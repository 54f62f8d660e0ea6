//! SQL of `casework.nomination`. The rules are in `domain::nomination`.

use uuid::Uuid;
use wsparcie_casework_api::{NominatedBy, Nomination, NominationState};
use wsparcie_kernel::ids::{GroupId, NominationId, PersonId, ProjectId};
use wsparcie_kernel::{Date, Instant, PageRequest};
use wsparcie_postgres::{DbError, TenantTx};

use super::{in_walking_order, unknown_code};

/// The index that a second open nomination breaks.
pub(crate) const ONE_OPEN: &str = "nomination_one_open";
const TABLE: &str = "casework.nomination";

struct Row {
    id: Uuid,
    person_id: Uuid,
    project_id: Uuid,
    group_id: Option<Uuid>,
    nominated_by: String,
    nominated_on: Date,
    state: String,
    version: i64,
}

impl TryFrom<Row> for Nomination {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        Ok(Self {
            id: NominationId::from_uuid(row.id),
            person_id: PersonId::from_uuid(row.person_id),
            project_id: ProjectId::from_uuid(row.project_id),
            group_id: row.group_id.map(GroupId::from_uuid),
            nominated_by: NominatedBy::parse(&row.nominated_by).ok_or(unknown_code(TABLE, "nominated_by"))?,
            nominated_on: row.nominated_on,
            state: NominationState::parse(&row.state).ok_or(unknown_code(TABLE, "state"))?,
            version: row.version,
        })
    }
}

/// One page of nominations, of one project if given, in the direction of the walk.
#[tracing::instrument(name = "db.nomination.list", skip_all, err(level = "debug"))]
pub(crate) async fn list(
    tx: &mut TenantTx,
    project: Option<ProjectId>,
    page: &PageRequest,
) -> Result<Vec<Nomination>, DbError> {
    // Four branches, of which the planner runs one: each walks an index of its own.
    let mut rows = sqlx::query_as!(
        Row,
        r#"with ids as (
             (select id from casework.nomination
              where tenant_id = $1 and $6::uuid is null and not $2
                  and id > coalesce($3::uuid, '00000000-0000-0000-0000-000000000000')
                  and id < coalesce($4::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff') order by id limit $5)
             union all
             (select id from casework.nomination
              where tenant_id = $1 and $6::uuid is null and $2
                  and id > coalesce($3::uuid, '00000000-0000-0000-0000-000000000000')
                  and id < coalesce($4::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff') order by id desc limit $5)
             union all
             (select id from casework.nomination
              where tenant_id = $1 and project_id = $6 and not $2
                  and id > coalesce($3::uuid, '00000000-0000-0000-0000-000000000000')
                  and id < coalesce($4::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff') order by id limit $5)
             union all
             (select id from casework.nomination
              where tenant_id = $1 and project_id = $6 and $2
                  and id > coalesce($3::uuid, '00000000-0000-0000-0000-000000000000')
                  and id < coalesce($4::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff') order by id desc limit $5))
           select n.id, n.person_id, n.project_id, n.group_id, n.nominated_by, n.nominated_on, n.state, n.version
           from ids join casework.nomination n on n.tenant_id = $1 and n.id = ids.id"#,
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
    rows.into_iter().map(Nomination::try_from).collect()
}

/// How many nominations there are, of one project if given.
#[tracing::instrument(name = "db.nomination.count", skip_all, err(level = "debug"))]
pub(crate) async fn count(tx: &mut TenantTx, project: Option<ProjectId>) -> Result<i64, DbError> {
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "count!" from casework.nomination
           where tenant_id = $1 and ($2::uuid is null or project_id = $2)"#,
        tx.tenant().into_uuid(),
        project.map(ProjectId::into_uuid),
    )
    .fetch_one(tx.conn())
    .await?)
}

/// Nominations by id, those that the centre has, in the order of their ids.
#[tracing::instrument(name = "db.nomination.find_all", skip_all, err(level = "debug"))]
pub(crate) async fn find_all(tx: &mut TenantTx, ids: &[Uuid]) -> Result<Vec<Nomination>, DbError> {
    let rows = sqlx::query_as!(
        Row,
        "select id, person_id, project_id, group_id, nominated_by, nominated_on, state, version
         from casework.nomination where tenant_id = $1 and id = any($2) order by id",
        tx.tenant().into_uuid(),
        ids,
    )
    .fetch_all(tx.conn())
    .await?;
    rows.into_iter().map(Nomination::try_from).collect()
}

/// What a nomination may point to.
#[expect(clippy::struct_excessive_bools, reason = "a row of independent answers")]
pub(crate) struct Ends {
    pub(crate) has_person: bool,
    pub(crate) has_project: bool,
    /// Whether the centre has the group; so it is if none was named.
    pub(crate) has_group: bool,
    /// Whether the group is the project's; so it is if none was named.
    pub(crate) is_of_project: bool,
    /// From this day nobody new joins the group.
    pub(crate) group_closed_on: Option<Date>,
    /// Whether the project is closed.
    pub(crate) is_closed: bool,
    /// The first day of recruitment.
    pub(crate) opens_on: Option<Date>,
    /// The last day of recruitment.
    pub(crate) closes_on: Option<Date>,
    /// Whether the person takes part in the project already.
    pub(crate) is_enrolled: bool,
}

/// Whether the centre has the person, the project and the group. One statement, whatever there is.
#[tracing::instrument(name = "db.nomination.ends", skip_all, err(level = "debug"))]
pub(crate) async fn ends(
    tx: &mut TenantTx,
    person: PersonId,
    project: ProjectId,
    group: Option<GroupId>,
) -> Result<Ends, DbError> {
    Ok(sqlx::query_as!(
        Ends,
        r#"select exists (select from casework.person where tenant_id = $1 and id = $2) as "has_person!",
                  (i.project_id is not null) as "has_project!", i.opens_on as "opens_on?", i.closes_on as "closes_on?",
                  ($4::uuid is null or g.group_id is not null) as "has_group!",
                  ($4::uuid is null or coalesce(g.project_id = $3, false)) as "is_of_project!",
                  g.closed_on as "group_closed_on?",
                  exists (select from programmes_published.project_status
                          where tenant_id = $1 and project_id = $3 and status = 'closed') as "is_closed!",
                  exists (select from casework.enrolment where tenant_id = $1 and project_id = $3 and person_id = $2)
                      as "is_enrolled!"
           from (select 1) one
           left join programmes_published.project_intake i on i.tenant_id = $1 and i.project_id = $3
           left join programmes_published.participant_group g on g.tenant_id = $1 and g.group_id = $4"#,
        tx.tenant().into_uuid(),
        person.into_uuid(),
        project.into_uuid(),
        group.map(GroupId::into_uuid),
    )
    .fetch_one(tx.conn())
    .await?)
}

/// Stores a nomination.
#[tracing::instrument(name = "db.nomination.insert", skip_all, err(level = "debug"))]
pub(crate) async fn insert(tx: &mut TenantTx, nomination: &Nomination, now: Instant) -> Result<(), DbError> {
    sqlx::query!(
        "insert into casework.nomination
             (tenant_id, id, person_id, project_id, group_id, nominated_by, nominated_on, state, version, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        tx.tenant().into_uuid(),
        nomination.id.into_uuid(),
        nomination.person_id.into_uuid(),
        nomination.project_id.into_uuid(),
        nomination.group_id.map(GroupId::into_uuid),
        nomination.nominated_by.code(),
        nomination.nominated_on,
        nomination.state.code(),
        nomination.version,
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Locks a nomination and reads it; `None` if this centre has no such nomination.
#[tracing::instrument(name = "db.nomination.lock", skip_all, err(level = "debug"))]
pub(crate) async fn lock(tx: &mut TenantTx, id: NominationId) -> Result<Option<Nomination>, DbError> {
    let row = sqlx::query_as!(
        Row,
        "select id, person_id, project_id, group_id, nominated_by, nominated_on, state, version
         from casework.nomination where tenant_id = $1 and id = $2 for no key update",
        tx.tenant().into_uuid(),
        id.into_uuid(),
    )
    .fetch_optional(tx.conn())
    .await?;
    row.map(Nomination::try_from).transpose()
}

/// Marks a locked nomination as enrolled and counts its version on.
#[tracing::instrument(name = "db.nomination.mark_enrolled", skip_all, err(level = "debug"))]
pub(crate) async fn mark_enrolled(tx: &mut TenantTx, id: NominationId) -> Result<(), DbError> {
    sqlx::query!(
        "update casework.nomination set state = 'enrolled', version = version + 1 where tenant_id = $1 and id = $2",
        tx.tenant().into_uuid(),
        id.into_uuid(),
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
