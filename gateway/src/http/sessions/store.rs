//! What can be done with sessions.

use std::sync::{Arc, LazyLock};

use redis::Script;
use redis::aio::ConnectionManager;
use uuid::Uuid;
use wsparcie_kernel::ids::{TenantId, UserId};
use wsparcie_kernel::{Clock, Instant};

use super::redis_door::RedisDoor;
use super::{Session, SessionError, SessionHash, SessionLimits, SessionToken, Stored};
use crate::config::RandomSource;

static PING: LazyLock<Script> = LazyLock::new(|| Script::new("return 1"));

/// Reads a session and lets it live on: key; idle seconds.
static TOUCH: LazyLock<Script> =
    LazyLock::new(|| Script::new("return redis.call('GETEX', KEYS[1], 'EX', ARGV[1])"));

/// Stores a session in place of an old one: new key, index, old key (or none); value, idle, absolute, new hash, old hash.
/// An old session that is gone is not replaced: of two switches at once only one gets a token.
static START: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        "if KEYS[3] then
             if redis.call('DEL', KEYS[3]) == 0 then return 0 end
             redis.call('SREM', KEYS[2], ARGV[5])
         end
         redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2])
         redis.call('SADD', KEYS[2], ARGV[4])
         redis.call('EXPIRE', KEYS[2], ARGV[3])
         return 1",
    )
});

/// Ends one session: key, index; hash.
static END: LazyLock<Script> =
    LazyLock::new(|| Script::new("redis.call('SREM', KEYS[2], ARGV[1]) return redis.call('DEL', KEYS[1])"));

/// The hashes of a user's live sessions; forgets dead ones: index; prefix of keys.
static LIST: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        "local live = {}
         for _, hash in ipairs(redis.call('SMEMBERS', KEYS[1])) do
             if redis.call('EXISTS', ARGV[1] .. hash) == 1 then live[#live + 1] = hash
             else redis.call('SREM', KEYS[1], hash) end
         end
         return live",
    )
});

/// Ends all sessions of a user: index; prefix of keys.
static END_ALL: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        "local ended = 0
         for _, hash in ipairs(redis.call('SMEMBERS', KEYS[1])) do
             ended = ended + redis.call('DEL', ARGV[1] .. hash)
         end
         redis.call('DEL', KEYS[1])
         return ended",
    )
});

/// The sessions. Cheap to clone.
#[derive(Clone)]
pub struct SessionStore {
    redis: RedisDoor,
    limits: SessionLimits,
    clock: Arc<dyn Clock>,
    random: Arc<dyn RandomSource>,
}

impl SessionStore {
    /// A store in this Redis.
    pub fn new(
        manager: ConnectionManager,
        limits: SessionLimits,
        clock: Arc<dyn Clock>,
        random: Arc<dyn RandomSource>,
    ) -> Self {
        let redis = RedisDoor {
            manager,
            timeout: limits.redis_timeout,
        };
        Self {
            redis,
            limits,
            clock,
            random,
        }
    }

    /// Whether Redis answers.
    pub async fn ping(&self) -> Result<(), SessionError> {
        self.redis.run::<i64>(&PING, &[], &[]).await.map(|_| ())
    }

    /// Starts a session at sign-in. A session that the client had before ends with it.
    pub async fn start(
        &self,
        user: UserId,
        organisation: TenantId,
        before: Option<&Session>,
    ) -> Result<SessionToken, SessionError> {
        // Not atomic with the start: the old session must end even if it belongs to another user.
        if let Some(before) = before {
            self.end(before).await?;
        }
        self.store(user, organisation, self.clock.now(), None).await
    }

    /// Moves a session to another organisation under a new token; the old token is worthless afterwards.
    ///
    /// # Errors
    /// [`SessionError::Ended`] if the session ended in the meantime.
    pub async fn switch(
        &self,
        session: &Session,
        organisation: TenantId,
    ) -> Result<SessionToken, SessionError> {
        self.store(
            session.user,
            organisation,
            session.signed_in_at,
            Some(&session.hash),
        )
        .await
    }

