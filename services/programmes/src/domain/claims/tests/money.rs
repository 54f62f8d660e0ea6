//! What contents add up to.

use proptest::prelude::*;
use uuid::Uuid;
use wsparcie_kernel::Money;
use wsparcie_kernel::ids::{BudgetLineId, BudgetTaskId, ExpenseId};
use wsparcie_programmes_api::{BudgetSource, ClaimSource, ClaimedExpense};

use super::day;
use crate::domain::claims::{Listed, allocate, contents, sums};

fn grosz(amounts: &[i64]) -> Vec<Money> {
    amounts.iter().copied().map(Money::from_grosz).collect()
}

#[test]
fn an_amount_is_divided_to_the_grosz() {
    for (amount, weights, parts) in [
        (100, vec![85, 15], vec![85, 15]),
        (101, vec![50, 50], vec![51, 50]),
        (10, vec![1, 1, 1], vec![4, 3, 3]),
        (-10, vec![1, 1, 1], vec![-4, -3, -3]),
        (0, vec![1, 2], vec![0, 0]),
        (7, vec![0, 3], vec![0, 7]),
        (
            99_999_999_999_999,
            vec![99_999_999_999_999, 1],
            vec![99_999_999_999_998, 1],
        ),
    ] {
        assert_eq!(
            allocate(Money::from_grosz(amount), &grosz(&weights)),
            Some(grosz(&parts)),
            "{amount}"
        );
    }
    assert_eq!(allocate(Money::from_grosz(1), &grosz(&[0, 0])), None);
    assert_eq!(allocate(Money::from_grosz(1), &[]), None);
}

fn expense(id: u128, task: u128, eligible: i64) -> ClaimedExpense {
    ClaimedExpense {
        expense_id: ExpenseId::from_uuid(Uuid::from_u128(id)),
        corrects: None,
        document_number: "FV/1".to_owned(),
        document_date: day("2018-01-02"),
        paid_on: day("2018-01-03"),
        contractor_name: "Firma".to_owned(),
        contractor_nip: None,
        amount: Money::from_grosz(eligible),
        vat: Money::ZERO,
        eligible: Money::from_grosz(eligible),
        line_id: BudgetLineId::from_uuid(Uuid::nil()),
        line_name: "l".to_owned(),
        task_id: BudgetTaskId::from_uuid(Uuid::from_u128(task)),
        task_number: i32::try_from(task).unwrap(),
        task_name: "z".to_owned(),
        sources: Vec::new(),
        sources_derived: false,
    }
}

fn with_sources(expense: ClaimedExpense, shares: &[(BudgetSource, Money)]) -> ClaimedExpense {
    let listed = Listed {
        expense,
        shares: shares.to_vec(),
        unsaid_before: Money::ZERO,
    };
    contents::with_sources(listed).unwrap().0
}

#[test]
fn a_correction_that_says_the_sources_takes_back_what_was_worked_out_for_its_entry() {
    use BudgetSource::{Eu, LocalGovernment};
    let shares = [
        (Eu, Money::from_grosz(80)),
        (LocalGovernment, Money::from_grosz(20)),
    ];
    let row = |id, eligible, eu: Option<i64>, unsaid_before| {
        let mut expense = expense(id, 1, eligible);
        expense.sources = eu
            .map(|eu| ClaimSource {
                source: Some(Eu),
                eligible: Money::from_grosz(eu),
            })
            .into_iter()
            .collect();
        let listed = Listed {
            expense,
            shares: shares.to_vec(),
            unsaid_before: Money::from_grosz(unsaid_before),
        };
        contents::with_sources(listed).unwrap()
    };
    // 10.01 zł without sources; 0.02 zł less; then all of it from the Union; then nothing of it.
    let rows = [
        row(1, 1_001, None, 0),
        row(2, -2, None, 1_001),
        row(3, -99, Some(900), 999),
        row(4, -900, Some(-900), 0),
    ];
    for (row, _) in &rows {
        let of_row = row.sources.iter().map(|part| part.eligible);
        assert_eq!(Money::sum(of_row), Some(row.eligible), "each row by itself");
    }
    let derived: Vec<i64> = rows.iter().map(|(_, derived)| derived.grosz()).collect();
    assert_eq!(derived, [1_001, -2, -999, 0]);
    let by_source = |rows: &[(ClaimedExpense, Money)]| {
        let expenses: Vec<_> = rows.iter().map(|(row, _)| row.clone()).collect();
        let found = sums(&expenses).unwrap().by_source.into_iter();
        found
            .map(|part| (part.source.unwrap(), part.eligible.grosz()))
            .collect::<Vec<_>>()
    };
    assert_eq!(by_source(&rows[..3]), [(Eu, 900), (LocalGovernment, 0)]);
    assert_eq!(by_source(&rows), [(Eu, 0), (LocalGovernment, 0)]);
}

