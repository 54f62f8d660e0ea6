//! What money is held against: approvals are refused, transfers are kept and told of.

use wsparcie_kernel::CallResult;
use wsparcie_programmes_api::{CancelTransfer, Claim, ClaimStep, ProgrammesApi, TransferKind};

use super::{Office, approved, approved_less, draft, money, taken_off};
use crate::support::{now, refusal};

/// A claim of 2018's first quarter for 1000.00, submitted.
async fn claimed(office: &Office) -> Claim {
    let books = office.books().await;
    office.expense(&books, "2018-02-10", 100_000).await;
    office
        .submitted(draft("2018-01-01", "2018-03-31"), "2018-04-16")
        .await
}

async fn settle(office: &Office, claim: &Claim, on: &str, grosz: i64) -> CallResult<Claim> {
    let step = ClaimStep::Approve {
        eligible: money(100_000),
        advance_settled: Some(money(grosz)),
        corrections: Vec::new(),
    };
    office.step(claim, on, step).await
}

async fn warnings(office: &Office) -> Vec<String> {
    let told = office.settlement().await.warnings;
    told.into_iter().map(|problem| problem.code).collect()
}

#[tokio::test]
async fn less_than_nothing_is_not_approved() {
    let office = Office::open().await;
    let claim = claimed(&office).await;
    let step = approved_less(-500, vec![taken_off(100_500, None)]);
    assert_eq!(
        refusal(office.step(&claim, "2018-05-01", step).await),
        ["CLAIM_APPROVED_TOO_LITTLE"]
    );
    let step = approved_less(0, vec![taken_off(100_000, None)]);
    office.step(&claim, "2018-05-01", step).await.unwrap();
}

#[tokio::test]
async fn an_approval_settles_no_more_than_is_left_of_the_advances_on_its_day() {
    let office = Office::open().await;
    let claim = claimed(&office).await;
    let none = settle(&office, &claim, "2018-05-01", 10_000).await;
    assert_eq!(refusal(none), ["CLAIM_ADVANCE_NOT_RECEIVED"]);
    let advance = TransferKind::Advance;
    office.transfer(advance, "2018-01-15", 9_000, None).await;
    // It came in after the approval.
    office.transfer(advance, "2018-05-02", 50_000, None).await;
    for (on, grosz) in [("2018-05-01", 9_001), ("2018-05-02", 59_001)] {
        let refused = settle(&office, &claim, on, grosz).await;
        assert_eq!(refusal(refused), ["CLAIM_ADVANCE_NOT_RECEIVED"], "{on}");
    }
    // Given back later: it was not there to be settled before either.
    office
        .transfer(TransferKind::Return, "2018-06-01", 51_000, None)
        .await;
    let refused = settle(&office, &claim, "2018-05-02", 8_001).await;
    assert_eq!(refusal(refused), ["CLAIM_ADVANCE_NOT_RECEIVED"]);
    assert_eq!(
        office.settlement().await.approved,
        money(0),
        "nothing was kept of it"
    );
    settle(&office, &claim, "2018-05-02", 8_000).await.unwrap();
    let told = office.settlement().await;
    assert_eq!((told.advance_left(), told.warnings), (Some(money(0)), Vec::new()));
}

#[tokio::test]
async fn what_one_claim_settled_another_does_not_settle_again() {
    let office = Office::open().await;
    office
        .transfer(TransferKind::Advance, "2018-01-15", 60_000, None)
        .await;
    let books = office.books().await;
    office.expense(&books, "2018-02-10", 100_000).await;
    office.expense(&books, "2018-05-10", 100_000).await;
    let first = office
        .submitted(draft("2018-01-01", "2018-03-31"), "2018-04-16")
        .await;
    let second = office
        .submitted(draft("2018-04-01", "2018-06-30"), "2018-07-10")
        .await;
    settle(&office, &first, "2018-07-20", 50_000).await.unwrap();
    // Whichever was approved first.
    for on in ["2018-07-19", "2018-07-21"] {
        let refused = settle(&office, &second, on, 10_001).await;
        assert_eq!(refusal(refused), ["CLAIM_ADVANCE_NOT_RECEIVED"], "{on}");
    }
    settle(&office, &second, "2018-07-21", 10_000).await.unwrap();
}

#[tokio::test]
async fn a_transfer_that_does_not_fit_is_kept_and_told_of_until_it_is_put_right() {
    let office = Office::open().await;
    office
        .transfer(TransferKind::Advance, "2018-01-15", 500_000, None)
        .await;
    assert_eq!(warnings(&office).await, [""; 0]);
    let wrong = office
        .transfer(TransferKind::Return, "2018-03-01", 99_999_900, None)
        .await;
    assert_eq!(warnings(&office).await, ["ADVANCE_OVERDRAWN"]);
    assert_eq!(office.settlement().await.advance_left(), Some(money(-99_499_900)));
    let cancel = CancelTransfer {
        id: wrong.id,
        expected_version: 1,
        reason: "pomyłka".to_owned(),
    };

    let service = office.centre.service.clone();
    service
        .cancel_transfer(now(), office.call(), cancel)
        .await
        .unwrap();
    assert_eq!(warnings(&office).await, [""; 0]);
}

#[tokio::test]
async fn more_reimbursed_than_approved_is_told_of_the_claim_and_of_the_project() {
    let office = Office::open().await;
    let claim = claimed(&office).await;
    let refund = TransferKind::Reimbursement;
    office.transfer(refund, "2018-04-20", 1, Some(claim.id)).await;
    let over = "REIMBURSED_OVER_APPROVED";
    // Before the decision nothing is approved.
    assert_eq!(warnings(&office).await, [over, over]);
    office
        .step(&claim, "2018-05-01", approved(100_000))
        .await
        .unwrap();
    assert_eq!(warnings(&office).await, [""; 0]);
    office.transfer(refund, "2018-05-10", 99_999, None).await;
    assert_eq!(warnings(&office).await, [""; 0]);
    office.transfer(refund, "2018-05-11", 1, None).await;
    let told = office.settlement().await.warnings;
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].message_pl.contains("projektu") && told[0].message_pl.contains("1000.01"));
}
