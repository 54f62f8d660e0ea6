//! SQL of `programmes.participant_group`.

use sqlx::types::Json;
use uuid::Uuid;
use wsparcie_kernel::ids::{GroupId, ProjectId};
use wsparcie_kernel::{Date, Instant};
use wsparcie_postgres::{DbError, TenantTx};
use wsparcie_programmes_api::{Criterion, DatePrecision, GroupDay, GroupFacts, ParticipantGroup, Places};

use super::places;

const TABLE: &str = "programmes.participant_group";
/// The unique key that says: the project has a group of this name.
pub(crate) const NAME_TAKEN: &str = "participant_group_name";

/// A group beside its project's places.
pub(crate) struct Stored {
    pub(crate) group: ParticipantGroup,
    pub(crate) project_places: Option<Places>,
}

/// The groups of projects, and groups by id.
#[tracing::instrument(name = "db.participant_group.find", skip_all, err(level = "debug"))]
pub(crate) async fn find(tx: &mut TenantTx, projects: &[Uuid], ids: &[Uuid]) -> Result<Vec<Stored>, DbError> {
    let rows = sqlx::query!(
        r#"select g.id, g.project_id, g.name, g.starts_on, g.ends_on, g.starts_precision, g.ends_precision, g.places,
                  g.places_exactness, g.places_women, g.places_women_exactness, g.places_men, g.places_men_exactness,
                  g.criteria as "criteria: Json<Vec<Criterion>>", g.note, g.closed_on, g.version,
                  p.places_total, p.places_total_exactness
           from programmes.participant_group g
           join programmes.project p on p.tenant_id = $1 and p.id = g.project_id
           where g.tenant_id = $1 and (g.project_id = any($2) or g.id = any($3))
           order by g.project_id, g.id"#,
        tx.tenant().into_uuid(),
        projects,
        ids,
    )
    .fetch_all(tx.conn())
    .await?;
    let stored = rows.into_iter().map(|row| {
        let total = row.places_total_exactness.as_deref();
        let (women, men) = (
            row.places_women_exactness.as_deref(),
            row.places_men_exactness.as_deref(),
        );
        Ok(Stored {
            project_places: places::read(row.places_total, total, "programmes.project", "places_total")?,
            group: ParticipantGroup {
                id: GroupId::from_uuid(row.id),
                project_id: ProjectId::from_uuid(row.project_id),
                facts: GroupFacts {
                    name: row.name,
                    starts_on: day(row.starts_on, row.starts_precision.as_deref(), "starts_precision")?,
                    ends_on: day(row.ends_on, row.ends_precision.as_deref(), "ends_precision")?,
                    places: places::read(row.places, row.places_exactness.as_deref(), TABLE, "places")?,
                    places_women: places::read(row.places_women, women, TABLE, "places_women")?,
                    places_men: places::read(row.places_men, men, TABLE, "places_men")?,
                    criteria: row.criteria.0,
                    note: row.note,
                },
                closed_on: row.closed_on,
                version: row.version,
            },
        })
    });
    stored.collect()
}

fn day(
    day: Option<Date>,
    precision: Option<&str>,
    column: &'static str,
) -> Result<Option<GroupDay>, DbError> {
    let Some((day, code)) = day.zip(precision) else {
        return Ok(None);
    };
    let precision = DatePrecision::parse(code).ok_or(DbError::Inconsistent { table: TABLE, column })?;
    Ok(Some(GroupDay { day, precision }))
}

/// How many groups a locked project has.
#[tracing::instrument(name = "db.participant_group.count", skip_all, err(level = "debug"))]
pub(crate) async fn count(tx: &mut TenantTx, project: ProjectId) -> Result<i64, DbError> {
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "count!" from programmes.participant_group where tenant_id = $1 and project_id = $2"#,
        tx.tenant().into_uuid(),
        project.into_uuid(),
    )
    .fetch_one(tx.conn())
    .await?)
}

/// A locked group.
pub(crate) struct Locked {
    pub(crate) project_id: ProjectId,
    pub(crate) version: i64,
    pub(crate) starts_on: Option<Date>,
    pub(crate) is_closed: bool,
    pub(crate) project: (Option<Date>, Option<Date>),
    pub(crate) recruitment_from: Option<Date>,
}

