//! How two versions differ.

use async_graphql::{ID, SimpleObject};
use wsparcie_programmes_api as api;

use crate::graphql::codes::Term;
use crate::graphql::ids::GlobalId;
use crate::graphql::programmes::budget::Money;

/// A field with its values in two versions.
///
/// Permission for all fields: budget:read
#[derive(SimpleObject)]
struct BudgetFieldChange {
    /// The field, in the API's name: "amount", "source.eu", "task.3".
    field: String,
    /// Its value in the version held against; null if it has none there.
    from: Option<String>,
    /// Its value in this version; null if it has none.
    to: Option<String>,
}

impl From<api::FieldChange> for BudgetFieldChange {
    fn from(row: api::FieldChange) -> Self {
        Self {
            field: row.field,
            from: row.from,
            to: row.to,
        }
    }
}

/// A line that differs.
///
/// Permission for all fields: budget:read
#[derive(SimpleObject)]
struct BudgetLineChange {
    /// The global id of the line.
    line_id: ID,
    /// Whether it was added, removed, moved to another task, or changed in its own.
    kind: Term,
    /// Its name.
    name: String,
    /// The number of its task in the version held against; null if it was not there.
    task_from: Option<i32>,
    /// The number of its task in this version; null if it is not there.
    task_to: Option<i32>,
    /// Its amount in the version held against; 0.00 if it was not there.
    amount_from: Money,
    /// Its amount in this version; 0.00 if it is not there.
    amount_to: Money,
    /// Every field that differs.
    fields: Vec<BudgetFieldChange>,
}

impl From<api::LineChange> for BudgetLineChange {
    fn from(row: api::LineChange) -> Self {
        Self {
            line_id: row.line_id.global(),
            kind: row.kind.into(),
            name: row.name,
            task_from: row.task_from,
            task_to: row.task_to,
            amount_from: row.amount_from.into(),
            amount_to: row.amount_to.into(),
            fields: row.fields.into_iter().map(Into::into).collect(),
        }
    }
}

/// An amount in two versions.
///
/// Permission for all fields: budget:read
#[derive(SimpleObject)]
struct BudgetAmountChange {
    /// The source; null for the total.
    source: Option<Term>,
    /// In the version held against.
    from: Money,
    /// In this version.
    to: Money,
    /// `to` less `from`.
    change: Money,
}

impl From<api::AmountChange> for BudgetAmountChange {
    fn from(row: api::AmountChange) -> Self {
        Self {
            source: row.source.map(Into::into),
            from: row.from.into(),
            to: row.to.into(),
            change: row.change.into(),
        }
    }
}

/// How a version differs from another of the same project.
///
/// Permission for all fields: budget:read
#[derive(SimpleObject)]
pub(crate) struct BudgetDiff {
    /// What is agreed beside the lines: each term that differs.
    terms: Vec<BudgetFieldChange>,
    /// Tasks that were added, removed, renumbered or renamed.
    tasks: Vec<BudgetFieldChange>,
    /// Lines that differ, in the order of this version; removed ones behind.
    lines: Vec<BudgetLineChange>,
    /// The total.
    total: BudgetAmountChange,
    /// The sums by source, where one of the two versions has any.
    by_source: Vec<BudgetAmountChange>,
}

impl From<api::BudgetDiff> for BudgetDiff {
    fn from(row: api::BudgetDiff) -> Self {
        Self {
            terms: row.terms.into_iter().map(Into::into).collect(),
            tasks: row.tasks.into_iter().map(Into::into).collect(),
            lines: row.lines.into_iter().map(Into::into).collect(),
            total: row.total.into(),
            by_source: row.by_source.into_iter().map(Into::into).collect(),
        }
    }
}
