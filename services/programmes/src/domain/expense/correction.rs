//! Corrections: rows of their own, so that the history stays.

use wsparcie_kernel::{Date, Money, Problem};
use wsparcie_programmes_api::{CorrectExpense, CorrectionKind, EffectiveAmounts, Expense, ExpenseChange};

use super::amounts::{Amounts, Split, check_sources};
use super::entry::{MAX_NUMBER, MAX_REASON, check_day, check_month};
use super::months::{first_of, month_after};
use crate::domain::text;

/// An entry as it stands under its line's lock.
#[derive(Debug, Clone, Copy)]
pub struct Current<'a> {
    /// The entry.
    pub entry: &'a Expense,
    /// What is left of it.
    pub left: EffectiveAmounts,
    /// What is left by source.
    pub split: &'a Split,
    /// The last closed month.
    pub closed_until: Option<Date>,
}

/// A correction to be booked.
#[derive(Debug, Clone)]
pub struct CheckedCorrection {
    /// How it changes the entry.
    pub kind: CorrectionKind,
    /// The signed difference.
    pub amounts: Amounts,
    /// The same by source.
    pub split: Split,
    /// Why.
    pub reason: String,
    /// The month it is booked in: the one given, or the first open one in which the entry and the correcting document or its
    /// payment exist. Whether it is open and not too early is for [`super::check_open`] and [`super::check_not_too_early`] to say.
    pub month: Date,
    /// The correcting document's number.
    pub document_number: String,
    /// Its date.
    pub document_date: Date,
    /// The day it was paid.
    pub paid_on: Date,
}

/// Works out what a correction books.
///
/// # Errors
/// Every problem: of the entry (a correction itself, or reversed), of the amounts, or that nothing changes.
pub fn corrected(
    input: &CorrectExpense,
    current: Current<'_>,
    today: Date,
) -> Result<CheckedCorrection, Vec<Problem>> {
    let entry = &current.entry.entry;
    if current.entry.corrects.is_some() {
        let pl = "to jest korekta; popraw wpis, który ona koryguje";
        let en = "this is a correction; correct the entry that it corrects";
        return Err(vec![Problem::new("CORRECTION_OF_CORRECTION", pl, en).at(&["id"])]);
    }
    if current.entry.is_reversed {
        let pl = "ten wpis został już w całości odwrócony; wpisz dokument na nowo";
        let en = "this entry was reversed already; enter the document anew";
        return Err(vec![Problem::new("EXPENSE_REVERSED", pl, en).at(&["id"])]);
    }
    let mut problems = Vec::new();
    let reason = text::line(&mut problems, &["reason"], &input.reason, MAX_REASON);
    let document_number = match &input.document_number {
        Some(number) => text::line(&mut problems, &["documentNumber"], number, MAX_NUMBER),
        None => entry.document_number.clone(),
    };
    for (field, day) in [("documentDate", input.document_date), ("paidOn", input.paid_on)] {
        if let Some(day) = day {
            check_day(&mut problems, field, day, today);
        }
    }
    let document_date = input.document_date.unwrap_or(entry.document_date);
    let paid_on = input.paid_on.unwrap_or(entry.paid_on);
    let month = match input.month {
        Some(month) => check_month(&mut problems, month, today),
        None => first_open(entry.month, current.closed_until).max(first_of(document_date.min(paid_on))),
    };
    let (kind, amounts, split) = difference(&mut problems, &input.change, &current);
    if problems.is_empty() && amounts.are_zero() && split.is_empty() {
        let pl = "korekta niczego nie zmienia; podaj kwoty, jakie powinny być";
        let en = "the correction changes nothing; give the amounts as they should be";
        problems.push(Problem::new("CORRECTION_CHANGES_NOTHING", pl, en));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok(CheckedCorrection {
        kind,
        amounts,
        split,
        reason,
        month,
        document_number,
        document_date,
        paid_on,
    })
}

/// The entry's own month, or the first one after the closed ones.
fn first_open(month: Date, closed_until: Option<Date>) -> Date {
    let own = first_of(month);
    closed_until.map_or(own, |last| own.max(month_after(last)))
}

fn difference(
    problems: &mut Vec<Problem>,
    change: &ExpenseChange,
    current: &Current<'_>,
) -> (CorrectionKind, Amounts, Split) {
    let (kind, wanted, wanted_split) = match change {
        ExpenseChange::Reverse => (CorrectionKind::Reversal, nothing(current), Split::new()),
        ExpenseChange::Replace { amounts, sources } => {
            let wanted = Amounts::check(problems, amounts);
            let split = check_sources(problems, sources, wanted.eligible);
            if split.is_empty() && !current.split.is_empty() && wanted.eligible > Money::ZERO {
                let pl = "wpis ma podział na źródła; podaj go także dla poprawionej kwoty";
                let en = "the entry is split by source; split the corrected amount, too";
                problems.push(Problem::new("SOURCES_MISSING", pl, en).at(&["amounts", "sources"]));
            }
            (CorrectionKind::Difference, wanted, split)
        }
    };
    // Amounts out of range were told above; there is nothing to work out for them.
    let amounts = wanted.less(&current.left).unwrap_or_else(|| nothing(current));
    (kind, amounts, split_less(wanted_split, current.split))
}

fn nothing(current: &Current<'_>) -> Amounts {
    Amounts {
        amount: Money::ZERO,
        vat: Money::ZERO,
        vat_recoverable: current.entry.entry.amounts.vat_recoverable,
        recoverable_vat: Money::ZERO,
        eligible: Money::ZERO,
    }
}

/// What to book by source so that the wanted split is left.
fn split_less(mut wanted: Split, current: &Split) -> Split {
    for (source, left) in current {
        let part = wanted.entry(*source).or_insert(Money::ZERO);
        *part = part.checked_sub(*left).unwrap_or(Money::ZERO);
    }
    wanted.retain(|_, amount| *amount != Money::ZERO);
    wanted
}
