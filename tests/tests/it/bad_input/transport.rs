//! HTTP that is not what GraphQL over HTTP says. Nothing here costs a statement.

use reqwest::{Method, RequestBuilder};
use serde_json::json;

use super::heads::raw;
use super::{ask, is_alive, post, send, stage};
use crate::support::{Client, PASSWORD, TestApp};

const LIMIT: usize = 1024 * 1024;

#[tokio::test]
async fn a_body_of_a_mebibyte_is_read_and_one_byte_more_is_not() {
    let app = TestApp::start().await;
    let operator = stage::operator(&app).await;
    let padded = |length: usize| {
        let frame = json!({"query": "{ __typename }", "variables": {"padding": ""}}).to_string();
        let body =
            json!({"query": "{ __typename }", "variables": {"padding": "x".repeat(length - frame.len())}})
                .to_string();
        assert_eq!(body.len(), length);
        body
    };
    let reply = send(post(&operator, padded(LIMIT))).await;
    assert_eq!(reply.body["data"], json!({"__typename": "Query"}));
    let reply = send(post(&operator, padded(LIMIT + 1))).await;
    assert_eq!(reply.told(), (413, "BODY_TOO_LARGE"));
    assert_eq!(reply.body["errors"][0]["extensions"]["limit"], LIMIT);
    assert_eq!(reply.statements, [""; 0]);
    // The length need not be told in advance.
    let head = "POST /graphql HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n";
    let chunk = format!("10000\r\n{}\r\n", " ".repeat(0x10000));
    let answer = raw(&app, format!("{head}{}0\r\n\r\n", chunk.repeat(17)).as_bytes()).await;
    assert!(
        answer.starts_with("HTTP/1.1 413") && answer.contains("BODY_TOO_LARGE"),
        "{answer}"
    );
    is_alive(&app, &operator).await;
}

/// What it is, the request, and what it is told.
type Case = (&'static str, RequestBuilder, u16, &'static str);

/// Bodies that are no request.
fn bodies(client: &Client, good: &str) -> Vec<Case> {
    let body = |body: &str| post(client, body.to_owned());
    vec![
        (
            "a batch",
            body(&format!("[{good},{good}]")),
            400,
            "BATCH_NOT_SUPPORTED",
        ),
        ("an empty batch", body("[]"), 400, "BATCH_NOT_SUPPORTED"),
        ("no JSON", body("{\"query\": "), 400, "INVALID_JSON"),
        ("nothing", body(""), 400, "INVALID_JSON"),
        ("a number", body("17"), 400, "REQUEST_NOT_AN_OBJECT"),
        ("no query", body("{\"variables\": {}}"), 400, "QUERY_MISSING"),
        (
            "a key twice",
            body("{\"query\": \"{ a }\", \"query\": \"{ b }\"}"),
            400,
            "DUPLICATE_KEY",
        ),
    ]
}

/// Media types that are not ours, coming and going.
fn media(client: &Client, good: &str) -> Vec<Case> {
    let request = || client.request(Method::POST, "/graphql").body(good.to_owned());
    let typed = |media: &str| request().header("content-type", media);
    let html = ask(client, "{ __typename }").header("accept", "text/html");
    vec![
        ("text/plain", typed("text/plain"), 415, "UNSUPPORTED_MEDIA_TYPE"),
        (
            "a form",
            typed("application/x-www-form-urlencoded"),
            415,
            "UNSUPPORTED_MEDIA_TYPE",
        ),
        (
            "a multipart form",
            typed("multipart/form-data; boundary=x"),
            415,
            "UNSUPPORTED_MEDIA_TYPE",
        ),
        (
            "another charset",
            typed("application/json; charset=iso-8859-2"),
            415,
            "UNSUPPORTED_MEDIA_TYPE",
        ),
        ("no media type", request(), 415, "UNSUPPORTED_MEDIA_TYPE"),
        ("HTML wanted", html, 406, "NOT_ACCEPTABLE"),
    ]
}

