//! Reading versions and what they say.

use sqlx::types::Json;
use uuid::Uuid;
use wsparcie_kernel::Date;
use wsparcie_kernel::ids::{AgreementId, BudgetId, ProjectId};
use wsparcie_kernel::money::BasisPoints;
use wsparcie_postgres::{DbError, TenantTx};
use wsparcie_programmes_api::{
    BudgetContent, BudgetState, BudgetTask, BudgetTerms, BudgetVersion, OverSpending,
};

struct Row {
    id: Uuid,
    project_id: Uuid,
    number: i32,
    state: String,
    in_force_from: Option<Date>,
    over_spending: String,
    indirect_rate_points: Option<i32>,
    own_share_points: Option<i32>,
    agreement_id: Option<Uuid>,
    reference_release: Option<i64>,
    version: i64,
}

impl Row {
    fn into_version(self) -> Result<BudgetVersion, DbError> {
        let share = |points: Option<i32>| {
            points.map(|points| BasisPoints::from_hundredths_of_percent(i64::from(points)))
        };
        Ok(BudgetVersion {
            id: BudgetId::from_uuid(self.id),
            project_id: ProjectId::from_uuid(self.project_id),
            number: self.number,
            state: BudgetState::parse(&self.state).ok_or(DbError::Inconsistent {
                table: "programmes.budget",
                column: "state",
            })?,
            in_force_from: self.in_force_from,
            terms: BudgetTerms {
                over_spending: over_spending(&self.over_spending)?,
                indirect_rate: share(self.indirect_rate_points),
                own_share: share(self.own_share_points),
                agreement_id: self.agreement_id.map(AgreementId::from_uuid),
            },
            reference_release: self.reference_release,
            version: self.version,
        })
    }
}

pub(super) fn over_spending(code: &str) -> Result<OverSpending, DbError> {
    OverSpending::parse(code).ok_or(DbError::Inconsistent {
        table: "programmes.budget",
        column: "over_spending",
    })
}

/// The versions of several projects: by project, in the order of their numbers.
#[tracing::instrument(name = "db.budget.by_projects", skip_all, err(level = "debug"))]
pub(crate) async fn by_projects(tx: &mut TenantTx, projects: &[Uuid]) -> Result<Vec<BudgetVersion>, DbError> {
    let rows = sqlx::query_as!(
        Row,
        "select id, project_id, number, state, in_force_from, over_spending, indirect_rate_points, own_share_points,
                agreement_id, reference_release, version
         from programmes.budget where tenant_id = $1 and project_id = any($2) order by project_id, number",
        tx.tenant().into_uuid(),
        projects,
    )
    .fetch_all(tx.conn())
    .await?;
    rows.into_iter().map(Row::into_version).collect()
}

/// Versions by id, those that the centre has.
#[tracing::instrument(name = "db.budget.by_ids", skip_all, err(level = "debug"))]
pub(crate) async fn by_ids(tx: &mut TenantTx, ids: &[Uuid]) -> Result<Vec<BudgetVersion>, DbError> {
    let rows = sqlx::query_as!(
        Row,
        "select id, project_id, number, state, in_force_from, over_spending, indirect_rate_points, own_share_points,
                agreement_id, reference_release, version
         from programmes.budget where tenant_id = $1 and id = any($2) order by id",
        tx.tenant().into_uuid(),
        ids,
    )
    .fetch_all(tx.conn())
    .await?;
    rows.into_iter().map(Row::into_version).collect()
}

/// One version.
pub(crate) async fn find(tx: &mut TenantTx, id: Uuid) -> Result<Option<BudgetVersion>, DbError> {
    Ok(by_ids(tx, &[id]).await?.pop())
}

