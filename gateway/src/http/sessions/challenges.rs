//! Those who have given their password and still owe the code of their second factor.
//!
//! The client holds a token of 256 random bits; behind its SHA-256 stand the user (whom the client is not told) and a digest of
//! the login. Five minutes, five codes, one sign-in.

use std::sync::Arc;
use std::time::Duration;

use redis::aio::ConnectionManager;
use uuid::Uuid;
use wsparcie_kernel::ids::UserId;
use wsparcie_kernel::{Clock, Instant};

use super::redis_door::RedisDoor;
use super::{SessionError, SessionLimits, SessionToken, scripts};
use crate::config::RandomSource;

const LIFE: Duration = Duration::from_mins(5);
/// How many codes may be tried.
const TRIES: i64 = 5;

/// The challenges. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Challenges {
    redis: RedisDoor,
    prefix: String,
    clock: Arc<dyn Clock>,
    random: Arc<dyn RandomSource>,
}

/// One try at a challenge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Try {
    /// Whose password was right.
    pub(crate) user: UserId,
    /// The digest of the login it was given for.
    pub(crate) account: String,
    /// Whether it is the first one.
    pub(crate) is_first: bool,
}

impl Challenges {
    pub(crate) fn new(
        manager: ConnectionManager,
        limits: &SessionLimits,
        clock: Arc<dyn Clock>,
        random: Arc<dyn RandomSource>,
    ) -> Self {
        Self {
            redis: RedisDoor {
                manager,
                timeout: limits.redis_timeout,
            },
            prefix: limits.key_prefix.clone(),
            clock,
            random,
        }
    }

    /// Begins a challenge; its token, and when it ends.
    pub(crate) async fn begin(
        &self,
        user: UserId,
        account: &str,
    ) -> Result<(SessionToken, Instant), SessionError> {
        let token = SessionToken::from_random(self.random.bytes().ok_or(SessionError::Broken)?);
        let ends = self.clock.now() + LIFE;
        let arguments = [
            user.to_string(),
            account.to_owned(),
            ends.timestamp_millis().to_string(),
            LIFE.as_millis().to_string(),
        ];
        self.redis
            .run::<i64>(&scripts::CHALLENGE, &[self.key(&token)], &arguments)
            .await?;
        Ok((token, ends))
    }

    /// Takes one of the tries; `None` if there is no such challenge (any more).
    pub(crate) async fn take(&self, token: &SessionToken) -> Result<Option<Try>, SessionError> {
        let arguments = [self.clock.now().timestamp_millis().to_string(), TRIES.to_string()];
        let found: Vec<String> = self
            .redis
            .run(&scripts::TRY, &[self.key(token)], &arguments)
            .await?;
        let [user, account, number] = found.as_slice() else {
            return Ok(None);
        };
        Ok(Some(Try {
            user: UserId::from_uuid(Uuid::try_parse(user).map_err(|_| SessionError::Broken)?),
            account: account.clone(),
            is_first: number == "1",
        }))
    }

    /// Gives a try back that no code was looked at for.
    pub(crate) async fn give_back(&self, token: &SessionToken) -> Result<(), SessionError> {
        self.redis
            .run::<i64>(&scripts::GIVE_BACK, &[self.key(token)], &[])
            .await
            .map(|_| ())
    }

    /// Ends a challenge. Of two right codes at once one is told that it was still there.
    pub(crate) async fn finish(&self, token: &SessionToken) -> Result<bool, SessionError> {
        let ended: i64 = self.redis.run(&scripts::FINISH, &[self.key(token)], &[]).await?;
        Ok(ended > 0)
    }

    fn key(&self, token: &SessionToken) -> String {
        format!("{}:challenge:{}", self.prefix, token.hash().as_str())
    }
}
