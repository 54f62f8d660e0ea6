//! Two at once.

use wsparcie_programmes_api::{BudgetBeginning, BudgetState};

use super::{Desk, moved};
use crate::support::{Stage, money, refusal, titled};

const AT_ONCE: usize = 8;

#[tokio::test]
async fn of_many_editors_of_one_draft_exactly_one_wins() {
    let stage = Stage::start().await;
    let desk = Desk::open(&stage, "MOPS", titled("a")).await;
    let draft = desk.drafted().await;
    let lines = desk.line_ids(draft.id).await;
    let attempts = (0..AT_ONCE).map(|_| {
        let (desk, lines) = (desk.clone(), lines.clone());
        let (id, version) = (draft.id, draft.version);
        tokio::spawn(async move {
            desk.edit(id, version, vec![moved(lines[0], lines[1], "1.00")])
                .await
        })
    });
    let mut won = 0;
    for attempt in attempts.collect::<Vec<_>>() {
        match attempt.await.unwrap() {
            Ok(edited) => {
                won += 1;
                assert_eq!(edited.version, draft.version + 1);
            }
            refused => assert_eq!(refusal(refused), ["STALE_VERSION"]),
        }
    }
    assert_eq!(won, 1);
    let tasks = desk.tasks(draft.id).await;
    assert_eq!(tasks[0].lines[0].amount, money("84.00"));
    assert_eq!(tasks[0].lines[1].amount, money("16.00"));
}

#[tokio::test]
async fn of_many_who_create_a_draft_or_put_it_in_force_one_does() {
    let stage = Stage::start().await;
    let desk = Desk::open(&stage, "MOPS", titled("a")).await;
    let created = (0..AT_ONCE).map(|_| {
        let desk = desk.clone();
        tokio::spawn(async move { desk.create(BudgetBeginning::Empty).await })
    });
    let mut drafts = Vec::new();
    for attempt in created.collect::<Vec<_>>() {
        match attempt.await.unwrap() {
            Ok(draft) => drafts.push(draft),
            refused => assert_eq!(refusal(refused), ["BUDGET_DRAFT_EXISTS"]),
        }
    }
    assert_eq!(drafts.len(), 1);
    let draft = desk.edit(drafts[0].id, 1, super::first_edits()).await.unwrap();
    let forced = (0..AT_ONCE).map(|_| {
        let (desk, draft) = (desk.clone(), draft.clone());
        tokio::spawn(async move { desk.force(&draft, "2017-10-01").await })
    });
    let mut won = 0;
    for attempt in forced.collect::<Vec<_>>() {
        match attempt.await.unwrap() {
            Ok(version) => {
                won += 1;
                assert_eq!(version.state, BudgetState::InForce);
            }
            refused => assert_eq!(refusal(refused), ["STALE_VERSION"]),
        }
    }
    assert_eq!(won, 1);
}
