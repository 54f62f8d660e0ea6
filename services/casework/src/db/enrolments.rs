//! SQL of `casework.enrolment` and of the lock that its counting needs. The rules are in `domain`.

use uuid::Uuid;
use wsparcie_casework_api::{Enrolment, EnrolmentCounts, EnrolmentState, GroupEnrolmentCounts};
use wsparcie_kernel::ids::{EnrolmentId, GroupId, NominationId, PersonId, ProjectId, VerdictId};
use wsparcie_kernel::national::Sex;
use wsparcie_kernel::{Date, Instant, PageRequest};
use wsparcie_postgres::{DbError, TenantTx};

use super::{in_walking_order, unknown_code};
use crate::domain::rules::OnPlaces;

/// The constraint that a second participation of one person in one project breaks.
pub(crate) const PERSON_TAKES_PART: &str = "enrolment_person";
const TABLE: &str = "casework.enrolment";

struct Row {
    id: Uuid,
    nomination_id: Uuid,
    person_id: Uuid,
    project_id: Uuid,
    group_id: Option<Uuid>,
    state: String,
    starts_on: Date,
}

impl TryFrom<Row> for Enrolment {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        Ok(Self {
            id: EnrolmentId::from_uuid(row.id),
            nomination_id: NominationId::from_uuid(row.nomination_id),
            person_id: PersonId::from_uuid(row.person_id),
            project_id: ProjectId::from_uuid(row.project_id),
            group_id: row.group_id.map(GroupId::from_uuid),
            state: EnrolmentState::parse(&row.state).ok_or(unknown_code(TABLE, "state"))?,
            starts_on: row.starts_on,
        })
    }
}

