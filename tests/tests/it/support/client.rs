//! A client of the public API, as anybody could write it.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::{Value, json};

/// An HTTP client with somebody's credentials.
#[derive(Clone)]
pub(crate) struct Client {
    http: reqwest::Client,
    base_url: String,
    token: Option<String>,
    headers: Vec<(&'static str, String)>,
}

/// What came back.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Value,
}

impl Client {
    /// Somebody at an address of their own, for sign-ins are counted by address.
    pub(crate) fn new(base_url: &str) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let [_, a, b, c] = NEXT.fetch_add(1, Ordering::Relaxed).to_be_bytes();
        Self::at(base_url, Ipv4Addr::new(127, 16 + a, b, c.max(1)))
    }

    /// Somebody at this address of the loopback network.
    pub(crate) fn at(base_url: &str, address: Ipv4Addr) -> Self {
        // The gateway closes connections that are idle for a minute; one that is used again just then would break off.
        let http = reqwest::Client::builder()
            .local_address(IpAddr::V4(address))
            .pool_idle_timeout(std::time::Duration::from_secs(20));
        Self {
            http: http.build().expect("an HTTP client"),
            base_url: base_url.to_owned(),
            token: None,
            headers: Vec::new(),
        }
    }

    /// The same client with other credentials: a session's token or an API key.
    pub(crate) fn with_token(&self, token: &str) -> Self {
        Self {
            token: Some(token.to_owned()),
            ..self.clone()
        }
    }

    /// The same client sending one more header with every request.
    pub(crate) fn with_header(&self, name: &'static str, value: impl Into<String>) -> Self {
        let mut client = self.clone();
        client.headers.push((name, value.into()));
        client
    }

    /// The session's token or API key, if there is one.
    pub(crate) fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }

    /// A request to any path, with the credentials.
    pub(crate) fn request(&self, method: reqwest::Method, path: &str) -> reqwest::RequestBuilder {
        let mut request = self.http.request(method, format!("{}{path}", self.base_url));
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }

    /// Sends a document with variables.
    pub(crate) async fn ask(&self, query: &str, variables: Value) -> Answer {
        self.post(json!({"query": query, "variables": variables}).to_string())
            .await
    }

    /// Sends a body as it is.
    pub(crate) async fn post(&self, body: impl Into<reqwest::Body>) -> Answer {
        let request = self
            .request(reqwest::Method::POST, "/graphql")
            .header("content-type", "application/json");
        let response = request.body(body).send().await.expect("the gateway answers");
        let status = response.status().as_u16();
        let text = response.text().await.expect("the answer is text");
        let body = serde_json::from_str(&text).unwrap_or(Value::String(text));
        Answer { status, body }
    }

    /// Sends a document and gives its data; anything in `errors` stops the test.
    pub(crate) async fn data(&self, query: &str, variables: Value) -> Value {
        let answer = self.ask(query, variables).await;
        assert!(answer.body.get("errors").is_none(), "{query}\n{:#}", answer.body);
        answer.body["data"].clone()
    }

    /// Runs a mutation with its input and gives the payload; a refusal stops the test.
    pub(crate) async fn mutate(&self, field: &str, selection: &str, input: Value) -> Value {
        let payload = self.try_mutate(field, selection, input).await;
        assert_eq!(payload["userErrors"], json!([]), "{field}");
        payload
    }

    /// Runs a mutation with its input and gives the payload with its refusals.
    pub(crate) async fn try_mutate(&self, field: &str, selection: &str, input: Value) -> Value {
        let kind = format!("{}{}Input", field[..1].to_uppercase(), &field[1..]);
        let query = format!(
            "mutation($input: {kind}!) {{ {field}(input: $input) {{ {selection} userErrors {{ code path message rule }} }} }}"
        );
        self.data(&query, json!({"input": input})).await[field].clone()
    }

    /// Signs in and keeps the token.
    pub(crate) async fn sign_in(&mut self, login: &str, password: &str) {
        let input = json!({"login": login, "password": password, "transport": "BEARER"});
        let payload = self.mutate("signIn", "token", input).await;
        self.token = Some(payload["token"].as_str().expect("a bearer token").to_owned());
    }
}

impl Answer {
    /// The code of the first error, if there is any.
    pub(crate) fn code(&self) -> Option<&str> {
        self.body["errors"][0]["extensions"]["code"].as_str()
    }
}
