//! How answers are written: GraphQL over HTTP's media types and status codes, and `extensions {code, requestId, traceId}`.

use axum::body::Body;
use axum::response::Response;
use http::header::{ALLOW, CONNECTION, CONTENT_TYPE, RETRY_AFTER, SET_COOKIE};
use http::{HeaderValue, StatusCode};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::credentials::FORGET_COOKIE;
use super::fault::Fault;
use super::negotiate::Media;

/// What every answer to a request says of it.
#[derive(Debug, Clone)]
pub(crate) struct Marks {
    pub(crate) request_id: Uuid,
    pub(crate) trace_id: Option<String>,
}

impl Marks {
    /// Writes the request's ids into an error's extensions.
    pub(crate) fn put(&self, extensions: &mut Map<String, Value>) {
        extensions.insert("requestId".to_owned(), json!(self.request_id));
        if let Some(trace_id) = &self.trace_id {
            extensions.insert("traceId".to_owned(), json!(trace_id));
        }
    }
}

/// The answer to a request without a result.
pub(crate) fn fault(fault: &Fault, marks: &Marks, media: Media) -> Response {
    let mut extensions = Map::new();
    extensions.insert("code".to_owned(), json!(fault.code));
    extensions.insert("messagePl".to_owned(), json!(fault.message_pl));
    if let Some(limit) = fault.limit {
        extensions.insert("limit".to_owned(), json!(limit));
    }
    marks.put(&mut extensions);
    let mut error = json!({"message": fault.message_en, "extensions": extensions});
    if let (Some(place), Value::Object(error)) = (fault.place, &mut error) {
        error.insert(
            "locations".to_owned(),
            json!([{"line": place.line, "column": place.column}]),
        );
    }
    // Clients that only know `application/json` take any other status for an answer that is not GraphQL.
    let legacy = media == Media::Json && fault.well_formed && fault.status == StatusCode::BAD_REQUEST;
    let status = if legacy { StatusCode::OK } else { fault.status };
    let mut written = json!({"errors": [error]});
    if let (Some(cost), Value::Object(written)) = (fault.cost.as_deref(), &mut written) {
        written.insert("extensions".to_owned(), json!({"cost": cost}));
    }
    let mut response = body(status, media, &written);
    let headers = response.headers_mut();
    if let Some(seconds) = fault.retry_after {
        headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    if let Some(allow) = fault.allow {
        headers.insert(ALLOW, HeaderValue::from_static(allow));
    }
    if fault.status == StatusCode::REQUEST_TIMEOUT {
        // The rest of the body may still come: nothing behind it could be read.
        headers.insert(CONNECTION, HeaderValue::from_static("close"));
    }
    if fault.forget_cookie {
        headers.append(SET_COOKIE, HeaderValue::from_static(FORGET_COOKIE));
    }
    response
}

/// An answer with a JSON body.
pub(crate) fn body(status: StatusCode, media: Media, value: &Value) -> Response {
    let mut response = Response::new(Body::from(value.to_string()));
    *response.status_mut() = status;
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static(media.content_type()));
    response
}
