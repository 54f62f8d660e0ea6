//! Dated facts about people.

use serde_json::json;
use uuid::Uuid;
use wsparcie_casework_api::{Fact, NewFact};
use wsparcie_kernel::ids::{FactId, PersonId};
use wsparcie_kernel::input::check_id_count;
use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::{Call, CallError, CallResult};
use wsparcie_postgres::TenantTx;
use wsparcie_postgres::audit::Act;
use wsparcie_postgres::idempotency::{self, Outcome};

use super::course::telling;
use super::{Casework, reads, uuids};
use crate::db::{self, facts::FactRow};
use crate::domain::fact::{FactDraft, MAX_FACTS, too_many};
use crate::domain::latest_today;
use crate::domain::rules::Recordable;

/// Facts of several people. That a person has none is told too, so reading it is recorded as well.
pub(crate) async fn by_person(svc: &Casework, call: &Call, people: &[PersonId]) -> CallResult<Vec<Fact>> {
    let tenant = permission::require(&call.actor, Resource::Person, Action::Read)?;
    check_id_count(people.len())?;
    let mut tx = svc.db.begin(tenant).await?;
    let found = db::facts::of_people(&mut tx, &uuids(people, PersonId::into_uuid)).await?;
    let facts = svc.vault(tenant).open_facts(&found.facts)?;
    svc.record(&mut tx, call, reads("facts.read", found.people), svc.clock.now())
        .await?;
    tx.commit().await?;
    Ok(facts)
}

/// Records a fact.
pub(crate) async fn record(svc: &Casework, call: &Call, input: &NewFact) -> CallResult<Fact> {
    let tenant = permission::require(&call.actor, Resource::Person, Action::Update)?;
    let now = svc.clock.now();
    let vault = svc.vault(tenant);
    let mut tx = svc.db.begin(tenant).await?;
    if let Outcome::Repeated(id) = idempotency::begin(&mut tx, call, now).await? {
        return repeat(svc, tx, call, id).await;
    }
    let (dictionaries, _) = db::projects::dictionaries(&mut tx).await?;
    let recordable = Recordable::by(&dictionaries)?;
    let draft = FactDraft::check(input, &recordable, latest_today(now))?;
    // The lock gives the person's facts their order.
    db::people::lock(&mut tx, input.person_id)
        .await?
        .ok_or(CallError::NotFound)?;
    if vault.is_erased(input.person_id)? {
        return Err(CallError::NotFound);
    }
    let last = db::facts::last_number(&mut tx, input.person_id).await?;
    if last >= MAX_FACTS {
        return Err(too_many());
    }
    let id = FactId::from_uuid(svc.ids.next(now));
    let row = FactRow {
        id: id.into_uuid(),
        person_id: input.person_id.into_uuid(),
        payload_sealed: vault.seal_fact(input.person_id, &draft.payload)?,
        valid_from: draft.valid_from,
        valid_to: draft.valid_to,
        recorded_at: now,
    };
    db::facts::insert(&mut tx, &row, last + 1).await?;
    let period = (draft.valid_from, draft.valid_to);
    telling::after_fact(svc, &mut tx, input.person_id, period, now).await?;
    // Which fact it is is as sensitive as what it says: the trail has its id only.
    let act = Act::on("fact.recorded", "person", input.person_id.into_uuid()).with(json!({"fact_id": id}));
    svc.record(&mut tx, call, vec![act], now).await?;
    idempotency::complete(&mut tx, call, id.into_uuid()).await?;
    tx.commit().await?;
    Ok(draft.into_fact(id, input.person_id, now))
}

async fn repeat(svc: &Casework, mut tx: TenantTx, call: &Call, id: Uuid) -> CallResult<Fact> {
    let row = db::facts::find(&mut tx, id).await?.ok_or(CallError::NotFound)?;
    let fact = svc
        .vault(tx.tenant())
        .open_fact(&row)?
        .ok_or(CallError::NotFound)?;
    svc.record(
        &mut tx,
        call,
        reads("facts.read", [row.person_id]),
        svc.clock.now(),
    )
    .await?;
    tx.commit().await?;
    Ok(fact)
}
