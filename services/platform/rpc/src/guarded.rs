//! A handler always answers: by its deadline, whatever it does.

use std::panic::AssertUnwindSafe;
use std::time::Instant;

use futures::FutureExt;
use tarpc::ServerError;

use crate::link::{LocalFuture, now};

/// Why a handler gave no answer of its own.
#[derive(Debug)]
pub(crate) enum Broken {
    /// The deadline passed.
    Late,
    /// It panicked, or could not answer.
    Failed(ServerError),
}

/// Waits for a handler until `deadline`, through its panics.
pub(crate) async fn answer<Resp>(
    method: &str,
    deadline: Instant,
    handler: LocalFuture<Resp>,
) -> Result<Resp, Broken> {
    let left = deadline.saturating_duration_since(now());
    match tokio::time::timeout(left, AssertUnwindSafe(handler).catch_unwind()).await {
        Ok(Ok(answer)) => answer.map_err(Broken::Failed),
        Ok(Err(_panic)) => {
            // The panic hook has told where; the payload may hold anything and is not looked at.
            tracing::error!(rpc.method = %method, error.code = "PANIC", "a service call panicked");
            Err(Broken::Failed(ServerError::new(
                std::io::ErrorKind::Other,
                "internal error".to_owned(),
            )))
        }
        Err(_elapsed) => {
            tracing::warn!(rpc.method = %method, error.code = "DEADLINE_EXCEEDED", "a service call ran out of time");
            Err(Broken::Late)
        }
    }
}
