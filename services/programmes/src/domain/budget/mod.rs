//! Budgets in versions: what may be said of a draft, what it adds up to, which ceilings it keeps, what it costs a head.
//!
//! Owns the arithmetic of a budget, exact to the grosz, and the problems of its input. It must not know SQL, rights, the
//! clock or expenses: what a budget is held against (an agreement's total, a project's stated amounts, dated rates) is given.

pub mod ceilings;
pub mod diff;
pub mod differences;
mod edit;
pub mod figures;
mod line;
mod shape;
pub mod sums;

#[cfg(test)]
mod tests;

use wsparcie_kernel::Money;
use wsparcie_programmes_api::{BudgetLine, BudgetTask, BudgetTerms};

pub use edit::{apply, apply_all};
pub use shape::check_terms;

/// A version has at most this many lines, so lists of lines need no pages.
pub const MAX_LINES: usize = 200;
/// A version has at most this many tasks.
pub const MAX_TASKS: usize = 50;
/// A project has at most this many versions, so lists of versions need no pages.
pub const MAX_VERSIONS: i32 = 100;
/// One request brings at most this many edits.
pub const MAX_EDITS: usize = 300;
/// The largest amount: twelve digits before the dot, as amounts are read.
pub const MAX_AMOUNT: Money = Money::from_grosz(99_999_999_999_999);

/// What a version says: its terms, tasks and lines, tasks and lines by number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// What it agrees beside its lines.
    pub terms: BudgetTerms,
    /// Its tasks.
    pub tasks: Vec<BudgetTask>,
}

impl Plan {
    /// Every line, with the task that it stands in.
    pub fn lines(&self) -> impl Iterator<Item = (&BudgetTask, &BudgetLine)> {
        lines(&self.tasks)
    }
}

/// Every line of a version, with the task that it stands in.
pub fn lines(tasks: &[BudgetTask]) -> impl Iterator<Item = (&BudgetTask, &BudgetLine)> + Clone {
    tasks
        .iter()
        .flat_map(|task| task.lines.iter().map(move |line| (task, line)))
}

/// Adds up amounts. They are bounded in size and number, so that the sum of a whole version is far from the end of its type.
pub fn add_up(amounts: impl IntoIterator<Item = Money>) -> Money {
    let sum = amounts
        .into_iter()
        .fold(0_i64, |sum, amount| sum.saturating_add(amount.grosz()));
    Money::from_grosz(sum)
}

/// `amount` less `other`; both are bounded as [`add_up`] says.
fn less(amount: Money, other: Money) -> Money {
    Money::from_grosz(amount.grosz().saturating_sub(other.grosz()))
}
