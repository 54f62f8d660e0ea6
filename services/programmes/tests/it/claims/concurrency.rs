//! Two at once: one wins, the other learns so.

use std::sync::Arc;

use wsparcie_kernel::CallResult;
use wsparcie_programmes_api::{Claim, ClaimStep};

use super::{Office, draft, listing};
use crate::support::refusal;

async fn all_at_once<F>(attempts: impl Iterator<Item = F>) -> Vec<CallResult<Claim>>
where
    F: Future<Output = CallResult<Claim>> + Send + 'static,
{
    let running: Vec<_> = attempts.map(tokio::spawn).collect();
    let mut outcomes = Vec::new();
    for attempt in running {
        outcomes.push(attempt.await.unwrap());
    }
    outcomes
}

#[tokio::test]
async fn of_ten_submissions_at_once_one_is_made() {
    let office = Arc::new(Office::open().await);
    let claim = office.create(draft("2018-01-01", "2018-03-31")).await.unwrap();
    let attempts = (0..10).map(|_| {
        let (office, claim) = (Arc::clone(&office), claim.clone());
        async move { office.step(&claim, "2018-04-16", ClaimStep::Submit).await }
    });
    let outcomes = all_at_once(attempts).await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    for refused in outcomes.into_iter().filter(Result::is_err) {
        assert_eq!(refusal(refused), ["STALE_VERSION"]);
    }
    assert_eq!(
        office
            .stage
            .number("select count(*) from programmes.claim_snapshot")
            .await,
        1
    );
}

#[tokio::test]
async fn of_ten_claims_for_one_period_at_once_one_is_made() {
    let office = Arc::new(Office::open().await);
    let attempts = (0..10).map(|_| {
        let office = Arc::clone(&office);
        async move { office.create(draft("2018-01-01", "2018-03-31")).await }
    });
    let outcomes = all_at_once(attempts).await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    for refused in outcomes.into_iter().filter(Result::is_err) {
        assert_eq!(refusal(refused), ["CLAIM_PERIOD_OVERLAP"]);
    }
}

#[tokio::test]
async fn of_two_claims_that_list_one_expense_at_once_one_gets_it() {
    let office = Arc::new(Office::open().await);
    let books = office.books().await;
    let expense = office.expense(&books, "2018-01-10", 100).await;
    let attempts = ["2018-02", "2018-03", "2018-04", "2018-05"].map(|month| {
        let office = Arc::clone(&office);
        async move {
            let (from, to) = (format!("{month}-01"), format!("{month}-28"));
            office.create(listing(&from, &to, &[expense])).await
        }
    });
    let outcomes = all_at_once(attempts.into_iter()).await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    for refused in outcomes.into_iter().filter(Result::is_err) {
        assert_eq!(refusal(refused), ["CLAIM_EXPENSE_TAKEN"]);
    }
    assert_eq!(
        office
            .stage
            .number("select count(*) from programmes.claim_expense")
            .await,
        1
    );
}

#[tokio::test]
async fn a_change_and_a_submission_at_once_leave_what_one_of_them_saw() {
    let office = Arc::new(Office::open().await);
    let books = office.books().await;
    let expense = office.expense(&books, "2018-01-10", 100).await;
    let claim = office
        .create(listing("2018-01-01", "2018-03-31", &[expense]))
        .await
        .unwrap();
    let submit = {
        let (office, claim) = (Arc::clone(&office), claim.clone());
        tokio::spawn(async move { office.step(&claim, "2018-04-16", ClaimStep::Submit).await })
    };
    let change = {
        let (office, claim) = (Arc::clone(&office), claim.clone());
        tokio::spawn(async move {
            office
                .update(&claim, listing("2018-01-01", "2018-03-31", &[]))
                .await
        })
    };
    let (submitted, changed) = (submit.await.unwrap(), change.await.unwrap());
    assert!(submitted.is_ok() != changed.is_ok(), "{submitted:?} {changed:?}");
    let kept = office
        .stage
        .number("select count(*) from programmes.claim_expense")
        .await;
    assert_eq!(kept == 1, submitted.is_ok());
}
