//! A storage that is away, silent, or elsewhere for clients.

use std::time::{Duration, Instant};

use wsparcie_documents::S3Config;
use wsparcie_kernel::CallError;

use crate::support::{PDF, World, put, s3_config, service_on, world};

/// The same world with a storage at another address.
fn with_storage_at(world: &World, endpoint: String) -> wsparcie_documents::DocumentsService {
    let config = S3Config {
        endpoint: Some(endpoint),
        ..s3_config()
    };
    service_on(&world.test_db, &world.clock, &config)
}

#[tokio::test]
async fn without_its_storage_nothing_is_half_done() {
    let mut world = world().await;
    assert!(world.service.is_ready().await);
    let (document, upload) = world.announce(PDF).await;
    put(&upload, PDF).await;
    let working = world.service.clone();

    let closed = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    world.service = with_storage_at(&world, format!("http://{closed}"));
    let start = Instant::now();
    assert!(!world.service.is_ready().await);
    assert_eq!(
        world.finalise(&document).await.unwrap_err(),
        CallError::Unavailable
    );
    assert!(start.elapsed() < Duration::from_secs(4), "{:?}", start.elapsed());
    // Announcing and signing need no storage.
    world.announce(PDF).await;

    world.service = working;
    let document = world.finalise(&document).await.unwrap();
    assert_eq!(world.download(&document).await, PDF);
}

#[tokio::test]
async fn a_silent_storage_is_given_up_within_the_requests_deadline() {
    let mut world = world().await;
    let (document, _) = world.announce(PDF).await;
    // Connections are taken into the queue and never answered.
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    world.service = with_storage_at(&world, format!("http://{}", silent.local_addr().unwrap()));
    let start = Instant::now();
    assert_eq!(
        world.finalise(&document).await.unwrap_err(),
        CallError::Unavailable
    );
    assert!(start.elapsed() < Duration::from_secs(9), "{:?}", start.elapsed());
}

#[tokio::test]
async fn a_wrong_secret_is_a_defect_and_says_nothing() {
    let mut world = world().await;
    let (document, _) = world.announce(PDF).await;
    let config = S3Config {
        secret_key: "wrong".to_owned(),
        ..s3_config()
    };
    world.service = service_on(&world.test_db, &world.clock, &config);
    assert_eq!(world.finalise(&document).await.unwrap_err(), CallError::Internal);
}

#[tokio::test]
async fn clients_are_sent_to_the_public_address() {
    let mut world = world().await;
    let config = S3Config {
        public_endpoint: Some("http://files.example".to_owned()),
        ..s3_config()
    };
    world.service = service_on(&world.test_db, &world.clock, &config);
    assert!(
        world.service.is_ready().await,
        "our own requests go to the other address"
    );
    let (_, upload) = world.announce(PDF).await;
    assert!(upload.url.starts_with("http://files.example/"), "{}", upload.url);
}
