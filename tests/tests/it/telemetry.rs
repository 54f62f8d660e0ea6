//! What the log says of a request: enough to find it, nothing of whom it was about.

use serde_json::{Value, json};

use crate::journeys::stage::{Centre, key, text};
use crate::support::{Answer, Client, TestApp, Trace, log_lines};

const FIRST_NAME: &str = "Kanarynka";
const LAST_NAME: &str = "Zielonopiórska";
/// Valid and nobody's: a serial that was not given out.
const PESEL: &str = "02300199945";

const CREATE: &str = "mutation($input: CreatePersonInput!) {
    createPerson(input: $input) { person { id } userErrors { code path message } }
}";
const SEARCH: &str = "query($input: SearchPeopleInput!) {
    searchPeople(input: $input) { matches { person { lastName pesel } } userErrors { code message } }
}";

fn canary() -> Value {
    json!({"input": {"idempotencyKey": key(), "person": {"firstName": FIRST_NAME, "lastName": LAST_NAME, "pesel": PESEL}}})
}

/// Asks inside a trace and checks that the trace is in the log, and in the error if there is one.
async fn asked(client: &Client, query: &str, variables: Value) -> Answer {
    let trace = Trace::new();
    let answer = client.traced(&trace).ask(query, variables).await;
    let lines = trace.lines();
    let answered: Vec<_> = lines
        .iter()
        .filter(|line| line["message"] == "request answered")
        .collect();
    assert_eq!(answered.len(), 1, "one request, one line: {lines:?}");
    assert_eq!(answered[0]["http.status_code"], answer.status);
    if answer.code().is_some() {
        let extensions = &answer.body["errors"][0]["extensions"];
        assert_eq!(extensions["traceId"], trace.id());
        assert!(
            lines
                .iter()
                .all(|line| line["request_id"] == extensions["requestId"]),
            "{lines:?}"
        );
    }
    answer
}

/// The first refusal of the payload.
fn refusal(answer: &Answer, field: &str) -> String {
    text(&answer.body["data"][field]["userErrors"][0]["code"])
}

#[tokio::test]
async fn a_name_and_a_pesel_stand_in_no_log_line_whatever_becomes_of_the_request() {
    let app = TestApp::start().await;
    let centre = Centre::found(&app, "jelenia-gora", "0261011").await;
    let worker = centre.social_worker().await;

    let created = asked(&worker, CREATE, canary()).await;
    let id = text(&created.body["data"]["createPerson"]["person"]["id"]);
    for input in [
        json!({"pesel": PESEL}),
        json!({"lastName": LAST_NAME, "firstName": FIRST_NAME}),
    ] {
        let found = asked(&worker, SEARCH, json!({"input": input})).await;
        assert_eq!(
            found.body["data"]["searchPeople"]["matches"][0]["person"],
            json!({"lastName": LAST_NAME, "pesel": PESEL})
        );
    }

    refusals(&worker).await;
    strangers(&app, &centre, &id).await;
    wrong_places(&app, &worker).await;
    broken_database(&app, &worker).await;

    app.settle().await;
    for line in log_lines() {
        for secret in [FIRST_NAME, LAST_NAME, "Zielonopi", PESEL, &PESEL[..10]] {
            assert!(!line.contains(secret), "{secret} in {line}");
        }
    }
}

/// The PESEL is taken, the PESEL is wrong, the name is too long; documents and variables that don't fit.
async fn refusals(worker: &Client) {
    assert_eq!(
        refusal(&asked(worker, CREATE, canary()).await, "createPerson"),
        "PESEL_TAKEN"
    );
    let mut wrong = canary();
    wrong["input"]["person"]["pesel"] = json!(format!("{}7", &PESEL[..10]));
    wrong["input"]["person"]["firstName"] = json!(FIRST_NAME.repeat(20));
    let refused = asked(worker, CREATE, wrong).await;
    assert_eq!(refusal(&refused, "createPerson"), "TOO_LONG");
    assert!(
        !refused.body.to_string().contains(FIRST_NAME),
        "a refusal repeats nothing either"
    );

    let literal = format!(
        r#"mutation {{ createPerson(input: {{idempotencyKey: "{}", person: {{firstName: "{FIRST_NAME}", surname: "{LAST_NAME}",
            pesel: "{PESEL}"}}}}) {{ person {{ id }} }} }}"#,
        key()
    );
    assert_eq!(
        asked(worker, &literal, json!({})).await.code(),
        Some("GRAPHQL_VALIDATION_FAILED")
    );
    let half = format!(r#"{{ searchPeople(input: {{pesel: "{PESEL}", lastName: "{LAST_NAME}"#);
    assert_eq!(
        asked(worker, &half, json!({})).await.code(),
        Some("GRAPHQL_SYNTAX")
    );
    let mut mistyped = canary();
    mistyped["input"]["person"]["birthDate"] = json!(format!("{FIRST_NAME} {PESEL}"));
    let answer = asked(worker, CREATE, mistyped).await;
    assert!(answer.code().is_some(), "{}", answer.body);
    assert!(!answer.body.to_string().contains(FIRST_NAME), "{}", answer.body);
}

