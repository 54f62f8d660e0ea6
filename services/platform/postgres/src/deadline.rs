//! How long the request that the running code works for may still take.
//!
//! Whoever hands a call to a service sets it; a transaction that begins within it lets no statement run longer than what is
//! left. Background work runs without one.

use std::future::Future;
use std::time::{Duration, Instant};

use crate::error::DbError;

tokio::task_local! {
    static UNTIL: Instant;
}

/// Runs `work` with a deadline. Tasks that it spawns have none.
pub async fn within<F: Future>(until: Instant, work: F) -> F::Output {
    UNTIL.scope(until, work).await
}

/// What is left for the next transaction; `None` without a deadline.
///
/// # Errors
/// [`DbError::Timeout`] if nothing is left: then nothing begins.
pub(crate) fn left() -> Result<Option<Duration>, DbError> {
    let Ok(until) = UNTIL.try_with(|until| *until) else {
        return Ok(None);
    };
    let left = until.saturating_duration_since(Instant::now());
    if left < Duration::from_millis(1) {
        return Err(DbError::Timeout);
    }
    Ok(Some(left))
}

/// The statement that sets the limit for a transaction, with a leading `; `; nothing where the pool's own limit is shorter.
pub(crate) fn limit(left: Option<Duration>, configured: Duration) -> String {
    match left {
        // Safe: digits.
        Some(left) if left < configured => {
            format!("; SET LOCAL statement_timeout = {}", left.as_millis().max(1))
        }
        _ => String::new(),
    }
}

/// Waits for a transaction's begin no longer than what is left: a full pool may keep it waiting.
pub(crate) async fn bounded<T>(
    left: Option<Duration>,
    begin: impl Future<Output = Result<T, sqlx::Error>>,
) -> Result<T, DbError> {
    match left {
        None => Ok(begin.await?),
        Some(left) => match tokio::time::timeout(left, begin).await {
            Ok(result) => Ok(result?),
            Err(_elapsed) => Err(DbError::Timeout),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shorter_limit_holds() {
        let five = Duration::from_secs(5);
        assert_eq!(limit(None, five), "");
        assert_eq!(limit(Some(Duration::from_secs(9)), five), "");
        assert_eq!(
            limit(Some(Duration::from_millis(300)), five),
            "; SET LOCAL statement_timeout = 300"
        );
        // Nought would mean no limit at all.
        assert_eq!(
            limit(Some(Duration::from_micros(1)), five),
            "; SET LOCAL statement_timeout = 1"
        );
    }
}
