//! What may be approved of a claim, and what is taken off.

use proptest::prelude::*;
use uuid::Uuid;
use wsparcie_kernel::Money;
use wsparcie_kernel::ids::{BudgetLineId, BudgetTaskId, ExpenseId};
use wsparcie_kernel::input::Problems;
use wsparcie_programmes_api::{ClaimCorrection, ClaimState, ClaimStep, ClaimedExpense};

use super::day;
use super::steps::{approve, now};
use crate::domain::claims::{ClaimNow, check_corrections, check_step};

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
    for (claimed, eligible, settled) in [
        (100_000, 100_000, 80_000),
        (100_000, 50_000, 50_000),
        (100_000, 0, 0),
        // It takes back more of earlier expenses than it has of its own.
        (-5, -5, 0),
    ] {
        let standing = ClaimNow {
            claimed: Some(Money::from_grosz(claimed)),
            ..now(ClaimState::Submitted)
        };
        let off = [claimed - eligible].into_iter().filter(|grosz| *grosz != 0);
        let approved = check_step(
            standing,
            approve(eligible, &off.collect::<Vec<_>>()),
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
        (0, &[99_999]),
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

#[test]
fn what_is_approved_lies_between_nothing_and_the_claim() {
    let told = |claimed: i64, eligible: i64| {
        let standing = ClaimNow {
            claimed: Some(Money::from_grosz(claimed)),
            ..now(ClaimState::Submitted)
        };
        let corrections: Vec<i64> = [claimed - eligible]
            .into_iter()
            .filter(|grosz| *grosz > 0)
            .collect();
        let step = approve(eligible, &corrections);
        let problems = check_step(standing, step, day("2018-04-16"), day("2018-05-01")).err();
        problems.map(|problems| {
            let problem = problems.into_vec().remove(0);
            (problem.path.join("."), problem.code, problem.rule.is_some())
        })
    };
    let refused = |code: &str, ruled| Some(("eligible".to_owned(), code.to_owned(), ruled));
    // 100.00 claimed, -5.00 approved, 105.00 taken off.
    assert_eq!(told(10_000, -500), refused("CLAIM_APPROVED_TOO_LITTLE", true));
    assert_eq!(told(10_000, -1), refused("CLAIM_APPROVED_TOO_LITTLE", true));
    assert_eq!(told(10_000, 10_001), refused("CLAIM_APPROVED_TOO_MUCH", false));
    assert_eq!(told(-10_000, -10_001), refused("CLAIM_APPROVED_TOO_LITTLE", true));
    assert_eq!(told(-10_000, -9_999), refused("CLAIM_APPROVED_TOO_MUCH", false));
    for (claimed, eligible) in [(10_000, 0), (10_000, 10_000), (0, 0), (-10_000, -10_000)] {
        assert_eq!(told(claimed, eligible), None, "{claimed} {eligible}");
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
