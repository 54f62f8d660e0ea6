//! The use cases: who may, in which order, what is told.

pub(crate) mod attendance;
pub(crate) mod course;
pub(crate) mod enrolments;
pub(crate) mod facts;
pub(crate) mod nominations;
pub(crate) mod people;
pub(crate) mod people_change;
pub(crate) mod search;
pub(crate) mod sessions;
pub(crate) mod vault;
pub(crate) mod verdicts;

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::json;
use uuid::Uuid;
use wsparcie_kernel::{Call, CallError, Clock, IdSource, Instant, TenantId};
use wsparcie_keys::Keyring;
use wsparcie_postgres::audit::{self, Act};
use wsparcie_postgres::{Db, DbError, TenantTx};

use self::vault::Vault;
use crate::domain::rules::RulesUnreadable;

/// What the use cases work with.
pub(crate) struct Casework {
    pub(crate) db: Db,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) ids: Arc<dyn IdSource>,
    pub(crate) keys: Keyring,
}

impl Casework {
    /// The keys of one centre's people.
    fn vault(&self, tenant: TenantId) -> Vault<'_> {
        Vault::new(&self.keys, tenant)
    }

    /// Records acts in the transaction of the acts themselves.
    async fn record(
        &self,
        tx: &mut TenantTx,
        call: &Call,
        acts: Vec<Act>,
        now: Instant,
    ) -> Result<(), DbError> {
        audit::record_all(tx, &*self.ids, call, acts, now).await
    }
}

/// One act for each person whose data were read, whatever it was that told of her. Ids only.
fn reads(action: &'static str, people: impl IntoIterator<Item = Uuid>) -> Vec<Act> {
    let each: BTreeSet<Uuid> = people.into_iter().collect();
    each.into_iter()
        .map(|person| Act::on(action, "person", person))
        .collect()
}

/// The reading of one person's record by herself, on a list or among others: `by` says which.
fn person_reads(people: impl IntoIterator<Item = Uuid>, by: &'static str) -> Vec<Act> {
    reads("person.read", people)
        .into_iter()
        .map(|act| act.with(json!({"by": by})))
        .collect()
}

/// Ids as SQL takes them.
fn uuids<T: Copy>(ids: &[T], into: impl Fn(T) -> Uuid) -> Vec<Uuid> {
    ids.iter().copied().map(into).collect()
}

impl From<RulesUnreadable> for CallError {
    fn from(_: RulesUnreadable) -> Self {
        tracing::error!(
            error.code = "RULES_UNREADABLE",
            "stored rules or dictionaries are not what the engine takes"
        );
        Self::Internal
    }
}
