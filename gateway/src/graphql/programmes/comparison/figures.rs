//! Figures as whoever asks may see them: the value, or why it is not shown.

use async_graphql::SimpleObject;
use wsparcie_kernel::money::BasisPoints;
use wsparcie_programmes_api as api;

use super::super::budget::Money;
use super::compared::PeopleCount;
use crate::graphql::codes::Term;

/// A cost per participant's place.
///
/// Permission: as for the row it stands in.
#[derive(SimpleObject, Default)]
pub(crate) struct ComparedCost {
    /// The money it is of: the whole value, or the Union's; null if it is not shown.
    base: Option<Term>,
    /// Whether the money is stated by the project or taken from the budget in force.
    origin: Option<Term>,
    /// The money.
    money: Option<Money>,
    /// The places.
    places: Option<i32>,
    /// The cost of one place, to the grosz; a bound is rounded up.
    value: Option<Money>,
    /// Exactly so much, or at most: a bound is never a point.
    exactness: Option<Term>,
    /// Why it is not shown; null if it is shown.
    hidden: Option<Term>,
}

impl From<api::Told<api::CostPerPlace>> for ComparedCost {
    fn from(told: api::Told<api::CostPerPlace>) -> Self {
        match told {
            api::Told::Shown(cost) => Self {
                base: Some(cost.base.into()),
                origin: Some(cost.origin.into()),
                money: Some(cost.money.into()),
                places: Some(cost.places),
                value: Some(cost.value.into()),
                exactness: Some(cost.exactness.into()),
                hidden: None,
            },
            api::Told::NotShown(why) => Self {
                hidden: Some(why.into()),
                ..Self::default()
            },
        }
    }
}

/// The share of own money (local government and private) in all money.
///
/// Permission: as for the row it stands in.
#[derive(SimpleObject, Default)]
pub(crate) struct ComparedOwnShare {
    /// Whether the money is stated by the project or taken from the budget in force; null if it is not shown.
    origin: Option<Term>,
    /// The own money.
    amount: Option<Money>,
    /// The money of all sources.
    of: Option<Money>,
    /// The share in percent with two decimals: "10.50".
    share: Option<String>,
    /// Why it is not shown; null if it is shown.
    hidden: Option<Term>,
}

impl From<api::Told<api::OwnShare>> for ComparedOwnShare {
    fn from(told: api::Told<api::OwnShare>) -> Self {
        match told {
            api::Told::Shown(own) => Self {
                origin: Some(own.origin.into()),
                amount: Some(own.amount.into()),
                of: Some(own.of.into()),
                share: Some(own.share.to_string()),
                hidden: None,
            },
            api::Told::NotShown(why) => Self {
                hidden: Some(why.into()),
                ..Self::default()
            },
        }
    }
}

/// A share of people.
///
/// Permission: as for the row it stands in.
#[derive(SimpleObject, Default)]
pub(crate) struct ComparedRate {
    /// How many of them; null if it is not shown.
    numerator: Option<i64>,
    /// Of how many: people, or places.
    denominator: Option<i64>,
    /// The share in percent with two decimals: "62.50".
    share: Option<String>,
    /// The lower end of Wilson's 95 % interval in percent; null where there is none.
    lower: Option<String>,
    /// The upper end.
    upper: Option<String>,
    /// Why it is not shown; null if it is shown.
    hidden: Option<Term>,
}

impl From<api::Told<api::PeopleRate>> for ComparedRate {
    fn from(told: api::Told<api::PeopleRate>) -> Self {
        let percent = |share: BasisPoints| share.to_string();
        match told {
            api::Told::Shown(rate) => Self {
                numerator: Some(rate.numerator),
                denominator: Some(rate.denominator),
                share: Some(percent(rate.share)),
                lower: rate.lower.map(percent),
                upper: rate.upper.map(percent),
                hidden: None,
            },
            api::Told::NotShown(why) => Self {
                hidden: Some(why.into()),
                ..Self::default()
            },
        }
    }
}

/// Shares of people by sex.
///
/// Permission: as for the row it stands in.
#[derive(SimpleObject)]
pub(crate) struct ComparedRates {
    /// Of all.
    total: ComparedRate,
    /// Of women.
    women: ComparedRate,
    /// Of men.
    men: ComparedRate,
}

impl From<api::RatesBySex> for ComparedRates {
    fn from(rates: api::RatesBySex) -> Self {
        Self {
            total: rates.total.into(),
            women: rates.women.into(),
            men: rates.men.into(),
        }
    }
}

/// Counts of people by sex.
///
/// Permission: as for the row it stands in.
#[derive(SimpleObject)]
pub(crate) struct ComparedPeople {
    /// In all.
    total: PeopleCount,
    /// Women.
    women: PeopleCount,
    /// Men.
    men: PeopleCount,
}

impl From<api::PeopleBySex> for ComparedPeople {
    fn from(people: api::PeopleBySex) -> Self {
        Self {
            total: people.total.into(),
            women: people.women.into(),
            men: people.men.into(),
        }
    }
}

/// How many services of a category a project offers.
///
/// Permission: as for the row it stands in.
#[derive(SimpleObject)]
pub(crate) struct ComparedServiceCount {
    /// The category: code of the dictionary `instrument_category`.
    category: String,
    /// How many services; no people.
    services: i64,
}

/// The services that a project offers.
///
/// Permission: as for the row it stands in.
#[derive(SimpleObject)]
pub(crate) struct ComparedServices {
    /// By category; null if it is not shown.
    categories: Option<Vec<ComparedServiceCount>>,
    /// Why it is not shown; null if it is shown.
    hidden: Option<Term>,
}

impl From<api::Told<Vec<api::ServiceCount>>> for ComparedServices {
    fn from(told: api::Told<Vec<api::ServiceCount>>) -> Self {
        let count = |count: api::ServiceCount| ComparedServiceCount {
            category: count.category,
            services: count.services,
        };
        match told {
            api::Told::Shown(services) => Self {
                categories: Some(services.into_iter().map(count).collect()),
                hidden: None,
            },
            api::Told::NotShown(why) => Self {
                categories: None,
                hidden: Some(why.into()),
            },
        }
    }
}
