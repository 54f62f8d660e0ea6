//! A service on a database and a key store of its own, and shorthand for what tests say often.

mod centre;
mod made_up;

use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sqlx::AssertSqlSafe;
use tarpc::context::{self, Context};
use uuid::Uuid;
use wsparcie_casework::CaseworkService;
use wsparcie_kernel::{
    Call, CallError, CallResult, Clock, Date, FixedClock, IdSource, Idempotency, SystemIds,
};
use wsparcie_keys::{FileKeyStore, Keyring};
use wsparcie_testkit::{TestDb, clock_at};

pub(crate) use centre::{Centre, nomination as centre_nomination};
pub(crate) use made_up::{by_birth, by_pesel, interview, jelenia_gora, only, personal, pesel, zielona_gora};

/// The service and what stands around it.
pub(crate) struct Stage {
    pub(crate) test: TestDb,
    pub(crate) service: CaseworkService,
    pub(crate) clock: Arc<FixedClock>,
    pub(crate) keys: Keyring,
    place: PathBuf,
}

impl Stage {
    /// A stage on the first of October 2017, a day on which Jelenia Góra recruits.
    pub(crate) async fn start() -> Self {
        let test = TestDb::start().await;
        let clock = Arc::new(clock_at("2017-10-01"));
        let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("keys-{}", nothing()));
        std::fs::DirBuilder::new().mode(0o700).create(&place).unwrap();
        let keys = Keyring::new(Arc::new(FileKeyStore::open(&place, clock.now()).unwrap()));
        let service = CaseworkService::new(test.db.clone(), clock.clone(), Arc::new(SystemIds), keys.clone());
        Self {
            test,
            service,
            clock,
            keys,
            place,
        }
    }

    /// A new centre that has accepted the processing agreement: a version of the year 2000, for these tests' days, and the
    /// first real one.
    pub(crate) async fn centre(&self, name: &str) -> Centre {
        let centre = self.centre_without_agreement(name).await;
        self.agreement("2000-1", "2000-01-01", "2000-01-31").await;
        self.accepts(&centre, "2000-1").await;
        self.accepts(&centre, "2026-1").await;
        centre
    }

    /// A new centre that has accepted nothing.
    pub(crate) async fn centre_without_agreement(&self, name: &str) -> Centre {
        let tenant = self.test.centre(name).await;
        Centre::new(tenant, self.service.clone(), self.test.admin_url.clone())
    }

    /// A version of the processing agreement, with the last day on which the one before still counts.
    pub(crate) async fn agreement(&self, version: &str, valid_from: &str, grace_until: &str) {
        self.plant(&format!(
            "insert into tenants.processing_agreement (version, valid_from, grace_until, text_pl)
             values ('{version}', '{valid_from}', '{grace_until}', 'Umowa') on conflict do nothing"
        ))
        .await;
    }

    /// Lets the centre accept a version.
    pub(crate) async fn accepts(&self, centre: &Centre, version: &str) {
        self.plant(&format!(
            "insert into tenants.account (id, login, full_name, password_hash, status, created_at)
             values ('00000000-0000-7000-8000-00000000d1ce', 'dyrektor', 'Dyrektor', '$argon2id$', 'active', now())
             on conflict do nothing;
             insert into tenants.agreement_acceptance (tenant_id, version, accepted_at, accepted_by)
             values ('{}', '{version}', now(), '00000000-0000-7000-8000-00000000d1ce')",
            centre.tenant
        ))
        .await;
    }

    /// One number from the database, seen by the superuser.
    pub(crate) async fn number(&self, sql: &str) -> i64 {
        sqlx::query_scalar(AssertSqlSafe(sql.to_owned()))
            .fetch_one(&mut self.test.admin().await)
            .await
            .unwrap()
    }

    /// The texts that a query gives the superuser.
    pub(crate) async fn texts(&self, sql: &str) -> Vec<String> {
        sqlx::query_scalar(AssertSqlSafe(sql.to_owned()))
            .fetch_all(&mut self.test.admin().await)
            .await
            .unwrap()
    }

    /// Runs statements as the superuser.
    pub(crate) async fn plant(&self, sql: &str) {
        sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))
            .execute(&mut self.test.admin().await)
            .await
            .unwrap();
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.place).ok();
    }
}

pub(crate) fn now() -> Context {
    context::current()
}

pub(crate) fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// The call under a client's key.
pub(crate) fn once(call: Call, key: &str, fingerprint: &str) -> Call {
    call.once(Some(Idempotency {
        key: key.to_owned(),
        fingerprint: fingerprint.to_owned(),
    }))
}

/// A random UUID that names nothing.
pub(crate) fn nothing() -> Uuid {
    SystemIds.next(wsparcie_testkit::noon("2017-01-01"))
}

/// The codes of a refusal with their places, or the code of another failure.
pub(crate) fn refusal<T: std::fmt::Debug>(outcome: CallResult<T>) -> Vec<String> {
    match outcome.unwrap_err() {
        CallError::Refused(problems) => problems
            .into_iter()
            .map(|problem| format!("{}@{}", problem.code, problem.path.join(".")))
            .collect(),
        other => vec![other.code().to_owned()],
    }
}
