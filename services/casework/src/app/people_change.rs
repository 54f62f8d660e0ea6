//! Entering and changing people.

use serde_json::json;
use uuid::Uuid;
use wsparcie_casework_api::{NewPerson, Person, UpdatePerson};
use wsparcie_kernel::ids::PersonId;
use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::problem::stale_version;
use wsparcie_kernel::{Call, CallError, CallResult};
use wsparcie_postgres::audit::Act;
use wsparcie_postgres::idempotency::{self, Outcome};
use wsparcie_postgres::{DbError, TenantTx};

use super::{Casework, person_reads};
use crate::db;
use crate::domain::latest_today;
use crate::domain::person::{NameChange, PersonDraft, agreement_needed, pesel_taken};

/// Enters a person, if the centre has accepted the agreement on processing people's data.
pub(crate) async fn create(svc: &Casework, call: &Call, input: &NewPerson) -> CallResult<Person> {
    let tenant = permission::require(&call.actor, Resource::Person, Action::Create)?;
    let now = svc.clock.now();
    let draft = PersonDraft::check(input, latest_today(now))?;
    let vault = svc.vault(tenant);
    vault.prepare(now).await?;
    let mut tx = svc.db.begin(tenant).await?;
    if let Outcome::Repeated(id) = idempotency::begin(&mut tx, call, now).await? {
        return repeat(svc, tx, call, id).await;
    }
    if !db::people::agreement_counts(&mut tx, now.date_naive()).await? {
        return Err(CallError::refused(agreement_needed()));
    }
    // Asked before the key is made, so that a number entered twice leaves no key behind; the constraint decides all the same.
    if let Some(pesel) = &draft.pesel
        && db::people::has_pesel(&mut tx, &vault.pesel_index(pesel)?).await?
    {
        return Err(pesel_taken());
    }
    let id = PersonId::from_uuid(svc.ids.next(now));
    vault.create_person(id, now).await?;
    let (row, indexes) = vault.seal_person(id, &draft, now)?;
    db::people::insert(&mut tx, &row, &indexes)
        .await
        .map_err(refuse_taken_pesel)?;
    let identified_by = if draft.pesel.is_some() {
        "pesel"
    } else {
        "birth_date_and_sex"
    };
    let act =
        Act::on("person.created", "person", id.into_uuid()).with(json!({"identified_by": identified_by}));
    svc.record(&mut tx, call, vec![act], now).await?;
    idempotency::complete(&mut tx, call, id.into_uuid()).await?;
    let person = vault.open_person(&row)?.ok_or(CallError::NotFound)?;
    tx.commit().await?;
    Ok(person)
}

/// Changes a person's names.
pub(crate) async fn update(svc: &Casework, call: &Call, input: &UpdatePerson) -> CallResult<Person> {
    let tenant = permission::require(&call.actor, Resource::Person, Action::Update)?;
    let change = NameChange::check(input)?;
    let now = svc.clock.now();
    let vault = svc.vault(tenant);
    let mut tx = svc.db.begin(tenant).await?;
    if let Outcome::Repeated(id) = idempotency::begin(&mut tx, call, now).await? {
        return repeat(svc, tx, call, id).await;
    }
    let row = db::people::lock(&mut tx, input.id)
        .await?
        .ok_or(CallError::NotFound)?;
    let mut person = vault.open_person(&row)?.ok_or(CallError::NotFound)?;
    if person.version != input.expected_version {
        return Err(stale_version());
    }
    let first_name = change
        .first_name
        .as_ref()
        .map(|name| vault.seal_first_name(input.id, name))
        .transpose()?;
    let last_name = change
        .last_name
        .as_ref()
        .map(|name| vault.seal_last_name(input.id, name))
        .transpose()?;
    db::people::update_names(&mut tx, input.id, first_name.as_ref(), last_name.as_ref()).await?;
    let fields = change.fields();
    person.first_name = change.first_name.unwrap_or(person.first_name);
    person.last_name = change.last_name.unwrap_or(person.last_name);
    person.version += 1;
    let act = Act::on("person.updated", "person", input.id.into_uuid())
        .with(json!({"fields": fields, "version": person.version}));
    svc.record(&mut tx, call, vec![act], now).await?;
    idempotency::complete(&mut tx, call, input.id.into_uuid()).await?;
    tx.commit().await?;
    Ok(person)
}

/// Answers a repeated request with the person as she is now: a reading like any other.
async fn repeat(svc: &Casework, mut tx: TenantTx, call: &Call, id: Uuid) -> CallResult<Person> {
    let row = db::people::find(&mut tx, PersonId::from_uuid(id))
        .await?
        .ok_or(CallError::NotFound)?;
    let person = svc
        .vault(tx.tenant())
        .open_person(&row)?
        .ok_or(CallError::NotFound)?;
    svc.record(
        &mut tx,
        call,
        person_reads([id], "repeated_request"),
        svc.clock.now(),
    )
    .await?;
    tx.commit().await?;
    Ok(person)
}

fn refuse_taken_pesel(error: DbError) -> CallError {
    match error {
        DbError::Duplicate { constraint } if constraint == db::people::PESEL_TAKEN => pesel_taken(),
        other => other.into(),
    }
}
