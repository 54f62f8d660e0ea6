//! Around every request: its id, its span, the end of every panic, and the security headers of every answer.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Instant;

use axum::body::Body;
use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use futures::FutureExt;
use http::{HeaderName, HeaderValue};
use tracing::Instrument;

use super::answer::{self, Marks};
use super::fault::Fault;
use super::limits::TimedBody;
use super::negotiate::Media;
use crate::gateway::Shared;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Headers that stand on every answer, unless its route has set its own (only [`web`](crate::web) does).
const SECURITY: &[(&str, &str)] = &[
    ("x-content-type-options", "nosniff"),
    ("cache-control", "no-store"),
    (
        "content-security-policy",
        "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    ),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-resource-policy", "same-origin"),
];

/// The outermost layer.
pub(crate) async fn around(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    // Whoever reads the body, reads it within its time.
    let mut request = request.map(|body| Body::new(TimedBody::new(body, &shared.config.connections)));
    let request_id = shared.config.ids.next(shared.clock.now());
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("/{other}", MatchedPath::as_str)
        .to_owned();
    let span = tracing::info_span!("http.request", request.id = %request_id, http.route = %route);
    (shared.config.observability.continue_trace)(&span, request.headers());
    let https = shared.config.https;
    async move {
        let marks = Marks {
            request_id,
            trace_id: (shared.config.observability.trace_id)(),
        };
        request.extensions_mut().insert(marks.clone());
        let answered = AssertUnwindSafe(next.run(request)).catch_unwind().await;
        let mut response = answered.unwrap_or_else(|_panic| {
            // The panic hook has told where; the payload may hold anything and is not looked at.
            tracing::error!(error.code = "PANIC", "a request panicked");
            answer::fault(&Fault::internal(), &marks, Media::GraphQl)
        });
        finish(&mut response, &marks, https);
        let status = response.status().as_u16();
        let elapsed = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
        tracing::info!(
            http.status_code = status,
            duration_ms = elapsed,
            "request answered"
        );
        response
    }
    .instrument(span)
    .await
}

fn finish(response: &mut Response, marks: &Marks, https: bool) {
    let headers = response.headers_mut();
    for (name, value) in SECURITY {
        // Pages have a policy of their own, and their assets may be kept.
        headers
            .entry(HeaderName::from_static(name))
            .or_insert(HeaderValue::from_static(value));
    }
    if https {
        headers.insert(
            http::header::STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static("max-age=31536000"),
        );
    }
    if let Ok(id) = HeaderValue::from_str(&marks.request_id.to_string()) {
        headers.insert(REQUEST_ID, id);
    }
}
