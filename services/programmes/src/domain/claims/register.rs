//! Which expenses a claim may list.

use wsparcie_kernel::ids::ExpenseId;
use wsparcie_kernel::input::Problems;
use wsparcie_kernel::{Date, Problem};
use wsparcie_programmes_api::ClaimKind;

/// An expense that a claim is to list.
#[derive(Debug, Clone, Copy)]
pub struct Candidate {
    /// The expense.
    pub id: ExpenseId,
    /// The entry that it corrects, if it is a correction.
    pub corrects: Option<ExpenseId>,
    /// The day that decides: when it was paid; for a correction the last day of its month, or when its entry was paid if that
    /// was later.
    pub counts_on: Date,
    /// The number of the other claim that lists it.
    pub taken_by: Option<i32>,
    /// The last day of the other claim that lists the entry which it corrects.
    pub entry_until: Option<Date>,
}

/// Whether the expenses named may stand in a claim with a period until `period_to`. What was paid after it belongs to a later
/// claim; a final claim may list it, for no other comes after. A correction follows its entry: it stands in the same claim or in one of a later period.
///
/// # Errors
/// All problems, at the position of each expense.
pub fn check_register(kind: ClaimKind, period_to: Date, named: &[Candidate]) -> Result<(), Problems> {
    let mut problems = Problems::default();
    for (index, candidate) in named.iter().enumerate() {
        let index = index.to_string();
        if let Some(number) = candidate.taken_by {
            problems.add(
                &["claim", "expenseIds", &index],
                Problem::new(
                    "CLAIM_EXPENSE_TAKEN",
                    format!("ten wydatek jest we wniosku nr {number}; każdy wydatek rozlicza się raz"),
                    format!("this expense stands in claim no. {number}; each is claimed once"),
                ),
            );
        } else if kind != ClaimKind::Final && period_to < candidate.counts_on {
            let day = candidate.counts_on;
            problems.add(
                &["claim", "expenseIds", &index],
                Problem::new(
                    "CLAIM_EXPENSE_LATER",
                    format!("ten wydatek jest z {day}, po końcu okresu wniosku; ujmij go w następnym"),
                    format!("this expense is of {day}, after the claim's period; put it into the next one"),
                ),
            );
        } else if let Some(entry) = candidate.corrects
            && !named.iter().any(|other| other.id == entry)
            && candidate.entry_until.is_none_or(|until| period_to <= until)
        {
            problems.add(
                &["claim", "expenseIds", &index],
                Problem::new(
                    "CLAIM_CORRECTION_WITHOUT_ENTRY",
                    "to korekta wydatku, którego nie ma w tym ani we wcześniejszym wniosku; ujmij go razem z nią",
                    "this corrects an expense that stands neither in this claim nor in an earlier one; list it as well",
                ),
            );
        }
    }
    problems.finish(Some(()))
}