/// One version, locked until the transaction ends: two who change it wait for each other here.
#[tracing::instrument(name = "db.budget.lock", skip_all, err(level = "debug"))]
pub(crate) async fn lock(tx: &mut TenantTx, id: BudgetId) -> Result<Option<BudgetVersion>, DbError> {
    let row = sqlx::query_as!(
        Row,
        "select id, project_id, number, state, in_force_from, over_spending, indirect_rate_points, own_share_points,
                agreement_id, reference_release, version
         from programmes.budget where tenant_id = $1 and id = $2 for no key update",
        tx.tenant().into_uuid(),
        id.into_uuid(),
    )
    .fetch_optional(tx.conn())
    .await?;
    row.map(Row::into_version).transpose()
}

/// The version of a project that is in force.
#[tracing::instrument(name = "db.budget.in_force", skip_all, err(level = "debug"))]
pub(crate) async fn in_force(
    tx: &mut TenantTx,
    project: ProjectId,
) -> Result<Option<BudgetVersion>, DbError> {
    let row = sqlx::query_as!(
        Row,
        "select id, project_id, number, state, in_force_from, over_spending, indirect_rate_points, own_share_points,
                agreement_id, reference_release, version
         from programmes.budget where tenant_id = $1 and project_id = $2 and state = 'in_force'",
        tx.tenant().into_uuid(),
        project.into_uuid(),
    )
    .fetch_optional(tx.conn())
    .await?;
    row.map(Row::into_version).transpose()
}

/// The number of the newest version of a project whose row is locked; `None` if it has none yet.
#[tracing::instrument(name = "db.budget.last_number", skip_all, err(level = "debug"))]
pub(crate) async fn last_number(tx: &mut TenantTx, project: ProjectId) -> Result<Option<i32>, DbError> {
    Ok(sqlx::query_scalar!(
        "select max(number) from programmes.budget where tenant_id = $1 and project_id = $2",
        tx.tenant().into_uuid(),
        project.into_uuid(),
    )
    .fetch_one(tx.conn())
    .await?)
}

/// The tasks and lines of several versions, in their order.
#[tracing::instrument(name = "db.budget.contents", skip_all, err(level = "debug"))]
pub(crate) async fn contents(tx: &mut TenantTx, ids: &[Uuid]) -> Result<Vec<BudgetContent>, DbError> {
    let rows = sqlx::query!(
        r#"select b.id, coalesce((
               select jsonb_agg(jsonb_build_object(
                   'id', t.task_id, 'number', t.number, 'name', t.name,
                   'lines', coalesce((
                       select jsonb_agg(jsonb_build_object(
                           'id', l.line_id, 'number', l.number, 'name', l.name, 'unit', l.unit,
                           'unit_cost', l.unit_cost_grosz, 'quantity_thousandths', l.quantity_thousandths,
                           'amount', l.amount_grosz, 'flags', to_jsonb(l.flags),
                           'sources', coalesce((
                               select jsonb_agg(jsonb_build_object('source', s.source, 'amount', s.amount_grosz))
                               from programmes.budget_line_source s
                               where s.tenant_id = $1 and s.budget_id = b.id and s.line_id = l.line_id), '[]')
                           ) order by l.number)
                       from programmes.budget_line_version l
                       where l.tenant_id = $1 and l.budget_id = b.id and l.task_id = t.task_id), '[]')
                   ) order by t.number)
               from programmes.budget_task_version t
               where t.tenant_id = $1 and t.budget_id = b.id), '[]') as "tasks!: Json<Vec<BudgetTask>>"
           from programmes.budget b where b.tenant_id = $1 and b.id = any($2) order by b.id"#,
        tx.tenant().into_uuid(),
        ids,
    )
    .fetch_all(tx.conn())
    .await?;
    let contents = rows.into_iter().map(|row| {
        let Json(mut tasks) = row.tasks;
        for line in tasks.iter_mut().flat_map(|task| &mut task.lines) {
            line.sources.sort_by_key(|part| part.source);
            line.flags.sort_unstable();
        }
        BudgetContent {
            budget_id: BudgetId::from_uuid(row.id),
            tasks,
        }
    });
    Ok(contents.collect())
}
