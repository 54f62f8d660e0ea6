//! What may be entered of a claim, a transfer, a forecast.

use wsparcie_kernel::Money;
use wsparcie_kernel::ids::{BudgetTaskId, ExpenseId, ProjectId};
use wsparcie_programmes_api::{
    ClaimDraft, ClaimKind, ClaimRegister, NewTransfer, PlannedQuarter, SetForecast, TransferKind,
};

use super::{day, rules};
use crate::domain::claims::{
    Candidate, Other, Surroundings, check_draft, check_forecast, check_register, check_transfer, prose,
};

fn draft(from: &str, to: &str) -> ClaimDraft {
    ClaimDraft {
        kind: ClaimKind::Interim,
        period_from: day(from),
        period_to: day(to),
        note: None,
        advance_requested: None,
        advance_settled: Money::ZERO,
        progress: Vec::new(),
        register: ClaimRegister::AllOpen,
    }
}

fn codes(draft: ClaimDraft) -> Vec<String> {
    let rules = rules();
    let others = [Other {
        number: 1,
        kind: ClaimKind::Interim,
        from: day("2018-01-01"),
        to: day("2018-03-31"),
    }];
    let around = Surroundings {
        starts_on: Some(day("2017-07-01")),
        ends_on: Some(day("2019-06-30")),
        others: &others,
        rules: &rules,
        was_submitted: false,
    };
    let outcome = check_draft(draft, &around);
    let told = outcome
        .err()
        .map(wsparcie_kernel::input::Problems::into_vec)
        .unwrap_or_default();
    told.into_iter()
        .map(|problem| format!("{} {}", problem.path.join("."), problem.code))
        .collect()
}

#[test]
fn a_period_lies_in_the_project_runs_forward_and_meets_no_other() {
    for (from, to, told) in [
        ("2018-04-01", "2018-06-30", vec![]),
        ("2017-10-01", "2017-12-31", vec![]),
        ("2019-06-30", "2019-06-30", vec![]),
        ("2018-04-01", "2018-03-31", vec!["claim.periodTo PERIOD_REVERSED"]),
        (
            "2018-04-01",
            "2018-07-01",
            vec!["claim.periodTo CLAIM_PERIOD_TOO_LONG"],
        ),
        (
            "2018-03-31",
            "2018-04-30",
            vec!["claim.periodFrom CLAIM_PERIOD_OVERLAP"],
        ),
        (
            "2017-06-30",
            "2017-09-29",
            vec!["claim.periodFrom CLAIM_OUTSIDE_PROJECT"],
        ),
        (
            "2019-06-01",
            "2019-07-01",
            vec!["claim.periodTo CLAIM_OUTSIDE_PROJECT"],
        ),
        (
            "2019-07-01",
            "2019-08-31",
            vec![
                "claim.periodFrom CLAIM_OUTSIDE_PROJECT",
                "claim.periodTo CLAIM_OUTSIDE_PROJECT",
            ],
        ),
        (
            "2018-03-01",
            "2019-07-01",
            vec![
                "claim.periodTo CLAIM_OUTSIDE_PROJECT",
                "claim.periodTo CLAIM_PERIOD_TOO_LONG",
                "claim.periodFrom CLAIM_PERIOD_OVERLAP",
            ],
        ),
    ] {
        assert_eq!(codes(draft(from, to)), told, "{from} {to}");
    }
}

#[test]
fn three_months_from_the_end_of_a_month_end_with_a_shorter_month() {
    // 30 November to 28 February: the 30th does not come, so the period ends with February.
    assert_eq!(codes(draft("2018-11-30", "2019-02-28")), Vec::<String>::new());
    assert_eq!(
        codes(draft("2018-11-30", "2019-03-01")),
        ["claim.periodTo CLAIM_PERIOD_TOO_LONG"]
    );
}

#[test]
fn of_an_unknown_project_and_unknown_rates_nothing_is_refused() {
    let mut rules = rules();
    rules.rates.clear();
    let around = Surroundings {
        starts_on: None,
        ends_on: None,
        others: &[],
        rules: &rules,
        was_submitted: false,
    };
    for kind in [ClaimKind::Interim, ClaimKind::Final] {
        let asked = ClaimDraft {
            kind,
            ..draft("2010-01-01", "2010-12-31")
        };
        assert!(check_draft(asked, &around).is_ok(), "{kind:?}");
    }
}

#[test]
fn all_that_is_wrong_with_a_draft_is_told_at_once() {
    let mut wrong = draft("1018-01-01", "2018-06-30");
    wrong.kind = ClaimKind::Final;
    wrong.note = Some("a\u{202E}b".to_owned());
    wrong.advance_requested = Some(Money::from_grosz(1));
    wrong.advance_settled = Money::from_grosz(100_000_000_000_000);
    let task = BudgetTaskId::from_uuid(uuid::Uuid::nil());
    wrong.progress = vec![(task, " ".to_owned()), (task, "ok".to_owned())];
    let expense = ExpenseId::from_uuid(uuid::Uuid::nil());
    wrong.register = ClaimRegister::These(vec![expense, expense]);
    assert_eq!(
        codes(wrong),
        [
            "claim.periodFrom DATE_OUT_OF_RANGE",
            "claim.periodFrom CLAIM_OUTSIDE_PROJECT",
            "claim.periodTo CLAIM_PERIOD_TOO_LONG",
            "claim.periodFrom CLAIM_PERIOD_OVERLAP",
            "claim.periodTo CLAIM_FINAL_NOT_LAST_DAY",
            "claim.note CONTROL_CHARACTER",
            "claim.advanceRequested CLAIM_ADVANCE_NOT_HERE",
            "claim.advanceSettled AMOUNT_OUT_OF_RANGE",
            "claim.progress.0.text REQUIRED",
            "claim.progress.1.taskId CLAIM_PROGRESS_REPEATED",
            "claim.expenseIds.1 CLAIM_EXPENSE_REPEATED",
        ]
    );
    let mut advance = draft("2018-04-01", "2018-06-30");
    advance.kind = ClaimKind::Advance;
    assert_eq!(codes(advance), ["claim.advanceRequested CLAIM_ADVANCE_MISSING"]);
}

