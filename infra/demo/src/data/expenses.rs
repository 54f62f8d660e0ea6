//! Expenses on made-up budgets, made up as well.

use serde::Deserialize;
use wsparcie_kernel::Date;

use super::values::{Amount, Code};

/// An expense: wholly eligible, its VAT not recoverable, from one source, in the accounting month of its document.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Expense {
    /// The project's code.
    pub(crate) project: String,
    /// The numbers of task and line in the budget.
    pub(crate) task: u32,
    pub(crate) line: u32,
    pub(crate) document_number: String,
    pub(crate) document_date: Date,
    pub(crate) paid_on: Date,
    pub(crate) contractor: String,
    pub(crate) nip: Option<String>,
    pub(crate) amount: Amount,
    pub(crate) vat: Amount,
    pub(crate) source: Code,
    pub(crate) description: String,
}
