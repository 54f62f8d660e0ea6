//! One request and all that can be told from its answer: status, headers, bytes, and the SQL it cost.

use std::collections::BTreeMap;

use reqwest::Method;
use serde_json::{Value, json};

use super::ids;
use crate::support::{Client, Trace};

/// Headers that differ from answer to answer and say nothing.
const VOLATILE: [&str; 2] = ["date", "x-request-id"];

/// What came back, and what it cost.
#[derive(Debug, Clone)]
pub(super) struct Exchange {
    pub(super) status: u16,
    pub(super) headers: BTreeMap<String, String>,
    pub(super) text: String,
    /// The statements of the request, without the pool's own clean-up.
    pub(super) statements: Vec<String>,
}

/// Sends a document in a trace of its own and counts the trace's statements.
pub(super) async fn send(client: &Client, query: &str, variables: &Value) -> Exchange {
    let trace = Trace::new();
    let body = json!({"query": query, "variables": variables}).to_string();
    let request = client.traced(&trace).request(Method::POST, "/graphql");
    let request = request.header("content-type", "application/json").body(body);
    let response = request.send().await.expect("the gateway answers");
    let status = response.status().as_u16();
    let headers = response.headers().iter();
    let headers =
        headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap_or_default().to_owned()));
    let mut headers: BTreeMap<String, String> = headers
        .filter(|(name, _)| !VOLATILE.contains(&name.as_str()))
        .collect();
    let text = response.text().await.expect("the answer is text");
    // The length says what the body says, and differs where the points that are left have a digit less.
    if let Some(length) = headers.remove("content-length") {
        assert_eq!(length, text.len().to_string());
    }
    // The pool rolls a connection back some time after it was given back: before or behind the answer.
    let statements = trace
        .statements()
        .into_iter()
        .filter(|text| text != "ROLLBACK")
        .collect();
    Exchange {
        status,
        headers,
        text,
        statements,
    }
}

impl Exchange {
    pub(super) fn body(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or(Value::Null)
    }

    /// The code of the first error, if there is any.
    pub(super) fn code(&self) -> Option<String> {
        Some(
            self.body()["errors"][0]["extensions"]["code"]
                .as_str()?
                .to_owned(),
        )
    }

    /// The codes of all errors and refusals.
    pub(super) fn codes(&self, field: &str) -> Vec<String> {
        let body = self.body();
        let errors = body["errors"].as_array().into_iter().flatten();
        let errors = errors.map(|error| &error["extensions"]["code"]);
        let refusals = body["data"][field]["userErrors"].as_array().into_iter().flatten();
        errors
            .chain(refusals.map(|error| &error["code"]))
            .map(|code| code.as_str().unwrap_or_default().to_owned())
            .collect()
    }

    /// Why the answer is no success; `None` if it is one.
    pub(super) fn failure(&self, field: &str) -> Option<String> {
        let body = self.body();
        let value = &body["data"][field];
        let refusals = value["userErrors"]
            .as_array()
            .is_some_and(|errors| !errors.is_empty());
        let failed = self.status != 200 || body.get("errors").is_some() || value.is_null() || refusals;
        failed.then(|| format!("status {}: {}", self.status, self.text))
    }

    /// The answer's bytes without the request's own ids and without the ids that were sent.
    pub(super) fn masked(&self, sent: &[String]) -> String {
        let body = self.body();
        let mut text = self.text.clone();
        for error in body["errors"].as_array().into_iter().flatten() {
            for name in ["requestId", "traceId"] {
                if let Some(id) = error["extensions"][name].as_str() {
                    text = text.replace(id, &format!("<{name}>"));
                }
            }
        }
        // What the client has left differs from moment to moment; what the request cost must not.
        if let Some(left) = body["extensions"]["cost"]["available"].as_u64() {
            text = text.replace(&format!("\"available\":{left}"), "\"available\":<left>");
        }
        for id in sent {
            text = text
                .replace(id.as_str(), "<sent>")
                .replace(&ids::parts(id).1.to_string(), "<sent>");
        }
        text
    }
}

/// An answer with the ids that it may echo.
pub(super) struct Asked {
    pub(super) exchange: Exchange,
    pub(super) sent: Vec<String>,
}

/// How two answers differ for somebody who knows what was sent; `None` if they look alike.
pub(super) fn difference(one: &Asked, other: &Asked) -> Option<String> {
    let (a, b) = (&one.exchange, &other.exchange);
    if a.status != b.status {
        return Some(format!("status {} and {}", a.status, b.status));
    }
    if a.headers != b.headers {
        return Some(format!("headers {:?} and {:?}", a.headers, b.headers));
    }
    let (left, right) = (a.masked(&one.sent), b.masked(&other.sent));
    if left != right {
        return Some(format!("bodies\n    {left}\n    {right}"));
    }
    if a.statements.len() != b.statements.len() {
        return Some(format!(
            "{} and {} statements\n    {:#?}\n    {:#?}",
            a.statements.len(),
            b.statements.len(),
            a.statements,
            b.statements
        ));
    }
    None
}
