//! A right that ends, ends at the next request.

use serde_json::json;

use super::stage::Centre;
use crate::support::{Client, TestApp};

const PEOPLE: &str = "{ people(first: 1) { totalCount } }";

async fn refused(client: &Client) -> (u16, Option<String>) {
    let answer = client.ask(PEOPLE, json!({})).await;
    (answer.status, answer.code().map(str::to_owned))
}

fn unauthenticated() -> (u16, Option<String>) {
    (401, Some("UNAUTHENTICATED".to_owned()))
}

#[tokio::test]
pub(crate) async fn after_signing_out_the_token_opens_nothing() {
    let app = TestApp::start().await;
    let centre = Centre::found(&app, "jelenia-gora", "0261011").await;
    let worker = centre.social_worker().await;
    let other_session = app.sign_in(&centre.login("pracownik")).await;
    let ended = worker
        .data(
            "mutation { signOut { signedOut userErrors { code } } }",
            json!({}),
        )
        .await;
    assert_eq!(ended["signOut"], json!({"signedOut": true, "userErrors": []}));
    assert_eq!(refused(&worker).await, unauthenticated());
    other_session.data(PEOPLE, json!({})).await;
    assert_eq!(
        refused(&app.anonymous()).await.1.as_deref(),
        Some("UNAUTHENTICATED")
    );
}

#[tokio::test]
pub(crate) async fn a_role_or_membership_taken_away_is_gone_at_the_next_request() {
    let app = TestApp::start().await;
    let centre = Centre::found(&app, "jelenia-gora", "0261011").await;
    let login = centre.login("pracownik");
    let member = centre.add(&login, "SOCIAL_WORKER").await;
    let worker = app.sign_in(&login).await;
    worker.data(PEOPLE, json!({})).await;
    let update = |version: i64, change: serde_json::Value| {
        let mut input = json!({"id": member, "expectedVersion": version});
        input
            .as_object_mut()
            .unwrap()
            .extend(change.as_object().unwrap().clone());
        centre
            .administrator
            .mutate("updateMember", "member { version active roles { code } }", input)
    };

    let changed = update(1, json!({"roles": ["SPECIALIST"]})).await;
    assert_eq!(
        changed["member"],
        json!({"version": 2, "active": true, "roles": [{"code": "specialist"}]})
    );
    assert_eq!(refused(&worker).await, (200, Some("FORBIDDEN".to_owned())));

    update(2, json!({"roles": ["SOCIAL_WORKER"]})).await;
    worker.data(PEOPLE, json!({})).await;

    update(3, json!({"active": false})).await;
    assert_eq!(refused(&worker).await, unauthenticated());
    update(4, json!({"active": true})).await;
    assert_eq!(
        refused(&worker).await,
        unauthenticated(),
        "the session does not come back to life"
    );
    app.sign_in(&login).await.data(PEOPLE, json!({})).await;
}
