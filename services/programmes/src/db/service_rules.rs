//! SQL of `programmes.service_rules`: versions of what every path of a project must hold.

use sqlx::types::Json;
use uuid::Uuid;
use wsparcie_kernel::Instant;
use wsparcie_kernel::ids::ProjectId;
use wsparcie_postgres::{DbError, TenantTx};
use wsparcie_programmes_api::ServiceRule;

/// The rules of a project in their newest version, beside the categories of what it offers now.
pub(crate) struct RulesNow {
    pub(crate) project_id: ProjectId,
    pub(crate) version: i64,
    pub(crate) rules: Vec<ServiceRule>,
    pub(crate) offered: Vec<String>,
}

/// The newest rules of each project; projects without rules are left out.
#[tracing::instrument(name = "db.service_rules.find_current", skip_all, err(level = "debug"))]
pub(crate) async fn current(tx: &mut TenantTx, projects: &[Uuid]) -> Result<Vec<RulesNow>, DbError> {
    let rows = sqlx::query!(
        r#"select r.project_id, r.version, r.rules as "rules: Json<Vec<ServiceRule>>",
                  array(select distinct s.category from programmes.offered_service s
                        where s.tenant_id = $1 and s.project_id = r.project_id and s.withdrawn_at is null)
                      as "offered!"
           from (select distinct unnest($2::uuid[]) as id) as wanted
           cross join lateral (
               select current.project_id, current.version, current.rules
               from programmes.service_rules current
               where current.tenant_id = $1 and current.project_id = wanted.id
               order by current.version desc limit 1
           ) as r
           order by r.project_id"#,
        tx.tenant().into_uuid(),
        projects,
    )
    .fetch_all(tx.conn())
    .await?;
    let rules = rows.into_iter().map(|row| RulesNow {
        project_id: ProjectId::from_uuid(row.project_id),
        version: row.version,
        rules: row.rules.0,
        offered: row.offered,
    });
    Ok(rules.collect())
}

/// The newest version of a locked project's rules; 0 if it has none yet.
#[tracing::instrument(name = "db.service_rules.current_version", skip_all, err(level = "debug"))]
pub(crate) async fn current_version(tx: &mut TenantTx, project: ProjectId) -> Result<i64, DbError> {
    Ok(sqlx::query_scalar!(
        r#"select coalesce(max(version), 0) as "version!" from programmes.service_rules
           where tenant_id = $1 and project_id = $2"#,
        tx.tenant().into_uuid(),
        project.into_uuid(),
    )
    .fetch_one(tx.conn())
    .await?)
}

/// Stores a version of the rules.
#[tracing::instrument(name = "db.service_rules.insert", skip_all, err(level = "debug"))]
pub(crate) async fn insert(
    tx: &mut TenantTx,
    id: Uuid,
    project: ProjectId,
    version: i64,
    rules: &[ServiceRule],
    now: Instant,
) -> Result<(), DbError> {
    sqlx::query!(
        "insert into programmes.service_rules (tenant_id, id, project_id, version, rules, created_at)
         values ($1, $2, $3, $4, $5, $6)",
        tx.tenant().into_uuid(),
        id,
        project.into_uuid(),
        version,
        Json(rules) as _,
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
