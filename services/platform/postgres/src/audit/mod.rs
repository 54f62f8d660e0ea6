//! The audit trail: writes, and reads of personal data, recorded in the transaction of the act itself; sealed into a hash
//! chain a tenant soon after; verifiable.

pub mod chain;
pub mod seal;
pub mod verify;

use serde_json::Value;
use uuid::Uuid;
use wsparcie_kernel::{Call, IdSource, Instant, Principal};

use crate::error::DbError;
use crate::tx::TenantTx;

/// One act to record.
#[derive(Debug, Clone)]
pub struct Act {
    /// What was done, `noun.verb`: `"person.read"`, `"project.created"`.
    pub action: &'static str,
    /// The kind of thing it was done to.
    pub subject_kind: &'static str,
    /// The thing's id, if it is one thing.
    pub subject_id: Option<Uuid>,
    /// Codes, ids and counts that explain the act; never personal data.
    pub details: Value,
}

impl Act {
    /// An act on one thing, with nothing to explain.
    pub fn on(action: &'static str, subject_kind: &'static str, subject_id: Uuid) -> Self {
        Self {
            action,
            subject_kind,
            subject_id: Some(subject_id),
            details: Value::Object(serde_json::Map::new()),
        }
    }

    /// The same act with details: codes, ids and counts.
    #[must_use]
    pub fn with(mut self, details: Value) -> Self {
        self.details = details;
        self
    }
}

/// Records one act.
pub async fn record(
    tx: &mut TenantTx,
    ids: &dyn IdSource,
    call: &Call,
    act: Act,
    now: Instant,
) -> Result<(), DbError> {
    record_all(tx, ids, call, vec![act], now).await
}

/// Records several acts of one call in one statement: a list that shows fifty people reads fifty people.
///
/// What is done while case data are open in an emergency (break-glass) says so in its details: `"break_glass": true`.
#[tracing::instrument(name = "db.audit.record", skip_all, err(level = "debug"))]
pub async fn record_all(
    tx: &mut TenantTx,
    ids: &dyn IdSource,
    call: &Call,
    acts: Vec<Act>,
    now: Instant,
) -> Result<(), DbError> {
    if acts.is_empty() {
        return Ok(());
    }
    let (principal_kind, principal_id) = principal_columns(&call.actor.principal);
    let in_an_emergency = call.actor.standing.break_glass;
    let mut event_ids = Vec::with_capacity(acts.len());
    let mut actions = Vec::with_capacity(acts.len());
    let mut subject_kinds = Vec::with_capacity(acts.len());
    let mut subject_ids: Vec<Option<Uuid>> = Vec::with_capacity(acts.len());
    let mut details = Vec::with_capacity(acts.len());
    for act in acts {
        event_ids.push(ids.next(now));
        actions.push(act.action.to_owned());
        subject_kinds.push(act.subject_kind.to_owned());
        subject_ids.push(act.subject_id);
        details.push(explained(act.details, in_an_emergency));
    }
    sqlx::query!(
        r#"insert into platform.audit_event
               (tenant_id, id, at, principal_kind, principal_id, action, subject_kind, subject_id, request_id, details)
           select $1, e.id, $2, $3, $4, e.action, e.subject_kind, e.subject_id, $5, e.details
           from unnest($6::uuid[], $7::text[], $8::text[], $9::uuid[], $10::jsonb[])
               as e (id, action, subject_kind, subject_id, details)"#,
        tx.tenant().into_uuid(),
        now,
        principal_kind,
        principal_id,
        call.request_id,
        &event_ids,
        &actions,
        &subject_kinds,
        &subject_ids as &[Option<Uuid>],
        &details,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The details of an act, with the mark of an emergency.
fn explained(mut details: Value, in_an_emergency: bool) -> Value {
    if let (true, Value::Object(fields)) = (in_an_emergency, &mut details) {
        fields.insert("break_glass".to_owned(), Value::Bool(true));
    }
    details
}

/// How a principal stands in the trail: its kind and its id.
pub fn principal_columns(principal: &Principal) -> (&'static str, String) {
    match principal {
        Principal::Anonymous => ("anonymous", "anonymous".to_owned()),
        Principal::User(id) => ("user", id.to_string()),
        Principal::ApiClient(id) => ("api_client", id.to_string()),
        Principal::System(name) => ("system", name.clone()),
    }
}
