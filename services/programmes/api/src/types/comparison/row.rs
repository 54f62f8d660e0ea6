//! One project of a release with its figures.

use serde::{Deserialize, Serialize};
use uuid::Uuid;
use wsparcie_kernel::money::BasisPoints;
use wsparcie_kernel::{Date, Money};

use super::super::budget::{CostBase, FigureExactness, MoneyOrigin};
use super::super::programme::FundingPeriod;
use super::super::project::Places;
use super::{PeopleCount, Told};

/// The cost of one participant's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CostPerPlace {
    /// The money it is of.
    pub base: CostBase,
    /// Where the money was taken from.
    pub origin: MoneyOrigin,
    /// The money.
    pub money: Money,
    /// The places.
    pub places: i32,
    /// The cost of one, to the grosz.
    pub value: Money,
    /// Exact, or a bound, which is rounded outward.
    pub exactness: FigureExactness,
}

/// The share of own money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnShare {
    /// Where the money was taken from.
    pub origin: MoneyOrigin,
    /// The money of local government and private sources.
    pub amount: Money,
    /// The money of all sources.
    pub of: Money,
    /// The share.
    pub share: BasisPoints,
}

/// A share of people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeopleRate {
    /// How many of them.
    pub numerator: i64,
    /// Of how many (people; for recruitment places).
    pub denominator: i64,
    /// The share, in hundredths of a percent; recruitment may pass 100 %.
    pub share: BasisPoints,
    /// The lower bound of Wilson's 95 % interval; absent for recruitment, which is no sample.
    pub lower: Option<BasisPoints>,
    /// The upper bound.
    pub upper: Option<BasisPoints>,
}

/// Counts of people by sex.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeopleBySex {
    /// In all.
    pub total: PeopleCount,
    /// Women.
    pub women: PeopleCount,
    /// Men.
    pub men: PeopleCount,
}

/// Shares of people by sex.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RatesBySex {
    /// Of all.
    pub total: Told<PeopleRate>,
    /// Of women.
    pub women: Told<PeopleRate>,
    /// Of men.
    pub men: Told<PeopleRate>,
}

/// How many services of a category are offered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceCount {
    /// The category's code.
    pub category: String,
    /// How many services; no people.
    pub services: i64,
}

/// One project of a release. No personal data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComparisonRow {
    /// The row's id, not the project's own.
    pub id: Uuid,
    /// The centre's short name.
    pub centre: String,
    /// The kind of centre.
    pub centre_kind: Option<String>,
    /// The voivodeship (TERYT).
    pub voivodeship: String,
    /// The project's title.
    pub title: String,
    /// The edition.
    pub edition: Option<String>,
    /// The codes of the programme's levels, from the top.
    pub programme: Vec<String>,
    /// The funding period.
    pub period: Option<FundingPeriod>,
    /// The first day.
    pub starts_on: Option<Date>,
    /// The last day.
    pub ends_on: Option<Date>,
    /// Places in all.
    pub places_total: Option<Places>,
    /// Places for women.
    pub places_women: Option<Places>,
    /// Places for men.
    pub places_men: Option<Places>,
    /// The day that the counts of people are of; absent where nobody was ever counted.
    pub people_as_of: Option<Date>,
    /// The cost of a place, of the whole value.
    pub cost_total: Told<CostPerPlace>,
    /// The cost of a place, of the Union's money.
    pub cost_eu: Told<CostPerPlace>,
    /// The share of own money.
    pub own_share: Told<OwnShare>,
    /// People on places.
    pub recruited: PeopleBySex,
    /// Of them, those who ended.
    pub ended: PeopleBySex,
    /// Of those, who ended as planned or for work.
    pub completed: PeopleBySex,
    /// People on places ÷ places.
    pub recruitment: RatesBySex,
    /// Completed ÷ ended.
    pub completion: RatesBySex,
    /// Dropped out ÷ ended.
    pub drop_out: RatesBySex,
    /// With a social effect ÷ completed and decided.
    pub social_effectiveness: RatesBySex,
    /// With an employment effect ÷ completed with vocational services and decided.
    pub employment_effectiveness: RatesBySex,
    /// The services offered, by category.
    pub services: Told<Vec<ServiceCount>>,
}
