//! How far a project has come, and how it came there.

use serde::{Deserialize, Serialize};
use wsparcie_kernel::ids::{ApiClientId, ProjectId, UserId};
use wsparcie_kernel::{Date, Instant, codes};

codes! {
    /// How far a project has come.
    #[derive(Default)]
    pub enum ProjectStatus {
        /// Prepared; nobody is recruited yet.
        #[default]
        Planned => "planned", "planowany", "planned";
        /// People are recruited; the work with them has not begun, or waits for more of them.
        Recruiting => "recruiting", "w trakcie rekrutacji", "recruiting";
        /// People are worked with. Recruitment may go on beside it where it is continuous.
        Running => "running", "w realizacji", "running";
        /// The work is over; it is settled.
        Closing => "closing", "w trakcie rozliczania", "closing";
        /// Settled; what was created is kept ready (trwałość, gotowość).
        InReadiness => "in_readiness", "w okresie trwałości", "in readiness";
        /// Nothing is left to do.
        Closed => "closed", "zamknięty", "closed";
    }
}

/// One change of a project's status. Never changed itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusChange {
    /// The project.
    pub project_id: ProjectId,
    /// Its place in the project's history, from 1.
    pub number: i32,
    /// The status before.
    pub from: ProjectStatus,
    /// The status after.
    pub to: ProjectStatus,
    /// The day on which it happened; absent if nobody knows any more.
    pub on: Option<Date>,
    /// Why; the moves that go back, or end a project early, have one.
    pub reason: Option<String>,
    /// Who recorded it; absent for the platform itself.
    pub recorded_by: Option<Recorder>,
    /// When it was recorded.
    pub recorded_at: Instant,
}

/// Who recorded something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Recorder {
    /// Somebody who signed in.
    User(UserId),
    /// A program.
    ApiClient(ApiClientId),
}

/// A move of a project to another status.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MoveProject {
    /// The project.
    pub id: ProjectId,
    /// The version of the project that the move is based on.
    pub expected_version: i64,
    /// The status to come.
    pub to: ProjectStatus,
    /// The day on which it happened; absent if nobody knows any more.
    pub on: Option<Date>,
    /// Why.
    pub reason: Option<String>,
}
