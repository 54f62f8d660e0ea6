//! Loading a file of national reference data as the next release.
//!
//! The rows have no tenant, so `app_reference` writes them; the audit trail is `app_rw`'s, in the platform's own
//! organisation. Two transactions take part, in the order of the tenants service's `founding`, which makes every crash
//! harmless:
//!
//! 1. Both are open; the release and all its rows are written, so every refusal is known, and both can still be undone.
//! 2. The audit row and the idempotency key commit. From now on the key stands for the release's id.
//! 3. The release commits.
//!
//! After a crash behind 2 the repeated request finds the id under its key and no release with it, and loads again under
//! that id. So there is never a release without its audit row; an audit row whose release never came means that a crash
//! was not followed by a repetition.

use std::collections::BTreeMap;

use serde_json::json;
use sha2::{Digest, Sha256};
use uuid::Uuid;
use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::{Call, CallError, CallResult, Instant, Problem, hex, input};
use wsparcie_postgres::audit::{self, Act};
use wsparcie_postgres::idempotency::{self, Outcome};
use wsparcie_postgres::{DbError, ReferenceTx};
use wsparcie_programmes_api::{LoadReference, ReferencePreview, ReferenceRelease};

use crate::app::Programmes;
use crate::db::reference::known::{self, Known};
use crate::db::reference::releases::{self, NewRelease};
use crate::db::reference::write::{self, Place};
use crate::domain::reference::{
    Change, Diff, Entry, Key, ProgrammeRow, ReferenceFile, diff, level_rank, problems_of,
};

const MAX_LABEL: usize = 200;

/// What loading the file would change. Writes nothing.
pub(crate) async fn preview(svc: &Programmes, call: &Call, content: &str) -> CallResult<ReferencePreview> {
    let operator = permission::require(&call.actor, Resource::ReferenceData, Action::Update)?;
    let file = ReferenceFile::parse(content).map_err(CallError::Refused)?;
    let mut tx = svc.db.begin(operator).await?;
    let release = releases::newest(tx.conn()).await?;
    let known = known::all(tx.conn()).await?;
    tx.commit().await?;
    let diff = compare(&known, &file)?;
    Ok(ReferencePreview {
        release,
        checksum: hex::encode(&Sha256::digest(content.as_bytes())),
        changes: diff.changes.iter().map(Change::shown).collect(),
        unchanged: i64::try_from(diff.unchanged).unwrap_or(i64::MAX),
    })
}

/// Loads the file.
pub(crate) async fn load(
    svc: &Programmes,
    call: &Call,
    input: &LoadReference,
) -> CallResult<ReferenceRelease> {
    let operator = permission::require(&call.actor, Resource::ReferenceData, Action::Update)?;
    let label =
        input::line(&input.label, MAX_LABEL).map_err(|problem| CallError::refused(problem.at(&["label"])))?;
    let file = ReferenceFile::parse(&input.content).map_err(CallError::Refused)?;
    let now = svc.clock.now();
    let mut trail = svc.db.begin(operator).await?;
    let outcome = idempotency::begin(&mut trail, call, now).await?;
    let id = match outcome {
        Outcome::Fresh => svc.ids.next(now),
        Outcome::Repeated(id) => id,
    };
    let mut reference = svc.db.begin_reference().await?;
    if let Some(done) = releases::find(reference.conn(), id).await? {
        return Ok(done);
    }
    let number = input.expected_release.checked_add(1).ok_or_else(stale)?;
    if releases::newest(reference.conn()).await? != input.expected_release {
        drop(reference);
        return stale_or_done(svc, id).await;
    }
    let (kind, principal) = audit::principal_columns(&call.actor.principal);
    let release = NewRelease {
        number,
        id,
        label: &label,
        legal_note: file.legal_note.as_deref(),
        checksum: &Sha256::digest(input.content.as_bytes()),
        loaded_at: now,
        loaded_by: &format!("{kind}:{principal}"),
    };
    // The number is taken first: from here on no other load can change what is known.
    match releases::insert(&mut reference, &release).await {
        Ok(()) => {}
        Err(DbError::Duplicate { constraint }) if constraint == releases::NUMBER => {
            // Given back first: whoever holds one connection and waits for another can wait for ever.
            drop(reference);
            return stale_or_done(svc, id).await;
        }
        Err(error) => return Err(error.into()),
    }
    let known = known::all(reference.conn()).await?;
    let diff = compare(&known, &file)?;
    if diff.changes.is_empty() {
        return Err(CallError::refused(nothing_new()));
    }
    store(svc, &mut reference, known, &diff, number, now).await?;
    let stored = releases::find(reference.conn(), id)
        .await?
        .ok_or(CallError::Internal)?;
    if outcome == Outcome::Fresh {
        let act = Act::on("reference.loaded", "reference_release", id)
            .with(json!({ "number": number, "changes": diff.changes.len(), "unchanged": diff.unchanged }));
        audit::record(&mut trail, &*svc.ids, call, act, now).await?;
        idempotency::complete(&mut trail, call, id).await?;
    }
    trail.commit().await?;
    reference.commit().await?;
    Ok(stored)
}

