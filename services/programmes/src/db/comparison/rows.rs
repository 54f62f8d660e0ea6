//! SQL that reads the live rows of `programmes.project_comparison` with the people beside them.

use std::collections::{BTreeMap, HashMap};

use uuid::Uuid;
use wsparcie_kernel::ids::ProjectId;
use wsparcie_kernel::{Date, Instant, Money};
use wsparcie_postgres::{DbError, TenantTx};
use wsparcie_programmes_api::{FundingPeriod, MoneyOrigin};

use super::live::TABLE;
use crate::db::places;
use crate::domain::comparison::frozen::{LiveFacts, ProjectMoney, SourceSums};
use crate::domain::comparison::people::{PeopleCounts, SexCounts};
use crate::domain::comparison::protection::PlannedPlaces;

/// A project's live row, nothing hidden. It must not leave the service like this but to the centre itself.
pub(crate) struct LiveRow {
    pub(crate) project: ProjectId,
    pub(crate) facts: LiveFacts,
    /// Absent where nobody was ever counted.
    pub(crate) people: Option<PeopleCounts>,
    /// Women and men on places, as the row itself says.
    pub(crate) enrolled: Option<[i64; 2]>,
    /// When people were last counted.
    pub(crate) as_of: Instant,
}

struct Row {
    id: Uuid,
    project_id: Uuid,
    region_code: String,
    centre_name: String,
    centre_kind: Option<String>,
    title: String,
    edition: Option<String>,
    places_total: Option<i32>,
    places_total_exactness: Option<String>,
    places_women: Option<i32>,
    places_women_exactness: Option<String>,
    places_men: Option<i32>,
    places_men_exactness: Option<String>,
    programme_codes: Vec<String>,
    period: Option<String>,
    starts_on: Option<Date>,
    ends_on: Option<Date>,
    budget_total_origin: Option<String>,
    budget_total_grosz: Option<i64>,
    budget_parts_origin: Option<String>,
    budget_sources_grosz: Option<i64>,
    budget_eu_grosz: Option<i64>,
    budget_own_grosz: Option<i64>,
    services: Option<sqlx::types::Json<BTreeMap<String, i64>>>,
    enrolled_women: Option<i64>,
    enrolled_men: Option<i64>,
    as_of: Instant,
}

fn inconsistent(column: &'static str) -> DbError {
    DbError::Inconsistent { table: TABLE, column }
}

impl Row {
    fn money(&self) -> Result<ProjectMoney, DbError> {
        let origin = |code: &Option<String>, column| {
            code.as_deref()
                .map(|code| MoneyOrigin::parse(code).ok_or_else(|| inconsistent(column)))
                .transpose()
        };
        let total = self.budget_total_grosz.map(Money::from_grosz);
        let sums = self.budget_sources_grosz.map(|all| SourceSums {
            all: Money::from_grosz(all),
            eu: self.budget_eu_grosz.map(Money::from_grosz),
            own: self.budget_own_grosz.map(Money::from_grosz),
        });
        Ok(ProjectMoney {
            total: total.zip(origin(&self.budget_total_origin, "budget_total_origin")?),
            parts: sums.zip(origin(&self.budget_parts_origin, "budget_parts_origin")?),
        })
    }

    fn places(&self) -> Result<PlannedPlaces, DbError> {
        let read = |count, exactness: &Option<String>, column| {
            places::read(count, exactness.as_deref(), TABLE, column)
        };
        Ok(PlannedPlaces {
            total: read(self.places_total, &self.places_total_exactness, "places_total")?,
            women: read(self.places_women, &self.places_women_exactness, "places_women")?,
            men: read(self.places_men, &self.places_men_exactness, "places_men")?,
        })
    }

    fn into_live(self, people: Option<PeopleCounts>) -> Result<LiveRow, DbError> {
        let (money, places) = (self.money()?, self.places()?);
        let period = self
            .period
            .as_deref()
            .map(|code| FundingPeriod::parse(code).ok_or_else(|| inconsistent("period")));
        Ok(LiveRow {
            project: ProjectId::from_uuid(self.project_id),
            people,
            enrolled: self.enrolled_women.zip(self.enrolled_men).map(<[i64; 2]>::from),
            as_of: self.as_of,
            facts: LiveFacts {
                id: self.id,
                centre: self.centre_name,
                centre_kind: self.centre_kind,
                region: self.region_code,
                title: self.title,
                edition: self.edition,
                programme: self.programme_codes,
                period: period.transpose()?,
                starts_on: self.starts_on,
                ends_on: self.ends_on,
                places,
                money,
                services: self.services.map(|services| services.0),
            },
        })
    }
}

/// The live rows of projects, or of all of the tenant's.
#[tracing::instrument(name = "db.comparison.live_rows", skip_all, err(level = "debug"))]
pub(crate) async fn live_rows(tx: &mut TenantTx, projects: Option<&[Uuid]>) -> Result<Vec<LiveRow>, DbError> {
    let tenant = tx.tenant().into_uuid();
    let rows = sqlx::query_as!(
        Row,
        r#"select id, project_id, region_code, centre_name, centre_kind, title, edition, places_total,
                  places_total_exactness, places_women, places_women_exactness, places_men, places_men_exactness,
                  programme_codes, period, starts_on, ends_on, budget_total_origin, budget_total_grosz,
                  budget_parts_origin, budget_sources_grosz, budget_eu_grosz, budget_own_grosz,
                  services as "services: sqlx::types::Json<BTreeMap<String, i64>>", enrolled_women, enrolled_men,
                  as_of
           from programmes.project_comparison
           where tenant_id = $1 and ($2::uuid[] is null or project_id = any($2))
           order by project_id"#,
        tenant,
        projects,
    )
    .fetch_all(tx.conn())
    .await?;
    let mut people = stored_people(tx, projects).await?;
    rows.into_iter()
        .map(|row| {
            let counts = people.remove(&row.project_id);
            row.into_live(counts)
        })
        .collect()
}

#[tracing::instrument(name = "db.comparison.people", skip_all, err(level = "debug"))]
async fn stored_people(
    tx: &mut TenantTx,
    projects: Option<&[Uuid]>,
) -> Result<HashMap<Uuid, PeopleCounts>, DbError> {
    let rows = sqlx::query!(
        "select project_id, sex, recruited, ended, completed, dropped_out, vocational, social_base, social_effect,
                employment_base, employment_effect
         from programmes.project_comparison_people
         where tenant_id = $1 and ($2::uuid[] is null or project_id = any($2))",
        tx.tenant().into_uuid(),
        projects,
    )
    .fetch_all(tx.conn())
    .await?;
    let mut people: HashMap<Uuid, PeopleCounts> = HashMap::new();
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
        let of_project = people.entry(row.project_id).or_default();
        if row.sex == "K" {
            of_project.women = counts;
        } else {
            of_project.men = counts;
        }
    }
    Ok(people)
}
