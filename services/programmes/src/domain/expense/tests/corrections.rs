//! Corrections: whatever their number and order, what is booked adds up to what is right now.

use proptest::prelude::*;
use wsparcie_kernel::Money;
use wsparcie_programmes_api::{
    BudgetPart, BudgetSource, CorrectExpense, CorrectionKind, EffectiveAmounts, ExpenseAmounts,
    ExpenseChange, VatRecoverable,
};

use super::{amounts, codes, day, expense, money};
use crate::domain::expense::{CheckedCorrection, Current, Split, corrected};

fn input(change: ExpenseChange) -> CorrectExpense {
    CorrectExpense {
        id: expense().id,
        expected_version: 1,
        change,
        reason: "pomyłka".to_owned(),
        month: None,
        document_number: None,
        document_date: None,
        paid_on: None,
    }
}

fn replaced(amount: &str, eligible: &str) -> ExpenseChange {
    ExpenseChange::Replace {
        amounts: amounts(amount, "0.00", VatRecoverable::No, eligible),
        sources: Vec::new(),
    }
}

fn correct(change: ExpenseChange, split: &Split) -> Result<CheckedCorrection, Vec<wsparcie_kernel::Problem>> {
    let entry = expense();
    let current = Current {
        entry: &entry,
        left: entry.effective.unwrap(),
        split,
        closed_until: Some(day("2018-04-01")),
    };
    corrected(&input(change), current, day("2026-03-02"))
}

#[test]
fn a_correction_books_the_difference_in_the_first_open_month() {
    let booked = correct(replaced("1000.00", "900.00"), &Split::new()).unwrap();
    assert_eq!(booked.kind, CorrectionKind::Difference);
    assert_eq!(booked.amounts.amount, money("-230.00"));
    assert_eq!(
        (booked.amounts.vat, booked.amounts.eligible),
        (money("-230.00"), money("-330.00"))
    );
    assert_eq!(booked.month, day("2018-05-01"));
    assert_eq!(booked.document_number, "FV 12/2018");
}

#[test]
fn a_correcting_document_of_a_later_month_is_booked_when_it_exists() {
    let entry = expense();
    let split = Split::new();
    let booked = |document_date: &str, paid_on: &str| {
        let mut later = input(replaced("1000.00", "900.00"));
        later.document_date = Some(day(document_date));
        later.paid_on = Some(day(paid_on));
        let current = Current {
            entry: &entry,
            left: entry.effective.unwrap(),
            split: &split,
            closed_until: None,
        };
        corrected(&later, current, day("2026-03-02")).unwrap().month
    };
    assert_eq!(booked("2018-06-05", "2018-07-01"), day("2018-06-01"));
    assert_eq!(
        booked("2018-01-05", "2018-07-01"),
        day("2018-03-01"),
        "not before its entry"
    );
}

#[test]
fn a_reversal_leaves_nothing() {
    let split = Split::from([(BudgetSource::Eu, money("1230.00"))]);
    let booked = correct(ExpenseChange::Reverse, &split).unwrap();
    assert_eq!(booked.kind, CorrectionKind::Reversal);
    assert_eq!(booked.amounts.amount, money("-1230.00"));
    assert_eq!(booked.split, Split::from([(BudgetSource::Eu, money("-1230.00"))]));
}

#[test]
fn what_changes_nothing_or_cannot_be_corrected_is_refused() {
    let same = ExpenseChange::Replace {
        amounts: amounts("1230.00", "230.00", VatRecoverable::No, "1230.00"),
        sources: Vec::new(),
    };
    assert_eq!(
        codes(correct(same, &Split::new())),
        [":CORRECTION_CHANGES_NOTHING"]
    );
    let split = Split::from([(BudgetSource::Eu, money("1230.00"))]);
    assert_eq!(
        codes(correct(replaced("1000.00", "1000.00"), &split)),
        ["amounts.sources:SOURCES_MISSING"]
    );
    let entry = expense();
    let refusal = |entry: &wsparcie_programmes_api::Expense| {
        let left = EffectiveAmounts {
            amount: Money::ZERO,
            vat: Money::ZERO,
            recoverable_vat: Money::ZERO,
            eligible: Money::ZERO,
        };
        let current = Current {
            entry,
            left,
            split: &Split::new(),
            closed_until: None,
        };
        codes(corrected(
            &input(ExpenseChange::Reverse),
            current,
            day("2026-03-02"),
        ))
    };
    let mut reversed = entry.clone();
    reversed.is_reversed = true;
    assert_eq!(refusal(&reversed), ["id:EXPENSE_REVERSED"]);
    let mut correction = entry;
    correction.corrects = Some(correction.id);
    assert_eq!(refusal(&correction), ["id:CORRECTION_OF_CORRECTION"]);
}

