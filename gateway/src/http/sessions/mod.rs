//! Sessions of signed-in users, kept in Redis: a token for the client, only its SHA-256 with us. Beside them the challenges of
//! those who are half way in.
//!
//! A session ends after some idle time (Redis forgets it) and at a fixed time after sign-in (checked against the injected
//! clock). Each user has an index of their sessions. When Redis does not answer, nobody is let in and nobody is taken for
//! anonymous: callers get [`SessionError::Unavailable`] within a second.
//!
//! This module knows who is signed in to which organisation, how and since when. What they may do there is asked of the
//! tenants service on every request, so that a right taken away is gone at once.

mod challenges;
mod redis_door;
mod scripts;
mod store;
mod token;

use std::time::Duration;

use serde::{Deserialize, Serialize};
use uuid::Uuid;
use wsparcie_kernel::Instant;
use wsparcie_kernel::ids::{TenantId, UserId};
use wsparcie_tenants_api::SignInMethod;

pub(crate) use challenges::Challenges;
pub(crate) use redis_door::RedisDoor;
pub use redis_door::connect;
pub use store::SessionStore;
pub use token::{SessionHash, SessionToken};

/// How long sessions live and how long Redis may take.
#[derive(Debug, Clone)]
pub struct SessionLimits {
    /// A session not used for this long is gone.
    pub idle: Duration,
    /// A session this old is gone, however much it is used. No change of its token makes it younger.
    pub absolute: Duration,
    /// How long a proof (a sign-in, or a password or code given again) opens what needs a fresh one.
    pub proof: Duration,
    /// How long one operation on Redis may take, retries included.
    pub redis_timeout: Duration,
    /// What the keys in Redis begin with; two instances on one Redis need two prefixes.
    pub key_prefix: String,
}

impl Default for SessionLimits {
    fn default() -> Self {
        Self {
            idle: Duration::from_mins(30),
            absolute: Duration::from_hours(12),
            proof: Duration::from_mins(15),
            redis_timeout: Duration::from_millis(800),
            key_prefix: "wsparcie".to_owned(),
        }
    }
}

/// A session to be started.
#[derive(Debug, Clone)]
pub struct NewSession {
    /// Who has signed in.
    pub user: UserId,
    /// To which organisation.
    pub organisation: TenantId,
    /// How.
    pub method: SignInMethod,
    /// With what: a coarse description from a fixed list, never the browser's own words.
    pub client: String,
}

/// A live session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// What the session is stored under; another one after each change of privilege.
    pub hash: SessionHash,
    /// Its public id, the same as long as it lives: names it in lists and opens nothing.
    pub id: Uuid,
    /// Who is signed in.
    pub user: UserId,
    /// To which organisation.
    pub organisation: TenantId,
    /// How they signed in.
    pub method: SignInMethod,
    /// With what, as in [`NewSession::client`].
    pub client: String,
    /// When they signed in.
    pub signed_in_at: Instant,
    /// When they last proved who they are: at sign-in, or since.
    pub proved_at: Instant,
}

/// A live session in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedSession {
    /// The session.
    pub session: Session,
    /// When a request last came with it, to within a second.
    pub last_seen_at: Instant,
}

/// What changes about a session together with its token.
#[derive(Debug, Clone, Copy, Default)]
pub struct Renewal {
    /// The organisation from now on, if it changes.
    pub organisation: Option<TenantId>,
    /// Whether the user has just proved anew who they are.
    pub proved: bool,
}

/// Why there is no session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SessionError {
    /// Redis does not answer in time, or answers with an error.
    #[error("the session store does not answer")]
    Unavailable,
    /// No random numbers, or a stored session that cannot be read.
    #[error("the session store is broken")]
    Broken,
    /// The session ended in the meantime.
    #[error("the session has ended")]
    Ended,
}

/// What is stored of a session. The scripts read `id` and `organisation`.
#[derive(Serialize, Deserialize)]
struct Stored {
    id: Uuid,
    user: Uuid,
    organisation: Uuid,
    method: SignInMethod,
    client: String,
    /// Seconds since 1970.
    signed_in_at: i64,
    /// Seconds since 1970.
    proved_at: i64,
}

impl Stored {
    fn of(session: &Session) -> Self {
        Self {
            id: session.id,
            user: session.user.into_uuid(),
            organisation: session.organisation.into_uuid(),
            method: session.method,
            client: session.client.clone(),
            signed_in_at: session.signed_in_at.timestamp(),
            proved_at: session.proved_at.timestamp(),
        }
    }

    /// The session; `None` for a text that no version of ours has written, or only an older one.
    fn read(text: &str, hash: SessionHash) -> Option<Session> {
        let stored: Self = serde_json::from_str(text).ok()?;
        Some(Session {
            hash,
            id: stored.id,
            user: UserId::from_uuid(stored.user),
            organisation: TenantId::from_uuid(stored.organisation),
            method: stored.method,
            client: stored.client,
            signed_in_at: Instant::from_timestamp(stored.signed_in_at, 0)?,
            proved_at: Instant::from_timestamp(stored.proved_at, 0)?,
        })
    }
}
