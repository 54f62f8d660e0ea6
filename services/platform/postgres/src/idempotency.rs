//! A create or transition under a client's key happens once.

use uuid::Uuid;
use wsparcie_kernel::{Call, CallError, Instant, Principal, Problem};

use crate::error::DbError;
use crate::tx::TenantTx;

/// What a key stands for when a request with it arrives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The first request with this key, or one without a key: do the work, then call [`complete`].
    Fresh,
    /// The work was done before; this is its result's id. Read it again and answer with it.
    Repeated(Uuid),
}

/// Looks the call's key up and claims it, in the transaction of the act.
///
/// Two requests with one key at once: the second waits for the first's commit and then gets its result.
///
/// # Errors
/// Refused with `IDEMPOTENCY_KEY_REUSED` if the key was used for another input.
#[tracing::instrument(name = "db.idempotency.begin", skip_all, err(level = "debug"))]
pub async fn begin(tx: &mut TenantTx, call: &Call, now: Instant) -> Result<Outcome, CallError> {
    let Some(once) = &call.idempotency else {
        return Ok(Outcome::Fresh);
    };
    let principal = principal_key(&call.actor.principal);
    let inserted = sqlx::query!(
        "insert into platform.idempotency (tenant_id, principal, key, fingerprint, created_at)
         values ($1, $2, $3, $4, $5) on conflict do nothing",
        tx.tenant().into_uuid(),
        principal,
        once.key,
        once.fingerprint,
        now,
    )
    .execute(tx.conn())
    .await
    .map_err(DbError::from)?;
    if inserted.rows_affected() == 1 {
        return Ok(Outcome::Fresh);
    }
    let known = sqlx::query!(
        "select fingerprint, result_id from platform.idempotency where tenant_id = $1 and principal = $2 and key = $3",
        tx.tenant().into_uuid(),
        principal,
        once.key,
    )
    .fetch_one(tx.conn())
    .await
    .map_err(DbError::from)?;
    match known.result_id {
        Some(id) if known.fingerprint == once.fingerprint => Ok(Outcome::Repeated(id)),
        _ => Err(CallError::refused(
            Problem::new(
                "IDEMPOTENCY_KEY_REUSED",
                "tego klucza użyto już do innych danych; użyj nowego klucza",
                "this key was used for other input; use a new key",
            )
            .at(&["idempotencyKey"]),
        )),
    }
}

/// Remembers the result under the call's key, in the transaction of the act.
#[tracing::instrument(name = "db.idempotency.complete", skip_all, err(level = "debug"))]
pub async fn complete(tx: &mut TenantTx, call: &Call, result: Uuid) -> Result<(), DbError> {
    let Some(once) = &call.idempotency else {
        return Ok(());
    };
    sqlx::query!(
        "update platform.idempotency set result_id = $4 where tenant_id = $1 and principal = $2 and key = $3",
        tx.tenant().into_uuid(),
        principal_key(&call.actor.principal),
        once.key,
        result,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

fn principal_key(principal: &Principal) -> String {
    match principal {
        Principal::Anonymous => "anonymous".to_owned(),
        Principal::User(id) => format!("user:{id}"),
        Principal::ApiClient(id) => format!("client:{id}"),
        Principal::System(name) => format!("system:{name}"),
    }
}
