//! A line through all versions: what is booked on it locks it, and asks what the version in force gives it.

use wsparcie_kernel::Money;
use wsparcie_kernel::ids::{BudgetId, BudgetLineId, ProjectId};
use wsparcie_postgres::{DbError, TenantTx};
use wsparcie_programmes_api::OverSpending;

/// What the version in force says of a line to whoever books on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LineInForce {
    /// The version in force.
    pub(crate) budget_id: BudgetId,
    /// The line's amount in it.
    pub(crate) amount: Money,
    /// What happens to an expense over that amount.
    pub(crate) over_spending: OverSpending,
}

/// Locks a line until the transaction ends: bookings on one line wait for each other here, and so does a version that would
/// take the line out. Gives the line's project; `None` if the centre has no such line.
#[tracing::instrument(name = "db.budget.lock_line", skip_all, err(level = "debug"))]
pub(crate) async fn lock_line(tx: &mut TenantTx, line: BudgetLineId) -> Result<Option<ProjectId>, DbError> {
    let project = sqlx::query_scalar!(
        "select project_id from programmes.budget_line where tenant_id = $1 and id = $2 for no key update",
        tx.tenant().into_uuid(),
        line.into_uuid(),
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(project.map(ProjectId::from_uuid))
}

/// Locks several lines, in the order of their ids, so that two who lock never wait for each other in a circle.
#[tracing::instrument(name = "db.budget.lock_lines", skip_all, err(level = "debug"))]
pub(crate) async fn lock_lines(tx: &mut TenantTx, lines: &[BudgetLineId]) -> Result<(), DbError> {
    let ids: Vec<_> = lines.iter().map(|line| line.into_uuid()).collect();
    sqlx::query!(
        "select id from programmes.budget_line where tenant_id = $1 and id = any($2) order by id for no key update",
        tx.tenant().into_uuid(),
        &ids,
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(())
}

/// What the version in force says of a line; `None` if the project has no such line in force. To be read behind
/// [`lock_line`], in a statement of its own, so that it sees what was committed while the lock was waited for.
#[tracing::instrument(name = "db.budget.line_in_force", skip_all, err(level = "debug"))]
pub(crate) async fn line_in_force(
    tx: &mut TenantTx,
    project: ProjectId,
    line: BudgetLineId,
) -> Result<Option<LineInForce>, DbError> {
    let row = sqlx::query!(
        "select b.id, b.over_spending, l.amount_grosz
         from programmes.budget b
         join programmes.budget_line_version l on l.tenant_id = $1 and l.budget_id = b.id and l.line_id = $3
         where b.tenant_id = $1 and b.project_id = $2 and b.state = 'in_force'",
        tx.tenant().into_uuid(),
        project.into_uuid(),
        line.into_uuid(),
    )
    .fetch_optional(tx.conn())
    .await?;
    row.map(|row| {
        Ok(LineInForce {
            budget_id: BudgetId::from_uuid(row.id),
            amount: Money::from_grosz(row.amount_grosz),
            over_spending: super::read::over_spending(&row.over_spending)?,
        })
    })
    .transpose()
}

/// Those of the lines that expenses are booked on, in the order of their ids.
#[tracing::instrument(name = "db.budget.with_expenses", skip_all, err(level = "debug"))]
pub(crate) async fn with_expenses(
    tx: &mut TenantTx,
    lines: &[BudgetLineId],
) -> Result<Vec<BudgetLineId>, DbError> {
    let ids: Vec<_> = lines.iter().map(|line| line.into_uuid()).collect();
    let rows = sqlx::query_scalar!(
        r#"select wanted.id as "id!" from unnest($2::uuid[]) as wanted (id)
           where exists (select from programmes.expense e where e.tenant_id = $1 and e.line_id = wanted.id)
           order by wanted.id"#,
        tx.tenant().into_uuid(),
        &ids,
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(BudgetLineId::from_uuid).collect())
}
