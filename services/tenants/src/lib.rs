//! Tenants: organisations, the people and programs that act for them, and the audit trail.
//!
//! The contract is `wsparcie_tenants_api`; this crate fulfils it on PostgreSQL. `domain` holds the rules, `db` the SQL,
//! `app` the use cases. It knows no projects and no people of a centre's cases, and it makes no session tokens: the gateway
//! keeps those.

mod app;
mod config;
mod db;
mod domain;
mod service;

use std::sync::Arc;

pub use app::admin;
pub use app::mail::REMINDER_JOB;
pub use app::passwords::{Argon2id, PasswordHashing};
pub use app::secrets::{NoRandomness, SecretSource, SystemSecrets};
pub use config::{MailConfig, SecondFactorPolicy, TenantsConfig};
use tokio_util::sync::CancellationToken;
use wsparcie_kernel::{CallResult, Clock, IdSource};
use wsparcie_keys::Keyring;
use wsparcie_postgres::Db;
use wsparcie_postgres::jobs::Handler;

use crate::app::Tenants;

/// The tenants service. Cheap to clone; clones share the gate of password hashes.
#[derive(Clone)]
pub struct TenantsService {
    inner: Arc<Tenants>,
}

impl TenantsService {
    /// The service with the operating system's random numbers and real password hashes.
    pub fn new(
        db: Db,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn IdSource>,
        keyring: Keyring,
        config: TenantsConfig,
    ) -> Self {
        let (secrets, hashing) = (Arc::new(SystemSecrets), Arc::new(Argon2id));
        Self::with(db, clock, ids, keyring, config, secrets, hashing)
    }

    /// The service with everything given from outside.
    pub fn with(
        db: Db,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn IdSource>,
        keyring: Keyring,
        config: TenantsConfig,
        secrets: Arc<dyn SecretSource>,
        hashing: Arc<dyn PasswordHashing>,
    ) -> Self {
        let passwords = app::passwords::Passwords::new(hashing);
        Self {
            inner: Arc::new(Tenants {
                db,
                clock,
                ids,
                secrets,
                passwords,
                keyring,
                config,
            }),
        }
    }

    /// Sends waiting mails until told to stop. Every process that serves may run it; each mail leaves once.
    pub async fn run_mails(&self, stop: CancellationToken) {
        app::mail::run(&self.inner, stop).await;
    }

    /// Does the jobs of [`REMINDER_JOB`]: writes letters about what is due at a centre.
    pub fn reminder_handler(&self) -> Handler {
        let inner = Arc::clone(&self.inner);
        Arc::new(move |job| {
            let inner = Arc::clone(&inner);
            Box::pin(async move { app::mail::take_in(&inner, job).await })
        })
    }

    /// Sends the mails that are due now, and gives how many there were. Tests call it instead of waiting.
    ///
    /// # Errors
    /// If the database cannot be reached. What a relay does is the log's business.
    pub async fn send_mails_once(&self) -> CallResult<usize> {
        app::mail::send_once(&self.inner).await
    }
}