#[test]
fn the_split_can_be_corrected_alone() {
    let split = Split::from([(BudgetSource::Eu, money("1230.00"))]);
    let sources = vec![
        BudgetPart {
            source: BudgetSource::Eu,
            amount: money("1045.50"),
        },
        BudgetPart {
            source: BudgetSource::LocalGovernment,
            amount: money("184.50"),
        },
    ];
    let change = ExpenseChange::Replace {
        amounts: amounts("1230.00", "230.00", VatRecoverable::No, "1230.00"),
        sources,
    };
    let booked = correct(change, &split).unwrap();
    assert_eq!(booked.amounts.eligible, Money::ZERO);
    assert_eq!(
        booked.split,
        Split::from([
            (BudgetSource::Eu, money("-184.50")),
            (BudgetSource::LocalGovernment, money("184.50"))
        ])
    );
}

/// Amounts that agree with each other, with a split.
fn any_change() -> impl Strategy<Value = ExpenseChange> {
    (1..10_000_000_i64, 0..=100_i64, 0..=100_i64, 0..=100_i64).prop_map(|(amount, vat, eligible, eu)| {
        let vat = amount * vat / 100;
        let eligible = amount * eligible / 100;
        let eu = eligible * eu / 100;
        let part = |source, grosz| BudgetPart {
            source,
            amount: Money::from_grosz(grosz),
        };
        let sources = [
            part(BudgetSource::Eu, eu),
            part(BudgetSource::Private, eligible - eu),
        ];
        ExpenseChange::Replace {
            amounts: ExpenseAmounts {
                amount: Money::from_grosz(amount),
                vat: Money::from_grosz(vat),
                vat_recoverable: VatRecoverable::No,
                recoverable_vat: None,
                eligible: Money::from_grosz(eligible),
            },
            sources: sources
                .into_iter()
                .filter(|part| part.amount > Money::ZERO)
                .collect(),
        }
    })
}

proptest! {
    #[test]
    fn whatever_was_corrected_the_rows_add_up_to_what_is_right_now(
        changes in proptest::collection::vec(any_change(), 1..12),
    ) {
        let entry = expense();
        let (mut left, mut split) = (entry.effective.unwrap(), Split::new());
        for change in changes {
            let current = Current { entry: &entry, left, split: &split, closed_until: None };
            let Ok(booked) = corrected(&input(change.clone()), current, day("2026-03-02")) else { continue };
            left = EffectiveAmounts {
                amount: left.amount.checked_add(booked.amounts.amount).unwrap(),
                vat: left.vat.checked_add(booked.amounts.vat).unwrap(),
                recoverable_vat: left.recoverable_vat.checked_add(booked.amounts.recoverable_vat).unwrap(),
                eligible: left.eligible.checked_add(booked.amounts.eligible).unwrap(),
            };
            for (source, amount) in booked.split {
                let part = split.entry(source).or_insert(Money::ZERO);
                *part = part.checked_add(amount).unwrap();
            }
            split.retain(|_, amount| *amount != Money::ZERO);
            let ExpenseChange::Replace { amounts, sources } = change else { unreachable!("only replacements") };
            prop_assert_eq!((left.amount, left.vat, left.eligible), (amounts.amount, amounts.vat, amounts.eligible));
            let wanted: Split = sources.iter().map(|part| (part.source, part.amount)).collect();
            prop_assert_eq!(&split, &wanted);
        }
    }
}
