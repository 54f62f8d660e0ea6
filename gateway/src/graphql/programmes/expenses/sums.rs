//! What a register adds up to, and closed months, as the schema shows them.

use async_graphql::{ID, SimpleObject};
use wsparcie_programmes_api as api;

use super::expense::ExpenseSource;
use crate::graphql::ids::GlobalId;
use crate::graphql::programmes::budget::Money;
use crate::graphql::scalars::{Date, DateTime};

/// What rows of a register add up to, in zloty, exact to the grosz; corrections are signed rows among them.
///
/// Permission for all fields: expense:read
#[derive(SimpleObject)]
pub(crate) struct ExpenseSum {
    /// Gross.
    amount: Money,
    /// VAT.
    vat: Money,
    /// VAT that can be recovered.
    recoverable_vat: Money,
    /// Eligible parts.
    eligible: Money,
    /// How many rows, corrections among them.
    row_count: i64,
}

impl From<api::ExpenseSum> for ExpenseSum {
    fn from(sum: api::ExpenseSum) -> Self {
        Self {
            amount: sum.amount.into(),
            vat: sum.vat.into(),
            recoverable_vat: sum.recoverable_vat.into(),
            eligible: sum.eligible.into(),
            row_count: sum.rows,
        }
    }
}

/// The sum of one line.
///
/// Permission for all fields: expense:read
#[derive(SimpleObject)]
pub(crate) struct LineSum {
    /// The global id of the line.
    line_id: ID,
    /// What its rows add up to.
    sum: ExpenseSum,
}

/// The sum of one task.
///
/// Permission for all fields: expense:read
#[derive(SimpleObject)]
pub(crate) struct TaskExpenseSum {
    /// The global id of the task, as the budget had the lines when they were booked on.
    task_id: ID,
    /// What its rows add up to.
    sum: ExpenseSum,
}

/// The sum of one accounting month.
///
/// Permission for all fields: expense:read
#[derive(SimpleObject)]
pub(crate) struct MonthSum {
    /// The month, by its first day.
    month: Date,
    /// What its rows add up to.
    sum: ExpenseSum,
}

/// The sums of a project's register.
///
/// Permission for all fields: expense:read
#[derive(SimpleObject)]
pub(crate) struct ExpenseSums {
    /// All rows.
    total: ExpenseSum,
    /// By line of the budget.
    by_line: Vec<LineSum>,
    /// By task of the budget.
    by_task: Vec<TaskExpenseSum>,
    /// By accounting month, oldest first.
    by_month: Vec<MonthSum>,
    /// Eligible parts by source, where a source was given.
    by_source: Vec<ExpenseSource>,
    /// Eligible parts that no source was given for: the total less `bySource`, in zloty.
    without_source: Money,
}

impl From<api::ExpenseSums> for ExpenseSums {
    fn from(sums: api::ExpenseSums) -> Self {
        let lines = sums.by_line.into_iter().map(|(line, sum)| LineSum {
            line_id: line.global(),
            sum: sum.into(),
        });
        let tasks = sums.by_task.into_iter().map(|(task, sum)| TaskExpenseSum {
            task_id: task.global(),
            sum: sum.into(),
        });
        let months = sums.by_month.into_iter().map(|(month, sum)| MonthSum {
            month: month.into(),
            sum: sum.into(),
        });
        Self {
            total: sums.total.into(),
            by_line: lines.collect(),
            by_task: tasks.collect(),
            by_month: months.collect(),
            by_source: sums.by_source.into_iter().map(Into::into).collect(),
            without_source: sums.without_source.into(),
        }
    }
}

/// A month of a project that was closed: nothing is entered in it, unless it was opened again.
///
/// Permission for all fields: expense:read
#[derive(SimpleObject)]
pub(crate) struct ClosedMonth {
    /// The month, by its first day.
    month: Date,
    /// When it was closed.
    closed_at: DateTime,
    /// When it was opened again; null while it is closed.
    reopened_at: Option<DateTime>,
    /// Why it was opened again.
    reopen_reason: Option<String>,
}

impl From<api::ClosedMonth> for ClosedMonth {
    fn from(row: api::ClosedMonth) -> Self {
        Self {
            month: row.month.into(),
            closed_at: row.closed_at.into(),
            reopened_at: row.reopened_at.map(Into::into),
            reopen_reason: row.reopen_reason,
        }
    }
}
