//! How a version of a budget begins, is edited and comes into force.

use serde::{Deserialize, Serialize};
use wsparcie_kernel::ids::{BudgetId, BudgetLineId, BudgetTaskId, ProjectId};
use wsparcie_kernel::{Date, Money};

use super::version::{BudgetFlag, BudgetTerms};
use crate::types::project::{BudgetPart, BudgetSource};

/// How a new version begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum BudgetBeginning {
    /// Without tasks.
    Empty,
    /// With the tasks, lines and terms of the version in force.
    CopyOfInForce,
}

/// A version to be created, as a draft.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NewBudgetVersion {
    /// The project.
    pub project_id: ProjectId,
    /// How it begins.
    pub beginning: BudgetBeginning,
    /// What it agrees; absent: what the version in force agrees, or nothing known and over-spending refused.
    pub terms: Option<BudgetTerms>,
}

/// What a line is to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineDraft {
    /// The line; absent: a new one.
    pub line_id: Option<BudgetLineId>,
    /// The number of the task that it is to stand in.
    pub task_number: i32,
    /// Its number in the task.
    pub number: i32,
    /// What is paid for.
    pub name: String,
    /// What is counted.
    pub unit: String,
    /// What one unit costs.
    pub unit_cost: Money,
    /// How many units, in thousandths.
    pub quantity_thousandths: i64,
    /// The line's amount.
    pub amount: Money,
    /// Where the money comes from.
    pub sources: Vec<BudgetPart>,
    /// What the line is.
    pub flags: Vec<BudgetFlag>,
}

/// One edit of a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum BudgetEdit {
    /// Replaces what the version agrees beside its lines.
    SetTerms(BudgetTerms),
    /// Adds a task, or changes the number and name of one.
    SetTask {
        /// The task; absent: a new one.
        task_id: Option<BudgetTaskId>,
        /// Its number.
        number: i32,
        /// Its name.
        name: String,
    },
    /// Takes out a task without lines.
    RemoveTask {
        /// The task.
        task_id: BudgetTaskId,
    },
    /// Adds a line, or replaces all that is said of one.
    SetLine(LineDraft),
    /// Takes out a line.
    RemoveLine {
        /// The line.
        line_id: BudgetLineId,
    },
    /// Moves money of one source from one line to another: both amounts change by it, the total does not.
    MoveAmount {
        /// The line that gives.
        from_line: BudgetLineId,
        /// The line that gets.
        to_line: BudgetLineId,
        /// Whose money.
        source: BudgetSource,
        /// How much, more than zero.
        amount: Money,
    },
}

/// Edits of a draft, applied in order, all or none.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct EditBudget {
    /// The draft.
    pub budget_id: BudgetId,
    /// The version of the record that the edits are based on.
    pub expected_version: i64,
    /// The edits.
    pub edits: Vec<BudgetEdit>,
}

/// A draft that comes into force.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PutBudgetInForce {
    /// The draft.
    pub budget_id: BudgetId,
    /// The version of the record that the decision is based on.
    pub expected_version: i64,
    /// The first day on which it holds: after that of the version it takes the place of, not in the future.
    pub from: Date,
}
