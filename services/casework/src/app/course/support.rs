//! Support that participants received.

use serde_json::json;
use uuid::Uuid;
use wsparcie_casework_api::{
    NewSupport, PARTICIPATION_CHANGED, PARTICIPATION_SUPPORTED, Support, TakeBackSupport,
};
use wsparcie_kernel::ids::{EnrolmentId, PersonId, SupportId};
use wsparcie_kernel::input::check_id_count;
use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::{Call, CallError, CallResult};
use wsparcie_postgres::TenantTx;
use wsparcie_postgres::audit::Act;
use wsparcie_postgres::idempotency::{self, Outcome};

use super::{SUPPORT_NOTE, TAKEN_BACK, lock, open, open_taken_back, seal, telling};
use crate::app::vault::Vault;
use crate::app::{Casework, reads, uuids};
use crate::db;
use crate::db::support::SupportRow;
use crate::domain::{course, latest_today};

/// Records support.
pub(crate) async fn record(svc: &Casework, call: &Call, input: &NewSupport) -> CallResult<Support> {
    let tenant = permission::require(&call.actor, Resource::Participation, Action::Create)?;
    let now = svc.clock.now();
    let mut tx = svc.db.begin(tenant).await?;
    if let Outcome::Repeated(id) = idempotency::begin(&mut tx, call, now).await? {
        return finish(svc, tx, call, SupportId::from_uuid(id)).await;
    }
    let (person, state) = lock(svc, &mut tx, input.enrolment_id).await?;
    let asked = (input.kind.as_str(), input.category);
    let services = db::course::services(&mut tx, input.enrolment_id, asked, input.starts_on).await?;
    let note = course::check_support(input, &state, &services, latest_today(now))?;
    let last = db::support::last_number(&mut tx, input.enrolment_id).await?;
    if last >= course::MAX_ENTRIES {
        return Err(course::too_many());
    }
    let row = SupportRow {
        id: SupportId::from_uuid(svc.ids.next(now)),
        enrolment_id: input.enrolment_id,
        category: input.category,
        kind: input.kind.clone(),
        starts_on: input.starts_on,
        ends_on: input.ends_on,
        note_sealed: seal(&svc.vault(tenant), person, SUPPORT_NOTE, note.as_ref())?,
        recorded_at: now,
        withdrawn: None,
    };
    db::support::insert(&mut tx, &row, last + 1).await?;
    telling::changed(svc, &mut tx, PARTICIPATION_SUPPORTED, input.enrolment_id, now).await?;
    let act = Act::on("support.recorded", "enrolment", input.enrolment_id.into_uuid())
        .with(json!({"support_id": row.id}));
    svc.record(&mut tx, call, vec![act], now).await?;
    idempotency::complete(&mut tx, call, row.id.into_uuid()).await?;
    finish(svc, tx, call, row.id).await
}

/// Takes back support that was entered wrongly.
pub(crate) async fn take_back(svc: &Casework, call: &Call, input: &TakeBackSupport) -> CallResult<Support> {
    let tenant = permission::require(&call.actor, Resource::Participation, Action::Create)?;
    let reason = course::check_reason(&input.reason)?;
    let now = svc.clock.now();
    let mut tx = svc.db.begin(tenant).await?;
    if let Outcome::Repeated(id) = idempotency::begin(&mut tx, call, now).await? {
        return finish(svc, tx, call, SupportId::from_uuid(id)).await;
    }
    let enrolment = db::support::enrolment_of(&mut tx, input.support_id)
        .await?
        .ok_or(CallError::NotFound)?;
    let (person, _) = lock(svc, &mut tx, enrolment).await?;
    let sealed = svc.vault(tenant).seal_value(person, TAKEN_BACK, &reason)?;
    if !db::support::take_back(&mut tx, input.support_id, &sealed, now).await? {
        return Err(course::taken_back_already("supportId"));
    }
    telling::changed(svc, &mut tx, PARTICIPATION_CHANGED, enrolment, now).await?;
    let act = Act::on("support.taken_back", "enrolment", enrolment.into_uuid())
        .with(json!({"support_id": input.support_id}));
    svc.record(&mut tx, call, vec![act], now).await?;
    idempotency::complete(&mut tx, call, input.support_id.into_uuid()).await?;
    finish(svc, tx, call, input.support_id).await
}

/// The support of several participations. That there is none is told too, so reading it is recorded as well.
pub(crate) async fn by_enrolment(
    svc: &Casework,
    call: &Call,
    enrolments: &[EnrolmentId],
) -> CallResult<Vec<Support>> {
    let tenant = permission::require(&call.actor, Resource::Participation, Action::Read)?;
    check_id_count(enrolments.len())?;
    let mut tx = svc.db.begin(tenant).await?;
    let ids = uuids(enrolments, EnrolmentId::into_uuid);
    let found = db::support::of_enrolments(&mut tx, &ids, None).await?;
    let (people, support) = read(&svc.vault(tenant), found)?;
    svc.record(&mut tx, call, reads("support.read", people), svc.clock.now())
        .await?;
    tx.commit().await?;
    Ok(support)
}

async fn finish(svc: &Casework, mut tx: TenantTx, call: &Call, id: SupportId) -> CallResult<Support> {
    let enrolment = db::support::enrolment_of(&mut tx, id)
        .await?
        .ok_or(CallError::NotFound)?;
    let found = db::support::of_enrolments(&mut tx, &[enrolment.into_uuid()], Some(id)).await?;
    let (people, mut support) = read(&svc.vault(tx.tenant()), found)?;
    let acts = reads("support.read", people);
    svc.record(&mut tx, call, acts, svc.clock.now()).await?;
    tx.commit().await?;
    support.pop().ok_or(CallError::NotFound)
}

/// Opens entries, leaving out those of people who were erased; and whose they are.
fn read(
    vault: &Vault<'_>,
    found: Vec<(PersonId, Option<SupportRow>)>,
) -> CallResult<(Vec<Uuid>, Vec<Support>)> {
    let (mut people, mut support) = (Vec::new(), Vec::new());
    for (person, row) in found {
        if vault.is_erased(person)? {
            continue;
        }
        people.push(person.into_uuid());
        let Some(row) = row else { continue };
        support.push(Support {
            id: row.id,
            enrolment_id: row.enrolment_id,
            category: row.category,
            kind: row.kind,
            starts_on: row.starts_on,
            ends_on: row.ends_on,
            note: open(vault, person, SUPPORT_NOTE, row.note_sealed.as_deref())?,
            recorded_at: row.recorded_at,
            taken_back: open_taken_back(vault, person, row.withdrawn)?,
        });
    }
    Ok((people, support))
}
