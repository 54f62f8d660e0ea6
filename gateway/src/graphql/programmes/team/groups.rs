//! Groups of a project as the schema shows them.

use async_graphql::{ComplexObject, Context, ID, SimpleObject};
use wsparcie_kernel::ids::GroupId;
use wsparcie_programmes_api as api;

use crate::graphql::Nullable;
use crate::graphql::casework::EnrolmentCounts;
use crate::graphql::codes::Term;
use crate::graphql::ids::GlobalId;
use crate::graphql::loaders::GroupCountsOf;
use crate::graphql::permissions::open;
use crate::graphql::programmes::budget::Places;
use crate::graphql::programmes::recruitment::Criterion;
use crate::graphql::scalars::Date;
use crate::graphql::scope::load;

/// A day of a group's period.
///
/// Permission: as for the group.
#[derive(SimpleObject)]
struct GroupDay {
    /// The day; of a month alone its first (start) or last (end).
    day: Date,
    /// Whether the source tells the very day or the month alone.
    precision: Term,
}

impl From<api::GroupDay> for GroupDay {
    fn from(day: api::GroupDay) -> Self {
        Self {
            day: day.day.into(),
            precision: day.precision.into(),
        }
    }
}

/// A group (cohort) of a project, with days, places and conditions of its own.
///
/// Permission for all fields, unless they name another: project:read
#[derive(SimpleObject)]
#[graphql(complex)]
pub(crate) struct ParticipantGroup {
    #[graphql(skip)]
    key: GroupId,
    /// The global id.
    id: ID,
    /// The global id of the project.
    project_id: ID,
    /// The name.
    name: String,
    /// When it starts; null if unknown.
    starts_on: Option<GroupDay>,
    /// When it ends; null if unknown.
    ends_on: Option<GroupDay>,
    /// How many people it has places for; null if unknown.
    places: Option<Places>,
    /// How many of them are for women; null if unknown.
    places_women: Option<Places>,
    /// How many of them are for men; null if unknown.
    places_men: Option<Places>,
    /// Conditions beside the project's own; all are required.
    criteria: Vec<Criterion>,
    /// What else the source says of it; null if nothing.
    note: Option<String>,
    /// From this day nobody new joins; null while the group is open.
    closed_on: Option<Date>,
    /// Version, for `expectedVersion` of updates.
    version: i64,
}

#[ComplexObject]
impl ParticipantGroup {
    /// How many people take part in the group.
    ///
    /// Permission: participation:read
    async fn enrolment_counts(&self, ctx: &Context<'_>) -> Nullable<EnrolmentCounts> {
        let read = async {
            let scope = open(ctx, "ParticipantGroup.enrolmentCounts")?;
            Ok(load!(scope, GroupCountsOf(self.key))?.map(EnrolmentCounts::from))
        };
        read.await.transpose()
    }
}

impl From<api::ParticipantGroup> for ParticipantGroup {
    fn from(row: api::ParticipantGroup) -> Self {
        Self {
            key: row.id,
            id: row.id.global(),
            project_id: row.project_id.global(),
            name: row.facts.name,
            starts_on: row.facts.starts_on.map(Into::into),
            ends_on: row.facts.ends_on.map(Into::into),
            places: row.facts.places.map(Into::into),
            places_women: row.facts.places_women.map(Into::into),
            places_men: row.facts.places_men.map(Into::into),
            criteria: row.facts.criteria.into_iter().map(Criterion).collect(),
            note: row.facts.note,
            closed_on: row.closed_on.map(Into::into),
            version: row.version,
        }
    }
}

/// A project's groups beside its places.
///
/// Permission for all fields: project:read
#[derive(SimpleObject)]
pub(crate) struct ProjectGroups {
    /// The groups, in the order in which they were made.
    groups: Vec<ParticipantGroup>,
    /// The groups' places together; null if one of them is unknown.
    places: Option<Places>,
    /// The project's places less the groups' together; null unless both are exact.
    difference: Option<i64>,
}

impl From<api::GroupsOfProject> for ProjectGroups {
    fn from(row: api::GroupsOfProject) -> Self {
        Self {
            groups: row.groups.into_iter().map(Into::into).collect(),
            places: row.places.map(Into::into),
            difference: row.difference,
        }
    }
}
