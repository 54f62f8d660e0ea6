//! What a project's own rows say, one by one.

use std::collections::{BTreeMap, HashMap};

use uuid::Uuid;
use wsparcie_kernel::Date;
use wsparcie_postgres::{DbError, TenantTx};

/// What a project's own rows say of its money, places and services.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RawProject {
    pub(crate) project: Uuid,
    pub(crate) title: String,
    pub(crate) edition: Option<String>,
    /// The codes of its programme's levels from the top, else of its number; and the period.
    pub(crate) programme: (Vec<String>, Option<String>),
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
    let levels = levels(tx).await?;
    let rows = sqlx::query!(
        r#"select id, title, edition, programme_id, number_parts ->> 'period' as period,
                array_remove(array[number_parts ->> 'programme_code', number_parts ->> 'priority',
                                   number_parts ->> 'measure', number_parts ->> 'submeasure'], null) as "codes!",
                starts_on, ends_on, places_total, places_total_exactness, places_women,
                places_women_exactness, places_men, places_men_exactness, budget_total_grosz
         from programmes.project where tenant_id = $1"#,
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
                programme: match row.programme_id.and_then(|id| from_the_top(&levels, id)) {
                    Some((codes, period)) => (codes, Some(period)),
                    None => (row.codes, row.period),
                },
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

/// A level of a programme.
struct Level {
    parent: Option<Uuid>,
    code: String,
    period: String,
}

#[tracing::instrument(name = "db.comparison.raw_levels", skip_all, err(level = "debug"))]
async fn levels(tx: &mut TenantTx) -> Result<HashMap<Uuid, Level>, DbError> {
    let rows = sqlx::query!("select id, parent_id, code, period from programmes.programme")
        .fetch_all(tx.conn())
        .await?;
    let levels = rows.into_iter().map(|row| {
        let level = Level {
            parent: row.parent_id,
            code: row.code,
            period: row.period,
        };
        (row.id, level)
    });
    Ok(levels.collect())
}

/// The codes of a level and those above it, and its period.
fn from_the_top(levels: &HashMap<Uuid, Level>, id: Uuid) -> Option<(Vec<String>, String)> {
    let mut level = levels.get(&id)?;
    let (mut codes, period) = (vec![level.code.clone()], level.period.clone());
    // Bounded by the number of levels, whatever they refer to.
    for _ in 0..levels.len() {
        let Some(parent) = level.parent.and_then(|parent| levels.get(&parent)) else {
            break;
        };
        codes.push(parent.code.clone());
        level = parent;
    }
    codes.reverse();
    Some((codes, period))
}
