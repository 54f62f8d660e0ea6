//! How Redis is reached: within a time limit, once more if the connection had gone.

use std::time::Duration;

use redis::aio::{ConnectionManager, ConnectionManagerConfig};
use redis::{Client, FromRedisValue, RedisResult, Script};

use super::SessionError;

/// A connection to Redis that is made at the first use and again whenever it was lost, so that the gateway starts and lives
/// without Redis.
///
/// # Errors
/// The address is not one of Redis.
pub fn connect(url: &str) -> RedisResult<ConnectionManager> {
    let config = ConnectionManagerConfig::new()
        .set_connection_timeout(Some(Duration::from_millis(500)))
        .set_response_timeout(Some(Duration::from_millis(500)))
        .set_number_of_retries(1)
        .set_min_delay(Duration::from_millis(20))
        .set_max_delay(Duration::from_millis(100));
    ConnectionManager::new_lazy_with_config(Client::open(url)?, config)
}

/// One Redis, for sessions, challenges and throttles alike.
#[derive(Clone)]
pub(crate) struct RedisDoor {
    pub(crate) manager: ConnectionManager,
    pub(crate) timeout: Duration,
}

impl RedisDoor {
    /// Runs a script; every operation is one, so that each is atomic and one round trip.
    pub(crate) async fn run<T: FromRedisValue>(
        &self,
        script: &Script,
        keys: &[String],
        arguments: &[String],
    ) -> Result<T, SessionError> {
        let attempts = async {
            let first = self.attempt(script, keys, arguments).await;
            match first {
                // The manager notices a lost connection only by failing on it; all our scripts may be run twice.
                Err(error) if error.is_io_error() || error.is_connection_dropped() => {
                    self.attempt(script, keys, arguments).await
                }
                other => other,
            }
        };
        let Ok(Ok(answer)) = tokio::time::timeout(self.timeout, attempts).await else {
            tracing::warn!(
                error.code = "REDIS_UNAVAILABLE",
                "the session store does not answer"
            );
            return Err(SessionError::Unavailable);
        };
        Ok(answer)
    }

    async fn attempt<T: FromRedisValue>(
        &self,
        script: &Script,
        keys: &[String],
        arguments: &[String],
    ) -> RedisResult<T> {
        let mut invocation = script.prepare_invoke();
        for key in keys {
            invocation.key(key);
        }
        for argument in arguments {
            invocation.arg(argument);
        }
        invocation.invoke_async(&mut self.manager.clone()).await
    }
}
