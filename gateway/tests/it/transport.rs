//! GraphQL over HTTP.

use std::fmt::Write as _;

use axum::body::Body;
use http::header::{ACCEPT, ALLOW, CONTENT_TYPE};
use http::{Method, Request, StatusCode};
use serde_json::{Value, json};

use crate::support::{App, posted};

const TYPENAME: &str = "{ __typename }";

#[tokio::test]
async fn a_query_is_answered_in_the_media_type_that_was_asked_for() {
    let app = App::start();
    for (accept, given) in [
        (
            "application/graphql-response+json",
            "application/graphql-response+json; charset=utf-8",
        ),
        ("application/json", "application/json; charset=utf-8"),
        ("*/*", "application/graphql-response+json; charset=utf-8"),
    ] {
        let answer = app
            .post(&[(ACCEPT.as_str(), accept)], TYPENAME, Value::Null)
            .await;
        assert_eq!(
            (answer.status, answer.header("content-type")),
            (StatusCode::OK, given)
        );
        assert_eq!(answer.body["data"], json!({"__typename": "Query"}));
    }
    let answer = app
        .post(&[(ACCEPT.as_str(), "text/html")], TYPENAME, Value::Null)
        .await;
    assert_eq!(
        (answer.status, answer.code()),
        (StatusCode::NOT_ACCEPTABLE, "NOT_ACCEPTABLE")
    );
}

#[tokio::test]
async fn a_bad_document_is_400_in_the_graphql_type_and_200_in_the_old_one() {
    let app = App::start();
    for (query, code) in [
        ("{ nothing }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ viewer { id }", "GRAPHQL_SYNTAX"),
        ("query { project(id: 1.5) { id } }", "GRAPHQL_VALIDATION_FAILED"),
    ] {
        let answer = app.post(&[], query, Value::Null).await;
        assert_eq!(
            (answer.status, answer.code()),
            (StatusCode::BAD_REQUEST, code),
            "{query}"
        );
        assert!(answer.body.get("data").is_none(), "{}", answer.text);
        let answer = app
            .post(&[(ACCEPT.as_str(), "application/json")], query, Value::Null)
            .await;
        assert_eq!((answer.status, answer.code()), (StatusCode::OK, code), "{query}");
    }
    let answer = app
        .send(posted(&[(ACCEPT.as_str(), "application/json")], "{"))
        .await;
    assert_eq!(
        (answer.status, answer.code()),
        (StatusCode::BAD_REQUEST, "INVALID_JSON")
    );
    assert_eq!(app.calls(), 0);
}

