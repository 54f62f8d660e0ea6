//! SQL of payment claims: rows, contents, snapshots, history. The rules are in `domain::claims`.

mod contents;
mod lock;
mod read;
mod register;
mod rules;
mod snapshots;
mod write;

pub(crate) use contents::{contents_of, progress_tasks_known};
pub(crate) use lock::{LockedClaim, advance_left, corrections_belong, lock, others, project_of};
pub(crate) use read::{events, find_by_id, find_by_project};
pub(crate) use register::{candidates, correction_without_entry, missing_corrections, open_expenses};
pub(crate) use rules::deadline_rules;
pub(crate) use snapshots::{insert_snapshot, newest_snapshots};
pub(crate) use write::{
    TAKEN, approve, insert, insert_event, question, release_expenses, replace_contents, submit, update,
    withdraw,
};
