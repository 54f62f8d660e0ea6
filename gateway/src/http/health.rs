//! Whether this process lives, and whether it should be given requests.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use serde_json::json;

use super::answer;
use super::negotiate::Media;
use crate::gateway::Shared;

/// How long what stands behind the gateway may take to say that it is there.
const PATIENCE: Duration = Duration::from_secs(1);
/// How long an answer is given to others, too. Anybody may ask, and what stands behind has better things to do.
const FRESH: Duration = Duration::from_millis(250);

/// Whether what stands behind the gateway was there when somebody last looked. One looks at a time; the others wait for it.
#[derive(Default)]
pub(crate) struct LastLook(tokio::sync::Mutex<Option<(Instant, bool)>>);

/// The process lives. Asks nothing of anybody.
pub(crate) async fn live() -> Response {
    answer::body(StatusCode::OK, Media::Json, &json!({"status": "live"}))
}

/// Requests are welcome: not stopping, Redis answers, and so does what stands behind.
pub(crate) async fn ready(State(shared): State<Arc<Shared>>) -> Response {
    let draining = shared.draining.load(Ordering::Relaxed);
    let ready = !draining && {
        let mut last = shared.last_look.0.lock().await;
        match *last {
            Some((at, ready)) if at.elapsed() < FRESH => ready,
            _ => {
                let ready = look(&shared).await;
                *last = Some((Instant::now(), ready));
                ready
            }
        }
    };
    let (status, word) = match (draining, ready) {
        (true, _) => (StatusCode::SERVICE_UNAVAILABLE, "draining"),
        (_, true) => (StatusCode::OK, "ready"),
        (_, false) => (StatusCode::SERVICE_UNAVAILABLE, "not_ready"),
    };
    answer::body(status, Media::Json, &json!({"status": word}))
}

async fn look(shared: &Shared) -> bool {
    let behind = tokio::time::timeout(PATIENCE, (shared.config.readiness)());
    let (redis, behind) = tokio::join!(shared.sessions.ping(), behind);
    redis.is_ok() && behind.unwrap_or(false)
}
