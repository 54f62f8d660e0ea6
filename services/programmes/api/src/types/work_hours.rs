//! Hours that the team works in a month, over all engagements.

use serde::{Deserialize, Serialize};
use wsparcie_kernel::ids::{ProjectId, WorkHoursId, WorkerId};
use wsparcie_kernel::{Date, codes};

codes! {
    /// What somebody works in.
    pub enum Engagement {
        /// A project of the centre.
        Project => "project", "projekt ośrodka", "project of the centre";
        /// A project of somebody else.
        OtherProject => "other_project", "inny projekt", "another project";
        /// Another employer, or the centre outside projects.
        OtherEmployer => "other_employer", "inny pracodawca", "another employer";
    }
}

/// Hours of one worker in one month and one engagement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkHours {
    /// Id.
    pub id: WorkHoursId,
    /// What the engagement is.
    pub engagement: Engagement,
    /// The centre's project.
    pub project_id: Option<ProjectId>,
    /// What else it is, by its name.
    pub name: Option<String>,
    /// How many hours, in hundredths.
    pub hours_hundredths: i32,
    /// Whether the month was over the limit when this was entered.
    pub is_over_limit: bool,
    /// Version, for conflict-safe changes.
    pub version: i64,
}

/// A worker's month: all engagements against the limit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkerMonth {
    /// The worker.
    pub worker_id: WorkerId,
    /// The worker's name.
    pub name: String,
    /// The month, by its first day.
    pub month: Date,
    /// The engagements.
    pub hours: Vec<WorkHours>,
    /// All hours, in hundredths.
    pub total_hundredths: i64,
    /// The most hours of that month, in hundredths; absent where no rule is known.
    pub limit_hundredths: Option<i64>,
    /// The law or guideline that the limit is from.
    pub limit_basis: Option<String>,
}

impl WorkerMonth {
    /// By how much the hours exceed the limit, in hundredths; absent where they do not, or no limit is known.
    pub fn over_by(&self) -> Option<i64> {
        let over = self.total_hundredths - self.limit_hundredths?;
        (over > 0).then_some(over)
    }
}

/// Hours to be entered, or put in the place of what was entered.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RecordWorkHours {
    /// The worker.
    pub worker_id: WorkerId,
    /// Any day of the month.
    pub month: Date,
    /// What the engagement is.
    pub engagement: Engagement,
    /// The centre's project, for that kind.
    pub project_id: Option<ProjectId>,
    /// The name of anything else.
    pub name: Option<String>,
    /// How many hours, in hundredths.
    pub hours_hundredths: i32,
    /// The version that this replaces; 0 if nothing was entered yet.
    pub expected_version: i64,
}
