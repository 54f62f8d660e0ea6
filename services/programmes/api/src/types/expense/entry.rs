//! What is entered: documents and corrections.

use serde::{Deserialize, Serialize};
use wsparcie_kernel::ids::{BudgetLineId, ExpenseId, ProjectId};
use wsparcie_kernel::{Date, Money, codes};

use super::BudgetPart;

codes! {
    /// Whether VAT can be recovered.
    pub enum VatRecoverable {
        /// All of it; it is never eligible then.
        Yes => "yes", "tak", "yes";
        /// None of it.
        No => "no", "nie", "no";
        /// A part.
        Partly => "partly", "częściowo", "partly";
    }
}

/// Who issued a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contractor {
    /// The name, 1 to 200 characters.
    pub name: String,
    /// The NIP, with or without separators.
    pub nip: Option<String>,
    /// The tax number of a contractor from abroad, as the document has it; not together with a NIP.
    pub foreign_id: Option<String>,
}

/// The amounts of a document on one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExpenseAmounts {
    /// Gross, with VAT.
    pub amount: Money,
    /// VAT in it.
    pub vat: Money,
    /// Whether the VAT can be recovered.
    pub vat_recoverable: VatRecoverable,
    /// How much of it, where it is a part; absent otherwise.
    pub recoverable_vat: Option<Money>,
    /// The eligible part, at most the amount less the recoverable VAT.
    pub eligible: Money,
}

/// A document, or a part of one, as it is entered on a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExpenseEntry {
    /// The line of the budget.
    pub line_id: BudgetLineId,
    /// The document's number, 1 to 100 characters.
    pub document_number: String,
    /// Its date.
    pub document_date: Date,
    /// The day it was paid.
    pub paid_on: Date,
    /// The entry that began the document, if this is another part of it; each line takes one part.
    pub part_of: Option<ExpenseId>,
    /// Who issued it.
    pub contractor: Contractor,
    /// The amounts.
    pub amounts: ExpenseAmounts,
    /// Where the eligible part comes from; empty if not said.
    pub sources: Vec<BudgetPart>,
    /// What it was for.
    pub description: Option<String>,
    /// The accounting month; any day of it is taken, its first is kept. Not before the month of the document or the payment,
    /// whichever is earlier, nor before the project's first.
    pub month: Date,
}

/// An expense to be entered.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NewExpense {
    /// The project.
    pub project_id: ProjectId,
    /// What the document says.
    pub entry: ExpenseEntry,
}

/// What becomes of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ExpenseChange {
    /// Nothing is left of it.
    Reverse,
    /// The amounts as they should have been; the difference is booked.
    Replace {
        /// The right amounts.
        amounts: ExpenseAmounts,
        /// The right sources; needed if the entry has sources.
        sources: Vec<BudgetPart>,
    },
}

/// A correction to be entered.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CorrectExpense {
    /// The entry.
    pub id: ExpenseId,
    /// Its version that the correction is based on.
    pub expected_version: i64,
    /// What becomes of it.
    pub change: ExpenseChange,
    /// Why, 1 to 500 characters.
    pub reason: String,
    /// The accounting month, not before the entry's, nor before the correcting document and its payment; absent: the first open
    /// one that fits.
    pub month: Option<Date>,
    /// The correcting document's number; absent: the entry's.
    pub document_number: Option<String>,
    /// Its date; absent: the entry's.
    pub document_date: Option<Date>,
    /// The day the difference was paid; absent: the entry's.
    pub paid_on: Option<Date>,
}
