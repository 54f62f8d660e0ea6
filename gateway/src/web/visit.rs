//! One request for a page: who asks, in which language, and the only way to data: a GraphQL request through the same
//! handler as `POST /graphql`, with the browser's own cookie, so that limits, sessions, permissions and audit are the same.

use std::convert::Infallible;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Extension, FromRequestParts, Request, State};
use http::header::{
    ACCEPT, ACCEPT_LANGUAGE, AUTHORIZATION, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, IF_NONE_MATCH,
    ORIGIN, RANGE, RETRY_AFTER, SET_COOKIE, TRANSFER_ENCODING,
};
use http::request::Parts;
use http::{Extensions, HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri};
use http_body_util::BodyExt;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::lang::Lang;
use super::layout::Person;
use super::trouble::Trouble;
use crate::gateway::Shared;
use crate::http::{Marks, graphql_request};

/// Headers of the browser's request that say nothing about ours.
const NOT_PASSED_ON: [HeaderName; 8] = [
    AUTHORIZATION,
    CONTENT_ENCODING,
    CONTENT_LENGTH,
    IF_NONE_MATCH,
    ORIGIN,
    RANGE,
    TRANSFER_ENCODING,
    HeaderName::from_static("sec-fetch-site"),
];

/// A request for a page.
pub(crate) struct Visit {
    shared: Arc<Shared>,
    pub(crate) marks: Marks,
    pub(crate) headers: HeaderMap,
    extensions: Extensions,
    pub(crate) uri: Uri,
    pub(crate) lang: Lang,
}

/// What GraphQL answered.
pub(crate) struct Answered<T> {
    pub(crate) data: T,
    /// Fields that have no value, and why.
    pub(crate) failures: Vec<Failure>,
    /// Cookies that the answer sets; they go on to the browser.
    pub(crate) cookies: Vec<HeaderValue>,
}

/// A field without a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Failure {
    /// The field's path: `project.enrolmentCounts`.
    pub(crate) path: String,
    pub(crate) code: String,
    /// In the language of the page.
    pub(crate) message: String,
}

/// Something that the user can put right, as payloads tell it.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct UserError {
    pub(crate) code: String,
    pub(crate) path: Vec<String>,
    pub(crate) message: String,
}

impl FromRequestParts<Arc<Shared>> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, shared: &Arc<Shared>) -> Result<Self, Infallible> {
        Ok(Self::of(parts, shared))
    }
}

impl Visit {
    pub(super) fn of(parts: &Parts, shared: &Arc<Shared>) -> Self {
        Self {
            marks: parts.extensions.get::<Marks>().cloned().unwrap_or(Marks {
                request_id: uuid::Uuid::nil(),
                trace_id: None,
            }),
            headers: parts.headers.clone(),
            extensions: parts.extensions.clone(),
            uri: parts.uri.clone(),
            lang: Lang::of(&parts.headers),
            shared: Arc::clone(shared),
        }
    }

    /// The origin that people's browsers see, if it is configured.
    pub(super) fn public_origin(&self) -> Option<&str> {
        self.shared.config.public_origin.as_deref()
    }

    /// Executes a document as the person whose cookie the browser sent. A page asks once, as any client would.
    ///
    /// # Errors
    /// [`Trouble`] when there is no result at all: not signed in, too much at once, nobody answers.
    pub(crate) async fn ask<T: DeserializeOwned>(
        &self,
        document: &'static str,
        variables: Value,
    ) -> Result<Answered<T>, Box<Trouble>> {
        let mut request = Request::new(Body::from(
            json!({"query": document, "variables": variables}).to_string(),
        ));
        *request.method_mut() = Method::POST;
        *request.uri_mut() = Uri::from_static("/graphql");
        // Whatever the layers before us know of the client, such as its address, holds for this request, too.
        *request.extensions_mut() = self.extensions.clone();
        // So does what a trusted proxy tells of it. What is about the body, or about where the browser's request came from
        // (checked for forms before we get here), is not about this request. Pages take cookies only.
        let mut headers = self.headers.clone();
        for name in NOT_PASSED_ON {
            headers.remove(name);
        }
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert(
            ACCEPT,
            HeaderValue::from_static("application/graphql-response+json"),
        );
        headers.insert(ACCEPT_LANGUAGE, HeaderValue::from_static(self.lang.code()));
        // That the browser's request is not another site's was checked before (forms), or it only reads (links).
        headers.insert("x-wsparcie-csrf", HeaderValue::from_static("1"));
        *request.headers_mut() = headers;
        let state = State(Arc::clone(&self.shared));
        // On the heap: what a whole GraphQL request needs would otherwise be part of every page's future.
        let answer = Box::pin(graphql_request(state, Extension(self.marks.clone()), request)).await;
        let (head, body) = answer.into_parts();
        let cookies: Vec<_> = head.headers.get_all(SET_COOKIE).iter().cloned().collect();
        let retry_after = head.headers.get(RETRY_AFTER).cloned();
        let body = body.collect().await.ok().map(http_body_util::Collected::to_bytes);
        let mut body: Value = body
            .and_then(|bytes| serde_json::from_slice(&bytes).ok())
            .unwrap_or(Value::Null);
        let failures = failures(&body, self.lang);
        let data = body["data"].take();
        if !data.is_object() {
            let failure = failures.into_iter().next();
            return Err(Box::new(Trouble {
                cookies,
                retry_after,
                status: match head.status {
                    StatusCode::OK | StatusCode::BAD_REQUEST => StatusCode::INTERNAL_SERVER_ERROR,
                    status => status,
                },
                ..Trouble::of(self, failure)
            }));
        }
        let data = serde_json::from_value(data).map_err(|_| {
            tracing::error!(error.code = "PAGE_DATA", "an answer does not fit its page");
            Trouble::of(self, None)
        })?;
        Ok(Answered {
            data,
            failures,
            cookies,
        })
    }

    /// [`Self::ask`] for a page that is nothing without these root fields: their failures are the page's trouble.
    pub(crate) async fn need<T: DeserializeOwned>(
        &self,
        document: &'static str,
        variables: Value,
        fields: &[&str],
    ) -> Result<Answered<T>, Box<Trouble>> {
        let answered = self.ask(document, variables).await?;
        self.check(&answered.failures, fields, None)?;
        Ok(answered)
    }

    /// The first failure of one of these fields, as the page's trouble.
    pub(crate) fn check(
        &self,
        failures: &[Failure],
        fields: &[&str],
        person: Option<Person>,
    ) -> Result<(), Box<Trouble>> {
        match failures
            .iter()
            .find(|failure| fields.contains(&failure.path.as_str()))
        {
            None => Ok(()),
            Some(failure) => Err(Box::new(Trouble {
                person,
                ..Trouble::of(self, Some(failure.clone()))
            })),
        }
    }
}

fn failures(body: &Value, lang: Lang) -> Vec<Failure> {
    let Some(errors) = body["errors"].as_array() else {
        return Vec::new();
    };
    let failure = |error: &Value| {
        let parts = error["path"].as_array().into_iter().flatten();
        let names: Vec<_> = parts.filter_map(Value::as_str).collect();
        let polish = error["extensions"]["messagePl"].as_str();
        let english = error["message"].as_str().unwrap_or_default();
        Failure {
            path: names.join("."),
            code: error["extensions"]["code"]
                .as_str()
                .unwrap_or("INTERNAL")
                .to_owned(),
            message: lang.t(polish.unwrap_or(english), english).to_owned(),
        }
    };
    errors.iter().map(failure).collect()
}
