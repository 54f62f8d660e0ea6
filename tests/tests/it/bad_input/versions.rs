//! Changes based on what is no longer so, and keys used twice.

use serde_json::{Value, json};

use super::{is_alive, stage};
use crate::support::{Client, TestApp};

/// A change of an old version: it is refused, and the answer has the thing as it is now.
async fn stale(client: &Client, mutation: &str, object: &str, mut input: Value) {
    input["expectedVersion"] = json!(77);
    let refused = client
        .try_mutate(mutation, &format!("{object} {{ version }}"), input)
        .await;
    let codes: Vec<_> = refused["userErrors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|told| told["code"].clone())
        .collect();
    assert_eq!(codes, ["STALE_VERSION"], "{mutation}");
    assert_eq!(
        refused["userErrors"][0]["path"],
        json!(["expectedVersion"]),
        "{mutation}"
    );
    assert_eq!(refused[object]["version"], 1, "{mutation}: {refused}");
}

#[tokio::test]
async fn every_change_of_an_old_version_is_refused_with_the_thing_as_it_is_now() {
    let app = TestApp::start().await;
    let centre = stage::Centre::found(&app, "jelenia-gora", "0261011").await;
    let (coordinator, worker) = (centre.coordinator().await, centre.social_worker().await);
    let administrator = &centre.administrator;
    let key = stage::key;

    stale(
        administrator,
        "updateOrganisation",
        "organisation",
        json!({"id": centre.id, "shortName": "Nowa"}),
    )
    .await;
    let member = centre.add("ktos@jelenia-gora.test", "SPECIALIST").await;
    stale(
        administrator,
        "updateMember",
        "member",
        json!({"id": member, "active": false}),
    )
    .await;
    let input = json!({
        "idempotencyKey": key(), "name": "Odczyt", "scopes": ["PROJECTS_READ"], "expiresOn": stage::in_days(1),
    });
    let client = administrator
        .mutate("createApiClient", "apiClient { id }", input)
        .await["apiClient"]["id"]
        .clone();
    stale(
        administrator,
        "revokeApiClient",
        "apiClient",
        json!({"idempotencyKey": key(), "id": client}),
    )
    .await;

    let project = stage::project(&coordinator, "Postaw na siebie II").await;
    stale(
        &coordinator,
        "updateProject",
        "project",
        json!({"id": project, "project": {"title": "Nowy"}}),
    )
    .await;
    stage::set_rules(&coordinator, &project, stage::rules()).await;
    let rules = json!({"idempotencyKey": key(), "projectId": project, "rules": stage::rules()});
    stale(&coordinator, "setRecruitment", "recruitment", rules).await;

    let person = stage::candidate(&worker, ("Balbina", "Poziomka"), "2002-10-01", "FEMALE").await;
    stale(
        &worker,
        "updatePerson",
        "person",
        json!({"id": person, "lastName": "Malina"}),
    )
    .await;
    let nomination = stage::nominate(&worker, &person, &project).await;
    stage::decide(&worker, &nomination, "2017-10-01").await;
    let enrol = json!({"idempotencyKey": key(), "nominationId": nomination, "startsOn": "2017-10-02"});
    stale(&worker, "enrolPerson", "nomination", enrol).await;
    let enrolment = stage::enrol(&worker, &nomination).await["id"].clone();

    let session = json!({"projectId": project, "title": "Trening", "heldOn": "2017-10-18", "minutes": 90});
    let input = json!({"idempotencyKey": key(), "session": session});
    let session = worker
        .mutate("createGroupSession", "groupSession { id }", input)
        .await["groupSession"]["id"]
        .clone();
    let marks = json!([{"enrolmentId": enrolment, "presence": "PRESENT"}]);
    let input = json!({"idempotencyKey": key(), "sessionId": session, "marks": marks});
    stale(&worker, "recordAttendance", "groupSession", input).await;

    let input = json!({
        "idempotencyKey": key(), "projectId": project, "kind": "RULES", "title": "Regulamin", "fileName": "r.pdf",
        "mediaType": "application/pdf", "sizeBytes": 1, "sha256": "0".repeat(64),
    });
    let document = coordinator
        .mutate("requestUpload", "document { id }", input)
        .await["document"]["id"]
        .clone();
    stale(
        &coordinator,
        "finaliseUpload",
        "document",
        json!({"idempotencyKey": key(), "documentId": document}),
    )
    .await;
    is_alive(&app, &worker).await;
}

/// A second request under a used key with other input: refused, and nothing is made.
async fn reused(client: &Client, mutation: &str, object: &str, first: Value, second: Value) {
    let key = json!(stage::key());
    let with_key = |mut input: Value| {
        input["idempotencyKey"] = key.clone();
        input
    };
    client
        .mutate(mutation, &format!("{object} {{ __typename }}"), with_key(first))
        .await;
    let refused = client
        .try_mutate(mutation, &format!("{object} {{ __typename }}"), with_key(second))
        .await;
    assert_eq!(
        refused["userErrors"][0]["code"], "IDEMPOTENCY_KEY_REUSED",
        "{mutation}"
    );
    assert_eq!(
        (&refused["userErrors"][0]["path"], &refused[object]),
        (&json!(["idempotencyKey"]), &Value::Null),
        "{mutation}"
    );
}

#[tokio::test]
async fn a_used_key_with_other_input_makes_nothing() {
    let app = TestApp::start().await;
    let centre = stage::Centre::found(&app, "jelenia-gora", "0261011").await;
    let (coordinator, worker) = (centre.coordinator().await, centre.social_worker().await);
    let operator = stage::operator(&app).await;

    let organisation =
        |name: &str| json!({"organisationType": "MOPS", "name": name, "shortName": name, "teryt": "0862011"});
    reused(
        &operator,
        "createOrganisation",
        "organisation",
        organisation("Jeden"),
        organisation("Drugi"),
    )
    .await;
    let titled = |title: &str| json!({"project": {"title": title}});
    reused(
        &coordinator,
        "createProject",
        "project",
        titled("Jeden"),
        titled("Drugi"),
    )
    .await;
    let named = |name: &str| json!({"person": {"firstName": name, "lastName": "Poziomka", "birthDate": "2002-10-01", "sex": "FEMALE"}});
    reused(&worker, "createPerson", "person", named("Jedna"), named("Druga")).await;
    let client =
        |name: &str| json!({"name": name, "scopes": ["PROJECTS_READ"], "expiresOn": stage::in_days(1)});
    reused(
        &centre.administrator,
        "createApiClient",
        "apiClient",
        client("Jeden"),
        client("Drugi"),
    )
    .await;
    let member = |login: &str| json!({"login": login, "fullName": "Ktoś", "password": crate::support::PASSWORD, "roles": ["SPECIALIST"]});
    reused(
        &centre.administrator,
        "addMember",
        "member",
        member("jeden@x.test"),
        member("drugi@x.test"),
    )
    .await;

    // One key, two kinds of things.
    let project = stage::project(&coordinator, "Trzeci").await;
    let key = stage::key();
    let input = json!({"idempotencyKey": key, "project": {"title": "Czwarty"}});
    coordinator.mutate("createProject", "project { id }", input).await;
    let input =
        json!({"idempotencyKey": key, "projectId": project, "expectedVersion": 0, "rules": stage::rules()});
    let refused = coordinator
        .try_mutate("setRecruitment", "recruitment { version }", input)
        .await;
    assert_eq!(refused["userErrors"][0]["code"], "IDEMPOTENCY_KEY_REUSED");

    for bad in ["", " ", &"x".repeat(101), "a\nb"] {
        let input = json!({"idempotencyKey": bad, "project": {"title": "Piąty"}});
        let refused = coordinator
            .try_mutate("createProject", "project { id }", input)
            .await;
        assert_eq!(
            refused["userErrors"][0]["code"], "IDEMPOTENCY_KEY_INVALID",
            "{bad:?}"
        );
    }
    let total = coordinator
        .data("{ projects(first: 1) { totalCount } }", json!({}))
        .await;
    assert_eq!(total["projects"]["totalCount"], 3);
    let total = worker
        .data("{ people(first: 1) { totalCount } }", json!({}))
        .await;
    assert_eq!(total["people"]["totalCount"], 1);
}
