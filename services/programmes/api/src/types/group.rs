//! Groups (cohorts) of a project: their own days, places and conditions.

use serde::{Deserialize, Serialize};
use wsparcie_kernel::ids::{GroupId, ProjectId};
use wsparcie_kernel::{Date, codes};

use super::project::Places;
use super::recruitment::Criterion;

codes! {
    /// How finely a source tells a day.
    pub enum DatePrecision {
        /// The very day.
        Day => "day", "dzień", "day";
        /// The month alone („w lipcu”): the day is its first for a start, its last for an end.
        Month => "month", "miesiąc", "month";
    }
}

/// A day of a group's period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupDay {
    /// The day; of a month alone the first (start) or the last (end).
    pub day: Date,
    /// How finely the source tells it.
    pub precision: DatePrecision,
}

/// What is known of a group. Absent is unknown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupFacts {
    /// Name, unique in the project, 1 to 200 characters.
    pub name: String,
    /// When it starts.
    pub starts_on: Option<GroupDay>,
    /// When it ends.
    pub ends_on: Option<GroupDay>,
    /// How many people it has places for, at least 1.
    pub places: Option<Places>,
    /// How many of them are for women.
    #[serde(default)]
    pub places_women: Option<Places>,
    /// How many of them are for men.
    #[serde(default)]
    pub places_men: Option<Places>,
    /// Conditions beside the project's own; all of them are required.
    pub criteria: Vec<Criterion>,
    /// What else the source says of it, 1 to 1000 characters.
    pub note: Option<String>,
}

/// A group to be created.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NewGroup {
    /// The project.
    pub project_id: ProjectId,
    /// What is known.
    pub facts: GroupFacts,
}

/// A change of a group: the whole of what is known replaces what was known.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct UpdateGroup {
    /// The group.
    pub id: GroupId,
    /// The version that the change is based on.
    pub expected_version: i64,
    /// What is known now.
    pub facts: GroupFacts,
}

/// The end of joining a group.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CloseGroup {
    /// The group.
    pub id: GroupId,
    /// The version that the change is based on.
    pub expected_version: i64,
    /// From this day nobody new joins.
    pub closed_on: Date,
}

/// A group of a project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParticipantGroup {
    /// Id.
    pub id: GroupId,
    /// The project.
    pub project_id: ProjectId,
    /// What is known.
    pub facts: GroupFacts,
    /// From this day nobody new joins.
    pub closed_on: Option<Date>,
    /// Version, for conflict-safe updates.
    pub version: i64,
}

/// A project's groups beside its places.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupsOfProject {
    /// The project.
    pub project_id: ProjectId,
    /// The groups, in the order in which they were made.
    pub groups: Vec<ParticipantGroup>,
    /// The groups' places together; a minimum if one of them is; absent if one of them is unknown or there is no group.
    pub places: Option<Places>,
    /// The project's places less the groups' together; absent unless both are exact.
    pub difference: Option<i64>,
}
