//! Reading projects: one statement, budget parts included.

use sqlx::types::Json;
use uuid::Uuid;
use wsparcie_kernel::PageRequest;
use wsparcie_kernel::ids::ProjectId;
use wsparcie_postgres::{DbError, TenantTx};
use wsparcie_programmes_api::{BudgetPart, Partner, Project, ProjectEditions, ProjectNumber, SourceNote};

use super::in_walking_order;
use super::row::Row;

/// An undertaking has a handful of editions; a list of them needs no pages.
const MAX_EDITIONS: i64 = 50;

/// One page of the centre's projects, in the direction of the walk.
#[tracing::instrument(name = "db.project.list", skip_all, err(level = "debug"))]
pub(crate) async fn list(tx: &mut TenantTx, page: &PageRequest) -> Result<Vec<Project>, DbError> {
    let mut rows = sqlx::query_as!(
        Row,
        r#"with ids as (
             (select id from programmes.project
              where tenant_id = $1 and not $2 and id > coalesce($3::uuid, '00000000-0000-0000-0000-000000000000')
                  and id < coalesce($4::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff') order by id limit $5)
             union all
             (select id from programmes.project
              where tenant_id = $1 and $2 and id > coalesce($3::uuid, '00000000-0000-0000-0000-000000000000')
                  and id < coalesce($4::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff') order by id desc limit $5))
           select p.tenant_id, p.id, p.title, p.edition, p.undertaking, p.programme_id,
                  p.number_parts as "number_parts: Json<ProjectNumber>", p.mode, p.starts_on, p.ends_on,
                  p.recruitment_from, p.recruitment_until, p.places_total, p.places_total_exactness, p.places_women,
                  p.places_women_exactness, p.places_men, p.places_men_exactness,
                  (select jsonb_agg(jsonb_build_object('source', b.source, 'amount', b.amount_grosz))
                   from programmes.project_budget_part b
                   where b.tenant_id = $1 and b.project_id = p.id) as "budget: Json<Vec<BudgetPart>>",
                  p.budget_total_grosz, p.partners as "partners: Json<Vec<Partner>>",
                  p.source_notes as "source_notes: Json<Vec<SourceNote>>", p.area, p.beneficiary_name,
                  p.beneficiary_nip, p.implementer_name, p.implementer_nip, p.main_goal, p.specific_goals,
                  p.target_groups, p.status, p.version
           from ids join programmes.project p on p.tenant_id = $1 and p.id = ids.id"#,
        tx.tenant().into_uuid(),
        page.backward,
        page.after,
        page.before,
        page.fetch_limit(),
    )
    .fetch_all(tx.conn())
    .await?;
    in_walking_order(&mut rows, page, |row| row.id);
    rows.into_iter().map(Row::into_project).collect()
}

/// How many projects the centre has.
#[tracing::instrument(name = "db.project.count", skip_all, err(level = "debug"))]
pub(crate) async fn count(tx: &mut TenantTx) -> Result<i64, DbError> {
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "count!" from programmes.project where tenant_id = $1"#,
        tx.tenant().into_uuid(),
    )
    .fetch_one(tx.conn())
    .await?)
}

/// Projects by id, those that the centre has, in the order of their ids.
#[tracing::instrument(name = "db.project.find_all", skip_all, err(level = "debug"))]
pub(crate) async fn find_all(tx: &mut TenantTx, ids: &[Uuid]) -> Result<Vec<Project>, DbError> {
    let rows = sqlx::query_as!(
        Row,
        r#"select p.tenant_id, p.id, p.title, p.edition, p.undertaking, p.programme_id,
                  p.number_parts as "number_parts: Json<ProjectNumber>", p.mode, p.starts_on, p.ends_on,
                  p.recruitment_from, p.recruitment_until, p.places_total, p.places_total_exactness, p.places_women,
                  p.places_women_exactness, p.places_men, p.places_men_exactness,
                  (select jsonb_agg(jsonb_build_object('source', b.source, 'amount', b.amount_grosz))
                   from programmes.project_budget_part b
                   where b.tenant_id = $1 and b.project_id = p.id) as "budget: Json<Vec<BudgetPart>>",
                  p.budget_total_grosz, p.partners as "partners: Json<Vec<Partner>>",
                  p.source_notes as "source_notes: Json<Vec<SourceNote>>", p.area, p.beneficiary_name,
                  p.beneficiary_nip, p.implementer_name, p.implementer_nip, p.main_goal, p.specific_goals,
                  p.target_groups, p.status, p.version
           from programmes.project p where p.tenant_id = $1 and p.id = any($2) order by p.id"#,
        tx.tenant().into_uuid(),
        ids,
    )
    .fetch_all(tx.conn())
    .await?;
    rows.into_iter().map(Row::into_project).collect()
}

/// One project, if the centre has it.
pub(crate) async fn find(tx: &mut TenantTx, id: Uuid) -> Result<Option<Project>, DbError> {
    Ok(find_all(tx, &[id]).await?.pop())
}

/// Locks a project and reads its version; `None` if this centre has no such project.
#[tracing::instrument(name = "db.project.lock_version", skip_all, err(level = "debug"))]
pub(crate) async fn lock_version(tx: &mut TenantTx, id: ProjectId) -> Result<Option<i64>, DbError> {
    Ok(sqlx::query_scalar!(
        "select version from programmes.project where tenant_id = $1 and id = $2 for no key update",
        tx.tenant().into_uuid(),
        id.into_uuid(),
    )
    .fetch_optional(tx.conn())
    .await?)
}

/// The other projects of each project's undertaking, in their order; projects of no undertaking, and those that the centre
/// does not have, are left out.
#[tracing::instrument(name = "db.project.find_editions", skip_all, err(level = "debug"))]
pub(crate) async fn find_editions(
    tx: &mut TenantTx,
    projects: &[Uuid],
) -> Result<Vec<ProjectEditions>, DbError> {
    let rows = sqlx::query!(
        r#"select p.id as project_id,
                  array(select other.id from programmes.project other
                        where other.tenant_id = $1 and other.undertaking = p.undertaking and other.id <> p.id
                        order by other.starts_on nulls last, other.edition collate "C" nulls last, other.id
                        limit $3) as "editions!"
           from programmes.project p
           where p.tenant_id = $1 and p.id = any($2) and p.undertaking is not null
           order by p.id"#,
        tx.tenant().into_uuid(),
        projects,
        MAX_EDITIONS,
    )
    .fetch_all(tx.conn())
    .await?;
    let editions = rows.into_iter().map(|row| ProjectEditions {
        project_id: ProjectId::from_uuid(row.project_id),
        editions: row.editions.into_iter().map(ProjectId::from_uuid).collect(),
    });
    Ok(editions.collect())
}
