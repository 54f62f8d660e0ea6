//! One project with its figures.

use async_graphql::{ID, SimpleObject};
use wsparcie_programmes_api as api;

use super::super::budget::ProjectPlaces;
use super::figures::{ComparedCost, ComparedOwnShare, ComparedPeople, ComparedRates, ComparedServices};
use crate::graphql::codes::Term;
use crate::graphql::ids;
use crate::graphql::scalars::Date;

/// One project beside others. No personal data. In an authority's release small counts are hidden with what would reveal
/// them; in a centre's own comparison nothing is.
///
/// Permission for all fields: as for the list it stands in.
#[derive(SimpleObject)]
pub(crate) struct ComparisonRow {
    /// The global id of this row, the same in every release; the project itself cannot be fetched by it.
    id: ID,
    /// The centre's short name.
    centre: String,
    /// The kind of centre: "MOPS".
    centre_kind: Option<String>,
    /// The voivodeship, TERYT code of 2 digits.
    voivodeship: String,
    /// The project's title.
    title: String,
    /// The edition; null if there is only one.
    edition: Option<String>,
    /// The codes of the programme's levels, from the top; empty if unknown.
    programme: Vec<String>,
    /// The funding period; null if unknown.
    period: Option<Term>,
    /// The first day; null if unknown.
    starts_on: Option<Date>,
    /// The last day; null if unknown.
    ends_on: Option<Date>,
    /// Places in all and by sex, in people.
    places: ProjectPlaces,
    /// The day that the counts of people are of; null where nobody was ever counted. A release repeats an earlier state
    /// where a newer one would tell of single people.
    people_as_of: Option<Date>,
    /// The whole value ÷ places.
    cost_total: ComparedCost,
    /// The Union's money ÷ places.
    cost_eu: ComparedCost,
    /// The share of own money.
    own_share: ComparedOwnShare,
    /// People on places.
    recruited: ComparedPeople,
    /// Of them, those who ended.
    ended: ComparedPeople,
    /// Of those, who ended as planned or for work.
    completed: ComparedPeople,
    /// People on places ÷ places.
    recruitment: ComparedRates,
    /// Completed ÷ ended.
    completion: ComparedRates,
    /// Dropped out ÷ ended.
    drop_out: ComparedRates,
    /// With a social effect in time ÷ completed and decided.
    social_effectiveness: ComparedRates,
    /// With an employment effect in time ÷ completed with a vocational service and decided.
    employment_effectiveness: ComparedRates,
    /// The services offered, by category.
    services: ComparedServices,
}

impl From<api::ComparisonRow> for ComparisonRow {
    fn from(row: api::ComparisonRow) -> Self {
        Self {
            id: ids::encode("ComparisonRow", row.id),
            centre: row.centre,
            centre_kind: row.centre_kind,
            voivodeship: row.voivodeship,
            title: row.title,
            edition: row.edition,
            programme: row.programme,
            period: row.period.map(Into::into),
            starts_on: row.starts_on.map(Into::into),
            ends_on: row.ends_on.map(Into::into),
            places: ProjectPlaces::new(row.places_total, row.places_women, row.places_men),
            people_as_of: row.people_as_of.map(Into::into),
            cost_total: row.cost_total.into(),
            cost_eu: row.cost_eu.into(),
            own_share: row.own_share.into(),
            recruited: row.recruited.into(),
            ended: row.ended.into(),
            completed: row.completed.into(),
            recruitment: row.recruitment.into(),
            completion: row.completion.into(),
            drop_out: row.drop_out.into(),
            social_effectiveness: row.social_effectiveness.into(),
            employment_effectiveness: row.employment_effectiveness.into(),
            services: row.services.into(),
        }
    }
}