/// One page of enrolments, of one project if given, in the direction of the walk.
#[tracing::instrument(name = "db.enrolment.list", skip_all, err(level = "debug"))]
pub(crate) async fn list(
    tx: &mut TenantTx,
    project: Option<ProjectId>,
    page: &PageRequest,
) -> Result<Vec<Enrolment>, DbError> {
    // Four branches, of which the planner runs one: each walks an index of its own.
    let mut rows = sqlx::query_as!(
        Row,
        r#"with ids as (
             (select id from casework.enrolment
              where tenant_id = $1 and $6::uuid is null and not $2
                  and id > coalesce($3::uuid, '00000000-0000-0000-0000-000000000000')
                  and id < coalesce($4::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff') order by id limit $5)
             union all
             (select id from casework.enrolment
              where tenant_id = $1 and $6::uuid is null and $2
                  and id > coalesce($3::uuid, '00000000-0000-0000-0000-000000000000')
                  and id < coalesce($4::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff') order by id desc limit $5)
             union all
             (select id from casework.enrolment
              where tenant_id = $1 and project_id = $6 and not $2
                  and id > coalesce($3::uuid, '00000000-0000-0000-0000-000000000000')
                  and id < coalesce($4::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff') order by id limit $5)
             union all
             (select id from casework.enrolment
              where tenant_id = $1 and project_id = $6 and $2
                  and id > coalesce($3::uuid, '00000000-0000-0000-0000-000000000000')
                  and id < coalesce($4::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff') order by id desc limit $5))
           select e.id, e.nomination_id, e.person_id, e.project_id, n.group_id, e.state, e.starts_on
           from ids join casework.enrolment e on e.tenant_id = $1 and e.id = ids.id
           join casework.nomination n on n.tenant_id = $1 and n.id = e.nomination_id"#,
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
    rows.into_iter().map(Enrolment::try_from).collect()
}

/// How many enrolments there are, of one project if given.
#[tracing::instrument(name = "db.enrolment.count", skip_all, err(level = "debug"))]
pub(crate) async fn count(tx: &mut TenantTx, project: Option<ProjectId>) -> Result<i64, DbError> {
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "count!" from casework.enrolment
           where tenant_id = $1 and ($2::uuid is null or project_id = $2)"#,
        tx.tenant().into_uuid(),
        project.map(ProjectId::into_uuid),
    )
    .fetch_one(tx.conn())
    .await?)
}

/// Enrolments by id, those that the centre has, in the order of their ids.
#[tracing::instrument(name = "db.enrolment.find_all", skip_all, err(level = "debug"))]
pub(crate) async fn find_all(tx: &mut TenantTx, ids: &[Uuid]) -> Result<Vec<Enrolment>, DbError> {
    let rows = sqlx::query_as!(
        Row,
        "select e.id, e.nomination_id, e.person_id, e.project_id, n.group_id, e.state, e.starts_on
         from casework.enrolment e join casework.nomination n on n.tenant_id = $1 and n.id = e.nomination_id
         where e.tenant_id = $1 and e.id = any($2) order by e.id",
        tx.tenant().into_uuid(),
        ids,
    )
    .fetch_all(tx.conn())
    .await?;
    rows.into_iter().map(Enrolment::try_from).collect()
}

/// How many people of each project are on places and on the reserve, by sex; a project nobody was enrolled in counts 0.
#[tracing::instrument(name = "db.enrolment.counts", skip_all, err(level = "debug"))]
pub(crate) async fn counts(tx: &mut TenantTx, projects: &[Uuid]) -> Result<Vec<EnrolmentCounts>, DbError> {
    let rows = sqlx::query!(
        r#"select wanted.id as "project_id!",
                  count(*) filter (where e.state = 'enrolled' and e.sex = 'K') as "women!",
                  count(*) filter (where e.state = 'enrolled' and e.sex = 'M') as "men!",
                  count(*) filter (where e.state <> 'enrolled' and e.sex = 'K') as "reserve_women!",
                  count(*) filter (where e.state <> 'enrolled' and e.sex = 'M') as "reserve_men!"
           from (select distinct unnest($2::uuid[]) as id) wanted
           left join casework.enrolment e on e.tenant_id = $1 and e.project_id = wanted.id
           group by wanted.id order by wanted.id"#,
        tx.tenant().into_uuid(),
        projects,
    )
    .fetch_all(tx.conn())
    .await?;
    let counts = rows.into_iter().map(|row| EnrolmentCounts {
        project_id: ProjectId::from_uuid(row.project_id),
        women: row.women,
        men: row.men,
        reserve_women: row.reserve_women,
        reserve_men: row.reserve_men,
    });
    Ok(counts.collect())
}

/// How many people of each group of a project are on places and on the reserve, by sex; a group that nobody is in counts 0.
#[tracing::instrument(name = "db.enrolment.group_counts", skip_all, err(level = "debug"))]
pub(crate) async fn group_counts(
    tx: &mut TenantTx,
    groups: &[Uuid],
) -> Result<Vec<GroupEnrolmentCounts>, DbError> {
    let rows = sqlx::query!(
        r#"select wanted.id as "group_id!",
                  count(*) filter (where e.state = 'enrolled' and e.sex = 'K') as "women!",
                  count(*) filter (where e.state = 'enrolled' and e.sex = 'M') as "men!",
                  count(*) filter (where e.state <> 'enrolled' and e.sex = 'K') as "reserve_women!",
                  count(*) filter (where e.state <> 'enrolled' and e.sex = 'M') as "reserve_men!"
           from (select distinct unnest($2::uuid[]) as id) wanted
           left join casework.nomination n on n.tenant_id = $1 and n.group_id = wanted.id
           left join casework.enrolment e on e.tenant_id = $1 and e.nomination_id = n.id
           group by wanted.id order by wanted.id"#,
        tx.tenant().into_uuid(),
        groups,
    )
    .fetch_all(tx.conn())
    .await?;
    let counts = rows.into_iter().map(|row| GroupEnrolmentCounts {
        group_id: GroupId::from_uuid(row.group_id),
        women: row.women,
        men: row.men,
        reserve_women: row.reserve_women,
        reserve_men: row.reserve_men,
    });
    Ok(counts.collect())
}

/// Waits until nobody else enrols into the project; holds until the transaction ends.
#[tracing::instrument(name = "db.enrolment.lock_intake", skip_all, err(level = "debug"))]
pub(crate) async fn lock_intake(tx: &mut TenantTx, project: ProjectId) -> Result<(), DbError> {
    sqlx::query!(
        "insert into casework.project_intake_lock as held (tenant_id, project_id, version) values ($1, $2, 1)
         on conflict (tenant_id, project_id) do update set version = held.version + 1",
        tx.tenant().into_uuid(),
        project.into_uuid(),
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// How many people are on places of the project, and of the group if one is named. Under [`lock_intake`], and a statement
/// of its own on purpose: its snapshot must be from after the wait for the lock, or two enrolments at once would count the
/// same free place.
#[tracing::instrument(name = "db.enrolment.on_places", skip_all, err(level = "debug"))]
pub(crate) async fn on_places(
    tx: &mut TenantTx,
    project: ProjectId,
    group: Option<GroupId>,
) -> Result<(OnPlaces, OnPlaces), DbError> {
    let row = sqlx::query!(
        r#"select p.women as "women!", p.men as "men!", g.women as "group_women!", g.men as "group_men!"
           from (select count(*) filter (where sex = 'K') as women, count(*) filter (where sex = 'M') as men
                 from casework.enrolment where tenant_id = $1 and project_id = $2 and state = 'enrolled') p
           cross join (
                 select count(*) filter (where e.sex = 'K') as women, count(*) filter (where e.sex = 'M') as men
                 from casework.nomination n
                 join casework.enrolment e on e.tenant_id = $1 and e.nomination_id = n.id
                 where n.tenant_id = $1 and n.group_id = $3 and e.state = 'enrolled') g"#,
        tx.tenant().into_uuid(),
        project.into_uuid(),
        group.map(GroupId::into_uuid),
    )
    .fetch_one(tx.conn())
    .await?;
    let counted = |women: i64, men: i64| OnPlaces {
        women: u32::try_from(women).unwrap_or(u32::MAX),
        men: u32::try_from(men).unwrap_or(u32::MAX),
    };
    Ok((
        counted(row.women, row.men),
        counted(row.group_women, row.group_men),
    ))
}

/// Stores an enrolment.
#[tracing::instrument(name = "db.enrolment.insert", skip_all, err(level = "debug"))]
pub(crate) async fn insert(
    tx: &mut TenantTx,
    enrolment: &Enrolment,
    verdict: VerdictId,
    sex: Sex,
    now: Instant,
) -> Result<(), DbError> {
    sqlx::query!(
        "insert into casework.enrolment
             (tenant_id, id, nomination_id, person_id, project_id, verdict_id, state, sex, starts_on, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        tx.tenant().into_uuid(),
        enrolment.id.into_uuid(),
        enrolment.nomination_id.into_uuid(),
        enrolment.person_id.into_uuid(),
        enrolment.project_id.into_uuid(),
        verdict.into_uuid(),
        enrolment.state.code(),
        sex.as_str(),
        enrolment.starts_on,
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
