//! Which step may follow which.

use wsparcie_kernel::Money;
use wsparcie_programmes_api::{ClaimCorrection, ClaimState, ClaimStep};

use super::day;
use crate::domain::claims::{ClaimNow, TRANSITIONS, check_step};

pub(super) fn now(state: ClaimState) -> ClaimNow {
    ClaimNow {
        state,
        period_from: day("2018-01-01"),
        last_step_on: None,
        claimed: Some(Money::from_grosz(100_000)),
        advance_settled: Money::from_grosz(80_000),
    }
}

pub(super) fn approve(eligible: i64, corrections: &[i64]) -> ClaimStep {
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
