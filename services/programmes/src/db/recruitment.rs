//! SQL of `programmes.recruitment`: versions of a project's recruitment rules.

use serde::{Deserialize, Serialize};
use sqlx::types::Json;
use uuid::Uuid;
use wsparcie_kernel::Instant;
use wsparcie_kernel::ids::{ProjectId, RecruitmentId};
use wsparcie_postgres::{DbError, TenantTx};
use wsparcie_programmes_api::{Recruitment, RecruitmentRules, RecruitmentTerms};

/// What one version's row holds: the rules, and the terms beside them under a name of their own. Rows from before terms
/// have none.
#[derive(Serialize, Deserialize)]
struct Content {
    #[serde(flatten)]
    rules: RecruitmentRules,
    #[serde(default)]
    terms: RecruitmentTerms,
}

struct Row {
    id: Uuid,
    project_id: Uuid,
    version: i64,
    rules: Json<Content>,
}

impl From<Row> for Recruitment {
    fn from(row: Row) -> Self {
        Self {
            id: RecruitmentId::from_uuid(row.id),
            project_id: ProjectId::from_uuid(row.project_id),
            version: row.version,
            rules: row.rules.0.rules,
            terms: row.rules.0.terms,
        }
    }
}

/// The newest rules of each project; projects without rules, and those that the centre does not have, are left out.
#[tracing::instrument(name = "db.recruitment.find_current", skip_all, err(level = "debug"))]
pub(crate) async fn find_current(tx: &mut TenantTx, projects: &[Uuid]) -> Result<Vec<Recruitment>, DbError> {
    let rows = sqlx::query_as!(
        Row,
        r#"select r.id, r.project_id, r.version, r.rules as "rules: Json<Content>"
           from (select distinct unnest($2::uuid[]) as id) as wanted
           cross join lateral (
               select current.id, current.project_id, current.version, current.rules
               from programmes.recruitment current
               where current.tenant_id = $1 and current.project_id = wanted.id
               order by current.version desc limit 1
           ) as r
           order by r.project_id"#,
        tx.tenant().into_uuid(),
        projects,
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(Recruitment::from).collect())
}

/// One version by its id.
#[tracing::instrument(name = "db.recruitment.find", skip_all, err(level = "debug"))]
pub(crate) async fn find(tx: &mut TenantTx, id: Uuid) -> Result<Option<Recruitment>, DbError> {
    let row = sqlx::query_as!(
        Row,
        r#"select id, project_id, version, rules as "rules: Json<Content>"
           from programmes.recruitment where tenant_id = $1 and id = $2"#,
        tx.tenant().into_uuid(),
        id,
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(Recruitment::from))
}

/// Stores a version.
#[tracing::instrument(name = "db.recruitment.insert", skip_all, err(level = "debug"))]
pub(crate) async fn insert(
    tx: &mut TenantTx,
    recruitment: &Recruitment,
    now: Instant,
) -> Result<(), DbError> {
    let content = Content {
        rules: recruitment.rules.clone(),
        terms: recruitment.terms.clone(),
    };
    sqlx::query!(
        "insert into programmes.recruitment (tenant_id, id, project_id, version, rules, created_at)
         values ($1, $2, $3, $4, $5, $6)",
        tx.tenant().into_uuid(),
        recruitment.id.into_uuid(),
        recruitment.project_id.into_uuid(),
        recruitment.version,
        Json(&content) as _,
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
