//! SQL for refusals that anybody can cause without end: `tenants.refusal_tally`, and the audit row that it lets through.

use serde_json::json;
use uuid::Uuid;
use wsparcie_kernel::{Call, Instant};
use wsparcie_postgres::audit::principal_columns;
use wsparcie_postgres::{DbError, TenantTx};

/// A refused attempt.
pub(crate) struct Attempt {
    /// The id of the audit row, if there will be one.
    pub(crate) id: Uuid,
    /// The account that was tried; none for a login that nobody has.
    pub(crate) account: Option<Uuid>,
    /// Why, as a code.
    pub(crate) reason: &'static str,
}

/// Counts a refused attempt, and records one row a minute and account (one for all logins that nobody has): `attempts`
/// says how many there were since the row before.
///
/// One statement, as an audit row of its own would be, so that the two cost the same.
#[tracing::instrument(name = "db.refusal.count", skip_all)]
pub(crate) async fn count(
    tx: &mut TenantTx,
    call: &Call,
    attempt: Attempt,
    now: Instant,
) -> Result<(), DbError> {
    let (principal_kind, principal_id) = principal_columns(&call.actor.principal);
    sqlx::query!(
        "with tally as (
             insert into tenants.refusal_tally as t (tenant_id, subject, recorded_at, waiting, told)
             values ($1, $2, $3, 0, 1)
             on conflict (tenant_id, subject) do update set
                 told = case when t.recorded_at <= $3 - interval '1 minute' then t.waiting + 1 else t.told end,
                 waiting = case when t.recorded_at <= $3 - interval '1 minute' then 0 else t.waiting + 1 end,
                 recorded_at = case when t.recorded_at <= $3 - interval '1 minute' then $3 else t.recorded_at end
             returning waiting, told
         )
         insert into platform.audit_event
             (tenant_id, id, at, principal_kind, principal_id, action, subject_kind, subject_id, request_id, details)
         select $1, $4, $3, $5, $6, 'session.refused', 'account', $7, $8, $9::jsonb || jsonb_build_object('attempts', told)
         from tally where waiting = 0",
        tx.tenant().into_uuid(),
        attempt.account.unwrap_or_default(),
        now,
        attempt.id,
        principal_kind,
        principal_id,
        attempt.account,
        call.request_id,
        json!({ "reason": attempt.reason }),
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
