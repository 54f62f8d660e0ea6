//! Hours of the team as the schema shows them.

use async_graphql::{ID, SimpleObject};
use wsparcie_programmes_api as api;

use crate::graphql::codes::Term;
use crate::graphql::ids::GlobalId;
use crate::graphql::scalars::Date;

/// Hours of one worker in one month and one engagement.
///
/// Permission for all fields: work_hours:read
#[derive(SimpleObject)]
pub(crate) struct WorkHours {
    /// What the engagement is.
    engagement: Term,
    /// The global id of the centre's project; null for anything else.
    project_id: Option<ID>,
    /// The name of anything else; null for a project of the centre.
    name: Option<String>,
    /// How many hours, with two decimals: "160.00".
    hours: String,
    /// Whether the worker's month was over the limit when this was entered.
    is_over_limit: bool,
    /// Version, for `expectedVersion` of `recordWorkHours`.
    version: i64,
}

impl From<api::WorkHours> for WorkHours {
    fn from(row: api::WorkHours) -> Self {
        Self {
            engagement: row.engagement.into(),
            project_id: row.project_id.map(GlobalId::global),
            name: row.name,
            hours: shown(i64::from(row.hours_hundredths)),
            is_over_limit: row.is_over_limit,
            version: row.version,
        }
    }
}

/// A worker's month over all engagements, against the limit of that month.
///
/// Permission for all fields: work_hours:read
#[derive(SimpleObject)]
pub(crate) struct WorkerMonth {
    /// The global id of the worker.
    worker_id: ID,
    /// The worker's name.
    name: String,
    /// The month, by its first day.
    month: Date,
    /// The engagements.
    work_hours: Vec<WorkHours>,
    /// All hours, with two decimals.
    total: String,
    /// The most hours of that month over all engagements; null where no rule is known for it.
    limit: Option<String>,
    /// The law or guideline that the limit is from.
    limit_basis: Option<String>,
    /// By how much the hours exceed the limit; null where they do not.
    over_by: Option<String>,
}

impl From<api::WorkerMonth> for WorkerMonth {
    fn from(row: api::WorkerMonth) -> Self {
        let over_by = row.over_by().map(shown);
        Self {
            worker_id: row.worker_id.global(),
            name: row.name,
            month: row.month.into(),
            work_hours: row.hours.into_iter().map(Into::into).collect(),
            total: shown(row.total_hundredths),
            limit: row.limit_hundredths.map(shown),
            limit_basis: row.limit_basis,
            over_by,
        }
    }
}

/// Hundredths with a dot and two decimals.
fn shown(hundredths: i64) -> String {
    wsparcie_kernel::Money::from_grosz(hundredths).to_string()
}
