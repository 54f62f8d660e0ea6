//! HTTP that is not what GraphQL over HTTP says. Nothing here costs a statement.

use reqwest::Method;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::{ask, is_alive, post, send, stage};
use crate::support::{PASSWORD, TestApp};

const LIMIT: usize = 1024 * 1024;

#[tokio::test]
async fn a_body_of_a_mebibyte_is_read_and_one_byte_more_is_not() {
    let app = TestApp::start().await;
    let operator = stage::operator(&app).await;
    let padded = |length: usize| {
        let frame = json!({"query": "{ __typename }", "variables": {"padding": ""}}).to_string();
        let body = json!({"query": "{ __typename }", "variables": {"padding": "x".repeat(length - frame.len())}}).to_string();
        assert_eq!(body.len(), length);
        body
    };
    let reply = send(post(&operator, padded(LIMIT))).await;
    assert_eq!(reply.body, json!({"data": {"__typename": "Query"}}));
    let reply = send(post(&operator, padded(LIMIT + 1))).await;
    assert_eq!(reply.told(), (413, "BODY_TOO_LARGE"));
    assert_eq!(reply.body["errors"][0]["extensions"]["limit"], LIMIT);
    assert_eq!(reply.statements, [""; 0]);
    // The length need not be told in advance.
    let head = "POST /graphql HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n";
    let chunk = format!("10000\r\n{}\r\n", " ".repeat(0x10000));
    let answer = raw(&app, format!("{head}{}0\r\n\r\n", chunk.repeat(17)).as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 413") && answer.contains("BODY_TOO_LARGE"), "{answer}");
    is_alive(&app, &operator).await;
}

#[tokio::test]
async fn what_is_no_graphql_over_http_is_refused_without_a_statement() {
    let app = TestApp::start().await;
    let operator = stage::operator(&app).await;
    let body = json!({"query": "{ viewer { login } }"}).to_string();
    let to = |method: Method, path: &str| operator.request(method, path);
    let typed = |kind: &str| to(Method::POST, "/graphql").header("content-type", kind).body(body.clone());
    let mutation = "/graphql?query=mutation%7BsignOut%7BsignedOut%7D%7D";
    let cases = [
        ("a batch", post(&operator, format!("[{body},{body}]")), 400, "BATCH_NOT_SUPPORTED"),
        ("an empty batch", post(&operator, "[]"), 400, "BATCH_NOT_SUPPORTED"),
        ("no JSON", post(&operator, "{\"query\": "), 400, "INVALID_JSON"),
        ("nothing", post(&operator, ""), 400, "INVALID_JSON"),
        ("a number", post(&operator, "17"), 400, "REQUEST_NOT_AN_OBJECT"),
        ("no query", post(&operator, "{\"variables\": {}}"), 400, "QUERY_MISSING"),
        ("a key twice", post(&operator, "{\"query\": \"{ a }\", \"query\": \"{ b }\"}"), 400, "DUPLICATE_KEY"),
        ("text/plain", typed("text/plain"), 415, "UNSUPPORTED_MEDIA_TYPE"),
        ("a form", typed("application/x-www-form-urlencoded"), 415, "UNSUPPORTED_MEDIA_TYPE"),
        ("a multipart form", typed("multipart/form-data; boundary=x"), 415, "UNSUPPORTED_MEDIA_TYPE"),
        ("another charset", typed("application/json; charset=iso-8859-2"), 415, "UNSUPPORTED_MEDIA_TYPE"),
        ("no media type", to(Method::POST, "/graphql").body(body.clone()), 415, "UNSUPPORTED_MEDIA_TYPE"),
        ("a mutation by GET", to(Method::GET, mutation), 405, "METHOD_NOT_ALLOWED"),
        ("a PUT", to(Method::PUT, "/graphql").body(body.clone()), 405, "METHOD_NOT_ALLOWED"),
        ("a DELETE", to(Method::DELETE, "/health/live"), 405, "METHOD_NOT_ALLOWED"),
        ("an unknown address", to(Method::GET, "/graphql/../admin"), 404, "NOT_FOUND"),
        ("an address in Polish", to(Method::GET, "/za%C5%BC%C3%B3%C5%82%C4%87"), 404, "NOT_FOUND"),
        ("HTML wanted", ask(&operator, "{ __typename }").header("accept", "text/html"), 406, "NOT_ACCEPTABLE"),
        ("a key in the address", to(Method::POST, "/graphql?api_key=wsp_x").header("content-type", "application/json").body(body.clone()), 400, "CREDENTIALS_IN_URL"),
        (
            "a password in the address",
            to(Method::GET, "/graphql?query=%7B__typename%7D&password=tajne"),
            400,
            "CREDENTIALS_IN_URL",
        ),
        ("another site", ask(&operator, "{ __typename }").header("origin", "https://zly.example"), 403, "CROSS_SITE_REQUEST"),
    ];
    for (what, request, status, code) in cases {
        let reply = send(request).await;
        assert_eq!(reply.told(), (status, code), "{what}: {}", reply.body);
        assert_eq!(reply.statements, [""; 0], "{what}");
        assert!(reply.headers.contains_key("x-request-id"), "{what}");
        assert!(reply.body["errors"][0]["message"].is_string() && reply.body["errors"][0]["extensions"]["messagePl"].is_string());
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
        asked().header("origin", "https://zly.example").header("x-wsparcie-csrf", "1"),
        asked().header("sec-fetch-site", "cross-site"),
    ] {
        let reply = send(request).await;
        assert_eq!((reply.told(), reply.statements.len()), ((403, "CROSS_SITE_REQUEST"), 0));
    }
    for request in [asked().header("x-wsparcie-csrf", "1"), asked().header("origin", &app.base_url)] {
        let reply = send(request).await;
        assert_eq!(reply.body["data"]["viewer"]["login"], crate::support::OPERATOR);
    }
}

#[tokio::test]
async fn credentials_that_cannot_be_any_cost_no_statement() {
    let app = TestApp::start().await;
    let operator = stage::operator(&app).await;
    let query = "{ __typename viewer { login } }";
    for token in ["", "x", "wsp_", "wsp_not-a-key", &"A".repeat(43), &"A".repeat(10_000)] {
        let reply = send(ask(&app.anonymous().with_token(token), query)).await;
        assert_eq!((reply.told(), reply.statements.len()), ((401, "UNAUTHENTICATED"), 0), "{} characters", token.len());
    }
    let reply = send(ask(&app.anonymous(), query).basic_auth("anna", Some(PASSWORD))).await;
    assert_eq!((reply.told(), reply.statements.len()), ((401, "UNAUTHENTICATED"), 0));
    for query in ["{ __schema { types { name } } }", "{ a: __type(name: \"Query\") { name } }"] {
        let reply = send(ask(&app.anonymous(), query)).await;
        assert_eq!((reply.told(), reply.statements.len()), ((401, "UNAUTHENTICATED"), 0), "{query}");
        assert!(send(ask(&operator, query)).await.body.get("errors").is_none(), "{query}");
    }
    // Every field of somebody signed in is refused to nobody without a statement.
    let reply = send(ask(&app.anonymous(), "{ people(first: 1) { totalCount } }")).await;
    assert_eq!((reply.told(), reply.statements.len()), ((200, "UNAUTHENTICATED"), 0));
}

/// What comes back on a bare connection.
async fn raw(app: &TestApp, request: &[u8]) -> String {
    let mut stream = TcpStream::connect(app.base_url.trim_start_matches("http://")).await.unwrap();
    // The server may answer and close before it has read everything.
    let _ = stream.write_all(request).await;
    let mut answer = Vec::new();
    let _ = tokio::time::timeout(std::time::Duration::from_secs(20), stream.read_to_end(&mut answer)).await;
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn heads_that_are_no_http_end_the_connection_and_nothing_else() {
    let app = TestApp::start().await;
    let operator = stage::operator(&app).await;
    let huge = format!("GET /health/live HTTP/1.1\r\nhost: a\r\nx: {}\r\n\r\n", "x".repeat(2 * 1024 * 1024));
    let many = format!("GET /health/live HTTP/1.1\r\nhost: a\r\n{}\r\n", "x: y\r\n".repeat(500));
    for (what, request) in [("a huge header", huge), ("500 headers", many)] {
        let answer = raw(&app, request.as_bytes()).await;
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 431"), "{what}: {answer}");
    }
    for (what, request) in [
        ("no HTTP", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".as_slice()),
        ("two lengths", b"POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n{}"),
        ("a zero byte in a header", b"GET / HTTP/1.1\r\nhost: a\0b\r\n\r\n"),
    ] {
        let answer = raw(&app, request).await;
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 400"), "{what}: {answer}");
    }
    is_alive(&app, &operator).await;
}