#[tokio::test]
async fn bad_transport_has_a_typed_answer_and_costs_no_call() {
    let app = App::start();
    let answer = app.send(posted(&[], "[{\"query\": \"{ __typename }\"}]")).await;
    assert_eq!(
        (answer.status, answer.code()),
        (StatusCode::BAD_REQUEST, "BATCH_NOT_SUPPORTED")
    );

    let text = Request::post("/graphql")
        .header(CONTENT_TYPE, "text/plain")
        .body(Body::from("{}"))
        .unwrap();
    let answer = app.send(text).await;
    assert_eq!(
        (answer.status, answer.code()),
        (StatusCode::UNSUPPORTED_MEDIA_TYPE, "UNSUPPORTED_MEDIA_TYPE")
    );

    let answer = app.send(posted(&[], "x".repeat(1024 * 1024 + 1))).await;
    assert_eq!(
        (answer.status, answer.code()),
        (StatusCode::PAYLOAD_TOO_LARGE, "BODY_TOO_LARGE")
    );

    let answer = app
        .send(Request::put("/graphql").body(Body::empty()).unwrap())
        .await;
    assert_eq!(
        (answer.status, answer.header(ALLOW.as_str())),
        (StatusCode::METHOD_NOT_ALLOWED, "GET, POST")
    );

    let answer = app
        .send(Request::get("/nowhere").body(Body::empty()).unwrap())
        .await;
    assert_eq!(
        (answer.status, answer.code()),
        (StatusCode::NOT_FOUND, "NOT_FOUND")
    );
    let answer = app
        .send(Request::delete("/schema.graphql").body(Body::empty()).unwrap())
        .await;
    assert_eq!(
        (answer.status, answer.code()),
        (StatusCode::METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED")
    );
    assert_eq!(app.calls(), 0);
}

#[tokio::test]
async fn get_reads_and_never_writes() {
    let app = App::start();
    let get = |address: &str| Request::get(address).body(Body::empty()).unwrap();
    let answer = app
        .send(get("/graphql?query=%7B__typename%7D&operationName="))
        .await;
    assert_eq!(answer.body["data"]["__typename"], "Query");
    let answer = app
        .send(get("/graphql?query=mutation%7BsignOut%7BsignedOut%7D%7D"))
        .await;
    assert_eq!(
        (answer.status, answer.header(ALLOW.as_str())),
        (StatusCode::METHOD_NOT_ALLOWED, "POST")
    );
    // What is asked about people must not stand in an address.
    let person = app
        .send(get("/graphql?query=%7Bperson(id%3A%22x%22)%7BfirstName%7D%7D"))
        .await;
    assert_eq!(
        (person.status, person.code()),
        (StatusCode::METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED")
    );
    assert_eq!(app.send(get("/graphql")).await.code(), "QUERY_MISSING");
    assert_eq!(
        app.send(get("/graphql?query=%7Ba%7D&query=%7Bb%7D")).await.code(),
        "DUPLICATE_KEY"
    );
    assert_eq!(
        app.send(get("/graphql?query=%7B__typename%7D&variables=%5B"))
            .await
            .code(),
        "INVALID_JSON"
    );
}

#[tokio::test]
async fn every_answer_has_security_headers_and_a_request_id() {
    let app = App::start();
    for request in [
        posted(&[], json!({"query": TYPENAME}).to_string()),
        posted(&[], "["),
        Request::get("/health/live").body(Body::empty()).unwrap(),
        Request::get("/schema.graphql").body(Body::empty()).unwrap(),
        Request::builder()
            .method(Method::OPTIONS)
            .uri("/graphql")
            .body(Body::empty())
            .unwrap(),
    ] {
        let answer = app.send(request).await;
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        let kept = if answer.header("etag").is_empty() {
            "no-store"
        } else {
            "public, no-cache"
        };
        assert_eq!(answer.header("cache-control"), kept);
        assert!(
            answer
                .header("content-security-policy")
                .contains("frame-ancestors 'none'")
        );
        assert_eq!(answer.header("referrer-policy"), "no-referrer");
        assert_eq!(answer.header("strict-transport-security"), "", "only over https");
        assert!(!answer.headers.contains_key("access-control-allow-origin"));
        let id = uuid::Uuid::try_parse(answer.header("x-request-id")).unwrap();
        assert_eq!(id.get_version_num(), 7);
        if let Some(told) = answer.body["errors"][0]["extensions"]["requestId"].as_str() {
            assert_eq!(told, id.to_string());
        }
    }
}

#[tokio::test]
async fn the_schema_is_published_and_introspection_is_for_signed_in_users() {
    let app = App::start();
    let answer = app
        .send(Request::get("/schema.graphql").body(Body::empty()).unwrap())
        .await;
    assert_eq!(answer.text, wsparcie_gateway::sdl());
    // Whoever has it asks whether it is still the same.
    let tag = answer.header("etag").to_owned();
    for (known, status) in [
        (tag.clone(), StatusCode::NOT_MODIFIED),
        (format!("\"other\", W/{tag}"), StatusCode::NOT_MODIFIED),
        ("\"other\"".to_owned(), StatusCode::OK),
    ] {
        let request = Request::get("/schema.graphql").header("if-none-match", known);
        let again = app.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(again.status, status);
        assert_eq!(again.text.is_empty(), status == StatusCode::NOT_MODIFIED);
        assert_eq!(again.header("etag"), tag);
    }
    for query in [
        "{ __schema { types { name } } }",
        "{ __typename ...F } fragment F on Query { __type(name: \"Query\") { name } }",
    ] {
        let answer = app.post(&[], query, Value::Null).await;
        assert_eq!(
            (answer.status, answer.code()),
            (StatusCode::UNAUTHORIZED, "UNAUTHENTICATED")
        );
        assert!(answer.text.contains("/schema.graphql"));
    }
    let token = app.sign_in().await;
    let answer = app
        .ask(&token, "{ __schema { queryType { name } } }", Value::Null)
        .await;
    assert_eq!(answer.body["data"]["__schema"]["queryType"]["name"], "Query");
}

#[tokio::test]
async fn what_would_bring_a_parser_down_is_refused_before_it() {
    let app = App::start();
    let deep = format!(
        "{{ project(id: {}1{}) {{ id }} }}",
        "[".repeat(1_500),
        "]".repeat(1_500)
    );
    assert_eq!(
        app.post(&[], &deep, Value::Null).await.code(),
        "BRACKETS_TOO_DEEP"
    );
    let mut fragments = "{ ...F0 }".to_owned();
    for n in 0..26 {
        let next = n + 1;
        write!(fragments, " fragment F{n} on Query {{ ...F{next} ...F{next} }}").unwrap();
    }
    fragments += " fragment F26 on Query { __typename }";
    assert_eq!(
        app.post(&[], &fragments, Value::Null).await.status,
        StatusCode::BAD_REQUEST
    );
    let aliases = vec!["a:__typename"; 50_000].join(" ");
    assert_eq!(
        app.post(&[], &format!("{{ {aliases} }}"), Value::Null)
            .await
            .code(),
        "DOCUMENT_TOO_LARGE"
    );
    assert_eq!(
        app.send(posted(&[], r#"{"query": "{ a }", "variables": {"x": "\ud800"}}"#))
            .await
            .code(),
        "UNPAIRED_SURROGATE"
    );
    assert_eq!(app.post(&[], TYPENAME, Value::Null).await.status, StatusCode::OK);
    assert_eq!(app.calls(), 0);
}
