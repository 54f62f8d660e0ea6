//! The work list of what is due.

use async_graphql::{ID, SimpleObject};
use wsparcie_programmes_api as api;

use crate::graphql::codes::Term;
use crate::graphql::ids::GlobalId;
use crate::graphql::scalars::Date;

/// One thing that is due.
///
/// Permission for all fields: readiness:read; claims only with claim:read
#[derive(SimpleObject)]
pub(super) struct Deadline {
    /// What is due.
    kind: Term,
    /// The global id of the project.
    project_id: ID,
    /// The project's title.
    project_title: String,
    /// The global id of the claim; null if it is not about one.
    claim_id: Option<ID>,
    /// The global id of the readiness check; null if it is not about one.
    check_id: Option<ID>,
    /// The global id of the breach of readiness; null if it is not about one.
    breach_id: Option<ID>,
    /// The last day; null if undecided: the rates of the claim's period are not known. An open breach has the day on which it
    /// was found.
    due_on: Option<Date>,
    /// Days left from today; negative if it is over, null if undecided.
    days_left: Option<i64>,
}

/// What is due until a day.
///
/// Permission for all fields: readiness:read; claims only with claim:read
#[derive(SimpleObject)]
pub(super) struct Deadlines {
    /// At most 200: what is undecided, then the earliest first, with what is over.
    rows: Vec<Deadline>,
    /// Whether there is more than the list holds.
    more: bool,
}

impl From<api::Deadlines> for Deadlines {
    fn from(listed: api::Deadlines) -> Self {
        let row = |row: api::Deadline| Deadline {
            kind: row.kind.into(),
            project_id: row.project_id.global(),
            project_title: row.project_title,
            claim_id: row.claim_id.map(GlobalId::global),
            check_id: row.check_id.map(GlobalId::global),
            breach_id: row.breach_id.map(GlobalId::global),
            due_on: row.due_on.map(Into::into),
            days_left: row.days_left,
        };
        Self {
            rows: listed.rows.into_iter().map(row).collect(),
            more: listed.more,
        }
    }
}
