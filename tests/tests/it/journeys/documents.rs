//! A file's way into the storage and back.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::stage::{Centre, key, project, text};
use crate::support::{Client, TestApp};

const FILE: &[u8] =
    b"%PDF-1.7\n% Regulamin projektu, zapisany po polsku: za\xc5\xbc\xc3\xb3\xc5\x82\xc4\x87\n";

/// Announces the file and gives the document with the request that stores it.
async fn announce(coordinator: &Client, project: &str) -> Value {
    let input = json!({
        "idempotencyKey": key(), "projectId": project, "kind": "RULES", "title": "Regulamin", "fileName": "regulamin.pdf",
        "mediaType": "application/pdf", "sizeBytes": FILE.len(), "sha256": format!("{:x}", Sha256::digest(FILE)),
    });
    let selection =
        "document { id version state { code } } upload { method url expiresAt headers { name value } }";
    coordinator.mutate("requestUpload", selection, input).await
}

/// Sends a signed request as any HTTP client would: without our credentials.
async fn send(signed: &Value, body: Option<Vec<u8>>) -> reqwest::Response {
    let method = text(&signed["method"]).parse().unwrap();
    let mut request = reqwest::Client::new().request(method, text(&signed["url"]));
    for header in signed["headers"].as_array().unwrap() {
        request = request.header(text(&header["name"]), text(&header["value"]));
    }
    if let Some(body) = body {
        request = request.body(body);
    }
    request.send().await.unwrap()
}

#[tokio::test]
pub(crate) async fn a_document_goes_into_the_storage_and_comes_back_the_same() {
    let app = TestApp::start().await;
    let centre = Centre::found(&app, "jelenia-gora", "0261011").await;
    let (coordinator, worker) = (centre.coordinator().await, centre.social_worker().await);
    let project = project(&coordinator, "Postaw na siebie II").await;

    let announced = announce(&coordinator, &project).await;
    let id = text(&announced["document"]["id"]);
    assert_eq!(announced["upload"]["method"], "PUT");
    let early = coordinator
        .try_mutate("issueDownloadLink", "download { url }", json!({"documentId": id}))
        .await;
    assert_eq!(early["userErrors"][0]["code"], "DOCUMENT_NOT_AVAILABLE");

    let stored = send(&announced["upload"], Some(FILE.to_vec())).await;
    assert!(stored.status().is_success(), "{}", stored.status());
    let input = json!({"idempotencyKey": key(), "documentId": id, "expectedVersion": announced["document"]["version"]});
    let selection = "document { state { code } sizeBytes fileName project { id } }";
    let finalised = coordinator.mutate("finaliseUpload", selection, input).await;
    assert_eq!(
        finalised["document"],
        json!({"state": {"code": "available"}, "sizeBytes": FILE.len(), "fileName": "regulamin.pdf", "project": {"id": project}})
    );

    // Whoever may read documents gets a link, and the link needs no credentials.
    let input = json!({"documentId": id});
    let selection = "download { method url expiresAt headers { name value } }";
    let link = worker.mutate("issueDownloadLink", selection, input).await;
    assert_eq!(link["download"]["method"], "GET");
    let answer = send(&link["download"], None).await;
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()["content-type"], "application/pdf");
    assert_eq!(answer.bytes().await.unwrap(), FILE);
}

#[tokio::test]
pub(crate) async fn a_file_that_was_not_announced_is_not_taken() {
    let app = TestApp::start().await;
    let centre = Centre::found(&app, "jelenia-gora", "0261011").await;
    let coordinator = centre.coordinator().await;
    let project = project(&coordinator, "Postaw na siebie II").await;
    let announced = announce(&coordinator, &project).await;

    let mut other = FILE.to_vec();
    other[9] ^= 1;
    let answer = send(&announced["upload"], Some(other)).await;
    assert!(answer.status().is_client_error(), "{}", answer.status());
    let input = json!({
        "idempotencyKey": key(), "documentId": announced["document"]["id"], "expectedVersion": announced["document"]["version"],
    });
    let refused = coordinator
        .try_mutate("finaliseUpload", "document { id }", input)
        .await;
    let code = text(&refused["userErrors"][0]["code"]);
    assert!(
        ["UPLOAD_MISSING", "UPLOAD_DIFFERS"].contains(&code.as_str()),
        "{code}"
    );
}
