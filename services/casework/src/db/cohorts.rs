//! The groups (cohorts) of projects, which programmes publishes and people are nominated to.

use sqlx::types::Json;
use wsparcie_kernel::ids::GroupId;
use wsparcie_postgres::{DbError, TenantTx};
use wsparcie_programmes_api::{Criterion, RecruitmentRules};

use super::projects::places;
use crate::domain::cohort::{Cohort, CohortPeriod};
use crate::domain::rules::PlaceLimits;

const TABLE: &str = "programmes_published.participant_group";

/// The group of a nomination as it is now; `None` for a nomination to none, without a statement.
#[tracing::instrument(name = "db.participant_group.of", skip_all, err(level = "debug"))]
pub(crate) async fn of(tx: &mut TenantTx, group: Option<GroupId>) -> Result<Option<Cohort>, DbError> {
    let Some(group) = group else { return Ok(None) };
    let row = sqlx::query!(
        r#"select name as "name!", starts_on, ends_on, places, places_exactness, places_women, places_women_exactness,
                  places_men, places_men_exactness, criteria as "criteria!: Json<Vec<Criterion>>", closed_on,
                  version as "version!"
           from programmes_published.participant_group where tenant_id = $1 and group_id = $2"#,
        tx.tenant().into_uuid(),
        group.into_uuid(),
    )
    // It is there: nominations point to it, and groups are never deleted.
    .fetch_one(tx.conn())
    .await?;
    let (women, men) = (
        row.places_women_exactness.as_deref(),
        row.places_men_exactness.as_deref(),
    );
    Ok(Some(Cohort {
        id: group,
        version: row.version,
        name: row.name,
        period: CohortPeriod {
            starts_on: row.starts_on,
            ends_on: row.ends_on,
            closed_on: row.closed_on,
        },
        places: PlaceLimits {
            total: places(TABLE, row.places, row.places_exactness.as_deref())?,
            women: places(TABLE, row.places_women, women)?,
            men: places(TABLE, row.places_men, men)?,
        },
        rules: RecruitmentRules {
            criteria: row.criteria.0,
            groups: Vec::new(),
            preferences: Vec::new(),
        },
    }))
}
