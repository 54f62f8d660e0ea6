//! Groups of a project as they are typed in.

use async_graphql::{ID, InputObject};
use wsparcie_programmes_api as api;

use crate::graphql::codes::input_enums;
use crate::graphql::programmes::facts_input::PlacesInput;
use crate::graphql::programmes::recruitment_input::CriterionInput;
use crate::graphql::scalars::Date;

input_enums! {
    /// How finely a source tells a day. Answers have the code in lower case.
    DatePrecision for api::DatePrecision {
        /// The very day.
        Day,
        /// The month alone.
        Month,
    }
}

/// A day of a group's period.
#[derive(InputObject)]
pub(crate) struct GroupDayInput {
    /// The day; any day of the month if the month alone is known.
    day: Date,
    /// Whether the very day or the month alone is known.
    #[graphql(default_with = "DatePrecision::Day")]
    precision: DatePrecision,
}

impl From<GroupDayInput> for api::GroupDay {
    fn from(input: GroupDayInput) -> Self {
        Self {
            day: input.day.0,
            precision: input.precision.into(),
        }
    }
}

/// What is known of a group. What is not given is unknown.
#[derive(InputObject)]
pub(crate) struct GroupFactsInput {
    /// The name, unique in the project, 1 to 200 characters.
    name: String,
    /// When it starts.
    starts_on: Option<GroupDayInput>,
    /// When it ends.
    ends_on: Option<GroupDayInput>,
    /// How many people it has places for, at least 1.
    places: Option<PlacesInput>,
    /// How many of them are for women.
    places_women: Option<PlacesInput>,
    /// How many of them are for men.
    places_men: Option<PlacesInput>,
    /// Conditions beside the project's own; all are required.
    #[graphql(default)]
    criteria: Vec<CriterionInput>,
    /// What else the source says of it, 1 to 1000 characters.
    note: Option<String>,
}

impl From<GroupFactsInput> for api::GroupFacts {
    fn from(input: GroupFactsInput) -> Self {
        Self {
            name: input.name,
            starts_on: input.starts_on.map(Into::into),
            ends_on: input.ends_on.map(Into::into),
            places: input.places.map(Into::into),
            places_women: input.places_women.map(Into::into),
            places_men: input.places_men.map(Into::into),
            criteria: input.criteria.into_iter().map(Into::into).collect(),
            note: input.note,
        }
    }
}

/// A group to be created.
#[derive(InputObject)]
pub(crate) struct CreateGroupInput {
    /// Your own key for this request, 1 to 100 characters: repeated with the same input, the request happens once.
    pub(super) idempotency_key: String,
    /// The global id of the project.
    pub(super) project_id: ID,
    /// What is known.
    pub(super) group: GroupFactsInput,
}

/// A change of a group: what is given replaces all that was known.
#[derive(InputObject)]
pub(crate) struct UpdateGroupInput {
    /// The global id of the group.
    pub(super) id: ID,
    /// The version that the change is based on.
    pub(super) expected_version: i64,
    /// What is known now.
    pub(super) group: GroupFactsInput,
}

/// The end of joining a group.
#[derive(InputObject)]
pub(crate) struct CloseGroupInput {
    /// Your own key for this request, 1 to 100 characters: repeated with the same input, the request happens once.
    pub(super) idempotency_key: String,
    /// The global id of the group.
    pub(super) id: ID,
    /// The version that the change is based on.
    pub(super) expected_version: i64,
    /// From this day nobody new joins.
    pub(super) closed_on: Date,
}
