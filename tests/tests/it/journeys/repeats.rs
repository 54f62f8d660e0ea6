//! The same request twice, and a change based on what is no longer so.

use serde_json::json;

use super::stage::{Centre, key, person};
use crate::support::TestApp;

const CREATE: &str = "mutation($input: CreatePersonInput!) {
    createPerson(input: $input) { person { id lastName } userErrors { code path } }
}";

#[tokio::test]
pub(crate) async fn a_repeated_request_happens_once_and_its_key_is_worth_nothing_for_another() {
    let app = TestApp::start().await;
    let centre = Centre::found(&app, "jelenia-gora", "0261011").await;
    let worker = centre.social_worker().await;
    let key = key();
    let input = |last_name: &str| {
        json!({"input": {"idempotencyKey": key, "person": {
            "firstName": "Balbina", "lastName": last_name, "birthDate": "2002-10-01", "sex": "FEMALE"}}})
    };
    let first = worker.data(CREATE, input("Poziomka")).await;
    let again = worker.data(CREATE, input("Poziomka")).await;
    assert_eq!(first, again);
    // The same input written into the document is the same input.
    let literal = format!(
        r#"mutation {{ createPerson(input: {{person: {{sex: FEMALE, birthDate: "2002-10-01", lastName: "Poziomka",
            firstName: "Balbina"}}, idempotencyKey: "{key}"}}) {{ person {{ id lastName }} userErrors {{ code path }} }} }}"#
    );
    assert_eq!(worker.data(&literal, json!({})).await, first);
    let other = worker.data(CREATE, input("Malina")).await;
    assert_eq!(
        other["createPerson"],
        json!({"person": null, "userErrors": [{"code": "IDEMPOTENCY_KEY_REUSED", "path": ["idempotencyKey"]}]})
    );
    // Another user's key of the same name is another key.
    let colleague = centre.hire("kolezanka", "SOCIAL_WORKER").await;
    let hers = colleague.data(CREATE, input("Malina")).await;
    assert_eq!(hers["createPerson"]["person"]["lastName"], "Malina");
    let total = worker
        .data("{ people(first: 1) { totalCount } }", json!({}))
        .await;
    assert_eq!(total["people"]["totalCount"], 2);
}

#[tokio::test]
pub(crate) async fn ten_requests_with_one_key_at_once_make_one_person() {
    let app = TestApp::start().await;
    let centre = Centre::found(&app, "jelenia-gora", "0261011").await;
    let worker = centre.social_worker().await;
    let input = json!({"input": {"idempotencyKey": key(), "person": {
        "firstName": "Balbina", "lastName": "Poziomka", "birthDate": "2002-10-01", "sex": "FEMALE"}}});
    let asked = (0..10).map(|_| worker.data(CREATE, input.clone()));
    let answers = futures::future::join_all(asked).await;
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
    let total = worker
        .data("{ people(first: 1) { totalCount } }", json!({}))
        .await;
    assert_eq!(total["people"]["totalCount"], 1);
}

#[tokio::test]
pub(crate) async fn a_change_of_an_old_version_is_refused_with_the_thing_as_it_is_now() {
    let app = TestApp::start().await;
    let centre = Centre::found(&app, "jelenia-gora", "0261011").await;
    let worker = centre.social_worker().await;
    let id = person(&worker, ("Balbina", "Poziomka"), "2002-10-01", "FEMALE").await;
    let selection = "person { id lastName version }";
    let rename = |name: &str, version: i64| json!({"id": id, "expectedVersion": version, "lastName": name});
    let changed = worker
        .mutate("updatePerson", selection, rename("Malina", 1))
        .await;
    assert_eq!(
        changed["person"],
        json!({"id": id, "lastName": "Malina", "version": 2})
    );
    for stale in [1, 3, 0, -1] {
        let refused = worker
            .try_mutate("updatePerson", selection, rename("Jeżyna", stale))
            .await;
        assert_eq!(refused["userErrors"][0]["code"], "STALE_VERSION", "{stale}");
        assert_eq!(
            refused["person"],
            json!({"id": id, "lastName": "Malina", "version": 2}),
            "{stale}"
        );
    }
}