/// Locks a group; `None` if this centre has no such group.
#[tracing::instrument(name = "db.participant_group.lock", skip_all, err(level = "debug"))]
pub(crate) async fn lock(tx: &mut TenantTx, id: GroupId) -> Result<Option<Locked>, DbError> {
    let row = sqlx::query!(
        r#"select g.project_id, g.version, g.starts_on, g.closed_on is not null as "is_closed!",
                  p.starts_on as project_from, p.ends_on as project_to, p.recruitment_from
           from programmes.participant_group g
           join programmes.project p on p.tenant_id = $1 and p.id = g.project_id
           where g.tenant_id = $1 and g.id = $2 for no key update of g"#,
        tx.tenant().into_uuid(),
        id.into_uuid(),
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|row| Locked {
        project_id: ProjectId::from_uuid(row.project_id),
        version: row.version,
        starts_on: row.starts_on,
        is_closed: row.is_closed,
        project: (row.project_from, row.project_to),
        recruitment_from: row.recruitment_from,
    }))
}

/// Stores a new group, version 1.
#[tracing::instrument(name = "db.participant_group.insert", skip_all, err(level = "debug"))]
pub(crate) async fn insert(
    tx: &mut TenantTx,
    id: GroupId,
    project: ProjectId,
    facts: &GroupFacts,
    now: Instant,
) -> Result<(), DbError> {
    let (count, exactness) = places::columns(facts.places);
    let (women, women_exactness) = places::columns(facts.places_women);
    let (men, men_exactness) = places::columns(facts.places_men);
    sqlx::query!(
        "insert into programmes.participant_group
             (tenant_id, id, project_id, name, starts_on, ends_on, starts_precision, ends_precision, places,
              places_exactness, places_women, places_women_exactness, places_men, places_men_exactness, criteria, note,
              version, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 1, $17)",
        tx.tenant().into_uuid(),
        id.into_uuid(),
        project.into_uuid(),
        facts.name,
        facts.starts_on.map(|start| start.day),
        facts.ends_on.map(|end| end.day),
        facts.starts_on.map(|start| start.precision.code()),
        facts.ends_on.map(|end| end.precision.code()),
        count,
        exactness,
        women,
        women_exactness,
        men,
        men_exactness,
        Json(&facts.criteria) as _,
        facts.note,
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Replaces what is known of a locked group, and counts its version up.
#[tracing::instrument(name = "db.participant_group.update", skip_all, err(level = "debug"))]
pub(crate) async fn update(tx: &mut TenantTx, id: GroupId, facts: &GroupFacts) -> Result<(), DbError> {
    let (count, exactness) = places::columns(facts.places);
    let (women, women_exactness) = places::columns(facts.places_women);
    let (men, men_exactness) = places::columns(facts.places_men);
    sqlx::query!(
        "update programmes.participant_group
         set name = $3, starts_on = $4, ends_on = $5, starts_precision = $6, ends_precision = $7, places = $8,
             places_exactness = $9, places_women = $10, places_women_exactness = $11, places_men = $12,
             places_men_exactness = $13, criteria = $14, note = $15, version = version + 1
         where tenant_id = $1 and id = $2",
        tx.tenant().into_uuid(),
        id.into_uuid(),
        facts.name,
        facts.starts_on.map(|start| start.day),
        facts.ends_on.map(|end| end.day),
        facts.starts_on.map(|start| start.precision.code()),
        facts.ends_on.map(|end| end.precision.code()),
        count,
        exactness,
        women,
        women_exactness,
        men,
        men_exactness,
        Json(&facts.criteria) as _,
        facts.note,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Closes a locked group.
#[tracing::instrument(name = "db.participant_group.close", skip_all, err(level = "debug"))]
pub(crate) async fn close(tx: &mut TenantTx, id: GroupId, day: Date) -> Result<(), DbError> {
    sqlx::query!(
        "update programmes.participant_group set closed_on = $3, version = version + 1
         where tenant_id = $1 and id = $2",
        tx.tenant().into_uuid(),
        id.into_uuid(),
        day,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
