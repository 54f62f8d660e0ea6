//! Tokens that are forged, stolen, chosen by somebody else or sent in the wrong place.

use reqwest::Method;
use serde_json::{Value, json};

use crate::journeys::stage::Centre;
use crate::support::{PASSWORD, TestApp};

const VIEWER: &str = "{ viewer { login current { organisationId } } }";

#[tokio::test]
async fn a_token_that_the_platform_did_not_give_is_never_taken_over() {
    let app = TestApp::start().await;
    let centre = Centre::found(&app, "jelenia-gora", "0261011").await;
    let chosen = "A".repeat(43);
    let answer = app.anonymous().with_token(&chosen).ask(VIEWER, json!({})).await;
    assert_eq!((answer.status, answer.code()), (401, Some("UNAUTHENTICATED")));

    // A cookie that somebody planted in the victim's browser: the sign-in gives another one.
    let body = json!({
        "query": "mutation($i: SignInInput!) { signIn(input: $i) { viewer { login } } }",
        "variables": {"i": {"login": centre.login("administrator"), "password": PASSWORD}},
    });
    let response = app
        .anonymous()
        .request(Method::POST, "/graphql")
        .header("content-type", "application/json")
        .header("cookie", format!("__Host-wsparcie={chosen}"))
        .header("x-wsparcie-csrf", "1")
        .body(body.to_string())
        .send()
        .await
        .unwrap();
    let set: Vec<String> = response
        .headers()
        .get_all("set-cookie")
        .iter()
        .map(|value| value.to_str().unwrap().to_owned())
        .collect();
    assert!(
        set.iter().any(|one| one.starts_with("__Host-wsparcie=")),
        "{set:?}"
    );
    assert!(!set.iter().any(|one| one.contains(&chosen)));
    let answer = app.anonymous().with_token(&chosen).ask(VIEWER, json!({})).await;
    assert_eq!(answer.status, 401);
}

#[tokio::test]
async fn a_stolen_token_dies_with_a_rotation_and_with_a_proof() {
    let app = TestApp::start().await;
    let centre = Centre::found(&app, "jelenia-gora", "0261011").await;
    let stolen = centre.administrator.clone();
    let payload = centre
        .administrator
        .mutate("proveAgain", "token expiresAt", json!({"password": PASSWORD}))
        .await;
    let fresh = app.anonymous().with_token(payload["token"].as_str().unwrap());
    assert_eq!(stolen.ask(VIEWER, json!({})).await.status, 401);
    assert_eq!(fresh.ask(VIEWER, json!({})).await.status, 200);
}

#[tokio::test]
async fn invented_headers_change_neither_the_user_nor_the_organisation() {
    let app = TestApp::start().await;
    let centre = Centre::found(&app, "jelenia-gora", "0261011").await;
    let plain = centre.administrator.data(VIEWER, json!({})).await;
    let mut claiming = centre.administrator.clone();
    for name in [
        "x-tenant-id",
        "x-user-id",
        "x-forwarded-user",
        "x-forwarded-for",
        "x-forwarded-host",
    ] {
        claiming = claiming.with_header(name, "00000000-0000-0000-0000-000000000001");
    }
    assert_eq!(claiming.data(VIEWER, json!({})).await, plain);
    let nobody = app
        .anonymous()
        .with_header("x-user-id", "1")
        .ask(VIEWER, json!({}))
        .await;
    assert_eq!(nobody.code(), Some("UNAUTHENTICATED"));
    assert_eq!(nobody.body["data"]["viewer"], Value::Null);
}
