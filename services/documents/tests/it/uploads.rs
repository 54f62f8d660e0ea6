//! From announcement to download, with real requests.

use chrono::TimeDelta;
use reqwest::StatusCode;
use wsparcie_documents_api::DocumentState;
use wsparcie_kernel::{Clock, SystemClock};

use crate::bucket;
use crate::support::{PDF, codes, http, put, put_with, world};

#[tokio::test]
async fn a_file_comes_back_as_it_was_sent() {
    let world = world().await;
    let (document, upload) = world.announce(PDF).await;
    assert_eq!(
        (document.state, document.version),
        (DocumentState::AwaitingUpload, 1)
    );
    assert_eq!(put(&upload, PDF).await, StatusCode::OK);

    let document = world.finalise(&document).await.unwrap();
    assert_eq!((document.state, document.version), (DocumentState::Available, 2));

    let link = world.link(&document).await.unwrap();
    assert_eq!(link.method, "GET");
    let response = http().get(&link.url).send().await.unwrap();
    assert_eq!(response.headers()["content-type"], "application/pdf");
    assert_eq!(
        response.headers()["content-disposition"],
        "attachment; filename*=UTF-8''Za%C5%82%C4%85cznik%20%221%22%3B%20x%3D.pdf"
    );
    assert_eq!(response.bytes().await.unwrap(), PDF);

    // The clock stands still, so only the names are ordered.
    let mut acts: Vec<_> = world
        .trail(&document)
        .await
        .into_iter()
        .map(|(action, _)| action)
        .collect();
    acts.sort();
    assert_eq!(
        acts,
        ["document.announced", "document.finalised", "document.link_issued"]
    );
}

#[tokio::test]
async fn a_file_of_several_mebibytes_is_checked_and_comes_back() {
    let world = world().await;
    let bytes: Vec<u8> = (0..9_000_000_u32).map(|n| n.to_le_bytes()[1]).collect();
    let document = world.available(&bytes).await;
    assert!(world.download(&document).await == bytes);
}

#[tokio::test]
async fn the_signature_binds_length_type_and_digest() {
    let world = world().await;
    let (document, upload) = world.announce(PDF).await;
    for name in ["content-length", "content-type", "x-amz-checksum-sha256"] {
        assert!(
            upload.headers.iter().any(|(header, _)| header == name),
            "{name} is a header to be sent"
        );
    }
    assert_eq!(put(&upload, &PDF[1..]).await, StatusCode::FORBIDDEN);
    assert_eq!(put(&upload, &[PDF, b"x"].concat()).await, StatusCode::FORBIDDEN);
    assert_eq!(
        put_with(&upload, PDF, &[("content-type", "text/html")]).await,
        StatusCode::FORBIDDEN
    );
    assert_eq!(
        put_with(&upload, PDF, &[("content-type", "")]).await,
        StatusCode::FORBIDDEN
    );
    assert_eq!(
        put_with(&upload, PDF, &[("x-amz-checksum-sha256", "")]).await,
        StatusCode::FORBIDDEN
    );
    assert_eq!(codes(world.finalise(&document).await), ["UPLOAD_MISSING"]);
}

#[tokio::test]
async fn other_bytes_of_the_same_length_never_become_the_document() {
    let world = world().await;
    let (document, upload) = world.announce(PDF).await;
    let mut other = PDF.to_vec();
    other[0] ^= 1;
    assert_eq!(put(&upload, &other).await, StatusCode::BAD_REQUEST);
    // The private storage keeps what it refused; another would have nothing.
    let refusal = codes(world.finalise(&document).await);
    assert!(
        refusal == ["UPLOAD_DIFFERS"] || refusal == ["UPLOAD_MISSING"],
        "{refusal:?}"
    );
    assert_eq!(codes(world.link(&document).await), ["DOCUMENT_NOT_AVAILABLE"]);

    // Neither does the checksum kept from a right upload vouch for the wrong one that follows.
    assert_eq!(put(&upload, PDF).await, StatusCode::OK);
    assert_eq!(put(&upload, &other).await, StatusCode::BAD_REQUEST);
    let answer = world.finalise(&document).await;
    if let Ok(document) = &answer {
        assert_eq!(world.download(document).await, PDF);
    } else {
        assert_eq!(codes(answer), ["UPLOAD_DIFFERS"]);
        assert_eq!(put(&upload, PDF).await, StatusCode::OK);
        let document = world.finalise(&document).await.unwrap();
        assert_eq!(world.download(&document).await, PDF);
    }
}

#[tokio::test]
async fn replaying_an_upload_does_not_change_what_is_downloaded() {
    let world = world().await;
    let (document, upload) = world.announce(PDF).await;
    assert_eq!(put(&upload, PDF).await, StatusCode::OK);
    let document = world.finalise(&document).await.unwrap();

    let other = vec![b'x'; PDF.len()];
    assert_eq!(put(&upload, &other).await, StatusCode::BAD_REQUEST);
    assert_eq!(world.download(&document).await, PDF);
    assert_eq!(world.finalise(&document).await.unwrap(), document);
    assert_eq!(world.download(&document).await, PDF);
}

#[tokio::test]
async fn what_a_faulty_storage_let_in_is_told_apart_and_no_copy_of_it_stays() {
    let world = world().await;
    let (document, upload) = world.announce(b"abcd").await;
    bucket::replace_incoming(world.tenant, &document, b"abcdefgh", "text/html").await;
    assert_eq!(
        codes(world.finalise(&document).await),
        ["UPLOAD_DIFFERS", "UPLOAD_DIFFERS"]
    );
    bucket::replace_incoming(world.tenant, &document, b"abcx", "application/pdf").await;
    assert_eq!(codes(world.finalise(&document).await), ["UPLOAD_DIFFERS"]);
    assert_eq!(bucket::objects(world.tenant, &document).await, (1, 0));

    assert_eq!(put(&upload, b"abcd").await, StatusCode::OK);
    let document = world.finalise(&document).await.unwrap();
    assert_eq!(bucket::objects(world.tenant, &document).await, (0, 1));
}

#[tokio::test]
async fn a_link_cannot_be_used_to_write_or_to_read_anything_else() {
    let world = world().await;
    let document = world.available(PDF).await;
    let other = world.available(b"inny plik").await;
    let link = world.link(&document).await.unwrap();
    let other_link = world.link(&other).await.unwrap();
    assert_eq!(
        http().put(&link.url).body("x").send().await.unwrap().status(),
        StatusCode::FORBIDDEN
    );
    assert_eq!(
        http().delete(&link.url).send().await.unwrap().status(),
        StatusCode::FORBIDDEN
    );
    let path = |url: &str| url.split_once('?').unwrap().0.to_owned();
    let swapped = link.url.replace(&path(&link.url), &path(&other_link.url));
    assert_eq!(
        http().get(swapped).send().await.unwrap().status(),
        StatusCode::FORBIDDEN
    );
}

#[tokio::test]
async fn signed_addresses_end() {
    let world = world().await;
    let now = SystemClock.now();
    world.clock.set(now - TimeDelta::minutes(16));
    let (_, upload) = world.announce(PDF).await;
    assert!(upload.expires_at < now && upload.expires_at > now - TimeDelta::minutes(2));
    assert_eq!(put(&upload, PDF).await, StatusCode::FORBIDDEN);

    world.clock.set(now);
    let document = world.available(PDF).await;
    world.clock.set(now - TimeDelta::minutes(6));
    let link = world.link(&document).await.unwrap();
    assert!(link.expires_at < now);
    assert_eq!(
        http().get(&link.url).send().await.unwrap().status(),
        StatusCode::FORBIDDEN
    );
}