#[test]
fn a_source_that_was_said_stays_and_one_that_was_not_follows_from_the_line() {
    let shares = [
        (BudgetSource::Eu, Money::from_grosz(85)),
        (BudgetSource::LocalGovernment, Money::from_grosz(15)),
    ];
    let derived = with_sources(expense(1, 1, 1_001), &shares);
    let parts: Vec<i64> = derived.sources.iter().map(|part| part.eligible.grosz()).collect();
    assert_eq!((parts, derived.sources_derived), (vec![851, 150], true));
    let single = with_sources(expense(1, 1, 1_001), &shares[..1]);
    assert_eq!(
        (single.sources[0].source, single.sources_derived),
        (Some(BudgetSource::Eu), false)
    );
    let unknown = with_sources(expense(1, 1, 1_001), &[]);
    assert_eq!(
        (unknown.sources[0].source, unknown.sources[0].eligible.grosz()),
        (None, 1_001)
    );
    let mut said = expense(1, 1, 1_001);
    said.sources = vec![ClaimSource {
        source: Some(BudgetSource::Private),
        eligible: Money::from_grosz(1_001),
    }];
    assert_eq!(with_sources(said.clone(), &shares), said);
}

#[test]
fn sums_stand_in_the_order_of_tasks_and_sources_with_the_unknown_last() {
    let mut first = with_sources(expense(1, 2, 300), &[]);
    first.task_name = "second".to_owned();
    let second = with_sources(
        expense(2, 1, -100),
        &[(BudgetSource::Private, Money::from_grosz(1))],
    );
    let sums = sums(&[first, second]).unwrap();
    assert_eq!(
        sums.by_task.iter().map(|task| task.number).collect::<Vec<_>>(),
        [1, 2]
    );
    assert_eq!(
        sums.by_source
            .iter()
            .map(|part| (part.source, part.eligible.grosz()))
            .collect::<Vec<_>>(),
        [(Some(BudgetSource::Private), -100), (None, 300)]
    );
    assert_eq!(sums.eligible.grosz(), 200);
}

proptest! {
    #[test]
    fn no_grosz_is_lost_and_no_part_is_off_by_a_whole_one(
        amount in -99_999_999_999_999_i64..=99_999_999_999_999,
        weights in prop::collection::vec(0_i64..=99_999_999_999_999, 1..6),
    ) {
        let parts = allocate(Money::from_grosz(amount), &grosz(&weights));
        let whole: i128 = weights.iter().map(|w| i128::from(*w)).sum();
        if whole == 0 {
            prop_assert_eq!(parts, None);
        } else {
            let parts = parts.unwrap();
            prop_assert_eq!(parts.iter().map(|part| part.grosz()).sum::<i64>(), amount);
            for (part, weight) in parts.iter().zip(&weights) {
                let off = i128::from(part.grosz()) * whole - i128::from(amount) * i128::from(*weight);
                prop_assert!(off.abs() < whole);
            }
        }
    }

    #[test]
    fn tasks_and_sources_each_add_up_to_the_whole(
        rows in prop::collection::vec((0_u128..4, -1_000_000_i64..1_000_000, 0_i64..100, 0_i64..100), 0..30),
    ) {
        let expenses: Vec<ClaimedExpense> = rows.iter().enumerate().map(|(index, (task, eligible, eu, own))| {
            let shares = [
                (BudgetSource::Eu, Money::from_grosz(*eu)),
                (BudgetSource::LocalGovernment, Money::from_grosz(*own)),
            ];
            with_sources(expense(index as u128, *task, *eligible), &shares)
        }).collect();
        let sums = sums(&expenses).unwrap();
        let total: i64 = rows.iter().map(|(_, eligible, _, _)| *eligible).sum();
        prop_assert_eq!(sums.eligible.grosz(), total);
        prop_assert_eq!(sums.by_task.iter().map(|task| task.eligible.grosz()).sum::<i64>(), total);
        prop_assert_eq!(sums.by_source.iter().map(|part| part.eligible.grosz()).sum::<i64>(), total);
    }
}