#[test]
fn an_expense_is_claimed_once_and_not_before_it_was_paid() {
    let candidate = |on: &str, taken_by| Candidate {
        id: ExpenseId::from_uuid(uuid::Uuid::nil()),
        corrects: None,
        counts_on: day(on),
        taken_by,
        entry_until: None,
    };
    let named = [
        candidate("2018-03-31", None),
        candidate("2018-04-01", None),
        candidate("2017-12-31", Some(1)),
        // Left out of an earlier claim.
        candidate("2017-12-31", None),
    ];
    let problems = check_register(ClaimKind::Interim, day("2018-03-31"), &named).unwrap_err();
    assert_eq!(
        problems.codes(),
        [
            ("claim.expenseIds.1".to_owned(), "CLAIM_EXPENSE_LATER"),
            ("claim.expenseIds.2".to_owned(), "CLAIM_EXPENSE_TAKEN"),
        ]
    );
    assert!(check_register(ClaimKind::Final, day("2018-03-31"), &named[..2]).is_ok());
}

#[test]
fn a_correction_stands_with_its_entry_or_after_it() {
    let id = |number| ExpenseId::from_uuid(uuid::Uuid::from_u128(number));
    let one = |number, corrects: Option<u128>, until: Option<&str>| Candidate {
        id: id(number),
        corrects: corrects.map(id),
        counts_on: day("2018-03-31"),
        taken_by: None,
        entry_until: until.map(day),
    };
    let check = |named: &[Candidate]| {
        let outcome = check_register(ClaimKind::Interim, day("2018-06-30"), named);
        outcome.err().map(|problems| problems.into_vec()[0].code.clone())
    };
    let refused = Some("CLAIM_CORRECTION_WITHOUT_ENTRY".to_owned());
    assert_eq!(check(&[one(1, None, None), one(2, Some(1), None)]), None);
    assert_eq!(check(&[one(2, Some(1), None)]), refused);
    assert_eq!(check(&[one(2, Some(1), Some("2018-03-31"))]), None);
    assert_eq!(check(&[one(2, Some(1), Some("2018-09-30"))]), refused);
}

#[test]
fn a_transfer_is_of_more_than_nothing_and_has_happened() {
    let transfer = NewTransfer {
        project_id: ProjectId::from_uuid(uuid::Uuid::nil()),
        kind: TransferKind::Return,
        on: day("2018-05-02"),
        amount: Money::ZERO,
        claim_id: None,
        title: "x".repeat(201),
    };
    assert_eq!(
        check_transfer(transfer, day("2018-05-01")).unwrap_err().codes(),
        [
            ("on".to_owned(), "DATE_OUT_OF_RANGE"),
            ("amount".to_owned(), "AMOUNT_OUT_OF_RANGE"),
            ("title".to_owned(), "TOO_LONG"),
        ]
    );
}

#[test]
fn a_forecast_has_each_quarter_once_in_its_order() {
    let planned = |quarter: &str, grosz| PlannedQuarter {
        quarter: day(quarter),
        amount: Money::from_grosz(grosz),
    };
    let forecast = |quarters: Vec<PlannedQuarter>| SetForecast {
        project_id: ProjectId::from_uuid(uuid::Uuid::nil()),
        expected_version: 0,
        note: None,
        quarters,
    };
    let kept = check_forecast(forecast(vec![planned("2018-04-01", 0), planned("2018-01-01", 5)])).unwrap();
    assert_eq!(kept.quarters[0].quarter, day("2018-01-01"));
    let wrong = vec![
        planned("2018-04-01", 1),
        planned("2018-04-01", -1),
        planned("2018-05-01", 1),
    ];
    assert_eq!(
        check_forecast(forecast(wrong)).unwrap_err().codes(),
        [
            ("quarters.1.quarter".to_owned(), "FORECAST_QUARTER_REPEATED"),
            ("quarters.1.amount".to_owned(), "AMOUNT_OUT_OF_RANGE"),
            ("quarters.2.quarter".to_owned(), "FORECAST_NOT_A_QUARTER"),
        ]
    );
    assert_eq!(
        check_forecast(forecast(Vec::new())).unwrap_err().codes(),
        [("quarters".to_owned(), "FORECAST_QUARTERS")]
    );
}

#[test]
fn prose_keeps_its_lines_and_nothing_hidden() {
    assert_eq!(prose(" a \r\n\r\nb\t ", 10).unwrap(), "a\n\nb");
    for (text, code) in [
        (" \n ", "REQUIRED"),
        ("a\nb\u{200B}", "CONTROL_CHARACTER"),
        ("a\nbc", "TOO_LONG"),
    ] {
        assert_eq!(prose(text, 3).unwrap_err().code, code, "{text:?}");
    }
}
