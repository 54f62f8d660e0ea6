//! What was submitted, word for word.

use serde::Deserialize;
use sqlx::types::Json;
use uuid::Uuid;
use wsparcie_kernel::ids::{ClaimId, ExpenseId};
use wsparcie_kernel::{Instant, Money, hex};
use wsparcie_postgres::{DbError, TenantTx};
use wsparcie_programmes_api::{ClaimChange, ClaimContents, ClaimSnapshot};

use crate::domain::claims::digest;

/// A correction that came after, as the statement below puts it together.
#[derive(Debug, Deserialize)]
struct Change {
    expense_id: ExpenseId,
    correction_id: ExpenseId,
    eligible: Money,
    reason: String,
}

/// Stores a snapshot.
#[tracing::instrument(name = "db.claim.insert_snapshot", skip_all, err(level = "debug"))]
pub(crate) async fn insert_snapshot(
    tx: &mut TenantTx,
    claim: ClaimId,
    number: i32,
    contents: &ClaimContents,
    now: Instant,
) -> Result<(), DbError> {
    let content = serde_json::to_string(contents).map_err(|_| DbError::Defect {
        sqlstate: "client".to_owned(),
    })?;
    sqlx::query!(
        "insert into programmes.claim_snapshot (tenant_id, claim_id, number, content, hash, taken_at)
         values ($1, $2, $3, $4, $5, $6)",
        tx.tenant().into_uuid(),
        claim.into_uuid(),
        number,
        content,
        digest(&content),
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The newest snapshot of each claim that was submitted, with the corrections that came after it. A correction that stands in
/// a claim of its own is settled there and is no difference here.
#[tracing::instrument(name = "db.claim.newest_snapshots", skip_all, err(level = "debug"))]
pub(crate) async fn newest_snapshots(
    tx: &mut TenantTx,
    claims: &[Uuid],
) -> Result<Vec<ClaimSnapshot>, DbError> {
    let rows = sqlx::query!(
        r#"select s.claim_id, s.number, s.content, s.hash, s.taken_at,
                  (select coalesce(jsonb_agg(jsonb_build_object(
                       'expense_id', e.corrects, 'correction_id', e.id, 'eligible', e.eligible_grosz, 'reason', e.reason)
                       order by e.id), '[]')
                   from programmes.claim_expense l
                   join programmes.expense e on e.tenant_id = $1 and e.corrects = l.expense_id
                   where l.tenant_id = $1 and l.claim_id = s.claim_id
                     and not exists (select from programmes.claim_expense listed
                                     where listed.tenant_id = $1 and listed.expense_id = e.id)
                  ) as "changes!: Json<Vec<Change>>"
           from (select distinct unnest($2::uuid[]) as id) as wanted
           cross join lateral (
               select newest.claim_id, newest.number, newest.content, newest.hash, newest.taken_at
               from programmes.claim_snapshot newest
               where newest.tenant_id = $1 and newest.claim_id = wanted.id
               order by newest.number desc limit 1
           ) as s
           order by s.claim_id"#,
        tx.tenant().into_uuid(),
        claims,
    )
    .fetch_all(tx.conn())
    .await?;
    let inconsistent = |column| DbError::Inconsistent {
        table: "programmes.claim_snapshot",
        column,
    };
    let snapshots = rows.into_iter().map(|row| {
        // Whoever changed the text behind our back did not change what was submitted.
        if digest(&row.content) != row.hash {
            return Err(inconsistent("hash"));
        }
        Ok(ClaimSnapshot {
            claim_id: ClaimId::from_uuid(row.claim_id),
            number: row.number,
            taken_at: row.taken_at,
            hash: hex::encode(&row.hash),
            contents: serde_json::from_str(&row.content).map_err(|_| inconsistent("content"))?,
            changes: row
                .changes
                .0
                .into_iter()
                .map(|change| ClaimChange {
                    expense_id: change.expense_id,
                    correction_id: change.correction_id,
                    eligible: change.eligible,
                    reason: change.reason,
                })
                .collect(),
        })
    });
    snapshots.collect()
}
