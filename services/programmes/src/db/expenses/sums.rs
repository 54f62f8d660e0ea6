//! What registers add up to. Corrections are signed rows, so a sum over all rows is what is left.

use std::collections::BTreeMap;

use uuid::Uuid;
use wsparcie_kernel::ids::{BudgetLineId, BudgetTaskId, ProjectId};
use wsparcie_kernel::{Date, Money};
use wsparcie_postgres::{DbError, TenantTx};
use wsparcie_programmes_api::{BudgetPart, BudgetSource, ExpenseSum, ExpenseSums, LineStanding};

const fn inconsistent(column: &'static str) -> DbError {
    DbError::Inconsistent {
        table: "programmes.expense",
        column,
    }
}

/// The sums of several projects, in one statement: one row a project, line, task, month and source.
#[tracing::instrument(name = "db.expense.sums", skip_all, err(level = "debug"))]
pub(crate) async fn by_project(tx: &mut TenantTx, projects: &[Uuid]) -> Result<Vec<ExpenseSums>, DbError> {
    let rows = sqlx::query!(
        r#"with booked as (
             select e.project_id, e.line_id, v.task_id, e.month, e.amount_grosz, e.vat_grosz, e.recoverable_vat_grosz,
                    e.eligible_grosz
             from programmes.expense e
             join programmes.budget_line_version v
                 on v.tenant_id = $1 and v.budget_id = e.budget_id and v.line_id = e.line_id
             where e.tenant_id = $1 and e.project_id = any($2))
           select project_id as "project_id!", line_id, task_id, month, null::text as source,
                  sum(amount_grosz)::bigint as "amount!", sum(vat_grosz)::bigint as "vat!",
                  sum(recoverable_vat_grosz)::bigint as "recoverable!", sum(eligible_grosz)::bigint as "eligible!",
                  count(*) as "rows!"
           from booked
           group by grouping sets ((project_id), (project_id, line_id), (project_id, task_id), (project_id, month))
           union all
           select e.project_id, null, null, null, s.source, 0, 0, 0, sum(s.amount_grosz)::bigint, count(*)
           from programmes.expense e
           join programmes.expense_source s on s.tenant_id = $1 and s.expense_id = e.id
           where e.tenant_id = $1 and e.project_id = any($2)
           group by e.project_id, s.source
           order by 1, 4, 2, 3, 5"#,
        tx.tenant().into_uuid(),
        projects,
    )
    .fetch_all(tx.conn())
    .await?;
    let mut found: BTreeMap<Uuid, ExpenseSums> = BTreeMap::new();
    for row in rows {
        let sums = found
            .entry(row.project_id)
            .or_insert_with(|| nothing(ProjectId::from_uuid(row.project_id)));
        let sum = ExpenseSum {
            amount: Money::from_grosz(row.amount),
            vat: Money::from_grosz(row.vat),
            recoverable_vat: Money::from_grosz(row.recoverable),
            eligible: Money::from_grosz(row.eligible),
            rows: row.rows,
        };
        match (row.line_id, row.task_id, row.month, row.source) {
            (Some(line), ..) => sums.by_line.push((BudgetLineId::from_uuid(line), sum)),
            (_, Some(task), ..) => sums.by_task.push((BudgetTaskId::from_uuid(task), sum)),
            (_, _, Some(month), _) => sums.by_month.push((month, sum)),
            (_, _, _, Some(source)) => sums.by_source.push(BudgetPart {
                source: BudgetSource::parse(&source).ok_or(inconsistent("source"))?,
                amount: sum.eligible,
            }),
            _ => sums.total = sum,
        }
    }
    found.into_values().map(with_rest).collect()
}

fn nothing(project_id: ProjectId) -> ExpenseSums {
    ExpenseSums {
        project_id,
        total: ExpenseSum::default(),
        by_line: Vec::new(),
        by_task: Vec::new(),
        by_month: Vec::<(Date, ExpenseSum)>::new(),
        by_source: Vec::new(),
        without_source: Money::ZERO,
    }
}

/// The sums with what no source was given for.
fn with_rest(mut sums: ExpenseSums) -> Result<ExpenseSums, DbError> {
    sums.by_source.sort_by_key(|part| part.source);
    sums.without_source = Money::sum(sums.by_source.iter().map(|part| part.amount))
        .and_then(|sourced| sums.total.eligible.checked_sub(sourced))
        .ok_or(inconsistent("eligible_grosz"))?;
    Ok(sums)
}

/// Lines against the budget in force.
#[tracing::instrument(name = "db.expense.standings", skip_all, err(level = "debug"))]
pub(crate) async fn standings(tx: &mut TenantTx, lines: &[Uuid]) -> Result<Vec<LineStanding>, DbError> {
    let rows = sqlx::query!(
        r#"select l.id, v.amount_grosz as "planned?",
                  (select coalesce(sum(e.eligible_grosz), 0)::bigint from programmes.expense e
                   where e.tenant_id = $1 and e.line_id = l.id) as "spent!"
           from programmes.budget_line l
           left join programmes.budget b
               on b.tenant_id = $1 and b.project_id = l.project_id and b.state = 'in_force'
           left join programmes.budget_line_version v
               on v.tenant_id = $1 and v.budget_id = b.id and v.line_id = l.id
           where l.tenant_id = $1 and l.id = any($2) order by l.id"#,
        tx.tenant().into_uuid(),
        lines,
    )
    .fetch_all(tx.conn())
    .await?;
    let standings = rows.into_iter().map(|row| LineStanding {
        line_id: BudgetLineId::from_uuid(row.id),
        planned: row.planned.map(Money::from_grosz),
        spent: Money::from_grosz(row.spent),
    });
    Ok(standings.collect())
}
