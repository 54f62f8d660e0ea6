//! Budgets in versions: tasks and lines, what they add up to, how versions differ, what a project costs per head.

mod diff;
mod edits_input;
mod figures;
mod findings;
mod input;
mod mutations;
mod project;
mod queries;
mod version;

pub(crate) use mutations::BudgetsMutation;
pub(crate) use project::ProjectBudgets;
pub(crate) use queries::BudgetsQuery;
pub(crate) use version::BudgetVersion;
