//! What requests cost, what clients have left, and dry runs.

use std::sync::Arc;
use std::time::{Duration, Instant};

use http::StatusCode;
use serde_json::{Value, json};
use wsparcie_kernel::Page;
use wsparcie_programmes_api::{ProgrammesApiRequest as P, ProgrammesApiResponse as PR};

use crate::support::{Answer, App, PASSWORD, SIGN_IN, Setup, posted};

const VIEWER: &str = "{ viewer { login } }";
const MANY: &str =
    "query($n: Int = 100) { projects(first: $n) { edges { node { id title } } pageInfo { endCursor } } }";

fn cost(answer: &Answer) -> (u64, Option<u64>, u64, u64) {
    let cost = &answer.body["extensions"]["cost"];
    (
        cost["requested"].as_u64().unwrap(),
        cost["actual"].as_u64(),
        cost["available"].as_u64().unwrap(),
        cost["restoreRate"].as_u64().unwrap(),
    )
}

/// A gateway whose lists are empty and whose buckets are small.
fn app_with(capacity: u64, rate: u64, share: u64, user: u128, prefix: Option<&str>) -> App {
    let mut setup = Setup {
        user,
        programmes: Arc::new(|request| match request {
            P::ListProjects { .. } => PR::ListProjects(Ok(Page {
                edges: Vec::new(),
                has_next_page: false,
                has_previous_page: false,
                total_count: None,
            })),
            other => panic!("{other:?}"),
        }),
        ..Setup::default()
    };
    setup.config.buckets.capacity = capacity;
    setup.config.buckets.restore_rate = rate;
    setup.config.buckets.organisation_share = share;
    if let Some(prefix) = prefix {
        prefix.clone_into(&mut setup.config.sessions.key_prefix);
    }
    App::with(setup)
}

#[tokio::test]
async fn every_answer_tells_what_it_cost_and_what_is_left() {
    let app = app_with(20_000, 200, 5, 77, None);
    let token = app.sign_in().await;
    let answer = app.ask(&token, VIEWER, Value::Null).await;
    let (requested, actual, available, restore_rate) = cost(&answer);
    assert_eq!((requested, actual, restore_rate), (2, Some(2), 200));
    // A point flows back every 5 ms, while the answer is on its way as well.
    assert!((19_998..=20_000).contains(&available), "{available}");
    // An empty page gives the rows' points back.
    let answer = app.ask(&token, MANY, Value::Null).await;
    let (requested, actual, available, _) = cost(&answer);
    assert_eq!(
        (requested, actual),
        (1 + 1 + 100 * 3 + 2, Some(4)),
        "{}",
        answer.text
    );
    assert!(available >= 19_994, "{available}");
    // Also where a field failed, and where the document does not fit the schema.
    let answer = app
        .ask(&token, "{ projects(first: 0) { edges { cursor } } }", Value::Null)
        .await;
    assert_eq!((answer.code(), cost(&answer).1), ("BAD_PAGE", Some(1)));
    let answer = app.ask(&token, "{ nothing }", Value::Null).await;
    assert_eq!(
        (answer.code(), cost(&answer).1),
        ("GRAPHQL_VALIDATION_FAILED", Some(1))
    );
}

