//! Sessions of signed-in users, kept in Redis: a token for the client, only its SHA-256 with us.
//!
//! A session ends after some idle time (Redis forgets it) and at a fixed time after sign-in (checked against the injected
//! clock). Each user has an index of their sessions. When Redis does not answer, nobody is let in and nobody is taken for
//! anonymous: callers get [`SessionError::Unavailable`] within a second.
//!
//! This module knows who is signed in to which organisation. What they may do there is asked of the tenants service on
//! every request, so that a right taken away is gone at once.

mod redis_door;
mod store;
mod token;

use std::time::Duration;

use serde::{Deserialize, Serialize};
use uuid::Uuid;
use wsparcie_kernel::Instant;
use wsparcie_kernel::ids::{TenantId, UserId};

pub use redis_door::connect;
pub use store::SessionStore;
pub use token::{SessionHash, SessionToken};

/// How long sessions live and how long Redis may take.
#[derive(Debug, Clone)]
pub struct SessionLimits {
    /// A session not used for this long is gone.
    pub idle: Duration,
    /// A session this old is gone, however much it is used. Switching the organisation does not make it younger.
    pub absolute: Duration,
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
            redis_timeout: Duration::from_millis(800),
            key_prefix: "wsparcie".to_owned(),
        }
    }
}

/// A live session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// What the session is stored under.
    pub hash: SessionHash,
    /// Who is signed in.
    pub user: UserId,
    /// To which organisation.
    pub organisation: TenantId,
    /// When they signed in.
    pub signed_in_at: Instant,
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

/// What is stored of a session.
#[derive(Serialize, Deserialize)]
struct Stored {
    user: Uuid,
    organisation: Uuid,
    /// Seconds since 1970.
    signed_in_at: i64,
}
