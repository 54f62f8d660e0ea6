//! From which day on a claim can be submitted.

use uuid::Uuid;
use wsparcie_kernel::Money;
use wsparcie_kernel::ids::{BudgetLineId, BudgetTaskId, ClaimId, ExpenseId, ProjectId};
use wsparcie_kernel::input::Problems;
use wsparcie_programmes_api::{ClaimContents, ClaimKind, ClaimedExpense};

use super::day;
use crate::domain::claims::{check_first_submission, check_submission};

fn paid(on: &str) -> ClaimedExpense {
    ClaimedExpense {
        expense_id: ExpenseId::from_uuid(Uuid::nil()),
        corrects: None,
        document_number: "FV/1".to_owned(),
        document_date: day("2018-02-01"),
        paid_on: day(on),
        contractor_name: "Firma".to_owned(),
        contractor_nip: None,
        amount: Money::from_grosz(1),
        vat: Money::ZERO,
        eligible: Money::from_grosz(1),
        line_id: BudgetLineId::from_uuid(Uuid::nil()),
        line_name: "pozycja".to_owned(),
        task_id: BudgetTaskId::from_uuid(Uuid::nil()),
        task_number: 1,
        task_name: "zadanie".to_owned(),
        sources: Vec::new(),
        sources_derived: false,
    }
}

/// A claim for February and March of 2018.
fn contents(kind: ClaimKind, payments: &[&str]) -> ClaimContents {
    ClaimContents {
        schema: 1,
        claim_id: ClaimId::from_uuid(Uuid::nil()),
        project_id: ProjectId::from_uuid(Uuid::nil()),
        number: 1,
        kind,
        period_from: day("2018-02-01"),
        period_to: day("2018-03-31"),
        progress: Vec::new(),
        expenses: payments.iter().map(|on| paid(on)).collect(),
        amount: Money::ZERO,
        eligible: Money::ZERO,
        by_task: Vec::new(),
        by_source: Vec::new(),
        derived: Money::ZERO,
        advance_requested: None,
        advance_settled: Money::ZERO,
        returns: Vec::new(),
        indicators: None,
    }
}

fn told(contents: &ClaimContents, on: &str) -> Vec<String> {
    let problems = check_submission(contents, day(on)).err().map(Problems::into_vec);
    let problems = problems.unwrap_or_default().into_iter();
    problems
        .map(|problem| format!("{} {}", problem.path.join("."), problem.code))
        .collect()
}

const NOT_OVER: &str = "on CLAIM_PERIOD_NOT_OVER";
const UNPAID: &str = "on CLAIM_BEFORE_PAYMENT";

#[test]
fn a_claim_is_submitted_when_its_period_is_over_and_everything_in_it_is_paid() {
    for (kind, payments, on, expected) in [
        (
            ClaimKind::Interim,
            &["2018-02-05"][..],
            "2018-02-02",
            &[NOT_OVER, UNPAID][..],
        ),
        (ClaimKind::Interim, &["2018-02-05"], "2018-03-30", &[NOT_OVER]),
        (ClaimKind::Interim, &["2018-02-05"], "2018-03-31", &[]),
        (ClaimKind::Interim, &[], "2018-03-30", &[NOT_OVER]),
        // Payments after the end, up to the submission.
        (
            ClaimKind::Final,
            &["2018-02-05", "2018-04-20"],
            "2018-04-19",
            &[UNPAID],
        ),
        (ClaimKind::Final, &["2018-02-05", "2018-04-20"], "2018-04-20", &[]),
    ] {
        assert_eq!(
            told(&contents(kind, payments), on),
            expected,
            "{kind:?} {payments:?} {on}"
        );
    }
}

#[test]
fn a_claim_that_only_asks_for_an_advance_need_not_wait() {
    let asks = contents(ClaimKind::Advance, &[]);
    assert_eq!(told(&asks, "2018-02-01"), [""; 0]);
    assert_eq!(
        told(&contents(ClaimKind::Advance, &["2018-02-01"]), "2018-02-01"),
        [NOT_OVER]
    );
    let settles = ClaimContents {
        advance_settled: Money::from_grosz(1),
        ..asks
    };
    assert_eq!(told(&settles, "2018-02-01"), [NOT_OVER]);
}

#[test]
fn a_final_claim_is_submitted_for_the_end_that_the_project_has_now() {
    let told = |kind, ends_on: Option<&str>| {
        let outcome = check_first_submission(&contents(kind, &[]), ends_on.map(day));
        outcome.err().map(|problems| problems.into_vec().remove(0).code)
    };
    let refused = Some("CLAIM_FINAL_NOT_LAST_DAY".to_owned());
    assert_eq!(told(ClaimKind::Final, Some("2018-06-30")), refused);
    assert_eq!(told(ClaimKind::Final, Some("2018-03-30")), refused);
    assert_eq!(told(ClaimKind::Final, Some("2018-03-31")), None);
    assert_eq!(told(ClaimKind::Final, None), None, "unknown is undecided");
    assert_eq!(told(ClaimKind::Interim, Some("2018-06-30")), None);
}
