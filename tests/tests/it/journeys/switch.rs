//! One user, two organisations.

use serde_json::json;

use super::stage::{Centre, project, text};
use crate::support::{Client, TestApp};

const WHAT_I_SEE: &str = "{ viewer { current { organisationId } } organisation { id } projects(first: 10) { edges { node { title } } } }";

/// The acting organisation, told in two ways, and the titles of its projects.
async fn sees(client: &Client) -> (String, Vec<String>) {
    let seen = client.data(WHAT_I_SEE, json!({})).await;
    let organisation = text(&seen["organisation"]["id"]);
    assert_eq!(seen["viewer"]["current"]["organisationId"], organisation.as_str());
    let edges = seen["projects"]["edges"].as_array().unwrap();
    (
        organisation,
        edges.iter().map(|edge| text(&edge["node"]["title"])).collect(),
    )
}

#[tokio::test]
pub(crate) async fn after_a_switch_only_the_other_organisations_rows_are_there_and_the_old_token_is_dead() {
    let app = TestApp::start().await;
    let north = Centre::found(&app, "polnoc", "0261011").await;
    let south = Centre::found(&app, "poludnie", "0862011").await;
    project(&north.coordinator().await, "Projekt północny").await;
    project(&south.coordinator().await, "Projekt południowy").await;
    let login = "wspolna@osoba.test";
    north.add(login, "COORDINATOR").await;
    south.add(login, "SOCIAL_WORKER").await;

    let before = app.sign_in(login).await;
    assert_eq!(
        sees(&before).await,
        (north.id.clone(), vec!["Projekt północny".to_owned()])
    );
    let memberships = before
        .data("{ viewer { memberships { organisationId } } }", json!({}))
        .await;
    assert_eq!(
        memberships["viewer"]["memberships"],
        json!([{"organisationId": north.id}, {"organisationId": south.id}])
    );

    let input = json!({"organisationId": south.id});
    let payload = before
        .mutate("switchOrganisation", "token membership { roles { code } }", input)
        .await;
    assert_eq!(payload["membership"]["roles"], json!([{"code": "social_worker"}]));
    let after = app.anonymous().with_token(&text(&payload["token"]));
    assert_eq!(
        sees(&after).await,
        (south.id.clone(), vec!["Projekt południowy".to_owned()])
    );
    let answer = before.ask(WHAT_I_SEE, json!({})).await;
    assert_eq!((answer.status, answer.code()), (401, Some("UNAUTHENTICATED")));

    // The rights are those of the other membership, too.
    let answer = after
        .ask(
            "mutation($i: CreateProjectInput!) { createProject(input: $i) { project { id } } }",
            json!({"i": {
            "idempotencyKey": "k", "project": {"title": "Cudzy"}}}),
        )
        .await;
    assert_eq!(answer.code(), Some("FORBIDDEN"));
}

#[tokio::test]
pub(crate) async fn nobody_switches_to_an_organisation_that_is_not_theirs() {
    let app = TestApp::start().await;
    let north = Centre::found(&app, "polnoc", "0261011").await;
    let south = Centre::found(&app, "poludnie", "0862011").await;
    let query = "mutation($i: SwitchOrganisationInput!) {
        switchOrganisation(input: $i) { token userErrors { code path message } }
    }";
    let mut answers = Vec::new();
    for id in [&south.id, &random_organisation()] {
        let answer = north
            .administrator
            .ask(query, json!({"i": {"organisationId": id}}))
            .await;
        let mut body = answer.body;
        // What the client has left differs from moment to moment.
        body["extensions"]["cost"]["available"] = serde_json::Value::Null;
        if let Some(extensions) = body["errors"][0]["extensions"].as_object_mut() {
            extensions.remove("requestId");
            extensions.remove("traceId");
        }
        assert!(
            body.pointer("/data/switchOrganisation/token")
                .is_none_or(serde_json::Value::is_null)
        );
        answers.push((answer.status, body));
    }
    assert_eq!(
        answers[0], answers[1],
        "another's organisation and none at all answer alike"
    );
    assert_eq!(
        sees(&north.administrator).await.0,
        north.id,
        "the session goes on as it was"
    );
}

fn random_organisation() -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(format!("Organisation:{}", super::stage::key()))
}
