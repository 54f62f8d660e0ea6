//! Which step may follow which.

use proptest::prelude::*;
use uuid::Uuid;
use wsparcie_kernel::Money;
use wsparcie_kernel::ids::{BudgetLineId, BudgetTaskId, ExpenseId};
use wsparcie_kernel::input::Problems;
use wsparcie_programmes_api::{ClaimCorrection, ClaimState, ClaimStep, ClaimedExpense};

use super::day;
use crate::domain::claims::{ClaimNow, TRANSITIONS, check_corrections, check_step};

fn now(state: ClaimState) -> ClaimNow {
    ClaimNow {
        state,
        period_from: day("2018-01-01"),
        last_step_on: None,
        claimed: Some(Money::from_grosz(100_000)),
        advance_settled: Money::from_grosz(80_000),
    }
}

fn approve(eligible: i64, corrections: &[i64]) -> ClaimStep {
    let correction = |grosz: &i64| ClaimCorrection {
        expense_id: None,
        amount: Money::from_grosz(*grosz),
        reason: "poza okresem".to_owned(),
    };
    ClaimStep::Approve {
        eligible: Money::from_grosz(eligible),
        advance_settled: None,
        corrections: corrections.iter().map(correction).collect(),
    }
}

/// What explains that no more was approved of 1000.00.
fn taken_off(eligible: i64) -> Vec<i64> {
    [100_000 - eligible]
        .into_iter()
        .filter(|grosz| *grosz != 0)
        .collect()
}

fn steps() -> Vec<ClaimStep> {
    vec![
        ClaimStep::Submit,
        ClaimStep::Question {
            remarks: "uwagi".to_owned(),
            answer_by: day("2018-05-10"),
        },
        approve(100_000, &[]),
        ClaimStep::Withdraw {
            reason: "pomyłka".to_owned(),
        },
    ]
}

#[test]
fn only_the_tables_transitions_are_possible() {
    for from in ClaimState::ALL {
        for step in steps() {
            let outcome = check_step(now(*from), step.clone(), day("2018-04-16"), day("2018-05-01"));
            let allowed = TRANSITIONS.contains(&(*from, step.leads_to()));
            match outcome {
                Ok(_) => assert!(allowed, "{from:?} {step:?}"),
                Err(problems) => {
                    assert!(!allowed, "{from:?} {step:?}");
                    assert_eq!(problems.codes(), [(String::new(), "CLAIM_STEP_NOT_ALLOWED")]);
                }
            }
        }
    }
    let end = |state: &ClaimState| TRANSITIONS.iter().all(|(from, _)| from != state);
    assert_eq!(
        ClaimState::ALL.iter().copied().filter(end).collect::<Vec<_>>(),
        [ClaimState::Approved, ClaimState::Withdrawn]
    );
}

#[test]
fn a_step_comes_neither_before_the_one_before_nor_tomorrow() {
    let codes = |now: ClaimNow, on: &str| {
        let outcome = check_step(now, approve(1, &[99_999]), day(on), day("2018-05-01"));
        outcome
            .err()
            .map(|problems| problems.into_vec().remove(0))
            .map(|problem| (problem.path.join("."), problem.code))
    };
    let mut submitted = now(ClaimState::Submitted);
    submitted.last_step_on = Some(day("2018-04-16"));
    assert_eq!(codes(submitted, "2018-04-16"), None);
    for on in ["2018-04-15", "2018-05-02"] {
        assert_eq!(
            codes(submitted, on),
            Some(("on".to_owned(), "DATE_OUT_OF_RANGE".to_owned())),
            "{on}"
        );
    }
}

#[test]
fn all_that_is_wrong_with_an_approval_is_told_at_once() {
    let mut step = approve(100_001, &[0]);
    if let ClaimStep::Approve {
        advance_settled,
        corrections,
        ..
    } = &mut step
    {
        *advance_settled = Some(Money::from_grosz(-1));
        corrections[0].reason = " ".to_owned();
    }
    let problems = check_step(
        now(ClaimState::Submitted),
        step,
        day("2018-04-16"),
        day("2018-05-01"),
    )
    .unwrap_err();
    assert_eq!(
        problems.codes(),
        [
            ("eligible".to_owned(), "CLAIM_APPROVED_TOO_MUCH"),
            ("advanceSettled".to_owned(), "CLAIM_ADVANCE_TOO_LARGE"),
            ("corrections.0.amount".to_owned(), "AMOUNT_OUT_OF_RANGE"),
            ("corrections.0.reason".to_owned(), "REQUIRED"),
        ]
    );
}

#[test]
fn the_advance_is_settled_as_claimed_but_never_beyond_what_is_approved() {
    for (eligible, settled) in [(100_000, 80_000), (50_000, 50_000), (0, 0), (-5, 0)] {
        let approved = check_step(
            now(ClaimState::Submitted),
            approve(eligible, taken_off(eligible).as_slice()),
            day("2018-04-16"),
            day("2018-05-01"),
        );
        let Ok(ClaimStep::Approve { advance_settled, .. }) = approved else {
            unreachable!("approved")
        };
        assert_eq!(advance_settled, Some(Money::from_grosz(settled)), "{eligible}");
    }
}

