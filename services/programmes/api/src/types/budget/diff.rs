//! How two versions of a budget differ.

use serde::{Deserialize, Serialize};
use wsparcie_kernel::ids::{BudgetId, BudgetLineId};
use wsparcie_kernel::{Money, codes};

use crate::types::project::BudgetSource;

codes! {
    /// How a line differs between two versions.
    pub enum BudgetChangeKind {
        /// Only the later version has it.
        Added => "added", "dodana", "added";
        /// Only the earlier version has it.
        Removed => "removed", "usunięta", "removed";
        /// It stands in another task; fields may differ as well.
        Moved => "moved", "przeniesiona", "moved";
        /// It stands in the same task with other fields.
        Changed => "changed", "zmieniona", "changed";
    }
}

/// Two versions to be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct BudgetPair {
    /// The version that is asked about.
    pub budget: BudgetId,
    /// The version it is held against: the earlier one, as a rule.
    pub against: BudgetId,
}

/// A field with its values in two versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChange {
    /// The field, in the API's name: "amount", "source.eu", "flags".
    pub field: String,
    /// Its value in the version held against; absent if there it has none.
    pub from: Option<String>,
    /// Its value in the version asked about.
    pub to: Option<String>,
}

/// A line that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineChange {
    /// The line.
    pub line_id: BudgetLineId,
    /// How it differs.
    pub kind: BudgetChangeKind,
    /// Its name in the version asked about, or the one it had.
    pub name: String,
    /// The number of its task in the version held against.
    pub task_from: Option<i32>,
    /// The number of its task in the version asked about.
    pub task_to: Option<i32>,
    /// Its amount in the version held against; zero if it was not there.
    pub amount_from: Money,
    /// Its amount in the version asked about; zero if it is not there.
    pub amount_to: Money,
    /// Every field that differs.
    pub fields: Vec<FieldChange>,
}

/// An amount in two versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct AmountChange {
    /// The source; absent: the total.
    pub source: Option<BudgetSource>,
    /// In the version held against.
    pub from: Money,
    /// In the version asked about.
    pub to: Money,
    /// `to` less `from`.
    pub change: Money,
}

/// How two versions differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BudgetDiff {
    /// The two versions.
    pub pair: BudgetPair,
    /// What they agree beside their lines: each term that differs.
    pub terms: Vec<FieldChange>,
    /// Tasks that were added, removed, renumbered or renamed: the field names the task, "task.3".
    pub tasks: Vec<FieldChange>,
    /// Lines that differ.
    pub lines: Vec<LineChange>,
    /// The total.
    pub total: AmountChange,
    /// The sums by source, where one of the two has any.
    pub by_source: Vec<AmountChange>,
}
