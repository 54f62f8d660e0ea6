//! Whether this process lives, and whether it should be given requests.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use serde_json::json;

use super::answer;
use super::negotiate::Media;
use crate::gateway::Shared;

/// How long what stands behind the gateway may take to say that it is there.
const PATIENCE: Duration = Duration::from_secs(1);

/// The process lives. Asks nothing of anybody.
pub(crate) async fn live() -> Response {
    answer::body(StatusCode::OK, Media::Json, &json!({"status": "live"}))
}

/// Requests are welcome: not stopping, Redis answers, and so does what stands behind.
pub(crate) async fn ready(State(shared): State<Arc<Shared>>) -> Response {
    let draining = shared.draining.load(Ordering::Relaxed);
    let ready = !draining && {
        let behind = tokio::time::timeout(PATIENCE, (shared.config.readiness)());
        let (redis, behind) = tokio::join!(shared.sessions.ping(), behind);
        redis.is_ok() && behind.unwrap_or(false)
    };
    let (status, word) = match (draining, ready) {
        (true, _) => (StatusCode::SERVICE_UNAVAILABLE, "draining"),
        (_, true) => (StatusCode::OK, "ready"),
        (_, false) => (StatusCode::SERVICE_UNAVAILABLE, "not_ready"),
    };
    answer::body(status, Media::Json, &json!({"status": word}))
}
