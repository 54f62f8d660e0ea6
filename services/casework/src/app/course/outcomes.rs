//! Outcomes of participations.

use serde_json::json;
use uuid::Uuid;
use wsparcie_casework_api::{
    NewOutcome, Outcome, OutcomeKind, PARTICIPATION_CHANGED, PARTICIPATION_OUTCOME, TakeBackOutcome,
};
use wsparcie_kernel::ids::{EnrolmentId, OutcomeId, PersonId};
use wsparcie_kernel::input::check_id_count;
use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::{Call, CallError, CallResult};
use wsparcie_postgres::TenantTx;
use wsparcie_postgres::audit::Act;
use wsparcie_postgres::idempotency;

use super::{OUTCOME_EVIDENCE, TAKEN_BACK, lock, open_taken_back, telling};
use crate::app::vault::Vault;
use crate::app::{Casework, reads, uuids};
use crate::db;
use crate::db::outcomes::OutcomeRow;
use crate::domain::course::{self, SITUATIONS, SOCIAL_EFFECTS};
use crate::domain::latest_today;

/// Records an outcome.
pub(crate) async fn record(svc: &Casework, call: &Call, input: &NewOutcome) -> CallResult<Outcome> {
    let tenant = permission::require(&call.actor, Resource::Participation, Action::Create)?;
    let now = svc.clock.now();
    let today = latest_today(now);
    let mut tx = svc.db.begin(tenant).await?;
    if let idempotency::Outcome::Repeated(id) = idempotency::begin(&mut tx, call, now).await? {
        return finish(svc, tx, call, OutcomeId::from_uuid(id)).await;
    }
    let (person, state) = lock(svc, &mut tx, input.enrolment_id).await?;
    let day = input.facts.occurred_on.unwrap_or(today);
    let codes = match input.facts.kind {
        OutcomeKind::SituationAfter => db::course::codes_on(&mut tx, SITUATIONS, day).await?,
        OutcomeKind::SocialEffect => db::course::codes_on(&mut tx, SOCIAL_EFFECTS, day).await?,
        _ => Vec::new(),
    };
    let draft = course::check_outcome(input, &state, &codes, today)?;
    let last = db::outcomes::last_number(&mut tx, input.enrolment_id).await?;
    if last >= course::MAX_ENTRIES {
        return Err(course::too_many());
    }
    let id = OutcomeId::from_uuid(svc.ids.next(now));
    let sealed = svc
        .vault(tenant)
        .seal_value(person, OUTCOME_EVIDENCE, &draft.evidence)?;
    db::outcomes::insert(&mut tx, (id, input.enrolment_id, last + 1), &draft, &sealed, now).await?;
    telling::changed(svc, &mut tx, PARTICIPATION_OUTCOME, input.enrolment_id, now).await?;
    let act = Act::on("outcome.recorded", "enrolment", input.enrolment_id.into_uuid())
        .with(json!({"outcome_id": id}));
    svc.record(&mut tx, call, vec![act], now).await?;
    idempotency::complete(&mut tx, call, id.into_uuid()).await?;
    finish(svc, tx, call, id).await
}

/// Takes back an outcome that was entered wrongly.
pub(crate) async fn take_back(svc: &Casework, call: &Call, input: &TakeBackOutcome) -> CallResult<Outcome> {
    let tenant = permission::require(&call.actor, Resource::Participation, Action::Create)?;
    let reason = course::check_reason(&input.reason)?;
    let now = svc.clock.now();
    let mut tx = svc.db.begin(tenant).await?;
    if let idempotency::Outcome::Repeated(id) = idempotency::begin(&mut tx, call, now).await? {
        return finish(svc, tx, call, OutcomeId::from_uuid(id)).await;
    }
    let enrolment = db::outcomes::enrolment_of(&mut tx, input.outcome_id)
        .await?
        .ok_or(CallError::NotFound)?;
    let (person, _) = lock(svc, &mut tx, enrolment).await?;
    let sealed = svc.vault(tenant).seal_value(person, TAKEN_BACK, &reason)?;
    if !db::outcomes::take_back(&mut tx, input.outcome_id, &sealed, now).await? {
        return Err(course::taken_back_already("outcomeId"));
    }
    telling::changed(svc, &mut tx, PARTICIPATION_CHANGED, enrolment, now).await?;
    let act = Act::on("outcome.taken_back", "enrolment", enrolment.into_uuid())
        .with(json!({"outcome_id": input.outcome_id}));
    svc.record(&mut tx, call, vec![act], now).await?;
    idempotency::complete(&mut tx, call, input.outcome_id.into_uuid()).await?;
    finish(svc, tx, call, input.outcome_id).await
}

/// The outcomes of several participations. That there is none is told too, so reading it is recorded as well.
pub(crate) async fn by_enrolment(
    svc: &Casework,
    call: &Call,
    enrolments: &[EnrolmentId],
) -> CallResult<Vec<Outcome>> {
    let tenant = permission::require(&call.actor, Resource::Participation, Action::Read)?;
    check_id_count(enrolments.len())?;
    let mut tx = svc.db.begin(tenant).await?;
    let ids = uuids(enrolments, EnrolmentId::into_uuid);
    let found = db::outcomes::of_enrolments(&mut tx, &ids, None).await?;
    let (people, outcomes) = read(&svc.vault(tenant), found)?;
    svc.record(&mut tx, call, reads("outcomes.read", people), svc.clock.now())
        .await?;
    tx.commit().await?;
    Ok(outcomes)
}

async fn finish(svc: &Casework, mut tx: TenantTx, call: &Call, id: OutcomeId) -> CallResult<Outcome> {
    let enrolment = db::outcomes::enrolment_of(&mut tx, id)
        .await?
        .ok_or(CallError::NotFound)?;
    let found = db::outcomes::of_enrolments(&mut tx, &[enrolment.into_uuid()], Some(id)).await?;
    let (people, mut outcomes) = read(&svc.vault(tx.tenant()), found)?;
    let acts = reads("outcomes.read", people);
    svc.record(&mut tx, call, acts, svc.clock.now()).await?;
    tx.commit().await?;
    outcomes.pop().ok_or(CallError::NotFound)
}

/// Opens outcomes, leaving out those of people who were erased; and whose they are.
fn read(
    vault: &Vault<'_>,
    found: Vec<(PersonId, Option<OutcomeRow>)>,
) -> CallResult<(Vec<Uuid>, Vec<Outcome>)> {
    let (mut people, mut outcomes) = (Vec::new(), Vec::new());
    for (person, row) in found {
        if vault.is_erased(person)? {
            continue;
        }
        people.push(person.into_uuid());
        let Some(row) = row else { continue };
        let Some(evidence) = vault.open_value(person, OUTCOME_EVIDENCE, &row.evidence_sealed)? else {
            continue;
        };
        outcomes.push(Outcome {
            id: row.id,
            enrolment_id: row.enrolment_id,
            facts: row.facts,
            evidence,
            recorded_at: row.recorded_at,
            taken_back: open_taken_back(vault, person, row.withdrawn)?,
        });
    }
    Ok((people, outcomes))
}
