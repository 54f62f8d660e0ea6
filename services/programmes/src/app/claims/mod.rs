//! Payment claims: reading them, putting them together, and their steps to the authority and back.

pub(crate) mod draft;
mod indicators;
mod read;
pub(crate) mod steps;

use uuid::Uuid;
use wsparcie_kernel::ids::ClaimId;
use wsparcie_kernel::{Call, CallError, CallResult, Date, Instant};
use wsparcie_postgres::{TenantTx, audit};
use wsparcie_programmes_api::{Claim, ClaimEvent, ClaimState, ClaimStep};

pub(crate) use read::{by_id, by_project, contents, history, snapshots};

use crate::db;

/// Ends the transaction and answers with the claim as it is stored.
async fn read_again(mut tx: TenantTx, id: Uuid) -> CallResult<Claim> {
    let rules = db::claims::deadline_rules(&mut tx).await?;
    let claim = db::claims::find_by_id(&mut tx, &[id], &rules)
        .await?
        .pop()
        .ok_or(CallError::NotFound)?;
    tx.commit().await?;
    Ok(claim)
}

/// A step of a claim's history, by whoever acts.
fn event(
    call: &Call,
    claim: ClaimId,
    number: i32,
    from: Option<ClaimState>,
    to: ClaimState,
    on: Date,
    now: Instant,
) -> ClaimEvent {
    let (kind, id) = audit::principal_columns(&call.actor.principal);
    ClaimEvent {
        claim_id: claim,
        number,
        from,
        to,
        on,
        recorded_at: now,
        principal_kind: kind.to_owned(),
        principal_id: id,
        reason: None,
        answer_by: None,
    }
}

/// The words that a step leaves in the history.
fn told(step: &ClaimStep) -> (Option<String>, Option<Date>) {
    match step {
        ClaimStep::Question { remarks, answer_by } => (Some(remarks.clone()), Some(*answer_by)),
        ClaimStep::Withdraw { reason } => (Some(reason.clone()), None),
        ClaimStep::Submit | ClaimStep::Approve { .. } => (None, None),
    }
}
