//! The day of a submission, the place of the final claim, closed projects.

use wsparcie_programmes_api::{ClaimDraft, ClaimKind, ClaimStep};

use super::{Office, day, draft, listing, money};
use crate::support::refusal;

fn last(from: &str, to: &str) -> ClaimDraft {
    ClaimDraft {
        kind: ClaimKind::Final,
        ..draft(from, to)
    }
}

fn withdrawal() -> ClaimStep {
    ClaimStep::Withdraw {
        reason: "pomyłka".to_owned(),
    }
}

#[tokio::test]
async fn a_claim_is_not_submitted_before_its_period_and_its_payments_are_over() {
    let office = Office::open().await;
    let books = office.books().await;
    office.expense(&books, "2018-02-05", 10_000).await;
    let claim = office.create(draft("2018-02-01", "2018-03-31")).await.unwrap();
    let submit = async |on: &str| office.step(&claim, on, ClaimStep::Submit).await;
    assert_eq!(
        refusal(submit("2018-02-02").await),
        ["CLAIM_PERIOD_NOT_OVER", "CLAIM_BEFORE_PAYMENT"]
    );
    assert_eq!(refusal(submit("2018-03-30").await), ["CLAIM_PERIOD_NOT_OVER"]);
    let kept = "select count(*) from programmes.claim_snapshot";
    assert_eq!(office.stage.number(kept).await, 0);
    submit("2018-03-31").await.unwrap();
}

#[tokio::test]
async fn a_claim_that_only_asks_for_an_advance_is_submitted_while_its_period_runs() {
    let office = Office::open().await;
    let asked = ClaimDraft {
        kind: ClaimKind::Advance,
        advance_requested: Some(money(500_000)),
        ..draft("2018-02-01", "2018-03-31")
    };
    office.submitted(asked, "2018-02-01").await;
}

#[tokio::test]
async fn a_final_claim_lists_what_was_paid_after_the_end_up_to_its_submission() {
    let office = Office::open().await;
    let books = office.books().await;
    let within = office.expense(&books, "2019-05-10", 10_000).await;
    let after = office.expense(&books, "2019-07-20", 500).await;
    let early = listing("2019-01-01", "2019-03-31", &[within, after]);
    assert_eq!(
        refusal(office.create(early).await),
        ["CLAIM_EXPENSE_LATER", "CLAIM_EXPENSE_LATER"]
    );
    let claim = office.create(last("2019-04-01", "2019-06-30")).await.unwrap();
    assert_eq!(office.contents(claim.id).await.eligible, money(10_500));
    let refused = office.step(&claim, "2019-07-19", ClaimStep::Submit).await;
    assert_eq!(refusal(refused), ["CLAIM_BEFORE_PAYMENT"]);
    office
        .step(&claim, "2019-07-30", ClaimStep::Submit)
        .await
        .unwrap();
}

#[tokio::test]
async fn the_final_claim_is_the_only_one_the_last_and_ends_with_the_project() {
    let office = Office::open().await;
    assert_eq!(
        refusal(office.create(last("2018-04-01", "2018-05-31")).await),
        ["CLAIM_FINAL_NOT_LAST_DAY"]
    );
    let first = office.create(last("2019-06-01", "2019-06-30")).await.unwrap();
    assert_eq!(
        refusal(office.create(last("2019-04-01", "2019-05-31")).await),
        ["CLAIM_FINAL_TWICE", "CLAIM_FINAL_NOT_LAST_DAY"]
    );
    // Interim claims of earlier periods may follow in time.
    office.create(draft("2019-03-01", "2019-05-31")).await.unwrap();
    office.step(&first, "2019-07-01", withdrawal()).await.unwrap();
    office.create(last("2019-06-01", "2019-06-30")).await.unwrap();
}

#[tokio::test]
async fn when_the_projects_end_moves_a_final_claim_is_submitted_for_the_new_one_and_nothing_comes_after() {
    let office = Office::open().await;
    let claim = office.create(last("2019-06-01", "2019-06-30")).await.unwrap();
    let moved = format!(
        "update programmes.project set ends_on = '2019-08-31' where id = '{}'",
        office.project
    );
    office.stage.plant(&moved).await;
    let refused = office.step(&claim, "2019-07-01", ClaimStep::Submit).await;
    assert_eq!(refusal(refused), ["CLAIM_FINAL_NOT_LAST_DAY"]);
    assert_eq!(
        refusal(office.create(draft("2019-07-01", "2019-08-31")).await),
        ["CLAIM_AFTER_FINAL"]
    );
    let claim = office
        .update(&claim, last("2019-06-01", "2019-08-31"))
        .await
        .unwrap();
    assert_eq!(claim.period_to, day("2019-08-31"));
    office
        .step(&claim, "2019-09-02", ClaimStep::Submit)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_closed_project_takes_no_new_claim_and_those_it_has_go_on() {
    let office = Office::open().await;
    let claim = office.create(draft("2018-01-01", "2018-03-31")).await.unwrap();
    let closed = format!(
        "update programmes.project set status = 'closed' where id = '{}'",
        office.project
    );
    office.stage.plant(&closed).await;
    assert_eq!(
        refusal(office.create(draft("2018-04-01", "2018-06-30")).await),
        ["PROJECT_CLOSED"]
    );
    let claim = office
        .update(&claim, draft("2018-01-01", "2018-02-28"))
        .await
        .unwrap();
    office
        .step(&claim, "2018-04-16", ClaimStep::Submit)
        .await
        .unwrap();
}
