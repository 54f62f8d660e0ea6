//! Announcing: what is refused, and that a key announces once.

use chrono::TimeDelta;
use wsparcie_documents_api::NewDocument;
use wsparcie_kernel::ids::ProjectId;
use wsparcie_kernel::{Actor, CallError, Clock, Role};
use wsparcie_testkit::{call, user};

use crate::support::{PDF, codes, new_id, once, put, world};

#[tokio::test]
async fn a_refused_announcement_tells_all_problems_and_leaves_nothing() {
    let world = world().await;
    let bad = NewDocument {
        title: " ".to_owned(),
        file_name: "../x".to_owned(),
        size_bytes: 0,
        ..world.input(PDF)
    };
    let answer = world.request(once(&world.actor, "k", "f"), bad).await;
    assert_eq!(codes(answer), ["REQUIRED", "FILE_NAME_IS_PATH", "FILE_EMPTY"]);
    assert_eq!(world.jobs().await, 0);
    // The key is free for the corrected input.
    assert!(
        world
            .request(once(&world.actor, "k", "f2"), world.input(PDF))
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn one_key_announces_one_document_with_a_fresh_signature() {
    let world = world().await;
    let first = world
        .request(once(&world.actor, "k", "f"), world.input(PDF))
        .await
        .unwrap();
    world.clock.set(world.clock.now() + TimeDelta::minutes(3));
    let second = world
        .request(once(&world.actor, "k", "f"), world.input(PDF))
        .await
        .unwrap();
    assert_eq!(first.document, second.document);
    let (first, second) = (first.upload.unwrap(), second.upload.unwrap());
    assert_eq!(second.expires_at - first.expires_at, TimeDelta::minutes(3));
    assert_eq!(
        codes(
            world
                .request(once(&world.actor, "k", "g"), world.input(b"x"))
                .await
        ),
        ["IDEMPOTENCY_KEY_REUSED"]
    );
    assert_eq!(world.jobs().await, 1);
}

#[tokio::test]
async fn one_key_twice_at_once_announces_one_document() {
    let world = world().await;
    let announce = || world.request(once(&world.actor, "k", "f"), world.input(PDF));
    let (first, second) = tokio::join!(announce(), announce());
    assert_eq!(first.unwrap().document, second.unwrap().document);
    assert_eq!(world.jobs().await, 1);
}

#[tokio::test]
async fn a_repeated_announcement_of_an_available_document_gives_no_upload() {
    let world = world().await;
    let ticket = world
        .request(once(&world.actor, "k", "f"), world.input(PDF))
        .await
        .unwrap();
    put(&ticket.upload.unwrap(), PDF).await;
    let available = world.finalise(&ticket.document).await.unwrap();
    let again = world
        .request(once(&world.actor, "k", "f"), world.input(PDF))
        .await
        .unwrap();
    assert_eq!(again.document, available);
    assert!(again.upload.is_none());
}

#[tokio::test]
async fn an_unknown_project_is_absent() {
    let world = world().await;
    let input = NewDocument {
        project_id: ProjectId::from_uuid(new_id()),
        ..world.input(PDF)
    };
    assert_eq!(
        world.request(world.call(), input).await.unwrap_err(),
        CallError::NotFound
    );
}

#[tokio::test]
async fn who_may_not_announce_is_told_before_anything_is_read() {
    let world = world().await;
    for role in [
        Role::SocialWorker,
        Role::Administrator,
        Role::RegionalAnalyst,
        Role::Operator,
    ] {
        let answer = world
            .request(call(&user(world.tenant, role)), world.input(PDF))
            .await;
        assert_eq!(answer.unwrap_err(), CallError::Forbidden, "{role:?}");
    }
    let answer = world.request(call(&Actor::anonymous()), world.input(PDF)).await;
    assert_eq!(answer.unwrap_err(), CallError::Unauthenticated);
}