#[tokio::test]
async fn a_client_that_used_its_points_up_is_told_when_to_come_back_and_gets_in_then() {
    let app = app_with(120, 40, 5, 77, None);
    let token = app.sign_in().await;
    let mut granted = 0;
    let refused = loop {
        let answer = app
            .ask(
                &token,
                "{ projects(first: 50) { edges { cursor node { id } } } }",
                Value::Null,
            )
            .await;
        if answer.status != StatusCode::OK {
            break answer;
        }
        // The rows come back, so spend what the bucket really has.
        app.ask(
            &token,
            &format!("{{ {} }}", "viewer { login fullName } ".repeat(20)),
            Value::Null,
        )
        .await;
        granted += 1;
        assert!(granted < 50, "the bucket never empties");
    };
    assert_eq!(
        (refused.status, refused.code()),
        (StatusCode::TOO_MANY_REQUESTS, "RATE_LIMITED")
    );
    let wait: u64 = refused.header("retry-after").parse().unwrap();
    assert!((1..=4).contains(&wait), "{wait}");
    let (requested, actual, available, rate) = cost(&refused);
    assert!(
        requested > available && actual.is_none() && rate == 40,
        "{}",
        refused.text
    );
    let back = Instant::now();
    loop {
        let answer = app
            .ask(
                &token,
                "{ projects(first: 50) { edges { cursor node { id } } } }",
                Value::Null,
            )
            .await;
        if answer.status == StatusCode::OK {
            break;
        }
        assert!(back.elapsed() < Duration::from_secs(wait + 2), "it said {wait} s");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

#[tokio::test]
async fn twenty_at_once_cannot_take_more_than_the_bucket_holds() {
    let app = app_with(1_000, 1, 5, 77, None);
    let token = app.sign_in().await;
    // Each asks for 304 points: three fit at a time, whatever comes back later.
    let before = app.calls();
    let answers = futures::future::join_all((0..20).map(|_| app.ask(&token, MANY, Value::Null))).await;
    let served = answers
        .iter()
        .filter(|answer| answer.status == StatusCode::OK)
        .count();
    assert!(served >= 3, "{served}");
    for answer in &answers {
        assert!(matches!(answer.code(), "" | "RATE_LIMITED"), "{}", answer.text);
    }
    // One call for the actor each, one for the list of each that was served: none slipped through uncounted.
    assert_eq!(app.calls() - before, 20 + served);
    let left = cost(&app.ask(&token, VIEWER, Value::Null).await).2;
    let spent = u64::try_from(served).unwrap() * 4 + 2;
    assert!(
        (1_000 - spent..=1_000 - spent + 30).contains(&left),
        "{left} after {served}"
    );
}

#[tokio::test]
async fn clients_of_one_organisation_share_its_bucket_and_others_keep_theirs() {
    let prefix = crate::support::own_sessions().key_prefix;
    let anna = app_with(400, 1, 1, 501, Some(&prefix));
    let ewa = app_with(400, 1, 1, 502, Some(&prefix));
    let (of_anna, of_ewa) = (anna.sign_in().await, ewa.sign_in().await);
    let switch =
        "mutation { switchOrganisation(input: {organisationId: \"ORG\"}) { token userErrors { code } } }";
    let viewer = ewa
        .ask(
            &of_ewa,
            "{ viewer { memberships { organisationId } } }",
            Value::Null,
        )
        .await;
    let other = viewer.body["data"]["viewer"]["memberships"][1]["organisationId"]
        .as_str()
        .unwrap();
    let switched = ewa
        .ask(&ewa.sign_in().await, &switch.replace("ORG", other), Value::Null)
        .await;
    let elsewhere = switched.body["data"]["switchOrganisation"]["token"]
        .as_str()
        .unwrap()
        .to_owned();

    let before = cost(&ewa.ask(&of_ewa, VIEWER, Value::Null).await).2;
    let spend = format!("{{ {} }}", "viewer { login fullName } ".repeat(20));
    for _ in 0..4 {
        anna.ask(&of_anna, &spend, Value::Null).await;
    }
    let after = ewa.ask(&of_ewa, VIEWER, Value::Null).await;
    assert!(
        cost(&after).2 + 12 <= before,
        "what Anna spends, Ewa's organisation no longer has: {} and {before}",
        cost(&after).2
    );
    let untouched = cost(&ewa.ask(&elsewhere, VIEWER, Value::Null).await).2;
    assert_eq!(untouched, 398, "another organisation's bucket");
}

#[tokio::test]
async fn a_dry_run_prices_and_executes_nothing() {
    let app = app_with(20_000, 200, 5, 77, None);
    let token = app.sign_in().await;
    let bearer = format!("Bearer {token}");
    let dry = |query: &str, variables: Value, dry_run: Value| {
        json!({"query": query, "variables": variables, "extensions": {"dryRun": dry_run}}).to_string()
    };
    let before = app.calls();
    let answer = app
        .send(posted(
            &[("authorization", &bearer)],
            dry(MANY, json!({"n": 10}), json!(true)),
        ))
        .await;
    assert_eq!(answer.status, StatusCode::OK);
    let cost = answer.body["extensions"]["cost"].clone();
    assert_eq!(
        answer.body,
        json!({"extensions": {"cost": cost}}),
        "no data, no errors"
    );
    assert_eq!(cost["requested"], 34);
    assert_eq!(cost["dryRun"], true);
    assert!(cost.get("actual").is_none() && cost["available"].as_u64().unwrap() > 19_000);
    assert_eq!(app.calls() - before, 1, "who asks, and nothing else");

    // It is validated, it needs the sign-in that the request would need, and a slip of the pen does not execute it.
    let invalid = app
        .send(posted(
            &[("authorization", &bearer)],
            dry("{ nothing }", Value::Null, json!(true)),
        ))
        .await;
    assert_eq!(
        (invalid.status, invalid.code()),
        (StatusCode::BAD_REQUEST, "GRAPHQL_VALIDATION_FAILED")
    );
    let stranger = app.send(posted(&[], dry(MANY, Value::Null, json!(true)))).await;
    assert_eq!(
        (stranger.status, stranger.code()),
        (StatusCode::UNAUTHORIZED, "UNAUTHENTICATED")
    );
    let slip = app
        .send(posted(
            &[("authorization", &bearer)],
            dry(MANY, Value::Null, json!("true")),
        ))
        .await;
    assert_eq!(
        (slip.status, slip.code()),
        (StatusCode::BAD_REQUEST, "DRY_RUN_NOT_A_BOOLEAN")
    );
    let before = app.calls();
    let variables = json!({"password": PASSWORD, "transport": "BEARER"});
    let sign_in = app.send(posted(&[], dry(SIGN_IN, variables, json!(true)))).await;
    assert_eq!(sign_in.status, StatusCode::OK, "{}", sign_in.text);
    assert!(!sign_in.headers.contains_key("set-cookie") && app.calls() == before);
    assert!(sign_in.body["extensions"]["cost"]["requested"].as_u64().unwrap() > 100);
}

#[tokio::test]
async fn one_document_signs_in_once_however_it_is_written() {
    let app = App::start();
    let field = "signIn(input: {login: \"anna\", password: \"x\", transport: BEARER}) { token }";
    let aliased = |count: usize| {
        let fields: Vec<_> = (0..count).map(|n| format!("a{n}: {field}")).collect();
        format!("mutation {{ {} }}", fields.join(" "))
    };
    assert_eq!(
        app.post(&[], &aliased(20), Value::Null).await.code(),
        "TOO_MANY_ROOT_FIELDS"
    );
    for document in [
        aliased(2),
        aliased(10),
        format!(
            "mutation {{ ...A ... on Mutation {{ b: {field} }} }} fragment A on Mutation {{ a: {field} }}"
        ),
        format!(
            "mutation {{ ...A ...B }} fragment A on Mutation {{ a: {field} }} fragment B on Mutation {{ b: {field} }}"
        ),
    ] {
        let answer = app.post(&[], &document, Value::Null).await;
        assert_eq!(
            (answer.status, answer.code()),
            (StatusCode::BAD_REQUEST, "SIGN_IN_ONCE"),
            "{document}"
        );
    }
    assert_eq!(app.calls(), 0, "no password was checked");
    let skipped = format!(
        "mutation {{ a: {field} b: signIn(input: {{login: \"b\", password: \"x\", transport: BEARER}}) @skip(if: true) {{ token }} }}"
    );
    assert_eq!(app.post(&[], &skipped, Value::Null).await.status, StatusCode::OK);
    assert_eq!(app.calls(), 1);
}

#[tokio::test]
async fn a_value_of_the_wrong_type_is_named_with_its_variable() {
    let app = App::start();
    let token = app.sign_in().await;
    let query = "query($page: Int) { projects(first: $page) { edges { cursor } } }";
    let answer = app.ask(&token, query, json!({"page": "dziesięć"})).await;
    let error = &answer.body["errors"][0];
    assert_eq!(answer.code(), "GRAPHQL_VALIDATION_FAILED", "{}", answer.text);
    assert_eq!(error["extensions"]["path"], json!(["first"]));
    assert_eq!(error["extensions"]["variable"], "page");
    assert!(error["message"].as_str().unwrap().contains("$page"), "{error}");
    let search = "query($i: SearchPeopleInput!) { searchPeople(input: $i) { matches { reason { code } } } }";
    for day in [json!("2026-02-30"), json!("30.02.2026"), json!(7)] {
        let answer = app
            .ask(&token, search, json!({"i": {"lastName": "x", "birthDate": day}}))
            .await;
        let error = &answer.body["errors"][0];
        assert_eq!(
            error["extensions"]["path"],
            json!(["input", "birthDate"]),
            "{day} {}",
            answer.text
        );
        assert_eq!(error["extensions"]["variable"], "i");
        assert!(
            error["extensions"]["messagePl"]
                .as_str()
                .unwrap()
                .contains("input.birthDate")
        );
    }
}
