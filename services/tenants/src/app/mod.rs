//! Use cases: the one place where order matters.
//!
//! Authorise → validate → open the transaction → lock → let the domain decide → store → record → commit. Where both an
//! `app_rw` and an `app_identity` transaction are needed, the former is always opened first, so that nobody who holds a
//! connection of the small identity pool waits for one of the other.

pub(crate) mod access_reviews;
pub(crate) mod actors;
pub mod admin;
pub(crate) mod agreement;
pub(crate) mod api_clients;
pub(crate) mod audit_trail;
pub(crate) mod break_glass;
pub(crate) mod districts;
pub(crate) mod founding;
pub(crate) mod invitations;
pub(crate) mod links;
pub(crate) mod mail;
pub(crate) mod members;
pub(crate) mod organisation_status;
pub(crate) mod organisations;
pub(crate) mod password_change;
pub(crate) mod passwords;
pub(crate) mod providers;
pub(crate) mod second_factor;
pub(crate) mod secrets;
pub(crate) mod sessions;

use std::sync::Arc;

use uuid::Uuid;
use wsparcie_kernel::actor::ActingOrganisation;
use wsparcie_kernel::ids::UserId;
use wsparcie_kernel::{Call, CallError, CallResult, Clock, IdSource, Instant, Principal};
use wsparcie_keys::{KeyError, Keyring};
use wsparcie_postgres::audit::{self, Act};
use wsparcie_postgres::{Db, DbError, TenantTx};

use self::passwords::Passwords;
use self::secrets::SecretSource;
use crate::TenantsConfig;

/// What the use cases work with.
pub(crate) struct Tenants {
    pub(crate) db: Db,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) ids: Arc<dyn IdSource>,
    pub(crate) secrets: Arc<dyn SecretSource>,
    pub(crate) passwords: Passwords,
    pub(crate) keyring: Keyring,
    pub(crate) config: TenantsConfig,
}

impl Tenants {
    async fn record(&self, tx: &mut TenantTx, call: &Call, act: Act, now: Instant) -> Result<(), DbError> {
        audit::record(tx, self.ids.as_ref(), call, act, now).await
    }
}

/// The organisation that somebody who was authorised acts for.
fn acting(call: &Call) -> CallResult<&ActingOrganisation> {
    call.actor.organisation.as_ref().ok_or(CallError::Unauthenticated)
}

/// The user behind a call. Sessions, decisions and acceptances belong to people.
fn signed_in_user(call: &Call) -> CallResult<UserId> {
    match &call.actor.principal {
        Principal::User(user) => Ok(*user),
        Principal::Anonymous => Err(CallError::Unauthenticated),
        Principal::ApiClient(_) | Principal::System(_) => Err(CallError::Forbidden),
    }
}

/// What a repeated request answers with: the row of its first run.
fn repeated<T>(mut rows: Vec<T>) -> CallResult<T> {
    rows.pop().ok_or(CallError::Internal)
}

/// Bare ids, for SQL parameters.
fn bare<T: Copy>(ids: &[T], bare: impl Fn(T) -> Uuid) -> Vec<Uuid> {
    ids.iter().map(|id| bare(*id)).collect()
}

/// A key that cannot be had is a defect of the instance, not the caller's.
fn keys_failed(_: &KeyError) -> CallError {
    tracing::error!(error.code = "KEYS", "the instance key cannot be used");
    CallError::Internal
}
