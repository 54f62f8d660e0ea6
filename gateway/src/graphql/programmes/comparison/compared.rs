//! Counts of people as authorities see them, and the comparison of before releases.

use async_graphql::{ID, SimpleObject};
use wsparcie_programmes_api as api;

use super::super::budget::ProjectPlaces;
use crate::graphql::codes::Term;
use crate::graphql::ids;
use crate::graphql::scalars::DateTime;

/// A count of people as an authority may see it.
///
/// Permission for all fields: comparison:read
#[derive(SimpleObject)]
pub(crate) struct PeopleCount {
    /// How many people; null if it is not shown.
    count: Option<i64>,
    /// Why it is not shown: too few people, or not reported; null if it is shown.
    hidden: Option<Term>,
}

impl From<api::PeopleCount> for PeopleCount {
    fn from(count: api::PeopleCount) -> Self {
        match count {
            api::PeopleCount::Shown(count) => Self {
                count: Some(count),
                hidden: None,
            },
            api::PeopleCount::NotShown(why) => Self {
                count: None,
                hidden: Some(why.into()),
            },
        }
    }
}

/// One project of the region beside the others. No personal data; small counts are hidden with what would reveal them.
///
/// Permission for all fields: comparison:read
#[derive(SimpleObject)]
pub(crate) struct ComparedProject {
    /// The global id of this row; the project itself cannot be fetched by it.
    id: ID,
    /// The centre's short name.
    centre: String,
    /// The voivodeship, TERYT code of 2 digits.
    voivodeship: String,
    /// The project's title.
    title: String,
    /// The edition; null if there is only one.
    edition: Option<String>,
    /// Places in all and by sex, in people.
    places: ProjectPlaces,
    /// People enrolled, in all.
    enrolled_total: PeopleCount,
    /// Women enrolled.
    enrolled_women: PeopleCount,
    /// Men enrolled.
    enrolled_men: PeopleCount,
    /// The day that the counts are of, at its start in UTC: no closer, for a time would tell of single people. Without counts,
    /// the day of the release.
    as_of: DateTime,
}

impl From<api::ComparedProject> for ComparedProject {
    fn from(row: api::ComparedProject) -> Self {
        Self {
            id: ids::encode("ComparedProject", row.id),
            centre: row.centre,
            voivodeship: row.voivodeship,
            title: row.title,
            edition: row.edition,
            places: ProjectPlaces::new(row.places_total, row.places_women, row.places_men),
            enrolled_total: row.enrolled_total.into(),
            enrolled_women: row.enrolled_women.into(),
            enrolled_men: row.enrolled_men.into(),
            as_of: row.as_of.into(),
        }
    }
}
