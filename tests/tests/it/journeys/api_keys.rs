//! Programs with a key and scopes.

use serde_json::json;

use super::stage::{Centre, in_days, key, person, project, text};
use crate::support::TestApp;

#[tokio::test]
pub(crate) async fn a_key_opens_what_its_scopes_name_until_it_is_revoked() {
    let app = TestApp::start().await;
    let centre = Centre::found(&app, "jelenia-gora", "0261011").await;
    project(&centre.coordinator().await, "Postaw na siebie II").await;
    let woman = person(
        &centre.social_worker().await,
        ("Balbina", "Poziomka"),
        "2002-10-01",
        "FEMALE",
    )
    .await;
    let input = json!({
        "idempotencyKey": key(), "name": "Odczyt projektów", "scopes": ["PROJECTS_READ"], "expiresOn": in_days(30),
    });
    let created = centre
        .administrator
        .mutate(
            "createApiClient",
            "key apiClient { id version scopes { code } }",
            input,
        )
        .await;
    assert_eq!(created["apiClient"]["scopes"], json!([{"code": "projects:read"}]));
    let secret = text(&created["key"]);
    assert!(secret.starts_with("wsp_"));
    let program = app.anonymous().with_token(&secret);

    let projects = "{ projects(first: 10) { edges { node { title recruitment { version } } } } }";
    assert_eq!(
        program.data(projects, json!({})).await["projects"]["edges"],
        json!([{"node": {"title": "Postaw na siebie II", "recruitment": null}}])
    );
    for (query, variables) in [
        ("{ people(first: 10) { edges { node { id } } } }", json!({})),
        ("query($id: ID!) { person(id: $id) { id } }", json!({"id": woman})),
        ("query($id: ID!) { node(id: $id) { id } }", json!({"id": woman})),
        (
            "{ projects(first: 10) { edges { node { enrolmentCounts { women } } } } }",
            json!({}),
        ),
        ("{ documents(first: 10) { edges { node { id } } } }", json!({})),
        ("{ members(first: 10) { edges { node { id } } } }", json!({})),
        ("{ auditEvents(first: 10) { edges { node { id } } } }", json!({})),
        (
            "mutation($i: CreateProjectInput!) { createProject(input: $i) { project { id } } }",
            json!({"i": {"idempotencyKey": key(), "project": {"title": "Nowy"}}}),
        ),
    ] {
        let answer = program.ask(query, variables).await;
        assert_eq!(
            (answer.status, answer.code()),
            (200, Some("FORBIDDEN")),
            "{query}"
        );
    }

    let input = json!({
        "idempotencyKey": key(), "id": created["apiClient"]["id"], "expectedVersion": created["apiClient"]["version"],
    });
    let revoked = centre
        .administrator
        .mutate("revokeApiClient", "apiClient { revokedAt }", input)
        .await;
    assert!(revoked["apiClient"]["revokedAt"].is_string());
    let answer = program.ask(projects, json!({})).await;
    assert_eq!((answer.status, answer.code()), (401, Some("UNAUTHENTICATED")));
}

#[tokio::test]
pub(crate) async fn a_key_is_shown_once() {
    let app = TestApp::start().await;
    let centre = Centre::found(&app, "jelenia-gora", "0261011").await;
    let input = json!({
        "idempotencyKey": key(), "name": "Odczyt", "scopes": ["PROJECTS_READ"], "expiresOn": in_days(1),
    });
    let selection = "key apiClient { id }";
    let first = centre
        .administrator
        .mutate("createApiClient", selection, input.clone())
        .await;
    let again = centre
        .administrator
        .mutate("createApiClient", selection, input)
        .await;
    assert_eq!(first["apiClient"], again["apiClient"]);
    assert_eq!(again["key"], json!(null));
}
