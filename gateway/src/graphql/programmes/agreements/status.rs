//! A change of a project's status as the schema shows it.

use async_graphql::{ID, SimpleObject};
use wsparcie_programmes_api as api;

use crate::graphql::codes::Term;
use crate::graphql::ids::{self, GlobalId};
use crate::graphql::scalars::{Date, DateTime};

/// A change of a project's status.
///
/// Permission for all fields: agreement:read
#[derive(SimpleObject)]
pub(crate) struct StatusChange {
    /// Its place in the history, from 1.
    number: i32,
    /// The status before.
    from: Term,
    /// The status after.
    to: Term,
    /// The day on which it happened; null if nobody knows any more.
    on: Option<Date>,
    /// Why; null if no reason was given.
    reason: Option<String>,
    /// The global id of the user or the API client that recorded it; null for the platform itself.
    recorded_by: Option<ID>,
    /// When it was recorded.
    recorded_at: DateTime,
}

impl From<api::StatusChange> for StatusChange {
    fn from(row: api::StatusChange) -> Self {
        let recorder = |recorder| match recorder {
            api::Recorder::User(id) => ids::encode("User", id.into_uuid()),
            api::Recorder::ApiClient(id) => id.global(),
        };
        Self {
            number: row.number,
            from: row.from.into(),
            to: row.to.into(),
            on: row.on.map(Into::into),
            reason: row.reason,
            recorded_by: row.recorded_by.map(recorder),
            recorded_at: row.recorded_at.into(),
        }
    }
}