fn compare(known: &Known, file: &ReferenceFile) -> CallResult<Diff> {
    let problems = problems_of(&known.entries, file);
    if problems.is_empty() {
        Ok(diff(&known.entries, &file.entries, &file.sections))
    } else {
        Err(CallError::Refused(problems))
    }
}

fn stale() -> CallError {
    CallError::refused(
        Problem::new(
            "STALE_REFERENCE",
            "w międzyczasie wczytano inne dane referencyjne; obejrzyj podgląd jeszcze raz i wczytaj plik z jego numerem",
            "other reference data were loaded in the meantime; look at the preview again and load the file with its number",
        )
        .at(&["expectedRelease"]),
    )
}

fn nothing_new() -> Problem {
    Problem::new(
        "NOTHING_TO_CHANGE",
        "plik niczego nie zmienia; nie ma czego wczytać",
        "the file changes nothing; there is nothing to load",
    )
    .at(&["content"])
}

/// Somebody has the number: another load, or the first run of this same request, which was just about to commit.
async fn stale_or_done(svc: &Programmes, id: Uuid) -> CallResult<ReferenceRelease> {
    let mut reference = svc.db.begin_reference().await?;
    releases::find(reference.conn(), id).await?.ok_or_else(stale)
}

/// Writes the changes: first what ends, then what begins, trees from the top.
async fn store(
    svc: &Programmes,
    tx: &mut ReferenceTx,
    known: Known,
    diff: &Diff,
    release: i64,
    now: Instant,
) -> CallResult<()> {
    let mut levels = Levels::new(known.levels);
    let mut new = Vec::new();
    for change in &diff.changes {
        let before = match change {
            Change::Changed { before, .. } | Change::Ended(before) => Some(before),
            Change::Added(_) => None,
        };
        if let Some(before) = before {
            write::end(tx, before, levels.id(&before.key()), release).await?;
        }
        if let Change::Added(after) | Change::Changed { after, .. } = change {
            new.push(after);
        }
    }
    new.sort_by_key(|entry| match entry {
        Entry::Programme(row) => level_rank(row.level),
        _ => 0,
    });
    for entry in new {
        match entry {
            Entry::Dictionary(row) => write::dictionary(tx, row, release).await?,
            Entry::Rate(row) => write::rate(tx, row, release).await?,
            Entry::Holiday(rule) => write::holiday(tx, rule, release).await?,
            Entry::Indicator(row) => write::indicator(tx, row, release).await?,
            Entry::Programme(row) => {
                let key = entry.key();
                let id = if let Some(id) = levels.id(&key) {
                    write::update_level(tx, id, row).await?;
                    id
                } else {
                    let place = levels.place(svc.ids.next(now), &key, row);
                    write::level(tx, row, &place).await?;
                    levels.add(key, place.id)
                };
                write::level_version(tx, id, row, release).await?;
            }
        }
    }
    Ok(())
}

/// The ids of programme levels, old and new.
struct Levels(BTreeMap<Key, Uuid>);

impl Levels {
    fn new(known: Vec<(Uuid, ProgrammeRow)>) -> Self {
        let ids = known
            .into_iter()
            .map(|(id, row)| (Entry::Programme(row).key(), id));
        Self(ids.collect())
    }

    fn id(&self, key: &Key) -> Option<Uuid> {
        self.0.get(key).copied()
    }

    fn add(&mut self, key: Key, id: Uuid) -> Uuid {
        self.0.insert(key, id);
        id
    }

    fn place(&self, id: Uuid, key: &Key, row: &ProgrammeRow) -> Place {
        let of = |code: &str| {
            self.id(&Key {
                code: code.to_owned(),
                ..key.clone()
            })
        };
        Place {
            id,
            parent: row.parent.as_deref().and_then(of),
            root: of(&row.root).unwrap_or(id),
        }
    }
}
