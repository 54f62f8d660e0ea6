//! Budgets in versions: tasks, lines, their sources; what they add up to, where they differ, which ceilings they keep.

mod diff;
mod edits;
mod figures;
mod findings;
mod version;

pub use diff::{AmountChange, BudgetChangeKind, BudgetDiff, BudgetPair, FieldChange, LineChange};
pub use edits::{BudgetBeginning, BudgetEdit, EditBudget, LineDraft, NewBudgetVersion, PutBudgetInForce};
pub use figures::{BudgetFigures, CostBase, CostPerHead, FigureExactness, MoneyOrigin, OwnContribution};
pub use findings::{
    BudgetCheck, BudgetDifference, BudgetFindings, BudgetSums, CheckVerdict, DifferencePlace, FlagSum,
    TaskSum,
};
pub use version::{
    BudgetContent, BudgetFlag, BudgetLine, BudgetState, BudgetTask, BudgetTerms, BudgetVersion, OverSpending,
};
