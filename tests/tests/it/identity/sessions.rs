//! One's sessions, and those of others.

use serde_json::json;

use crate::journeys::stage::{Centre, text};
use crate::support::{Client, TestApp};

const VIEWER: &str = "{ viewer { login } }";

async fn is_open(client: &Client) -> bool {
    match client.ask(VIEWER, json!({})).await.status {
        200 => true,
        401 => false,
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn a_user_sees_and_ends_their_sessions_and_nobody_elses() {
    let app = TestApp::start().await;
    let centre = Centre::found(&app, "jelenia-gora", "0261011").await;
    let stolen = centre.social_worker().await;
    let mine = app.sign_in(&centre.login("pracownik")).await;
    let list = "{ viewer { sessions { id current client organisationName } } }";
    let seen = mine.data(list, json!({})).await;
    let sessions = seen["viewer"]["sessions"].as_array().unwrap();
    assert_eq!(sessions.len(), 2);
    let other = sessions.iter().find(|one| one["current"] == false).unwrap();
    let input = json!({"sessionId": other["id"]});

    // The administrator is somebody else: the id is as good as a random one.
    let revoke = "mutation($i: RevokeSessionInput!) { revokeSession(input: $i) { ended } }";
    let answer = centre.administrator.ask(revoke, json!({"i": input})).await;
    assert_eq!(answer.code(), Some("NOT_FOUND"));
    assert!(is_open(&stolen).await);

    assert_eq!(mine.mutate("revokeSession", "ended", input).await["ended"], 1);
    assert!(!is_open(&stolen).await);
    assert!(is_open(&mine).await);
}

#[tokio::test]
async fn an_administrator_ends_a_members_sessions_for_this_organisation_only() {
    let app = TestApp::start().await;
    let north = Centre::found(&app, "polnoc", "0261011").await;
    let south = Centre::found(&app, "poludnie", "0862011").await;
    let login = "wspolna@osoba.test";
    let member = north.add(login, "COORDINATOR").await;
    south.add(login, "COORDINATOR").await;
    let here = app.sign_in(login).await;
    let there = app.sign_in(login).await;
    let input = json!({"organisationId": south.id});
    let payload = there.mutate("switchOrganisation", "token", input).await;
    let there = app.anonymous().with_token(&text(&payload["token"]));

    let input = json!({"memberId": member});
    let payload = north
        .administrator
        .mutate("endMemberSessions", "ended", input)
        .await;
    assert_eq!(payload["ended"], 1);
    assert!(!is_open(&here).await);
    assert!(is_open(&there).await);
}
