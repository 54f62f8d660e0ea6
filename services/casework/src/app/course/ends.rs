//! Ends of participations.

use serde_json::json;
use uuid::Uuid;
use wsparcie_casework_api::{
    EndParticipation, Enrolment, PARTICIPATION_CHANGED, PARTICIPATION_ENDED, ParticipationEnd, TakeBackEnd,
};
use wsparcie_kernel::ids::{EnrolmentId, ParticipationEndId};
use wsparcie_kernel::input::check_id_count;
use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::{Call, CallError, CallResult};
use wsparcie_postgres::audit::Act;
use wsparcie_postgres::idempotency::{self, Outcome};
use wsparcie_postgres::{DbError, TenantTx};

use super::{END_REASON, TAKEN_BACK, lock, open, seal, telling};
use crate::app::{Casework, reads, uuids};
use crate::db;
use crate::db::ends::EndRow;
use crate::domain::{course, latest_today};

/// Ends a participation.
pub(crate) async fn end(svc: &Casework, call: &Call, input: &EndParticipation) -> CallResult<Enrolment> {
    let tenant = permission::require(&call.actor, Resource::Participation, Action::Decide)?;
    let now = svc.clock.now();
    let mut tx = svc.db.begin(tenant).await?;
    if let Outcome::Repeated(id) = idempotency::begin(&mut tx, call, now).await? {
        return finish(tx, id).await;
    }
    let (person, state) = lock(svc, &mut tx, input.enrolment_id).await?;
    let reason = course::check_end(input, &state, latest_today(now))?;
    let end = EndRow {
        id: ParticipationEndId::from_uuid(svc.ids.next(now)),
        enrolment_id: input.enrolment_id,
        ended_on: input.ended_on,
        ending: input.ending,
        reason_sealed: seal(&svc.vault(tenant), person, END_REASON, reason.as_ref())?,
        recorded_at: now,
    };
    db::ends::insert(&mut tx, &end).await.map_err(refuse_second)?;
    telling::changed(svc, &mut tx, PARTICIPATION_ENDED, input.enrolment_id, now).await?;
    let act = Act::on("participation.ended", "enrolment", input.enrolment_id.into_uuid())
        .with(json!({"end_id": end.id, "ending": end.ending}));
    svc.record(&mut tx, call, vec![act], now).await?;
    idempotency::complete(&mut tx, call, input.enrolment_id.into_uuid()).await?;
    finish(tx, input.enrolment_id.into_uuid()).await
}

/// Takes back an end that was entered wrongly.
pub(crate) async fn take_back(svc: &Casework, call: &Call, input: &TakeBackEnd) -> CallResult<Enrolment> {
    let tenant = permission::require(&call.actor, Resource::Participation, Action::Decide)?;
    let reason = course::check_reason(&input.reason)?;
    let now = svc.clock.now();
    let mut tx = svc.db.begin(tenant).await?;
    if let Outcome::Repeated(id) = idempotency::begin(&mut tx, call, now).await? {
        return finish(tx, id).await;
    }
    let (person, state) = lock(svc, &mut tx, input.enrolment_id).await?;
    match db::ends::stands(&mut tx, input.enrolment_id, input.end_id).await? {
        Some(true) => course::check_take_back_end(&state)?,
        // Somebody took it back since; the participation may have another end by now, which nobody asked about.
        Some(false) => return Err(course::stale_end()),
        None => return Err(CallError::NotFound),
    }
    let sealed = svc.vault(tenant).seal_value(person, TAKEN_BACK, &reason)?;
    db::ends::take_back(&mut tx, input.end_id, &sealed, now).await?;
    telling::changed(svc, &mut tx, PARTICIPATION_CHANGED, input.enrolment_id, now).await?;
    let act = Act::on(
        "participation.end_taken_back",
        "enrolment",
        input.enrolment_id.into_uuid(),
    )
    .with(json!({"end_id": input.end_id}));
    svc.record(&mut tx, call, vec![act], now).await?;
    idempotency::complete(&mut tx, call, input.enrolment_id.into_uuid()).await?;
    finish(tx, input.enrolment_id.into_uuid()).await
}

/// The ends of several participations. That one goes on is told too, so reading it is recorded as well.
pub(crate) async fn by_enrolment(
    svc: &Casework,
    call: &Call,
    enrolments: &[EnrolmentId],
) -> CallResult<Vec<ParticipationEnd>> {
    let tenant = permission::require(&call.actor, Resource::Participation, Action::Read)?;
    check_id_count(enrolments.len())?;
    let mut tx = svc.db.begin(tenant).await?;
    let found = db::ends::of_enrolments(&mut tx, &uuids(enrolments, EnrolmentId::into_uuid)).await?;
    let vault = svc.vault(tenant);
    let (mut people, mut ends) = (Vec::new(), Vec::new());
    for (person, end) in found {
        if vault.is_erased(person)? {
            continue;
        }
        people.push(person.into_uuid());
        let Some(end) = end else { continue };
        ends.push(ParticipationEnd {
            id: end.id,
            enrolment_id: end.enrolment_id,
            ended_on: end.ended_on,
            ending: end.ending,
            reason: open(&vault, person, END_REASON, end.reason_sealed.as_deref())?,
            recorded_at: end.recorded_at,
        });
    }
    let acts = reads("participation.end_read", people);
    svc.record(&mut tx, call, acts, svc.clock.now()).await?;
    tx.commit().await?;
    Ok(ends)
}

async fn finish(mut tx: TenantTx, id: Uuid) -> CallResult<Enrolment> {
    let known = db::enrolments::find_all(&mut tx, &[id])
        .await?
        .pop()
        .ok_or(CallError::NotFound)?;
    tx.commit().await?;
    Ok(known)
}

fn refuse_second(error: DbError) -> CallError {
    match error {
        DbError::Duplicate { constraint } if constraint == db::ends::ONE_END => {
            CallError::refused(course::already_ended().at(&["enrolmentId"]))
        }
        other => other.into(),
    }
}
