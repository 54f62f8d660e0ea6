//! Repetition, strangers, and many deciders at once.

use wsparcie_kernel::ids::{AccessReviewId, AccessReviewItemId, UserId};
use wsparcie_kernel::{Actor, CallError, PageRequest, Principal, Role};
use wsparcie_tenants_api::AccessDecision::{Confirmed, Removed};
use wsparcie_tenants_api::{AccessReviewItem, DecideAccess, TenantsApi};
use wsparcie_testkit::{call, user_of};

use crate::support::{Statements, World, now, once, one, random, refusal};

use super::*;

#[tokio::test]
async fn repeated_requests_start_one_review_and_decide_once() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    world.add(&centre, "anna@jg", &[Role::Coordinator]).await;
    let begin = || {
        world
            .ask()
            .start_access_review(now(), once(&centre.admin, "przegląd", "a"))
    };
    let (first, second) = tokio::join!(begin(), begin());
    let started = first.unwrap();
    assert_eq!(started, second.unwrap());
    let items = items(&world, &centre.admin, started.id).await;
    let input = DecideAccess {
        id: of(&items, "Osoba anna@jg").id,
        decision: Removed,
    };
    let request = || {
        let call = once(&centre.admin, "decyzja", "b");
        world.ask().decide_access(now(), call, input.clone())
    };
    let (first, second) = tokio::join!(request(), request());
    assert_eq!(first.unwrap(), second.unwrap());
    assert_eq!(review(&world, &centre.admin, started.id).await.items_open, 1);
}

#[tokio::test]
async fn another_centres_review_answers_like_one_that_is_not_there() {
    let world = World::start().await;
    let (north, south) = (world.centre("n").await, world.centre("s").await);
    let theirs = start(&world, &south.admin).await.unwrap();
    let their_items = items(&world, &south.admin, theirs.id).await;
    let absent = AccessReviewId::from_uuid(random());
    let statements = Statements::watch();
    let mut answers = Vec::new();
    for (review, item) in [
        (theirs.id, their_items[0].id),
        (absent, AccessReviewItemId::from_uuid(random())),
    ] {
        let listed = world
            .ask()
            .list_access_review_items(now(), call(&north.admin), review, PageRequest::first(5))
            .await;
        let found = world
            .ask()
            .access_reviews_by_id(now(), call(&north.admin), vec![review])
            .await;
        let input = DecideAccess {
            id: item,
            decision: Confirmed,
        };
        let decided = world.ask().decide_access(now(), call(&north.admin), input).await;
        assert_eq!(found.unwrap(), []);
        assert_eq!(decided, Err(CallError::NotFound));
        answers.push((listed.err(), statements.take()));
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0].0, Some(CallError::NotFound));
    start(&world, &north.admin).await.unwrap();
}

#[tokio::test]
async fn whoever_does_not_oversee_sees_and_decides_nothing() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    let started = start(&world, &centre.admin).await.unwrap();
    let items = items(&world, &centre.admin, started.id).await;
    let worker = centre.somebody(Role::SocialWorker);
    assert_eq!(start(&world, &worker).await, Err(CallError::Forbidden));
    assert_eq!(
        decide(&world, &worker, &items[0], Confirmed).await,
        Err(CallError::Forbidden)
    );
    let listed = world
        .ask()
        .list_access_reviews(now(), call(&worker), PageRequest::first(1))
        .await;
    assert_eq!(listed.err(), Some(CallError::Forbidden));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_deciders_at_once_one_decides_each_item_and_every_decision_counts_once() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    let mut overseers = vec![centre.admin.clone()];
    for n in 0..3 {
        let member = world.add(&centre, &format!("dyr{n}@jg"), &[Role::Director]).await;
        overseers.push(user_of(member.user_id, centre.id, &[Role::Director]));
    }
    for n in 0..4 {
        world
            .add(&centre, &format!("os{n}@jg"), &[Role::Specialist])
            .await;
    }
    let begun: Vec<_> = overseers
        .iter()
        .map(|actor| {
            let (service, call) = (world.ask(), call(actor));
            tokio::spawn(async move { service.start_access_review(now(), call).await })
        })
        .collect();
    let mut started = None;
    for task in begun {
        match task.await.unwrap() {
            Ok(review) => assert_eq!(started.replace(review), None, "two reviews began"),
            refused => assert_eq!(refusal(refused), one("ACCESS_REVIEW_OPEN", "")),
        }
    }
    let started = started.unwrap();
    let items = items(&world, &centre.admin, started.id).await;
    let mut tasks = Vec::new();
    for item in &items {
        for actor in &overseers {
            let (service, call) = (world.ask(), call(actor));
            let input = DecideAccess {
                id: item.id,
                decision: Confirmed,
            };
            let task = tokio::spawn(async move { service.decide_access(now(), call, input).await });
            tasks.push((item.id, task));
        }
    }
    let mut won = Vec::new();
    for (item, task) in tasks {
        match task.await.unwrap() {
            Ok(decided) => {
                assert!(own(&decided, &overseers).is_none_or(|own| decided.decided_by != Some(own)));
                won.push(item);
            }
            refused => {
                let codes = refusal(refused);
                assert!(
                    codes == one("ALREADY_DECIDED", "") || codes == one("OWN_ACCESS", ""),
                    "{codes:?}"
                );
            }
        }
    }
    won.sort_unstable();
    let mut all: Vec<_> = items.iter().map(|item| item.id).collect();
    all.sort_unstable();
    assert_eq!(won, all);
    let completed = review(&world, &centre.admin, started.id).await;
    assert!(completed.completed_at.is_some() && completed.items_open == 0);
    assert_eq!(
        world
            .count("select count(*) from platform.audit_event where action = 'access_review.completed'")
            .await,
        1
    );
}

/// The overseer whose own item this is, told by the name.
fn own(item: &AccessReviewItem, overseers: &[Actor]) -> Option<UserId> {
    let n = match item.name.as_str() {
        "Osoba admin@jg" => 0,
        "Osoba dyr0@jg" => 1,
        "Osoba dyr1@jg" => 2,
        "Osoba dyr2@jg" => 3,
        _ => return None,
    };
    match overseers[n].principal {
        Principal::User(user) => Some(user),
        _ => None,
    }
}
