//! Expenses, the months they are settled in, and the register.

mod entry;
mod register;

use serde::{Deserialize, Serialize};
use wsparcie_kernel::ids::{BudgetLineId, BudgetTaskId, ExpenseId, ProjectId};
use wsparcie_kernel::{Date, Instant, Money, codes};

use super::project::{BudgetPart, BudgetSource};

pub use entry::{
    Contractor, CorrectExpense, ExpenseAmounts, ExpenseChange, ExpenseEntry, NewExpense, VatRecoverable,
};
pub use register::{ExportRegister, RegisterFile, RegisterFormat};

codes! {
    /// How a correction changes an entry.
    pub enum CorrectionKind {
        /// Nothing is left of the entry.
        Reversal => "reversal", "storno (odwrócenie całości)", "full reversal";
        /// So much more or less.
        Difference => "difference", "różnica", "difference";
    }
}

codes! {
    /// What people should look at.
    pub enum ExpenseFlag {
        /// More is spent on the line than it has.
        LineOverspent => "line_overspent", "przekroczona pozycja budżetu", "budget line over-spent";
        /// Paid before the document's date.
        PaidBeforeDocument => "paid_before_document", "zapłacono przed datą dokumentu", "paid before the document's date";
        /// Paid after the project's end, within the time for the final claim.
        PaidAfterEnd => "paid_after_end", "zapłacono po końcu projektu", "paid after the project's end";
        /// The document stood in the register of another of the centre's projects, too, when it was entered: a danger of double
        /// financing, unless each has only its share.
        DocumentInAnotherProject => "document_in_another_project",
            "dokument jest też w innym projekcie ośrodka", "the document is in another project's register, too";
    }
}

/// What is left of an entry after all of its corrections.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct EffectiveAmounts {
    /// Gross.
    pub amount: Money,
    /// VAT.
    pub vat: Money,
    /// The part of the VAT that can be recovered.
    pub recoverable_vat: Money,
    /// The eligible part.
    pub eligible: Money,
}

/// A row of the register: an entry, or a correction of one with signed amounts. Rows never change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expense {
    /// Id.
    pub id: ExpenseId,
    /// The project.
    pub project_id: ProjectId,
    /// What was entered; of a correction, the difference. The recoverable VAT is always given.
    pub entry: ExpenseEntry,
    /// The entry that this row corrects; absent if it is an entry.
    pub corrects: Option<ExpenseId>,
    /// How it corrects it.
    pub correction: Option<CorrectionKind>,
    /// Why.
    pub reason: Option<String>,
    /// What people should look at.
    pub flags: Vec<ExpenseFlag>,
    /// By how much the line was over-spent after this row.
    pub overspent_by: Option<Money>,
    /// What is left of an entry; absent for corrections.
    pub effective: Option<EffectiveAmounts>,
    /// Whether an entry was reversed.
    pub is_reversed: bool,
    /// 1 and the number of corrections; for `expected_version`.
    pub version: i64,
    /// When it was entered.
    pub created_at: Instant,
}

/// Which rows of a project's register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExpenseFilter {
    /// The project.
    pub project_id: ProjectId,
    /// Only of this month; any day of it.
    pub month: Option<Date>,
    /// Only on this line.
    pub line_id: Option<BudgetLineId>,
    /// Only with this flag.
    pub flag: Option<ExpenseFlag>,
}

/// How a document is found again.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FindDocument {
    /// The project.
    pub project_id: ProjectId,
    /// Who issued it.
    pub contractor: Contractor,
    /// Its number.
    pub document_number: String,
}

/// A line of the budget in force against what is spent on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineStanding {
    /// The line.
    pub line_id: BudgetLineId,
    /// What the budget in force has for it; absent if it has no such line, or none is in force.
    pub planned: Option<Money>,
    /// The eligible parts of all rows on it.
    pub spent: Money,
}

/// What rows add up to, corrections included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ExpenseSum {
    /// Gross.
    pub amount: Money,
    /// VAT.
    pub vat: Money,
    /// VAT that can be recovered.
    pub recoverable_vat: Money,
    /// Eligible parts.
    pub eligible: Money,
    /// How many rows.
    pub rows: i64,
}

/// The sums of a project's register, exact to the grosz.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExpenseSums {
    /// The project.
    pub project_id: ProjectId,
    /// All rows.
    pub total: ExpenseSum,
    /// By line.
    pub by_line: Vec<(BudgetLineId, ExpenseSum)>,
    /// By task, as the budget had the lines when they were booked on.
    pub by_task: Vec<(BudgetTaskId, ExpenseSum)>,
    /// By accounting month, its first day; oldest first.
    pub by_month: Vec<(Date, ExpenseSum)>,
    /// Eligible parts by source, where a source was given.
    pub by_source: Vec<BudgetPart>,
    /// What no source was given for: the eligible sum less the sources.
    pub without_source: Money,
}

impl ExpenseSums {
    /// The eligible sum from one source.
    pub fn from_source(&self, source: BudgetSource) -> Money {
        let part = self.by_source.iter().find(|part| part.source == source);
        part.map_or(Money::ZERO, |part| part.amount)
    }
}

/// A month that was closed; open again if `reopened_at` is given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosedMonth {
    /// The project.
    pub project_id: ProjectId,
    /// The month, by its first day.
    pub month: Date,
    /// When it was closed.
    pub closed_at: Instant,
    /// When it was opened again.
    pub reopened_at: Option<Instant>,
    /// Why.
    pub reopen_reason: Option<String>,
}

/// A month to be closed.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct CloseMonth {
    /// The project.
    pub project_id: ProjectId,
    /// Any day of the month.
    pub month: Date,
}

/// A month to be opened again.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ReopenMonth {
    /// The project.
    pub project_id: ProjectId,
    /// Any day of the month.
    pub month: Date,
    /// Why, 1 to 500 characters.
    pub reason: String,
}
