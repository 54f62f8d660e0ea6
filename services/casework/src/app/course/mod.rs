//! What becomes of a participation: ends, support, outcomes. Every change is told to others in its own transaction.
//!
//! Whoever changes one locks the enrolment's row first. So the version grows without a gap, and what an event tells is what
//! its version left behind.

pub(crate) mod ends;
pub(crate) mod outcomes;
pub(crate) mod path;
pub(crate) mod republish;
pub(crate) mod support;
pub(crate) mod telling;

use wsparcie_casework_api::{OutcomeKind, Personal, TakenBack};
use wsparcie_kernel::ids::{EnrolmentId, PersonId};
use wsparcie_kernel::{CallError, CallResult, Instant};
use wsparcie_postgres::TenantTx;

use super::Casework;
use super::vault::Vault;
use crate::db;
use crate::domain::course::Course;

// Bound into what is sealed: changing one loses everything sealed under it.
const END_REASON: &str = "participation_end.reason";
const SUPPORT_NOTE: &str = "support.note";
const OUTCOME_EVIDENCE: &str = "outcome.evidence";
const TAKEN_BACK: &str = "course.taken_back";

/// Locks a participation and reads what it has come to. Of another centre, of an erased person or not there: not found.
async fn lock(svc: &Casework, tx: &mut TenantTx, id: EnrolmentId) -> CallResult<(PersonId, Course)> {
    let person = db::course::lock(tx, id).await?.ok_or(CallError::NotFound)?;
    // A statement of its own: its snapshot must be from after the wait for the lock.
    let whole = db::course::whole(tx, id).await?.ok_or(CallError::NotFound)?;
    if svc.vault(tx.tenant()).is_erased(person)? {
        return Err(CallError::NotFound);
    }
    let intake = db::projects::intake(tx, whole.state.project_id)
        .await?
        .ok_or(CallError::NotFound)?;
    let has_situation = |kind| kind == OutcomeKind::SituationAfter;
    let course = Course {
        on_place: whole.state.on_place,
        starts_on: whole.state.starts_on,
        ended_on: whole.state.ended.map(|ended| ended.on),
        supported_until: whole.supported_until,
        has_situation: whole
            .state
            .outcomes
            .iter()
            .any(|outcome| has_situation(outcome.kind)),
        project: intake.period,
    };
    Ok((person, course))
}

/// Seals a text that may be absent.
fn seal(
    vault: &Vault<'_>,
    person: PersonId,
    context: &str,
    text: Option<&Personal>,
) -> CallResult<Option<Vec<u8>>> {
    text.map(|text| vault.seal_value(person, context, text))
        .transpose()
}

/// Opens a text that may be absent.
fn open(
    vault: &Vault<'_>,
    person: PersonId,
    context: &str,
    sealed: Option<&[u8]>,
) -> CallResult<Option<Personal>> {
    match sealed {
        Some(sealed) => vault.open_value(person, context, sealed),
        None => Ok(None),
    }
}

/// Opens why something was taken back.
fn open_taken_back(
    vault: &Vault<'_>,
    person: PersonId,
    withdrawn: Option<(Instant, Vec<u8>)>,
) -> CallResult<Option<TakenBack>> {
    let Some((at, sealed)) = withdrawn else {
        return Ok(None);
    };
    let reason = vault.open_value(person, TAKEN_BACK, &sealed)?;
    Ok(reason.map(|reason| TakenBack { at, reason }))
}