/// Methods, addresses and origins that are not ours.
fn addresses(client: &Client, good: &str) -> Vec<Case> {
    let to = |method: Method, path: &str| client.request(method, path);
    let mutation = to(Method::GET, "/graphql?query=mutation%7BsignOut%7BsignedOut%7D%7D");
    let key = to(Method::POST, "/graphql?api_key=wsp_x").header("content-type", "application/json");
    let password = to(Method::GET, "/graphql?query=%7B__typename%7D&password=tajne");
    let other_site = ask(client, "{ __typename }").header("origin", "https://zly.example");
    vec![
        ("a mutation by GET", mutation, 405, "METHOD_NOT_ALLOWED"),
        (
            "a PUT",
            to(Method::PUT, "/graphql").body(good.to_owned()),
            405,
            "METHOD_NOT_ALLOWED",
        ),
        (
            "a DELETE",
            to(Method::DELETE, "/health/live"),
            405,
            "METHOD_NOT_ALLOWED",
        ),
        (
            "an unknown address",
            to(Method::GET, "/graphql/../admin"),
            404,
            "NOT_FOUND",
        ),
        (
            "an address in Polish",
            to(Method::GET, "/za%C5%BC%C3%B3%C5%82%C4%87"),
            404,
            "NOT_FOUND",
        ),
        (
            "a key in the address",
            key.body(good.to_owned()),
            400,
            "CREDENTIALS_IN_URL",
        ),
        ("a password in the address", password, 400, "CREDENTIALS_IN_URL"),
        ("another site", other_site, 403, "CROSS_SITE_REQUEST"),
    ]
}

#[tokio::test]
async fn what_is_no_graphql_over_http_is_refused_without_a_statement() {
    let app = TestApp::start().await;
    let operator = stage::operator(&app).await;
    let good = json!({"query": "{ viewer { login } }"}).to_string();
    let cases = [
        bodies(&operator, &good),
        media(&operator, &good),
        addresses(&operator, &good),
    ];
    for (what, request, status, code) in cases.into_iter().flatten() {
        let reply = send(request).await;
        assert_eq!(reply.told(), (status, code), "{what}: {}", reply.body);
        assert_eq!(reply.statements, [""; 0], "{what}");
        assert!(reply.headers.contains_key("x-request-id"), "{what}");
        let error = &reply.body["errors"][0];
        assert!(
            error["message"].is_string() && error["extensions"]["messagePl"].is_string(),
            "{what}"
        );
        assert_eq!(reply.headers.contains_key("allow"), status == 405, "{what}");
    }
    is_alive(&app, &operator).await;
}

#[tokio::test]
async fn a_cookie_alone_acts_for_nobody() {
    let app = TestApp::start().await;
    let operator = stage::operator(&app).await;
    let cookie = format!("__Host-wsparcie={}", operator.token().unwrap());
    let nobody = app.anonymous();
    let asked = || ask(&nobody, "{ viewer { login } }").header("cookie", &cookie);
    for request in [
        asked(),
        asked().header("origin", "https://zly.example"),
        asked()
            .header("origin", "https://zly.example")
            .header("x-wsparcie-csrf", "1"),
        asked().header("sec-fetch-site", "cross-site"),
    ] {
        let reply = send(request).await;
        assert_eq!(
            (reply.told(), reply.statements.len()),
            ((403, "CROSS_SITE_REQUEST"), 0)
        );
    }
    for request in [
        asked().header("x-wsparcie-csrf", "1"),
        asked().header("origin", &app.base_url),
    ] {
        let reply = send(request).await;
        assert_eq!(reply.body["data"]["viewer"]["login"], crate::support::OPERATOR);
    }
}

#[tokio::test]
async fn credentials_that_cannot_be_any_cost_no_statement() {
    let app = TestApp::start().await;
    let operator = stage::operator(&app).await;
    let query = "{ __typename viewer { login } }";
    for token in [
        "",
        "x",
        "wsp_",
        "wsp_not-a-key",
        &"A".repeat(43),
        &"A".repeat(10_000),
    ] {
        let reply = send(ask(&app.anonymous().with_token(token), query)).await;
        assert_eq!(
            (reply.told(), reply.statements.len()),
            ((401, "UNAUTHENTICATED"), 0),
            "{} characters",
            token.len()
        );
    }
    let reply = send(ask(&app.anonymous(), query).basic_auth("anna", Some(PASSWORD))).await;
    assert_eq!(
        (reply.told(), reply.statements.len()),
        ((401, "UNAUTHENTICATED"), 0)
    );
    for query in [
        "{ __schema { types { name } } }",
        "{ a: __type(name: \"Query\") { name } }",
    ] {
        let reply = send(ask(&app.anonymous(), query)).await;
        assert_eq!(
            (reply.told(), reply.statements.len()),
            ((401, "UNAUTHENTICATED"), 0),
            "{query}"
        );
        assert!(
            send(ask(&operator, query)).await.body.get("errors").is_none(),
            "{query}"
        );
    }
    // Every field of somebody signed in is refused to nobody without a statement.
    let reply = send(ask(&app.anonymous(), "{ people(first: 1) { totalCount } }")).await;
    assert_eq!(
        (reply.told(), reply.statements.len()),
        ((200, "UNAUTHENTICATED"), 0)
    );
}
