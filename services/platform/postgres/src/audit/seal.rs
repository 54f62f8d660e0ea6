//! Sealing: a job that extends each tenant's chain soon after the acts, so that no request waits for a chain's head.

use uuid::Uuid;
use wsparcie_kernel::Instant;
use wsparcie_kernel::ids::TenantId;

use super::chain::{self, ChainedEvent, GENESIS};
use crate::db::Db;
use crate::error::DbError;
use crate::tx::TenantTx;

/// How many events one round seals for one tenant.
const BATCH: i64 = 500;

/// The end of a tenant's chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// The number of the last sealed event.
    pub seq: i64,
    /// Its hash.
    pub hash: [u8; 32],
}

/// Seals what waits, of every tenant that has something waiting. Gives the new heads, to be signed and kept elsewhere.
pub async fn seal_waiting(db: &Db, now: Instant) -> Result<Vec<(TenantId, Head)>, DbError> {
    let mut worker = db.begin_worker().await?;
    let waiting: Vec<Uuid> =
        sqlx::query_scalar!("select distinct tenant_id from platform.audit_unsealed limit 200")
            .fetch_all(worker.conn())
            .await?;
    worker.commit().await?;
    let mut heads = Vec::new();
    for tenant in waiting {
        let tenant = TenantId::from_uuid(tenant);
        let mut tx = db.begin(tenant).await?;
        if let Some(head) = seal_tenant(&mut tx, now).await? {
            tx.commit().await?;
            heads.push((tenant, head));
        }
    }
    Ok(heads)
}

/// Extends one tenant's chain by what waits; `None` if nothing does.
async fn seal_tenant(tx: &mut TenantTx, now: Instant) -> Result<Option<Head>, DbError> {
    let tenant_id = tx.tenant().into_uuid();
    sqlx::query!(
        "insert into platform.audit_chain (tenant_id, seq, hash) values ($1, 0, $2) on conflict do nothing",
        tenant_id,
        &GENESIS[..],
    )
    .execute(tx.conn())
    .await?;
    let chain = sqlx::query!(
        "select seq, hash from platform.audit_chain where tenant_id = $1 for update",
        tenant_id
    )
    .fetch_one(tx.conn())
    .await?;
    // A second statement on purpose: it sees what another sealer committed while this one waited for the lock.
    let events = sqlx::query_as!(
        ChainedEvent,
        r#"select e.tenant_id, e.id, e.at, e.principal_kind, e.principal_id, e.action, e.subject_kind, e.subject_id,
                  e.request_id, e.details
           from platform.audit_unsealed u
           join platform.audit_event e on (e.tenant_id, e.id) = (u.tenant_id, u.event_id)
           where u.tenant_id = $1
           order by u.event_id limit $2"#,
        tenant_id,
        BATCH,
    )
    .fetch_all(tx.conn())
    .await?;
    if events.is_empty() {
        return Ok(None);
    }
    let mut head = Head {
        seq: chain.seq,
        hash: to_hash(&chain.hash)?,
    };
    let (mut seqs, mut ids, mut hashes) = (Vec::new(), Vec::new(), Vec::new());
    for event in &events {
        head.seq += 1;
        head.hash = chain::hash(&head.hash, head.seq, event);
        seqs.push(head.seq);
        ids.push(event.id);
        hashes.push(head.hash.to_vec());
    }
    sqlx::query!(
        "insert into platform.audit_seal (tenant_id, seq, event_id, hash, sealed_at)
         select $1, s.seq, s.event_id, s.hash, $2
         from unnest($3::bigint[], $4::uuid[], $5::bytea[]) as s (seq, event_id, hash)",
        tenant_id,
        now,
        &seqs,
        &ids,
        &hashes,
    )
    .execute(tx.conn())
    .await?;
    sqlx::query!(
        "delete from platform.audit_unsealed where tenant_id = $1 and event_id = any($2)",
        tenant_id,
        &ids
    )
    .execute(tx.conn())
    .await?;
    sqlx::query!(
        "update platform.audit_chain set seq = $2, hash = $3 where tenant_id = $1",
        tenant_id,
        head.seq,
        &head.hash[..],
    )
    .execute(tx.conn())
    .await?;
    Ok(Some(head))
}

/// A stored hash as an array.
pub(super) fn to_hash(bytes: &[u8]) -> Result<[u8; 32], DbError> {
    bytes.try_into().map_err(|_| DbError::Inconsistent {
        table: "platform.audit_chain",
        column: "hash",
    })
}
