//! The schema's conventions for changes: keys, values, refusals, versions.

use serde_json::{Value, json};

use crate::projects::app;

const CREATE: &str = "mutation($input: CreateProjectInput!) { createProject(input: $input) {
    project { title } userErrors { code path message } } }";

#[tokio::test]
async fn the_same_input_has_the_same_fingerprint_and_another_input_another() {
    let (app, asked) = app();
    let token = app.sign_in().await;
    let inputs = [
        json!({"idempotencyKey": "k1", "project": {"title": "A", "edition": null}}),
        json!({"project": {"title": "A"}, "idempotencyKey": "k2"}),
        json!({"idempotencyKey": "k1", "project": {"title": "B"}}),
    ];
    for input in inputs {
        let answer = app.ask(&token, CREATE, json!({"input": input})).await;
        assert_eq!(
            answer.body["data"]["createProject"]["userErrors"],
            json!([]),
            "{}",
            answer.text
        );
    }
    let once: Vec<_> = asked
        .lock()
        .unwrap()
        .iter()
        .filter_map(|asked| asked.once.clone())
        .collect();
    assert_eq!(once[0].key, "k1");
    assert_eq!(once[0].fingerprint, once[1].fingerprint);
    assert_ne!(once[0].fingerprint, once[2].fingerprint);
}

#[tokio::test]
async fn what_the_gateway_can_tell_is_told_all_at_once_and_costs_no_call() {
    let (app, asked) = app();
    let token = app.sign_in().await;
    let input = json!({"idempotencyKey": " ", "project": {"title": "A",
        "budget": [{"source": "EU", "amount": {"amount": "12,50"}}], "budgetTotal": {"amount": "1.005"}}});
    let answer = app.ask(&token, CREATE, json!({"input": input})).await;
    let problems = &answer.body["data"]["createProject"]["userErrors"];
    let told: Vec<_> = problems
        .as_array()
        .unwrap()
        .iter()
        .map(|problem| (&problem["code"], &problem["path"]))
        .collect();
    assert_eq!(
        json!(told),
        json!([
            ["IDEMPOTENCY_KEY_INVALID", ["idempotencyKey"]],
            ["MONEY_NOT_A_NUMBER", ["project", "budget", "0", "amount"]],
            ["MONEY_TOO_MANY_DECIMALS", ["project", "budgetTotal"]],
        ])
    );
    assert!(asked.lock().unwrap().is_empty());
}

#[tokio::test]
async fn values_of_the_wrong_type_have_a_typed_answer() {
    let (app, asked) = app();
    let token = app.sign_in().await;
    for facts in [
        json!({"title": "A", "mode": "WHIMSICAL"}),
        json!({"title": "A", "startsOn": "2017-13-01"}),
        json!({"title": "A", "startsOn": "+12017-01-01"}),
        json!({"title": 1}),
        json!({}),
        json!({"title": "A", "unknown": 1}),
    ] {
        let answer = app
            .ask(
                &token,
                CREATE,
                json!({"input": {"idempotencyKey": "k", "project": facts}}),
            )
            .await;
        assert!(
            ["GRAPHQL_VALIDATION_FAILED", "BAD_INPUT"].contains(&answer.code()),
            "{facts} {}",
            answer.text
        );
    }
    let answer = app.ask(&token, CREATE, Value::Null).await;
    assert!(
        ["GRAPHQL_VALIDATION_FAILED", "BAD_INPUT"].contains(&answer.code()),
        "{}",
        answer.text
    );
    let huge = "{ projects(first: 99999999999999999999) { totalCount } }";
    let answer = app.ask(&token, huge, Value::Null).await;
    assert!(
        ["GRAPHQL_VALIDATION_FAILED", "BAD_INPUT"].contains(&answer.code()),
        "{}",
        answer.text
    );
    assert!(asked.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_conflict_of_versions_comes_with_the_current_object() {
    let (app, _) = app();
    let token = app.sign_in().await;
    let listed = app
        .ask(
            &token,
            "{ projects(first: 1) { edges { node { id } } } }",
            Value::Null,
        )
        .await;
    let id = &listed.body["data"]["projects"]["edges"][0]["node"]["id"];
    let update = "mutation($input: UpdateProjectInput!) { updateProject(input: $input) {
        project { version title } userErrors { code path } } }";
    let input = json!({"id": id, "expectedVersion": 1, "project": {"title": "Nowy"}});
    let answer = app.ask(&token, update, json!({"input": input})).await;
    assert_eq!(
        answer.body["data"]["updateProject"],
        json!({"project": {"version": 3, "title": "Projekt 1"},
               "userErrors": [{"code": "STALE_VERSION", "path": ["expectedVersion"]}]})
    );
}

#[tokio::test]
async fn a_refusal_of_a_read_is_data_too() {
    let (app, _) = app();
    let token = app.sign_in().await;
    let answer = app
        .ask(
            &token,
            "{ parseProjectNumber(text: \"x\") { number { raw } userErrors { code message } } }",
            Value::Null,
        )
        .await;
    assert_eq!(
        answer.body["data"]["parseProjectNumber"]["userErrors"],
        json!([{"code": "NOT_A_NUMBER", "message": "nie"}])
    );
}
