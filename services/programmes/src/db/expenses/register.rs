//! The register of some months, whole.

use std::collections::HashMap;

use uuid::Uuid;
use wsparcie_kernel::Date;
use wsparcie_kernel::ids::ProjectId;
use wsparcie_postgres::{DbError, TenantTx};
use wsparcie_programmes_api::Expense;

use super::find::find_all;
use crate::domain::expense::RegisterRow;

/// A project's title; `None` if this centre has no such project.
#[tracing::instrument(name = "db.expense.project_title", skip_all, err(level = "debug"))]
pub(crate) async fn project_title(tx: &mut TenantTx, project: ProjectId) -> Result<Option<String>, DbError> {
    Ok(sqlx::query_scalar!(
        "select title from programmes.project where tenant_id = $1 and id = $2",
        tx.tenant().into_uuid(),
        project.into_uuid(),
    )
    .fetch_optional(tx.conn())
    .await?)
}

/// The rows of some months, by month and then as they were entered; at most `limit`.
#[tracing::instrument(name = "db.expense.register", skip_all, err(level = "debug"))]
pub(crate) async fn register(
    tx: &mut TenantTx,
    project: ProjectId,
    (first, last): (Date, Date),
    limit: i64,
) -> Result<Vec<RegisterRow>, DbError> {
    let named = sqlx::query!(
        r#"select e.id, t.number || '. ' || t.name as "task!", t.number || '.' || v.number || '. ' || v.name as "line!",
                  c.document_number as "corrects_number?"
           from programmes.expense e
           join programmes.budget_line_version v
               on v.tenant_id = $1 and v.budget_id = e.budget_id and v.line_id = e.line_id
           join programmes.budget_task_version t
               on t.tenant_id = $1 and t.budget_id = e.budget_id and t.task_id = v.task_id
           left join programmes.expense c on c.tenant_id = $1 and c.id = e.corrects
           where e.tenant_id = $1 and e.project_id = $2 and e.month between $3 and $4
           order by e.month, e.id limit $5"#,
        tx.tenant().into_uuid(),
        project.into_uuid(),
        first,
        last,
        limit,
    )
    .fetch_all(tx.conn())
    .await?;
    let ids: Vec<Uuid> = named.iter().map(|row| row.id).collect();
    let mut expenses: HashMap<Uuid, Expense> = find_all(tx, &ids)
        .await?
        .into_iter()
        .map(|expense| (expense.id.into_uuid(), expense))
        .collect();
    let rows = named.into_iter().filter_map(|row| {
        Some(RegisterRow {
            expense: expenses.remove(&row.id)?,
            task: row.task,
            line: row.line,
            corrects_number: row.corrects_number,
        })
    });
    Ok(rows.collect())
}
