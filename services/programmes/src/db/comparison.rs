//! SQL of `programmes.project_comparison`: kept by the centre's transactions, read by authorities.

use uuid::Uuid;
use wsparcie_kernel::ids::ProjectId;
use wsparcie_kernel::{Instant, PageRequest};
use wsparcie_postgres::{DbError, RegionTx, TenantTx};

use super::places;
use crate::domain::comparison::{Enrolled, PlannedPlaces};

const TABLE: &str = "programmes.project_comparison";

/// One row of the comparison, nothing suppressed yet. It must not leave the service like this.
pub(crate) struct ComparisonRow {
    pub(crate) id: Uuid,
    pub(crate) centre: String,
    pub(crate) region: String,
    pub(crate) title: String,
    pub(crate) edition: Option<String>,
    pub(crate) places: PlannedPlaces,
    pub(crate) enrolled: Option<Enrolled>,
    pub(crate) as_of: Instant,
}

struct Row {
    id: Uuid,
    region_code: String,
    centre_name: String,
    title: String,
    edition: Option<String>,
    places_total: Option<i32>,
    places_total_exactness: Option<String>,
    places_women: Option<i32>,
    places_women_exactness: Option<String>,
    places_men: Option<i32>,
    places_men_exactness: Option<String>,
    enrolled_women: Option<i64>,
    enrolled_men: Option<i64>,
    as_of: Instant,
}

impl Row {
    fn into_comparison(self) -> Result<ComparisonRow, DbError> {
        let total = places::read(
            self.places_total,
            self.places_total_exactness.as_deref(),
            TABLE,
            "places_total",
        )?;
        let women = places::read(
            self.places_women,
            self.places_women_exactness.as_deref(),
            TABLE,
            "places_women",
        )?;
        let men = places::read(
            self.places_men,
            self.places_men_exactness.as_deref(),
            TABLE,
            "places_men",
        )?;
        Ok(ComparisonRow {
            id: self.id,
            centre: self.centre_name,
            region: self.region_code,
            title: self.title,
            edition: self.edition,
            places: PlannedPlaces { total, women, men },
            enrolled: self
                .enrolled_women
                .zip(self.enrolled_men)
                .map(|(women, men)| Enrolled { women, men }),
            as_of: self.as_of,
        })
    }
}

/// Brings the row of a project up to its present title and places, and the centre's present name; the counts stay. A new
/// project gets a row under `new_id`.
#[tracing::instrument(name = "db.comparison.follow_project", skip_all, err(level = "debug"))]
pub(crate) async fn follow_project(
    tx: &mut TenantTx,
    new_id: Uuid,
    project: ProjectId,
    now: Instant,
) -> Result<(), DbError> {
    let stored = sqlx::query!(
        "insert into programmes.project_comparison
             (tenant_id, id, project_id, region_code, centre_name, title, edition, places_total,
              places_total_exactness, places_women, places_women_exactness, places_men, places_men_exactness, as_of)
         select p.tenant_id, $3, p.id, left(o.teryt, 2), o.short_name, p.title, p.edition, p.places_total,
                p.places_total_exactness, p.places_women, p.places_women_exactness, p.places_men,
                p.places_men_exactness, $4
         from programmes.project p join tenants_published.organisation o on o.tenant_id = p.tenant_id
         where p.tenant_id = $1 and p.id = $2
         on conflict (tenant_id, project_id) do update
         set region_code = excluded.region_code, centre_name = excluded.centre_name, title = excluded.title,
             edition = excluded.edition, places_total = excluded.places_total,
             places_total_exactness = excluded.places_total_exactness, places_women = excluded.places_women,
             places_women_exactness = excluded.places_women_exactness, places_men = excluded.places_men,
             places_men_exactness = excluded.places_men_exactness",
        tx.tenant().into_uuid(),
        project.into_uuid(),
        new_id,
        now,
    )
    .execute(tx.conn())
    .await?;
    if stored.rows_affected() == 1 {
        Ok(())
    } else {
        Err(DbError::Inconsistent {
            table: TABLE,
            column: "project_id",
        })
    }
}

