//! The facts behind the comparison, read for themselves: what `verify` holds the live rows and the releases against.

mod centre;
mod participations;
mod projects;

use std::collections::HashMap;

use uuid::Uuid;
use wsparcie_kernel::Instant;
use wsparcie_kernel::ids::{ComparisonReleaseId, ProjectId, TenantId};
use wsparcie_postgres::{DbError, TenantTx, WorkerTx};

use crate::domain::comparison::people::{PeopleCounts, SexCounts};

pub(crate) use centre::{RawCentre, centre};
pub(crate) use participations::{BothSides, participations};
pub(crate) use projects::{RawProject, projects};

/// People of projects, counted in the database by the rules of a day.
#[tracing::instrument(name = "db.comparison.counted", skip_all, err(level = "debug"))]
pub(crate) async fn counted(
    tx: &mut TenantTx,
    projects: &[Uuid],
    now: Instant,
) -> Result<HashMap<ProjectId, PeopleCounts>, DbError> {
    let rows = sqlx::query!(
        r#"select project_id as "project_id!", sex as "sex!", recruited as "recruited!", ended as "ended!",
                  completed as "completed!", dropped_out as "dropped_out!", vocational as "vocational!",
                  social_base as "social_base!", social_effect as "social_effect!", employment_base as "employment_base!",
                  employment_effect as "employment_effect!"
           from programmes.counted_people($1, $2, $3::timestamptz::date)"#,
        tx.tenant().into_uuid(),
        projects,
        now,
    )
    .fetch_all(tx.conn())
    .await?;
    let mut people: HashMap<ProjectId, PeopleCounts> = HashMap::new();
    for row in rows {
        let counts = SexCounts {
            recruited: row.recruited,
            ended: row.ended,
            completed: row.completed,
            dropped_out: row.dropped_out,
            vocational: row.vocational,
            social_base: row.social_base,
            social_effect: row.social_effect,
            employment_base: row.employment_base,
            employment_effect: row.employment_effect,
        };
        let of_project = people.entry(ProjectId::from_uuid(row.project_id)).or_default();
        if row.sex == "K" {
            of_project.women = counts;
        } else {
            of_project.men = counts;
        }
    }
    Ok(people)
}

/// The authorities that have releases, as the worker sees them.
#[tracing::instrument(name = "db.comparison.authorities", skip_all, err(level = "debug"))]
pub(crate) async fn authorities(tx: &mut WorkerTx) -> Result<Vec<TenantId>, DbError> {
    let tenants = sqlx::query_scalar!(
        "select distinct tenant_id from programmes.comparison_release order by tenant_id"
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(tenants.into_iter().map(TenantId::from_uuid).collect())
}

/// A row of a release with the columns that filters use beside its content.
pub(crate) struct RawReleaseRow {
    pub(crate) position: i32,
    pub(crate) row_id: Uuid,
    pub(crate) region: String,
    pub(crate) programme: Vec<String>,
    pub(crate) period: Option<String>,
    pub(crate) centre_kind: Option<String>,
    pub(crate) content: String,
}

/// The rows of a release in their order.
#[tracing::instrument(name = "db.comparison.raw_release", skip_all, err(level = "debug"))]
pub(crate) async fn release_rows(
    tx: &mut TenantTx,
    release: ComparisonReleaseId,
) -> Result<Vec<RawReleaseRow>, DbError> {
    let rows = sqlx::query_as!(
        RawReleaseRow,
        "select position, row_id, region_code as region, programme_codes as programme, period, centre_kind, content
         from programmes.comparison_release_row where tenant_id = $1 and release_id = $2 order by position",
        tx.tenant().into_uuid(),
        release.into_uuid(),
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows)
}
