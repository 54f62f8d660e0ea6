//! The facts behind the comparison, read for themselves: what `verify` holds the live rows against.

use std::collections::{BTreeMap, HashMap};

use uuid::Uuid;
use wsparcie_kernel::ids::ProjectId;
use wsparcie_kernel::ids::TenantId;
use wsparcie_kernel::{Date, Instant};
use wsparcie_postgres::{DbError, TenantTx, WorkerTx};

use crate::domain::comparison::people::{PeopleCounts, SexCounts};

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

/// A participation as case work has it, or as the read model does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RawParticipation {
    pub(crate) project: Uuid,
    pub(crate) version: i64,
    pub(crate) sex: String,
    pub(crate) on_place: bool,
    pub(crate) starts_on: Date,
    pub(crate) ended_on: Option<Date>,
    pub(crate) ending: Option<String>,
    pub(crate) vocational: bool,
}

/// One participation on both sides, and the effects that the read model knows.
pub(crate) struct BothSides {
    pub(crate) enrolment: Uuid,
    pub(crate) case_work: Option<RawParticipation>,
    pub(crate) read_model: Option<RawParticipation>,
    pub(crate) social_effect_on: Option<Date>,
    pub(crate) employment_effect_on: Option<Date>,
}

/// Every participation of the tenant, in case work's published view and in the read model.
#[tracing::instrument(name = "db.comparison.participations", skip_all, err(level = "debug"))]
pub(crate) async fn participations(tx: &mut TenantTx) -> Result<Vec<BothSides>, DbError> {
    let tenant = tx.tenant().into_uuid();
    let case_work = sqlx::query!(
        r#"select enrolment_id as "enrolment_id!", project_id as "project_id!", version as "version!", sex as "sex!",
                  on_place as "on_place!", starts_on as "starts_on!", ended_on, ending, vocational as "vocational!"
           from casework_published.participation where tenant_id = $1"#,
        tenant,
    )
    .fetch_all(tx.conn())
    .await?;
    let read_model = sqlx::query!(
        "select enrolment_id, project_id, version, sex, on_place, starts_on, ended_on, ending, vocational, social_effect_on,
                employment_effect_on
         from programmes.participation where tenant_id = $1",
        tenant,
    )
    .fetch_all(tx.conn())
    .await?;
    let mut sides: BTreeMap<Uuid, BothSides> = BTreeMap::new();
    for row in case_work {
        let raw = RawParticipation {
            project: row.project_id,
            version: row.version,
            sex: row.sex,
            on_place: row.on_place,
            starts_on: row.starts_on,
            ended_on: row.ended_on,
            ending: row.ending,
            vocational: row.vocational,
        };
        let both = BothSides {
            enrolment: row.enrolment_id,
            case_work: Some(raw),
            read_model: None,
            social_effect_on: None,
            employment_effect_on: None,
        };
        sides.insert(row.enrolment_id, both);
    }
    for row in read_model {
        let raw = RawParticipation {
            project: row.project_id,
            version: row.version,
            sex: row.sex,
            on_place: row.on_place,
            starts_on: row.starts_on,
            ended_on: row.ended_on,
            ending: row.ending,
            vocational: row.vocational,
        };
        let both = sides.entry(row.enrolment_id).or_insert_with(|| BothSides {
            enrolment: row.enrolment_id,
            case_work: None,
            read_model: None,
            social_effect_on: None,
            employment_effect_on: None,
        });
        both.read_model = Some(raw);
        both.social_effect_on = row.social_effect_on;
        both.employment_effect_on = row.employment_effect_on;
    }
    Ok(sides.into_values().collect())
}

/// What a project's own rows say of its money, places and services.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RawProject {
    pub(crate) project: Uuid,
    pub(crate) title: String,
    pub(crate) edition: Option<String>,
    pub(crate) days: (Option<Date>, Option<Date>),
    pub(crate) places: [(Option<i32>, Option<String>); 3],
    pub(crate) stated_total: Option<i64>,
    /// Source and amount, of the stated split and of the budget in force.
    pub(crate) stated: Vec<(String, i64)>,
    pub(crate) in_force: Vec<(String, i64)>,
    pub(crate) services: BTreeMap<String, i64>,
}

/// The projects of the tenant, row by row: nothing is added up in the database.
#[tracing::instrument(name = "db.comparison.raw_projects", skip_all, err(level = "debug"))]
pub(crate) async fn projects(tx: &mut TenantTx) -> Result<Vec<RawProject>, DbError> {
    let tenant = tx.tenant().into_uuid();
    let rows = sqlx::query!(
        "select id, title, edition, starts_on, ends_on, places_total, places_total_exactness, places_women,
                places_women_exactness, places_men, places_men_exactness, budget_total_grosz
         from programmes.project where tenant_id = $1",
        tenant,
    )
    .fetch_all(tx.conn())
    .await?;
    let mut projects: BTreeMap<Uuid, RawProject> = rows
        .into_iter()
        .map(|row| {
            let project = RawProject {
                project: row.id,
                title: row.title,
                edition: row.edition,
                days: (row.starts_on, row.ends_on),
                places: [
                    (row.places_total, row.places_total_exactness),
                    (row.places_women, row.places_women_exactness),
                    (row.places_men, row.places_men_exactness),
                ],
                stated_total: row.budget_total_grosz,
                stated: Vec::new(),
                in_force: Vec::new(),
                services: BTreeMap::new(),
            };
            (row.id, project)
        })
        .collect();
    let parts = sqlx::query!(
        "select project_id, source, amount_grosz from programmes.project_budget_part where tenant_id = $1",
        tenant,
    );
    for row in parts.fetch_all(tx.conn()).await? {
        if let Some(project) = projects.get_mut(&row.project_id) {
            project.stated.push((row.source, row.amount_grosz));
        }
    }
    let sources = sqlx::query!(
        "select b.project_id, s.source, s.amount_grosz from programmes.budget_line_source s
         join programmes.budget b on b.tenant_id = $1 and b.id = s.budget_id and b.state = 'in_force'
         where s.tenant_id = $1",
        tenant,
    );
    for row in sources.fetch_all(tx.conn()).await? {
        if let Some(project) = projects.get_mut(&row.project_id) {
            project.in_force.push((row.source, row.amount_grosz));
        }
    }
    let services = sqlx::query!(
        "select project_id, category from programmes.offered_service where tenant_id = $1 and withdrawn_at is null",
        tenant,
    );
    for row in services.fetch_all(tx.conn()).await? {
        if let Some(project) = projects.get_mut(&row.project_id) {
            *project.services.entry(row.category).or_default() += 1;
        }
    }
    Ok(projects.into_values().collect())
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
