//! What a project costs per head, and what share its own money is.
//!
//! The money is what the project states of itself; where it states nothing of the kind, the budget in force. A bound of
//! people gives a bound of cost, rounded outward; what is unknown stays unknown.

use wsparcie_kernel::Money;
use wsparcie_kernel::ids::ProjectId;
use wsparcie_programmes_api::{
    BudgetFigures, BudgetPart, BudgetSource, CostBase, CostPerHead, Exactness, FigureExactness, MoneyOrigin,
    OwnContribution, Places,
};

use super::add_up;
use super::line::from_source;
use super::sums::own_contribution;

/// What is known of a project's money and people.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Basis {
    /// The stated total.
    pub stated_total: Option<Money>,
    /// The stated parts by source.
    pub stated_parts: Option<Vec<BudgetPart>>,
    /// The sums by source of the budget in force; absent if there is none.
    pub in_force: Option<Vec<BudgetPart>>,
    /// How many people the project has places for.
    pub places: Option<Places>,
}

impl Basis {
    fn total(&self) -> Option<(MoneyOrigin, Money)> {
        let sum = |parts: &Vec<BudgetPart>| add_up(parts.iter().map(|part| part.amount));
        let stated = self.stated_total.or(self.stated_parts.as_ref().map(sum));
        stated.map(|total| (MoneyOrigin::Stated, total)).or(self
            .in_force
            .as_ref()
            .map(|parts| (MoneyOrigin::BudgetInForce, sum(parts))))
    }

    /// Parts by source, and where they are from.
    fn parts(&self) -> Option<(MoneyOrigin, &[BudgetPart])> {
        let stated = self
            .stated_parts
            .as_deref()
            .map(|parts| (MoneyOrigin::Stated, parts));
        stated.or(self
            .in_force
            .as_deref()
            .map(|parts| (MoneyOrigin::BudgetInForce, parts)))
    }

    fn eu(&self) -> Option<(MoneyOrigin, Money)> {
        let (origin, parts) = self.parts()?;
        let names_eu = parts.iter().any(|part| part.source == BudgetSource::Eu);
        (names_eu || self.whole_parts().is_some()).then(|| (origin, from_source(parts, BudgetSource::Eu)))
    }

    /// The parts, if they are all there is: those that do not make up the stated total leave open what the rest is.
    fn whole_parts(&self) -> Option<(MoneyOrigin, &[BudgetPart])> {
        let (origin, parts) = self.parts()?;
        let complete = origin == MoneyOrigin::BudgetInForce
            || self
                .stated_total
                .is_none_or(|total| total == add_up(parts.iter().map(|part| part.amount)));
        complete.then_some((origin, parts))
    }
}

/// The figures of a project.
pub fn of(project_id: ProjectId, basis: &Basis) -> BudgetFigures {
    BudgetFigures {
        project_id,
        total_per_head: per_head(CostBase::Total, basis.total(), basis.places),
        eu_per_head: per_head(CostBase::Eu, basis.eu(), basis.places),
        own_contribution: own(basis),
    }
}

fn per_head(base: CostBase, money: Option<(MoneyOrigin, Money)>, places: Option<Places>) -> CostPerHead {
    let places = places.filter(|places| places.count > 0);
    let mut missing = Vec::new();
    if money.is_none() {
        missing.push("budget".to_owned());
    }
    if places.is_none() {
        missing.push("placesTotal".to_owned());
    }
    let figure = money.zip(places).map(|((_, money), places)| {
        let (grosz, heads) = (i128::from(money.grosz()), i128::from(places.count));
        match places.exactness {
            Exactness::Exact => (FigureExactness::Exact, (2 * grosz + heads).div_euclid(2 * heads)),
            // More people make it less: an upper bound, and so rounded up.
            Exactness::Minimum => (FigureExactness::AtMost, (grosz + heads - 1).div_euclid(heads)),
        }
    });
    CostPerHead {
        base,
        origin: money.map(|(origin, _)| origin),
        money: money.map(|(_, money)| money),
        heads: places.map(|places| places.count),
        value: figure.and_then(|(_, grosz)| i64::try_from(grosz).ok().map(Money::from_grosz)),
        exactness: figure.map(|(exactness, _)| exactness),
        missing,
    }
}

fn own(basis: &Basis) -> OwnContribution {
    let Some((origin, parts)) = basis.whole_parts() else {
        return OwnContribution {
            origin: None,
            amount: None,
            of: None,
            share: None,
            missing: vec!["budget".to_owned()],
        };
    };
    let (amount, sum) = (
        own_contribution(parts),
        add_up(parts.iter().map(|part| part.amount)),
    );
    OwnContribution {
        origin: Some(origin),
        amount: Some(amount),
        of: Some(sum),
        share: amount.share_of(sum),
        missing: Vec::new(),
    }
}
