//! Events: what happened, told to other services after the commit.

use serde::Serialize;
use uuid::Uuid;
use wsparcie_kernel::Instant;

use crate::error::DbError;
use crate::tx::TenantTx;

/// Puts an event into the outbox, in the transaction of the act. The relay delivers it at least once to every job kind that
/// subscribed to the topic.
///
/// `topic` is `noun.verb` (`"participation.enrolled"`). `payload` holds ids, codes and counts; never personal data.
#[tracing::instrument(name = "db.outbox.record", skip_all, err(level = "debug"))]
pub async fn record(
    tx: &mut TenantTx,
    id: Uuid,
    topic: &str,
    payload: &impl Serialize,
    now: Instant,
) -> Result<(), DbError> {
    let payload = serde_json::to_value(payload).map_err(|_| DbError::Defect {
        sqlstate: "client".to_owned(),
    })?;
    sqlx::query!(
        "insert into platform.outbox (tenant_id, id, topic, payload, created_at) values ($1, $2, $3, $4, $5)",
        tx.tenant().into_uuid(),
        id,
        topic,
        payload,
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