/// Somebody without the right, and somebody of another centre.
async fn strangers(app: &TestApp, centre: &Centre<'_>, id: &str) {
    let forbidden = asked(&centre.administrator, SEARCH, json!({"input": {"pesel": PESEL}})).await;
    assert_eq!(forbidden.code(), Some("FORBIDDEN"));
    assert_eq!(
        asked(&centre.administrator, CREATE, canary()).await.code(),
        Some("FORBIDDEN")
    );
    let other = Centre::found(app, "zielona-gora", "0862011")
        .await
        .social_worker()
        .await;
    let foreign = asked(
        &other,
        "query($id: ID!) { person(id: $id) { lastName } }",
        json!({"id": id}),
    )
    .await;
    assert_eq!(foreign.code(), Some("NOT_FOUND"));
}

/// A login, an address, and a query in an address: places where no person belongs.
async fn wrong_places(app: &TestApp, worker: &Client) {
    let input = json!({"input": {"login": PESEL, "password": format!("{FIRST_NAME} {LAST_NAME}")}});
    let failed = "mutation($input: SignInInput!) { signIn(input: $input) { userErrors { code } } }";
    assert_eq!(
        refusal(&asked(&app.anonymous(), failed, input).await, "signIn"),
        "SIGN_IN_FAILED"
    );
    for path in [
        format!("/osoby/{FIRST_NAME}/{PESEL}"),
        format!("/graphql?query={{searchPeople(input:{{pesel:\"{PESEL}\"}}){{a}}}}"),
    ] {
        let answer = worker.request(reqwest::Method::GET, &path).send().await.unwrap();
        assert!(answer.status().is_client_error());
    }
}

/// The database fails in the middle of a request.
async fn broken_database(app: &TestApp, worker: &Client) {
    let mut admin = app.test.admin().await;
    sqlx::query("alter table casework.person add constraint canary check (version > 1) not valid")
        .execute(&mut admin)
        .await
        .unwrap();
    let mut another = canary();
    another["input"]["person"]
        .as_object_mut()
        .unwrap()
        .remove("pesel");
    another["input"]["person"]["birthDate"] = json!("2002-10-01");
    another["input"]["person"]["sex"] = json!("FEMALE");
    let failed = asked(worker, CREATE, another).await;
    assert_eq!(failed.code(), Some("INTERNAL"), "{}", failed.body);
    for inside in ["constraint", "casework", "canary", FIRST_NAME] {
        assert!(
            !failed.body.to_string().contains(inside),
            "{inside} in {}",
            failed.body
        );
    }
    let trace = text(&failed.body["errors"][0]["extensions"]["traceId"]);
    let lines = log_lines();
    assert!(
        lines
            .iter()
            .any(|line| line.contains(&trace) && line.contains("\"ERROR\"")),
        "the failure is in the log"
    );
}

#[tokio::test]
async fn the_trace_id_of_an_error_finds_the_requests_lines() {
    let app = TestApp::start().await;
    let bodies = [
        json!({"query": "{ viewer { login } }"}).to_string(), // a field's error
        json!({"query": "{ nothing }"}).to_string(),          // a document's error
        "[]".to_owned(),                                      // a request's error
    ];
    let mut traces = Vec::new();
    for body in bodies {
        let answer = app.anonymous().post(body).await;
        let extensions = &answer.body["errors"][0]["extensions"];
        let (trace, request) = (text(&extensions["traceId"]), text(&extensions["requestId"]));
        let lines: Vec<Value> = log_lines()
            .iter()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        let own: Vec<_> = lines
            .iter()
            .filter(|line| line["trace_id"] == trace.as_str())
            .collect();
        assert!(
            own.iter().any(|line| line["message"] == "request answered"),
            "{trace}: {own:?}"
        );
        assert!(
            own.iter().all(|line| line["request_id"] == request.as_str()),
            "{own:?}"
        );
        traces.push(trace);
    }
    traces.dedup();
    assert_eq!(traces.len(), 3, "each request has a trace of its own");
}
