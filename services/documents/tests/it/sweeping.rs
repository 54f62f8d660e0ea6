//! What is left of an upload a day later.

use chrono::TimeDelta;
use reqwest::StatusCode;
use wsparcie_documents::S3Config;
use wsparcie_documents_api::DocumentsApi;
use wsparcie_kernel::{CallError, Clock, SystemClock};
use wsparcie_rpc::tarpc::context;

use crate::bucket;
use crate::support::{PDF, World, codes, once, put, s3_config, service_on, world};

fn a_day_later(world: &World) {
    world.clock.set(SystemClock.now() + TimeDelta::hours(26));
}

#[tokio::test]
async fn an_announcement_whose_file_never_came_is_forgotten_and_audited() {
    let world = world().await;
    let ticket = world
        .request(once(&world.actor, "k", "f"), world.input(PDF))
        .await
        .unwrap();
    let upload = ticket.upload.unwrap();
    put(&upload, PDF).await;
    world.work(&world.service).await;
    let by_id = || {
        world
            .service
            .clone()
            .documents_by_id(context::current(), world.call(), vec![ticket.document.id])
    };
    assert_eq!(by_id().await.unwrap().len(), 1, "not before its time");

    a_day_later(&world);
    world.work(&world.service).await;
    assert_eq!(by_id().await.unwrap(), []);
    assert_eq!(world.jobs().await, 0);
    assert_eq!(bucket::objects(world.tenant, &ticket.document).await, (0, 0));
    let trail = world.trail(&ticket.document).await;
    assert_eq!(
        trail.last().unwrap(),
        &("document.expired".to_owned(), "system".to_owned())
    );
    assert_eq!(
        world.finalise(&ticket.document).await.unwrap_err(),
        CallError::NotFound
    );
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
async fn an_available_file_outlives_the_sweep() {
    let world = world().await;
    let (document, upload) = world.announce(PDF).await;
    put(&upload, PDF).await;
    let document = world.finalise(&document).await.unwrap();
    assert_eq!(
        put(&upload, PDF).await,
        StatusCode::OK,
        "the signature still lives"
    );
    bucket::leave_file(world.tenant, &document).await;
    assert_eq!(bucket::objects(world.tenant, &document).await, (1, 2));
    a_day_later(&world);
    world.work(&world.service).await;
    assert_eq!(world.jobs().await, 0);
    assert_eq!(bucket::objects(world.tenant, &document).await, (0, 1));
    world.clock.set(SystemClock.now());
    assert_eq!(world.download(&document).await, PDF);
}

#[tokio::test]
async fn a_sweep_waits_for_a_storage_that_is_down() {
    let world = world().await;
    let (document, _) = world.announce(PDF).await;
    let closed = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let config = S3Config {
        endpoint: Some(format!("http://{closed}")),
        ..s3_config()
    };
    let down = service_on(&world.test_db, &world.clock, &config);
    a_day_later(&world);
    world.work(&down).await;
    assert_eq!(world.jobs().await, 1);
    world.clock.set(world.clock.now() + TimeDelta::hours(2));
    world.work(&world.service).await;
    assert_eq!(world.jobs().await, 0);
    let expired = world
        .trail(&document)
        .await
        .into_iter()
        .filter(|(action, _)| action == "document.expired");
    assert_eq!(expired.count(), 1);
}
