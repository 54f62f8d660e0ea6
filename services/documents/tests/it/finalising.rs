//! Finalising: repeated, stale, and many at once.

use chrono::TimeDelta;
use wsparcie_documents_api::{Document, DocumentState};
use wsparcie_kernel::{CallError, Clock, Role};
use wsparcie_testkit::{call, user};

use crate::bucket;
use crate::support::{PDF, codes, once, put, world};

#[tokio::test]
async fn finalising_again_from_the_current_version_answers_the_document() {
    let world = world().await;
    let document = world.available(PDF).await;
    assert_eq!(world.finalise(&document).await.unwrap(), document);
    let older = Document {
        version: 1,
        ..document.clone()
    };
    assert_eq!(codes(world.finalise(&older).await), ["STALE_VERSION"]);
    let finalised = world
        .trail(&document)
        .await
        .into_iter()
        .filter(|(action, _)| action == "document.finalised");
    assert_eq!(finalised.count(), 1);
}

#[tokio::test]
async fn a_repeated_key_answers_what_it_did() {
    let world = world().await;
    let (document, upload) = world.announce(PDF).await;
    put(&upload, PDF).await;
    let finalise = || world.finalise_by(once(&world.actor, "k", "f"), &document);
    let (first, second) = tokio::join!(finalise(), finalise());
    assert_eq!(first.unwrap(), second.unwrap());
    assert_eq!(finalise().await.unwrap().state, DocumentState::Available);
    let document = finalise().await.unwrap();
    assert_eq!(world.download(&document).await, PDF);
}

#[tokio::test]
async fn of_many_at_once_one_finalises_and_its_file_stays() {
    let world = world().await;
    let (document, upload) = world.announce(PDF).await;
    put(&upload, PDF).await;
    let (a, b, c, d) = tokio::join!(
        world.finalise(&document),
        world.finalise(&document),
        world.finalise(&document),
        world.finalise(&document),
    );
    let (done, refused): (Vec<_>, Vec<_>) = [a, b, c, d].into_iter().partition(Result::is_ok);
    assert_eq!(done.len(), 1);
    for answer in refused {
        assert_eq!(codes(answer), ["STALE_VERSION"]);
    }
    let document = done.into_iter().next().unwrap().unwrap();
    assert_eq!(world.download(&document).await, PDF);
    assert_eq!(bucket::objects(world.tenant, &document).await, (0, 1));
}

#[tokio::test]
async fn a_document_is_finalised_within_a_day_or_not_at_all() {
    let world = world().await;
    let ticket = world
        .request(once(&world.actor, "k", "f"), world.input(PDF))
        .await
        .unwrap();
    put(&ticket.upload.unwrap(), PDF).await;
    world
        .clock
        .set(world.clock.now() + TimeDelta::hours(24) + TimeDelta::seconds(1));
    assert_eq!(codes(world.finalise(&ticket.document).await), ["UPLOAD_EXPIRED"]);
    assert_eq!(
        codes(
            world
                .request(once(&world.actor, "k", "f"), world.input(PDF))
                .await
        ),
        ["UPLOAD_EXPIRED"]
    );
}

#[tokio::test]
async fn who_may_only_read_may_not_finalise() {
    let world = world().await;
    let (document, upload) = world.announce(PDF).await;
    put(&upload, PDF).await;
    let reader = call(&user(world.tenant, Role::SocialWorker));
    assert_eq!(
        world.finalise_by(reader, &document).await.unwrap_err(),
        CallError::Forbidden
    );
}