/// Where an approval is wrong, and with which code.
fn told(step: ClaimStep) -> Vec<String> {
    let checked = check_step(
        now(ClaimState::Submitted),
        step,
        day("2018-04-16"),
        day("2018-05-01"),
    );
    let problems = checked.err().map(Problems::into_vec);
    let problems = problems.unwrap_or_default().into_iter();
    problems
        .map(|problem| format!("{} {}", problem.path.join("."), problem.code))
        .collect()
}

#[test]
fn what_is_approved_and_what_is_taken_off_are_the_claim_to_the_grosz() {
    let differ = ["corrections CLAIM_CORRECTIONS_DIFFER"];
    for (eligible, corrections) in [
        (100_000, &[40_000][..]),
        (60_000, &[]),
        (60_000, &[39_999]),
        (60_000, &[40_001]),
        (60_000, &[20_000, 20_000, 1]),
        (-5, &[100_000]),
    ] {
        assert_eq!(
            told(approve(eligible, corrections)),
            differ,
            "{eligible} {corrections:?}"
        );
    }
    for (eligible, corrections) in [
        (100_000, &[][..]),
        (60_000, &[40_000]),
        (60_000, &[20_000, 19_999, 1]),
        (0, &[100_000]),
        (-5, &[100_005]),
    ] {
        assert_eq!(
            told(approve(eligible, corrections)),
            [""; 0],
            "{eligible} {corrections:?}"
        );
    }
    let refused = check_step(
        now(ClaimState::Submitted),
        approve(60_000, &[1]),
        day("2018-04-16"),
        day("2018-05-01"),
    );
    let problem = refused.unwrap_err().into_vec().remove(0);
    for message in [&problem.message_pl, &problem.message_en] {
        assert!(
            message.contains("0.01") && message.contains("400.00"),
            "{message}"
        );
    }
}

proptest! {
    #[test]
    fn an_approval_holds_exactly_if_its_parts_add_up(
        eligible in 0_i64..=100_000, corrections in prop::collection::vec(1_i64..=60_000, 0..5),
    ) {
        let adds_up = eligible + corrections.iter().sum::<i64>() == 100_000;
        prop_assert_eq!(told(approve(eligible, &corrections)).is_empty(), adds_up);
        let last = 100_000 - eligible - corrections.iter().sum::<i64>();
        if last > 0 {
            let whole = [corrections, vec![last]].concat();
            prop_assert!(told(approve(eligible, &whole)).is_empty());
        }
    }
}

fn expense(id: u128) -> ExpenseId {
    ExpenseId::from_uuid(Uuid::from_u128(id))
}

fn claimed(id: u128, corrects: Option<u128>, eligible: i64) -> ClaimedExpense {
    ClaimedExpense {
        expense_id: expense(id),
        corrects: corrects.map(expense),
        document_number: "FV/1".to_owned(),
        document_date: day("2018-02-10"),
        paid_on: day("2018-02-10"),
        contractor_name: "Firma".to_owned(),
        contractor_nip: None,
        amount: Money::from_grosz(eligible),
        vat: Money::ZERO,
        eligible: Money::from_grosz(eligible),
        line_id: BudgetLineId::from_uuid(Uuid::nil()),
        line_name: "pozycja".to_owned(),
        task_id: BudgetTaskId::from_uuid(Uuid::nil()),
        task_number: 1,
        task_name: "zadanie".to_owned(),
        sources: Vec::new(),
        sources_derived: true,
    }
}

#[test]
fn no_expense_loses_more_than_was_claimed_of_it() {
    let submitted = [
        claimed(1, None, 40_000),
        claimed(2, None, 60_000),
        claimed(3, Some(2), -10_000),
    ];
    let told = |corrections: &[(Option<u128>, i64)]| {
        let corrections: Vec<_> = corrections
            .iter()
            .map(|(id, grosz)| ClaimCorrection {
                expense_id: id.map(expense),
                amount: Money::from_grosz(*grosz),
                reason: "poza okresem".to_owned(),
            })
            .collect();
        let problems = check_corrections(&corrections, &submitted).err();
        let problems = problems.map(Problems::into_vec).unwrap_or_default();
        assert!(
            problems
                .iter()
                .all(|problem| problem.code == "CLAIM_CORRECTION_TOO_LARGE")
        );
        problems
            .iter()
            .map(|problem| problem.path.join("."))
            .collect::<Vec<_>>()
    };
    assert_eq!(told(&[(Some(1), 40_000), (Some(2), 50_000), (None, 1)]), [""; 0]);
    assert_eq!(told(&[(Some(1), 40_001)]), ["corrections.0.amount"]);
    assert_eq!(
        told(&[(Some(2), 50_001)]),
        ["corrections.0.amount"],
        "less the correction beside it"
    );
    assert_eq!(
        told(&[(Some(3), 1)]),
        ["corrections.0.amount"],
        "a correction has nothing to lose"
    );
    assert_eq!(
        told(&[(Some(1), 20_000), (None, 99_999), (Some(1), 20_001)]),
        ["corrections.2.amount"],
        "several of one expense count together"
    );
}
