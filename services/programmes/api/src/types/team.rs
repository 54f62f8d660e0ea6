//! Who works in a project: workers of the centre, posts and duties.

use serde::{Deserialize, Serialize};
use wsparcie_kernel::ids::{ProjectId, TeamPostId, WorkerId};
use wsparcie_kernel::{Date, Problem};

use super::project::Places;

/// A code of a dictionary with its labels, as they hold on the day that it is looked up for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coded {
    /// Stable code.
    pub code: String,
    /// Label, in Polish.
    pub label_pl: String,
    /// Label, in English.
    pub label_en: String,
}

/// Somebody who works for the centre. The name of an employee, in clear.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Worker {
    /// Id.
    pub id: WorkerId,
    /// Name, 1 to 200 characters.
    pub name: String,
}

/// A worker to be created.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NewWorker {
    /// Name, 1 to 200 characters.
    pub name: String,
}

/// What is said of a line of a team. Absent is unknown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewTeamPost {
    /// The project.
    pub project_id: ProjectId,
    /// Who holds it; absent: vacant, or not named.
    pub worker_id: Option<WorkerId>,
    /// Code of the dictionary `team_position`.
    pub position: String,
    /// Codes of the dictionary `team_duty`.
    pub duties: Vec<String>,
    /// How many posts, 1 to 1000; a named worker holds exactly one.
    pub posts: Places,
    /// Share of full time of each post, in basis points, 1 to 10 000.
    pub full_time_bp: Option<i32>,
    /// Hours a week of each post in hundredths, to 168.00; either this or the share.
    pub weekly_hours_hundredths: Option<i32>,
    /// The first day.
    pub valid_from: Option<Date>,
    /// The last day.
    pub valid_to: Option<Date>,
    /// A line of the same project whose people these may, by the source, be among.
    pub among: Option<TeamPostId>,
    /// What else the source says of it, 1 to 500 characters.
    pub note: Option<String>,
}

/// The end of a line.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct EndTeamPost {
    /// The line.
    pub id: TeamPostId,
    /// The version that the change is based on.
    pub expected_version: i64,
    /// The last day.
    pub last_day: Date,
}

/// A line of a project's team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamPost {
    /// Id.
    pub id: TeamPostId,
    /// The project.
    pub project_id: ProjectId,
    /// Who holds it.
    pub worker: Option<Worker>,
    /// The position.
    pub position: Coded,
    /// The duties.
    pub duties: Vec<Coded>,
    /// How many posts.
    pub posts: Places,
    /// Share of full time of each post, in basis points.
    pub full_time_bp: Option<i32>,
    /// Hours a week of each post, in hundredths.
    pub weekly_hours_hundredths: Option<i32>,
    /// The first day.
    pub valid_from: Option<Date>,
    /// The last day.
    pub valid_to: Option<Date>,
    /// The line whose people these may be among.
    pub among: Option<TeamPostId>,
    /// What else the source says of it.
    pub note: Option<String>,
    /// What is doubtful: the worker's posts, in whatever projects, add up to more than full time on a day of this line.
    pub warnings: Vec<Problem>,
    /// Version, for conflict-safe updates.
    pub version: i64,
}

/// A number of people between two bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Headcount {
    /// At least so many.
    pub at_least: i64,
    /// At most so many; absent: no upper bound is known.
    pub at_most: Option<i64>,
}

/// A project's team: every line, also those that have ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Team {
    /// The project.
    pub project_id: ProjectId,
    /// How many posts, over all lines; a minimum if a line's number is one.
    pub posts: Headcount,
    /// How many people those are: named workers count once, and lines that may be among others make a range.
    pub people: Headcount,
    /// The lines, in the order in which they were added.
    pub lines: Vec<TeamPost>,
}
