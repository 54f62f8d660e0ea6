//! What can be done with sessions.

use std::sync::Arc;

use redis::aio::ConnectionManager;
use uuid::Uuid;
use wsparcie_kernel::ids::{TenantId, UserId};
use wsparcie_kernel::{Clock, Instant};

use super::redis_door::RedisDoor;
use super::{
    ListedSession, NewSession, Renewal, Session, SessionError, SessionHash, SessionLimits, SessionToken,
    Stored, scripts,
};
use crate::config::RandomSource;

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
        self.redis.run::<i64>(&scripts::PING, &[], &[]).await.map(|_| ())
    }

    /// Starts a session at sign-in, under a token that only the server makes. A session that the client had before ends with
    /// it.
    pub async fn start(
        &self,
        new: NewSession,
        before: Option<&Session>,
    ) -> Result<SessionToken, SessionError> {
        // Not atomic with the start: the old session must end even if it belongs to another user.
        if let Some(before) = before {
            self.end(before).await?;
        }
        let token = self.token()?;
        let now = self.clock.now();
        let session = Session {
            hash: token.hash(),
            id: public_id(self.random.bytes().ok_or(SessionError::Broken)?),
            user: new.user,
            organisation: new.organisation,
            method: new.method,
            client: new.client,
            signed_in_at: now,
            proved_at: now,
        };
        self.store(&session, None).await?;
        Ok(token)
    }

    /// Goes on with a session under a new token; the old token is worthless afterwards.
    ///
    /// # Errors
    /// [`SessionError::Ended`] if the session ended in the meantime.
    pub async fn renew(&self, session: &Session, change: Renewal) -> Result<SessionToken, SessionError> {
        let token = self.token()?;
        let proved_at = if change.proved {
            self.clock.now()
        } else {
            session.proved_at
        };
        let renewed = Session {
            hash: token.hash(),
            organisation: change.organisation.unwrap_or(session.organisation),
            proved_at,
            ..session.clone()
        };
        self.store(&renewed, Some(&session.hash)).await?;
        Ok(token)
    }

    /// Until when a proof of this instant is fresh.
    pub fn proved_until(&self, proved_at: Instant) -> Instant {
        proved_at + self.limits.proof
    }

    /// The session of a token, which lives on; `None` if there is none (any more).
    pub async fn find(&self, token: &SessionToken) -> Result<Option<Session>, SessionError> {
        let hash = token.hash();
        let idle = seconds(self.limits.idle);
        let stored: Option<String> = self
            .redis
            .run(&scripts::TOUCH, &[self.key(&hash)], &[idle])
            .await?;
        let Some(session) = stored.and_then(|stored| Stored::read(&stored, hash)) else {
            return Ok(None);
        };
        if self.is_too_old(&session) {
            self.end(&session).await?;
            return Ok(None);
        }
        Ok(Some(session))
    }

    fn is_too_old(&self, session: &Session) -> bool {
        let age = self.clock.now().signed_duration_since(session.signed_in_at);
        age.to_std().is_ok_and(|age| age >= self.limits.absolute)
    }

    /// Ends a session.
    pub async fn end(&self, session: &Session) -> Result<(), SessionError> {
        let keys = [self.key(&session.hash), self.index(session.user)];
        let hash = session.hash.as_str().to_owned();
        self.redis
            .run::<i64>(&scripts::END, &keys, &[hash])
            .await
            .map(|_| ())
    }

    /// A user's live sessions, the oldest sign-in first.
    pub async fn list(&self, user: UserId) -> Result<Vec<ListedSession>, SessionError> {
        let rows: Vec<(String, String, i64)> = self
            .redis
            .run(&scripts::LIST, &[self.index(user)], &[self.prefix()])
            .await?;
        let now = self.clock.now();
        let idle = i64::try_from(self.limits.idle.as_millis()).unwrap_or(i64::MAX);
        let mut listed: Vec<ListedSession> = rows
            .into_iter()
            .filter_map(|(hash, stored, left)| {
                let session = Stored::read(&stored, SessionHash::from_stored(hash))?;
                let unused = chrono::TimeDelta::milliseconds(idle.saturating_sub(left).max(0));
                Some(ListedSession {
                    last_seen_at: (now - unused).max(session.signed_in_at),
                    session,
                })
            })
            .filter(|one| !self.is_too_old(&one.session))
            .collect();
        listed.sort_by_key(|one| (one.session.signed_in_at, one.session.id));
        Ok(listed)
    }

    /// Ends the session of a user that has this public id; whether there was one.
    pub async fn revoke(&self, user: UserId, id: Uuid) -> Result<bool, SessionError> {
        let ended = self.end_matching(user, "id", &id.to_string(), None).await?;
        Ok(ended > 0)
    }

    /// Ends all sessions of a user, but for one if one is named; how many there were.
    pub async fn revoke_all(&self, user: UserId, except: Option<&SessionHash>) -> Result<i64, SessionError> {
        self.end_matching(user, "", "", except).await
    }

    /// Ends a user's sessions for one organisation; how many there were.
    pub async fn revoke_in(&self, user: UserId, organisation: TenantId) -> Result<i64, SessionError> {
        self.end_matching(user, "organisation", &organisation.to_string(), None)
            .await
    }

    async fn end_matching(
        &self,
        user: UserId,
        field: &str,
        value: &str,
        except: Option<&SessionHash>,
    ) -> Result<i64, SessionError> {
        let arguments = [
            self.prefix(),
            field.to_owned(),
            value.to_owned(),
            except.map(|hash| hash.as_str().to_owned()).unwrap_or_default(),
        ];
        self.redis
            .run(&scripts::END_MATCHING, &[self.index(user)], &arguments)
            .await
    }

    fn token(&self) -> Result<SessionToken, SessionError> {
        let bytes = self.random.bytes().ok_or(SessionError::Broken)?;
        Ok(SessionToken::from_random(bytes))
    }

    async fn store(&self, session: &Session, replaced: Option<&SessionHash>) -> Result<(), SessionError> {
        let mut keys = vec![self.key(&session.hash), self.index(session.user)];
        let mut arguments = vec![
            serde_json::to_string(&Stored::of(session)).map_err(|_| SessionError::Broken)?,
            seconds(self.limits.idle),
            seconds(self.limits.absolute),
            session.hash.as_str().to_owned(),
        ];
        if let Some(old) = replaced {
            keys.push(self.key(old));
            arguments.push(old.as_str().to_owned());
        }
        let started: i64 = self.redis.run(&scripts::START, &keys, &arguments).await?;
        if started == 0 {
            return Err(SessionError::Ended);
        }
        Ok(())
    }

    fn prefix(&self) -> String {
        format!("{}:session:", self.limits.key_prefix)
    }

    fn key(&self, hash: &SessionHash) -> String {
        format!("{}:session:{}", self.limits.key_prefix, hash.as_str())
    }

    fn index(&self, user: UserId) -> String {
        format!("{}:sessions-of:{user}", self.limits.key_prefix)
    }
}

/// 128 of the random bits.
fn public_id(bytes: [u8; 32]) -> Uuid {
    let (half, _) = bytes.split_at(16);
    Uuid::from_slice(half).unwrap_or_default()
}

fn seconds(duration: std::time::Duration) -> String {
    duration.as_secs().max(1).to_string()
}
