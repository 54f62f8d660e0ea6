//! Verification: finds edits, gaps, reordering, a cut tail and events that were never sealed.

use uuid::Uuid;
use wsparcie_kernel::Instant;

use super::chain::{self, ChainedEvent, GENESIS};
use super::seal::{Head, to_hash};
use crate::error::DbError;
use crate::tx::TenantTx;

/// What is wrong with a tenant's trail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// An event or seal was changed, or two were exchanged: the hash at this place is not what it must be.
    Altered {
        /// The place in the chain.
        seq: i64,
    },
    /// A seal is missing in the middle.
    Gap {
        /// The first missing number.
        seq: i64,
    },
    /// The chain ends before a head that was signed and kept elsewhere.
    TailCut {
        /// The number of the kept head.
        kept: i64,
        /// Where the chain ends now.
        ends: i64,
    },
    /// The chain passes the kept head's place with another hash: it was written anew.
    Rewritten {
        /// The place of the kept head.
        seq: i64,
    },
    /// An event has waited for its seal longer than sealing ever takes.
    Unsealed {
        /// The event.
        event_id: Uuid,
    },
}

/// What verification found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// How many sealed events were checked.
    pub checked: i64,
    /// What is wrong; empty if nothing is.
    pub faults: Vec<Fault>,
}

/// Walks a tenant's whole chain and compares it with the heads kept elsewhere.
///
/// `sealed_by` is the instant by whose events must be sealed (now less some seconds).
pub async fn verify(tx: &mut TenantTx, kept: &[Head], sealed_by: Instant) -> Result<Report, DbError> {
    let tenant_id = tx.tenant().into_uuid();
    let mut faults = Vec::new();
    let mut head = Head {
        seq: 0,
        hash: GENESIS,
    };
    let mut checked = 0;
    loop {
        let page = sqlx::query!(
            r#"select s.seq, s.hash, e.tenant_id, e.id, e.at, e.principal_kind, e.principal_id, e.action,
                      e.subject_kind, e.subject_id, e.request_id, e.details
               from platform.audit_seal s
               join platform.audit_event e on (e.tenant_id, e.id) = (s.tenant_id, s.event_id)
               where s.tenant_id = $1 and s.seq > $2 order by s.seq limit 1000"#,
            tenant_id,
            head.seq,
        )
        .fetch_all(tx.conn())
        .await?;
        if page.is_empty() {
            break;
        }
        for row in page {
            if row.seq != head.seq + 1 {
                faults.push(Fault::Gap { seq: head.seq + 1 });
            }
            let stored = to_hash(&row.hash)?;
            let event = ChainedEvent {
                tenant_id: row.tenant_id,
                id: row.id,
                at: row.at,
                principal_kind: row.principal_kind,
                principal_id: row.principal_id,
                action: row.action,
                subject_kind: row.subject_kind,
                subject_id: row.subject_id,
                request_id: row.request_id,
                details: row.details,
            };
            if chain::hash(&head.hash, row.seq, &event) != stored {
                faults.push(Fault::Altered { seq: row.seq });
            }
            if kept.iter().any(|kept| kept.seq == row.seq && kept.hash != stored) {
                faults.push(Fault::Rewritten { seq: row.seq });
            }
            // Going on from the stored hash names each altered place, not every place behind the first.
            head = Head {
                seq: row.seq,
                hash: stored,
            };
            checked += 1;
        }
    }
    if let Some(last) = kept.iter().map(|kept| kept.seq).max()
        && last > head.seq
    {
        faults.push(Fault::TailCut {
            kept: last,
            ends: head.seq,
        });
    }
    let unsealed = sqlx::query_scalar!(
        "select e.id from platform.audit_event e
         where e.tenant_id = $1 and e.at < $2
           and not exists (select from platform.audit_seal s where s.tenant_id = e.tenant_id and s.event_id = e.id)
         order by e.id limit 100",
        tenant_id,
        sealed_by,
    )
    .fetch_all(tx.conn())
    .await?;
    faults.extend(unsealed.into_iter().map(|event_id| Fault::Unsealed { event_id }));
    Ok(Report { checked, faults })
}
