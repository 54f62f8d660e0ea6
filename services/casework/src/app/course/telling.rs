//! Tells others what a participation has come to: the next version, in the transaction of the change.

use wsparcie_casework_api::{PARTICIPATION_CHANGED, Profile};
use wsparcie_kernel::ids::{EnrolmentId, PersonId};
use wsparcie_kernel::{CallError, CallResult, Date, Instant};
use wsparcie_postgres::{TenantTx, outbox};

use crate::app::Casework;
use crate::db;
use crate::domain::telling;

/// Counts one more change of the participation and tells the whole of it.
pub(crate) async fn changed(
    svc: &Casework,
    tx: &mut TenantTx,
    topic: &str,
    id: EnrolmentId,
    now: Instant,
) -> CallResult<()> {
    db::course::count_on(tx, id).await?;
    present(svc, tx, topic, id, now).await
}

/// Tells the whole of a participation as it is, under its present version.
pub(crate) async fn present(
    svc: &Casework,
    tx: &mut TenantTx,
    topic: &str,
    id: EnrolmentId,
    now: Instant,
) -> CallResult<()> {
    let whole = db::course::whole(tx, id).await?.ok_or(CallError::NotFound)?;
    let mut state = whole.state;
    // The profile goes into the centre's own rows and not into the event: outbox and jobs are read for all centres.
    if let Some(profile) = profile(svc, tx, whole.person_id, state.starts_on).await? {
        db::course::keep_profile(tx, id, state.version, &profile, now).await?;
        state.profile_version = state.version;
    }
    let event = telling::event(state);
    outbox::record(tx, svc.ids.next(now), topic, &event, now).await?;
    Ok(())
}

/// Tells again those participations of a person whose day of accession a new fact speaks of. Under the person's lock.
pub(crate) async fn after_fact(
    svc: &Casework,
    tx: &mut TenantTx,
    person: PersonId,
    period: (Date, Option<Date>),
    now: Instant,
) -> CallResult<()> {
    for id in db::course::acceding_within(tx, person, period).await? {
        changed(svc, tx, PARTICIPATION_CHANGED, id, now).await?;
    }
    Ok(())
}

/// What is known of the day of accession; `None` if the person was erased.
async fn profile(
    svc: &Casework,
    tx: &mut TenantTx,
    person: PersonId,
    day: Date,
) -> CallResult<Option<Profile>> {
    let row = db::people::find(tx, person).await?.ok_or(CallError::NotFound)?;
    let vault = svc.vault(tx.tenant());
    let Some(person) = vault.open_person(&row)? else {
        return Ok(None);
    };
    let found = db::facts::of_people(tx, &[person.id.into_uuid()]).await?;
    let facts = vault.open_facts(&found.facts)?;
    Ok(Some(telling::profile(&person, &facts, day)))
}