/// Counts the people on a project's places anew. A project that the tenant does not have is left alone.
#[tracing::instrument(name = "db.comparison.recount", skip_all, err(level = "debug"))]
pub(crate) async fn recount(tx: &mut TenantTx, project: ProjectId, now: Instant) -> Result<(), DbError> {
    let locked = sqlx::query_scalar!(
        "select id from programmes.project_comparison where tenant_id = $1 and project_id = $2 for update",
        tx.tenant().into_uuid(),
        project.into_uuid(),
    )
    .fetch_optional(tx.conn())
    .await?;
    if locked.is_none() {
        return Ok(());
    }
    // A second statement on purpose: counted in the first, it would use the snapshot from before the wait for the lock, and
    // of two recounts at once the older could win.
    sqlx::query!(
        "update programmes.project_comparison c
         set enrolled_women = counted.women, enrolled_men = counted.men, as_of = greatest(c.as_of, $3)
         from (select coalesce(sum(women), 0)::bigint as women, coalesce(sum(men), 0)::bigint as men
               from casework_published.enrolment_count where tenant_id = $1 and project_id = $2) as counted
         where c.tenant_id = $1 and c.project_id = $2",
        tx.tenant().into_uuid(),
        project.into_uuid(),
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// One page of what the transaction's region may compare, in the direction of the walk. The policy decides which rows those
/// are; the region is named too, so that one region's page does not grow with the others' rows.
#[tracing::instrument(name = "db.comparison.list", skip_all, err(level = "debug"))]
pub(crate) async fn list(
    tx: &mut RegionTx,
    region: &str,
    page: &PageRequest,
) -> Result<Vec<ComparisonRow>, DbError> {
    let mut rows = sqlx::query_as!(
        Row,
        "with ids as (
             (select id from programmes.project_comparison
              where $5 <> '00' and region_code = $5 and not $1 and id > coalesce($2::uuid, '00000000-0000-0000-0000-000000000000')
                  and id < coalesce($3::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff') order by id limit $4)
             union all
             (select id from programmes.project_comparison
              where $5 <> '00' and region_code = $5 and $1 and id > coalesce($2::uuid, '00000000-0000-0000-0000-000000000000')
                  and id < coalesce($3::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff') order by id desc limit $4)
             union all
             (select id from programmes.project_comparison
              where $5 = '00' and not $1 and id > coalesce($2::uuid, '00000000-0000-0000-0000-000000000000')
                  and id < coalesce($3::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff') order by id limit $4)
             union all
             (select id from programmes.project_comparison
              where $5 = '00' and $1 and id > coalesce($2::uuid, '00000000-0000-0000-0000-000000000000')
                  and id < coalesce($3::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff') order by id desc limit $4))
         select c.id, c.region_code, c.centre_name, c.title, c.edition, c.places_total, c.places_total_exactness,
                c.places_women, c.places_women_exactness, c.places_men, c.places_men_exactness, c.enrolled_women,
                c.enrolled_men, c.as_of
         from ids join programmes.project_comparison c on c.id = ids.id",
        page.backward,
        page.after,
        page.before,
        page.fetch_limit(),
        region,
    )
    .fetch_all(tx.conn())
    .await?;
    super::projects::in_walking_order(&mut rows, page, |row| row.id);
    rows.into_iter().map(Row::into_comparison).collect()
}

/// How many projects the transaction's region may compare.
#[tracing::instrument(name = "db.comparison.count", skip_all, err(level = "debug"))]
pub(crate) async fn count(tx: &mut RegionTx) -> Result<i64, DbError> {
    Ok(
        sqlx::query_scalar!(r#"select count(id) as "count!" from programmes.project_comparison"#)
            .fetch_one(tx.conn())
            .await?,
    )
}
