//! What nobody should send: each gets a typed answer, costs no SQL where none is needed, and leaves the process alive.

mod arguments;
mod documents;
mod heads;
mod numbers;
mod transport;
mod versions;

use reqwest::RequestBuilder;
use reqwest::header::HeaderMap;
use serde_json::{Value, json};

use crate::journeys::stage;
use crate::support::{Client, TestApp, Trace};

/// An answer with its headers and what it cost.
struct Reply {
    status: u16,
    headers: HeaderMap,
    body: Value,
    statements: Vec<String>,
}

impl Reply {
    /// Status and code of the first error.
    fn told(&self) -> (u16, &str) {
        (
            self.status,
            self.body["errors"][0]["extensions"]["code"]
                .as_str()
                .unwrap_or_default(),
        )
    }
}

/// Sends a request inside a trace of its own.
async fn send(request: RequestBuilder) -> Reply {
    let trace = Trace::new();
    let parent = format!("00-{}-00000000000000a1-01", trace.id());
    let response = request
        .header("traceparent", parent)
        .send()
        .await
        .expect("the gateway answers");
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    let text = response.text().await.expect("the answer is text");
    let body = serde_json::from_str(&text).unwrap_or(Value::String(text));
    Reply {
        status,
        headers,
        body,
        statements: trace.statements(),
    }
}

/// A `POST` of a JSON body to `/graphql`.
fn post(client: &Client, body: impl Into<reqwest::Body>) -> RequestBuilder {
    client
        .request(reqwest::Method::POST, "/graphql")
        .header("content-type", "application/json")
        .body(body)
}

/// A `POST` of a document without variables.
fn ask(client: &Client, document: &str) -> RequestBuilder {
    post(client, json!({"query": document}).to_string())
}

/// How many statements it takes to find out who asks.
async fn cost_of_knowing_who_asks(client: &Client) -> usize {
    // Once before: the first request of a session also notes when the membership was last used.
    send(ask(client, "{ __typename }")).await;
    let reply = send(ask(client, "{ __typename }")).await;
    assert_eq!(reply.body["data"], json!({"__typename": "Query"}));
    assert!(!reply.statements.is_empty(), "statements are counted");
    reply.statements.len()
}

/// The process answers and somebody who signed in before still is.
async fn is_alive(app: &TestApp, client: &Client) {
    let live = send(app.anonymous().request(reqwest::Method::GET, "/health/live")).await;
    assert_eq!((live.status, &live.body), (200, &json!({"status": "live"})));
    let me = client.data("{ viewer { login } }", json!({})).await;
    assert!(me["viewer"]["login"].is_string());
}