    /// The session of a token, which lives on; `None` if there is none (any more).
    pub async fn find(&self, token: &SessionToken) -> Result<Option<Session>, SessionError> {
        let hash = token.hash();
        let idle = seconds(self.limits.idle);
        let stored: Option<String> = self.redis.run(&TOUCH, &[self.key(&hash)], &[idle]).await?;
        let Some(stored) = stored else { return Ok(None) };
        let stored: Stored = serde_json::from_str(&stored).map_err(|_| SessionError::Broken)?;
        let signed_in_at = Instant::from_timestamp(stored.signed_in_at, 0).ok_or(SessionError::Broken)?;
        let session = Session {
            hash,
            user: UserId::from_uuid(stored.user),
            organisation: TenantId::from_uuid(stored.organisation),
            signed_in_at,
        };
        let age = self.clock.now().signed_duration_since(signed_in_at);
        if age.to_std().is_ok_and(|age| age >= self.limits.absolute) {
            self.end(&session).await?;
            return Ok(None);
        }
        Ok(Some(session))
    }

    /// Ends a session.
    pub async fn end(&self, session: &Session) -> Result<(), SessionError> {
        self.revoke(session.user, &session.hash).await.map(|_| ())
    }

    /// The hashes of a user's live sessions.
    pub async fn list(&self, user: UserId) -> Result<Vec<SessionHash>, SessionError> {
        let hashes: Vec<String> = self
            .redis
            .run(&LIST, &[self.index(user.into_uuid())], &[self.prefix()])
            .await?;
        Ok(hashes.into_iter().map(SessionHash::from_stored).collect())
    }

    /// Ends one session of a user; whether there was one.
    pub async fn revoke(&self, user: UserId, hash: &SessionHash) -> Result<bool, SessionError> {
        let keys = [self.key(hash), self.index(user.into_uuid())];
        let ended: i64 = self.redis.run(&END, &keys, &[hash.as_str().to_owned()]).await?;
        Ok(ended > 0)
    }

    /// Ends all sessions of a user; how many there were.
    pub async fn revoke_all(&self, user: UserId) -> Result<i64, SessionError> {
        self.redis
            .run(&END_ALL, &[self.index(user.into_uuid())], &[self.prefix()])
            .await
    }

    async fn store(
        &self,
        user: UserId,
        organisation: TenantId,
        signed_in_at: Instant,
        replaced: Option<&SessionHash>,
    ) -> Result<SessionToken, SessionError> {
        let token = SessionToken::from_random(self.random.bytes().ok_or(SessionError::Broken)?);
        let hash = token.hash();
        let stored = Stored {
            user: user.into_uuid(),
            organisation: organisation.into_uuid(),
            signed_in_at: signed_in_at.timestamp(),
        };
        let mut keys = vec![self.key(&hash), self.index(user.into_uuid())];
        let mut arguments = vec![
            serde_json::to_string(&stored).map_err(|_| SessionError::Broken)?,
            seconds(self.limits.idle),
            seconds(self.limits.absolute),
            hash.as_str().to_owned(),
        ];
        if let Some(old) = replaced {
            keys.push(self.key(old));
            arguments.push(old.as_str().to_owned());
        }
        let started: i64 = self.redis.run(&START, &keys, &arguments).await?;
        if started == 0 {
            return Err(SessionError::Ended);
        }
        Ok(token)
    }

    fn prefix(&self) -> String {
        format!("{}:session:", self.limits.key_prefix)
    }

    fn key(&self, hash: &SessionHash) -> String {
        format!("{}:session:{}", self.limits.key_prefix, hash.as_str())
    }

    fn index(&self, user: Uuid) -> String {
        format!("{}:sessions-of:{user}", self.limits.key_prefix)
    }
}

fn seconds(duration: std::time::Duration) -> String {
    duration.as_secs().max(1).to_string()
}
