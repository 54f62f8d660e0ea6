//! Money and places as a project states them.

use async_graphql::SimpleObject;
use wsparcie_kernel as kernel;
use wsparcie_programmes_api as api;

use crate::graphql::codes::Term;

/// An amount of money, exact to the grosz.
///
/// Permission: as for the field it stands in.
#[derive(SimpleObject, Clone)]
pub(crate) struct Money {
    /// The amount in zloty with two decimals and a dot: "1470000.00". May be negative.
    amount: String,
    /// The currency, ISO 4217: always "PLN".
    currency: &'static str,
}

impl From<kernel::Money> for Money {
    fn from(money: kernel::Money) -> Self {
        Self {
            amount: money.to_string(),
            currency: "PLN",
        }
    }
}

/// A number of places that may be a bound.
///
/// Permission: as for the field it stands in.
#[derive(SimpleObject)]
pub(crate) struct Places {
    /// How many people.
    count: i32,
    /// Whether it is exactly so many or at least so many.
    exactness: Term,
}

impl From<api::Places> for Places {
    fn from(places: api::Places) -> Self {
        Self {
            count: places.count,
            exactness: places.exactness.into(),
        }
    }
}

/// Places of a project, in all and by sex. Each number as the source states it: unknown is null and is not calculated.
///
/// Permission for all fields: as for the project.
#[derive(SimpleObject)]
pub(crate) struct ProjectPlaces {
    /// Places in all; null if unknown.
    total: Option<Places>,
    /// Places for women; null if unknown.
    women: Option<Places>,
    /// Places for men; null if unknown.
    men: Option<Places>,
}

impl ProjectPlaces {
    pub(super) fn new(
        total: Option<api::Places>,
        women: Option<api::Places>,
        men: Option<api::Places>,
    ) -> Self {
        Self {
            total: total.map(Into::into),
            women: women.map(Into::into),
            men: men.map(Into::into),
        }
    }
}

/// Money of a project's budget from one source.
///
/// Permission for all fields: as for the project.
#[derive(SimpleObject)]
pub(crate) struct BudgetPart {
    /// Where the money comes from.
    source: Term,
    /// How much.
    amount: Money,
    /// Its share of `sumOfParts`, in percent with two decimals: "85.00".
    share: Option<String>,
}

/// The budget of a project. What the source does not say is null, never zero.
///
/// Permission for all fields: as for the project.
#[derive(SimpleObject)]
pub(crate) struct Budget {
    /// The money by source; null if the split is unknown.
    parts: Option<Vec<BudgetPart>>,
    /// What the parts add up to; null if the split is unknown.
    sum_of_parts: Option<Money>,
    /// The total as the source states it; null if it states none.
    stated_total: Option<Money>,
    /// `statedTotal` less `sumOfParts`, where both are known: other than 0.00 is a contradiction in the source.
    difference: Option<Money>,
    /// The total to work with: the stated one, or the sum of the parts where none is stated.
    total: Option<Money>,
}

impl Budget {
    /// The budget, if anything is known of it.
    pub(super) fn of(facts: &api::ProjectFacts) -> Option<Self> {
        let stated = facts.budget_total;
        if facts.budget.is_none() && stated.is_none() {
            return None;
        }
        let sum = facts
            .budget
            .as_ref()
            .and_then(|parts| kernel::Money::sum(parts.iter().map(|part| part.amount)));
        let part = |part: &api::BudgetPart| BudgetPart {
            source: part.source.into(),
            amount: part.amount.into(),
            share: sum
                .and_then(|sum| part.amount.share_of(sum))
                .map(|share| share.to_string()),
        };
        Some(Self {
            parts: facts
                .budget
                .as_ref()
                .map(|parts| parts.iter().map(part).collect()),
            sum_of_parts: sum.map(Into::into),
            stated_total: stated.map(Into::into),
            difference: stated
                .zip(sum)
                .and_then(|(stated, sum)| stated.checked_sub(sum))
                .map(Into::into),
            total: stated.or(sum).map(Into::into),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(parts: Option<&[(api::BudgetSource, i64)]>, total: Option<i64>) -> api::ProjectFacts {
        let part = |(source, grosz): &(api::BudgetSource, i64)| api::BudgetPart {
            source: *source,
            amount: kernel::Money::from_grosz(*grosz),
        };
        api::ProjectFacts {
            budget: parts.map(|parts| parts.iter().map(part).collect()),
            budget_total: total.map(kernel::Money::from_grosz),
            ..api::ProjectFacts::default()
        }
    }

    #[test]
    fn an_unknown_budget_is_unknown_and_not_zero() {
        assert!(Budget::of(&facts(None, None)).is_none());
    }

    #[test]
    fn shares_and_the_difference_to_the_stated_total_are_worked_out() {
        let parts = [
            (api::BudgetSource::Eu, 124_950_000),
            (api::BudgetSource::LocalGovernment, 22_050_000),
        ];
        let budget = Budget::of(&facts(Some(&parts), Some(147_000_001))).unwrap();
        assert_eq!(budget.parts.unwrap()[0].share.as_deref(), Some("85.00"));
        assert_eq!(budget.sum_of_parts.unwrap().amount, "1470000.00");
        assert_eq!(budget.difference.unwrap().amount, "0.01");
        assert_eq!(budget.total.unwrap().amount, "1470000.01");
    }

    #[test]
    fn a_total_without_a_split_stands_alone() {
        let budget = Budget::of(&facts(None, Some(5))).unwrap();
        assert!(budget.parts.is_none() && budget.sum_of_parts.is_none() && budget.difference.is_none());
        assert_eq!(budget.total.unwrap().amount, "0.05");
    }
}
