//! What may be entered, and what corrections book.

mod amounts;
mod corrections;
mod days;
mod documents;
mod registers;

use wsparcie_kernel::ids::{BudgetLineId, ExpenseId, ProjectId};
use wsparcie_kernel::{Date, Instant, Money};
use wsparcie_programmes_api::{
    Contractor, EffectiveAmounts, Expense, ExpenseAmounts, ExpenseEntry, VatRecoverable,
};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn money(text: &str) -> Money {
    Money::parse(text).unwrap()
}

fn amounts(amount: &str, vat: &str, vat_recoverable: VatRecoverable, eligible: &str) -> ExpenseAmounts {
    ExpenseAmounts {
        amount: money(amount),
        vat: money(vat),
        vat_recoverable,
        recoverable_vat: None,
        eligible: money(eligible),
    }
}

fn entry() -> ExpenseEntry {
    ExpenseEntry {
        line_id: BudgetLineId::from_uuid(uuid::Uuid::from_u128(1)),
        document_number: "FV 12/2018".to_owned(),
        document_date: day("2018-03-05"),
        paid_on: day("2018-03-12"),
        part_of: None,
        contractor: Contractor {
            name: "Fikcyjna Firma sp. z o.o.".to_owned(),
            nip: Some("897-181-16-33".to_owned()),
            foreign_id: None,
        },
        amounts: amounts("1230.00", "230.00", VatRecoverable::No, "1230.00"),
        sources: Vec::new(),
        description: Some("szkolenie".to_owned()),
        month: day("2018-03-31"),
    }
}

/// An entry of 1230.00 zł as it is stored, nothing corrected yet.
fn expense() -> Expense {
    let mut entry = entry();
    entry.amounts.recoverable_vat = Some(Money::ZERO);
    entry.month = day("2018-03-01");
    Expense {
        id: ExpenseId::from_uuid(uuid::Uuid::from_u128(2)),
        project_id: ProjectId::from_uuid(uuid::Uuid::from_u128(3)),
        entry,
        corrects: None,
        correction: None,
        reason: None,
        flags: Vec::new(),
        overspent_by: None,
        effective: Some(EffectiveAmounts {
            amount: money("1230.00"),
            vat: money("230.00"),
            recoverable_vat: Money::ZERO,
            eligible: money("1230.00"),
        }),
        is_reversed: false,
        version: 1,
        created_at: Instant::from_timestamp(1_520_000_000, 0).unwrap(),
    }
}

/// Codes with their paths.
fn codes<T: std::fmt::Debug>(outcome: Result<T, Vec<wsparcie_kernel::Problem>>) -> Vec<String> {
    let problems = outcome.unwrap_err().into_iter();
    problems
        .map(|problem| format!("{}:{}", problem.path.join("."), problem.code))
        .collect()
}
