//! A GraphQL client: one caller, one request at a time, failures told by the step that met them.

use std::time::Duration;

use anyhow::{Context, Result, anyhow, bail};
use reqwest::StatusCode;
use reqwest::header::{ACCEPT, ACCEPT_LANGUAGE, RETRY_AFTER};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::loaded::Target;
use crate::operations::{Operation, SignedRequest};

/// How often a request is sent before its step fails. Repeating is safe: every change carries an idempotency key.
const ATTEMPTS: u32 = 6;
/// The pause before the second attempt; each further one is twice as long.
const FIRST_PAUSE: Duration = Duration::from_millis(250);
/// The longest pause, whatever the server asks for.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// The longest that one request may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// The codes of failures that pass by themselves.
const PASSING: [&str; 3] = ["UNAVAILABLE", "DEADLINE_EXCEEDED", "RATE_LIMITED"];

/// A caller of the API.
#[derive(Clone)]
pub(crate) struct Client {
    http: reqwest::Client,
    url: String,
    token: Option<String>,
}

#[derive(Deserialize)]
struct Answer {
    data: Option<Value>,
    #[serde(default)]
    errors: Vec<Failure>,
}

#[derive(Deserialize)]
struct Failure {
    message: String,
    #[serde(default)]
    extensions: Value,
}

#[derive(Deserialize)]
struct Refusal {
    code: String,
    path: Vec<String>,
    message: String,
}

/// What one attempt came to.
enum Attempt {
    Data(Value),
    /// Worth another attempt, after the pause that the server asked for.
    Passing(anyhow::Error, Option<Duration>),
}

impl Client {
    /// A caller whom nobody knows yet.
    pub(crate) fn anonymous(target: &Target) -> Result<Self> {
        let http = reqwest::Client::builder()
            .timeout(PATIENCE)
            .build()
            .context("no HTTP client can be made")?;
        Ok(Self {
            http,
            url: target.graphql_url.clone(),
            token: None,
        })
    }

    /// The same client with a session.
    pub(crate) fn with_token(&self, token: String) -> Self {
        Self {
            token: Some(token),
            ..self.clone()
        }
    }

    /// Sends a mutation and gives its payload.
    ///
    /// # Errors
    /// Names the step where the request failed or was refused.
    pub(crate) async fn mutate<T: DeserializeOwned>(
        &self,
        step: &str,
        operation: &Operation,
        input: Value,
    ) -> Result<T> {
        let variables = json!({ "input": input });
        let mut payload = self
            .ask(step, operation.field, operation.document, &variables)
            .await?;
        let refusals = payload.get_mut("userErrors").map_or(Value::Null, Value::take);
        let refusals: Vec<Refusal> = serde_json::from_value(refusals).unwrap_or_default();
        if !refusals.is_empty() {
            let told: Vec<_> = refusals.iter().map(Refusal::told).collect();
            bail!("{step}: refused: {}", told.join("; "));
        }
        serde_json::from_value(payload).with_context(|| format!("{step}: the answer has another shape"))
    }

    /// Sends a query and gives one of its root fields.
    pub(crate) async fn query<T: DeserializeOwned>(
        &self,
        step: &str,
        field: &str,
        document: &str,
        variables: &Value,
    ) -> Result<T> {
        let found = self.ask(step, field, document, variables).await?;
        serde_json::from_value(found).with_context(|| format!("{step}: the answer has another shape"))
    }

    /// Sends a file as a signed request says.
    pub(crate) async fn upload(
        &self,
        step: &str,
        request: &SignedRequest,
        file: &'static [u8],
    ) -> Result<()> {
        let method = request
            .method
            .parse::<reqwest::Method>()
            .with_context(|| format!("{step}: unknown method"))?;
        let headers = request.headers.iter();
        // Not through `send`: the storage gets no token of ours.
        let sending = headers
            .filter(|header| !header.name.eq_ignore_ascii_case("host"))
            .fold(self.http.request(method, &request.url), |sending, header| {
                sending.header(&header.name, &header.value)
            });
        let answer = sending
            .body(file)
            .send()
            .await
            .map_err(|error| anyhow!("{step}: {}", error.without_url()))?;
        if !answer.status().is_success() {
            bail!("{step}: the storage answered {}", answer.status());
        }
        Ok(())
    }

    async fn ask(&self, step: &str, field: &str, document: &str, variables: &Value) -> Result<Value> {
        let body = json!({ "query": document, "variables": variables });
        let mut pause = FIRST_PAUSE;
        for attempt in 1.. {
            match self.send(&body).await.with_context(|| step.to_owned())? {
                Attempt::Data(mut data) => {
                    let found = data.get_mut(field).map_or(Value::Null, Value::take);
                    return if found.is_null() {
                        Err(anyhow!("{step}: no {field} in the answer"))
                    } else {
                        Ok(found)
                    };
                }
                Attempt::Passing(error, _) if attempt >= ATTEMPTS => {
                    return Err(error.context(step.to_owned()));
                }
                Attempt::Passing(_, asked) => {
                    tokio::time::sleep(asked.unwrap_or(pause).min(LONGEST_PAUSE)).await;
                    pause *= 2;
                }
            }
        }
        Err(anyhow!("{step}: not sent"))
    }

    async fn send(&self, body: &Value) -> Result<Attempt> {
        let mut request = self
            .http
            .post(&self.url)
            .header(ACCEPT, "application/graphql-response+json")
            .header(ACCEPT_LANGUAGE, "en")
            .json(body);
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        let answer = match request.send().await {
            Ok(answer) => answer,
            Err(error) => return Ok(Attempt::Passing(error.without_url().into(), None)),
        };
        let status = answer.status();
        let asked = answer
            .headers()
            .get(RETRY_AFTER)
            .and_then(|value| value.to_str().ok()?.parse().ok());
        let answer: Answer = match answer.json().await {
            Ok(answer) => answer,
            Err(_) => Answer {
                data: None,
                errors: Vec::new(),
            },
        };
        let passes = matches!(
            status,
            StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE | StatusCode::GATEWAY_TIMEOUT
        );
        match (answer.errors.first(), answer.data) {
            (None, Some(data)) if status.is_success() => Ok(Attempt::Data(data)),
            (failure, _) => {
                let error = anyhow!(
                    "{}",
                    failure.map_or_else(|| format!("the server answered {status}"), Failure::told)
                );
                let passes = passes || failure.is_some_and(|failure| PASSING.contains(&failure.code()));
                if passes {
                    Ok(Attempt::Passing(error, asked.map(Duration::from_secs)))
                } else {
                    Err(error)
                }
            }
        }
    }
}

impl Failure {
    fn code(&self) -> &str {
        self.extensions
            .get("code")
            .and_then(Value::as_str)
            .unwrap_or("no code")
    }

    fn told(&self) -> String {
        format!("{} ({})", self.message, self.code())
    }
}

impl Refusal {
    fn told(&self) -> String {
        format!("{} at {}: {}", self.code, self.path.join("."), self.message)
    }
}
