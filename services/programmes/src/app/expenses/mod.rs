//! Expenses: reading, entering, correcting, closing months, exporting.

pub(crate) mod correct;
mod document;
pub(crate) mod export;
pub(crate) mod months;
pub(crate) mod read;
pub(crate) mod record;

use uuid::Uuid;
use wsparcie_kernel::ids::{BudgetLineId, ProjectId};
use wsparcie_kernel::{CallError, CallResult, Problem};
use wsparcie_postgres::TenantTx;

use crate::db;
use crate::domain::expense::LinePosition;

/// A locked line in the budget in force.
struct BookedLine {
    budget_id: Uuid,
    position: LinePosition,
}

/// The locked line in the budget in force, or why nothing can be entered on it.
async fn booked_line(
    tx: &mut TenantTx,
    project: ProjectId,
    line: BudgetLineId,
) -> CallResult<Result<BookedLine, Problem>> {
    let in_force = db::budget::line_in_force(tx, project, line).await?;
    let (spent, has_budget) = db::expenses::spent_on(tx, project, line).await?;
    Ok(match in_force {
        Some(found) => Ok(BookedLine {
            budget_id: found.budget_id.into_uuid(),
            position: LinePosition {
                planned: found.amount,
                spent,
                rule: found.over_spending,
            },
        }),
        None if has_budget => {
            let pl = "tej pozycji nie ma w obowiązującym budżecie; wybierz inną";
            let en = "the budget in force has no such line; choose another";
            Err(Problem::new("LINE_NOT_IN_BUDGET", pl, en).at(&["lineId"]))
        }
        None => {
            let pl = "żaden budżet projektu nie obowiązuje; najpierw wprowadź budżet w życie";
            let en = "no budget of the project is in force; put one in force first";
            Err(Problem::new("NO_BUDGET_IN_FORCE", pl, en).at(&["lineId"]))
        }
    })
}

/// Locks a line of a project: whoever books on it waits here.
async fn lock_line(tx: &mut TenantTx, project: ProjectId, line: BudgetLineId) -> CallResult<()> {
    match db::budget::lock_line(tx, line).await? {
        Some(found) if found == project => Ok(()),
        _ => Err(CallError::NotFound),
    }
}

/// Refuses if there are problems.
fn refuse_if_any(problems: Vec<Problem>) -> CallResult<()> {
    if problems.is_empty() {
        Ok(())
    } else {
        Err(CallError::Refused(problems))
    }
}
