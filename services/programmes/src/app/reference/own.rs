//! A centre's own dictionary entries. Every change of a code is its next version; two at once want the same one.

use serde_json::json;
use uuid::Uuid;
use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::{Call, CallError, CallResult, Instant, problem};
use wsparcie_postgres::TenantTx;
use wsparcie_postgres::audit::{self, Act};
use wsparcie_postgres::idempotency::{self, Outcome};
use wsparcie_programmes_api::{DictionaryEntry, EndOwnEntry, SetOwnEntry};

use crate::app::Programmes;
use crate::db::reference::own as db;
use crate::domain::reference::Times;
use crate::domain::reference::own::{OwnDraft, OwnRow, check_beside, check_end};

/// Stores an entry: a new one, or another content for the one with the same first day.
pub(crate) async fn set(svc: &Programmes, call: &Call, input: &SetOwnEntry) -> CallResult<DictionaryEntry> {
    let tenant = permission::require(&call.actor, Resource::OwnReferenceData, Action::Update)?;
    let draft = OwnDraft::check(input).map_err(CallError::Refused)?;
    let now = svc.clock.now();
    let mut tx = svc.db.begin(tenant).await?;
    if let Outcome::Repeated(id) = idempotency::begin(&mut tx, call, now).await? {
        return read_again(tx, id).await;
    }
    let version = next_version(&mut tx, &draft.dictionary, &draft.code, input.expected_version).await?;
    let known = db::known(&mut tx, &draft.dictionary).await?;
    let is_same = |row: &&OwnRow| row.entry.code == draft.code && row.entry.times.from == draft.times.from;
    let others: Vec<Times> = known
        .iter()
        .filter(|row| row.entry.code == draft.code && !is_same(row))
        .map(|row| row.entry.times)
        .collect();
    let entries = known.iter().filter(|row| !is_same(row)).count();
    let national = db::national_times(&mut tx, &draft.dictionary, &draft.code).await?;
    check_beside(draft.times, &draft.code, &others, &national, entries).map_err(CallError::Refused)?;
    let row = OwnRow {
        entry: draft,
        version,
    };
    store(svc, call, tx, row, now, "own_dictionary_entry.set").await
}

/// Gives an entry a last day.
pub(crate) async fn end(svc: &Programmes, call: &Call, input: &EndOwnEntry) -> CallResult<DictionaryEntry> {
    let tenant = permission::require(&call.actor, Resource::OwnReferenceData, Action::Update)?;
    check_end(input).map_err(CallError::Refused)?;
    let now = svc.clock.now();
    let mut tx = svc.db.begin(tenant).await?;
    if let Outcome::Repeated(id) = idempotency::begin(&mut tx, call, now).await? {
        return read_again(tx, id).await;
    }
    let known = db::known(&mut tx, &input.dictionary).await?;
    let (ended, others): (Vec<OwnRow>, Vec<OwnRow>) = known
        .into_iter()
        .filter(|row| row.entry.code == input.code)
        .partition(|row| row.entry.times.from == input.valid_from);
    let ended = ended.into_iter().next().ok_or(CallError::NotFound)?;
    let version = next_version(&mut tx, &input.dictionary, &input.code, input.expected_version).await?;
    let times = Times {
        from: input.valid_from,
        to: Some(input.last_day),
    };
    let others: Vec<Times> = others.iter().map(|row| row.entry.times).collect();
    // The end may lie later than before, so it is checked like a new one; a national entry that came later does not forbid
    // ending one's own.
    check_beside(times, &input.code, &others, &[], 0).map_err(CallError::Refused)?;
    let row = OwnRow {
        entry: OwnDraft { times, ..ended.entry },
        version,
    };
    store(svc, call, tx, row, now, "own_dictionary_entry.ended").await
}

async fn next_version(tx: &mut TenantTx, dictionary: &str, code: &str, expected: i64) -> CallResult<i64> {
    let newest = db::newest_version(tx, dictionary, code).await?;
    if newest != expected {
        return Err(problem::stale_version());
    }
    newest.checked_add(1).ok_or(CallError::Internal)
}

async fn store(
    svc: &Programmes,
    call: &Call,
    mut tx: TenantTx,
    row: OwnRow,
    now: Instant,
    action: &'static str,
) -> CallResult<DictionaryEntry> {
    let id = svc.ids.next(now);
    db::replace(&mut tx, &row).await?;
    if let Err(error) = db::insert(&mut tx, id, &row, now).await {
        return Err(if db::is_taken(&error) {
            problem::stale_version()
        } else {
            error.into()
        });
    }
    let act = Act::on(action, "own_dictionary_entry", id).with(json!({
        "dictionary": row.entry.dictionary, "code": row.entry.code, "version": row.version,
    }));
    audit::record(&mut tx, &*svc.ids, call, act, now).await?;
    idempotency::complete(&mut tx, call, id).await?;
    tx.commit().await?;
    Ok(db::shown(row))
}

async fn read_again(mut tx: TenantTx, id: Uuid) -> CallResult<DictionaryEntry> {
    let row = db::find(&mut tx, id).await?.ok_or(CallError::NotFound)?;
    tx.commit().await?;
    Ok(db::shown(row))
}
