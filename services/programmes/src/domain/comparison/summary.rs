//! What the rows asked for add up to. Only shown values enter, so that no filter tells what no row tells.

use std::collections::BTreeSet;

use wsparcie_disclosure::statistics::weighted_mean;
use wsparcie_kernel::national::Sex;
use wsparcie_programmes_api::{
    ComparisonFigure, ComparisonMeasure, ComparisonRow, CostPerPlace, FigureBound, FigureExactness,
    FigureSummary, FigureUnit, Hidden, MissingProject, PeopleRate, RatesBySex, Told,
};

use super::figures::of_people;
use super::precise::{mean, spread};

/// One row's contribution to a figure.
enum Value {
    /// A point: what the value is of. The value itself is rounded, and what follows from several is rounded once.
    Point { of: (i64, i64) },
    /// At most this much.
    AtMost(i64),
    /// Why it is not there.
    Missing(Hidden),
}

/// The summaries of the measures asked for (all if none is named), in a fixed order.
pub fn of(rows: &[ComparisonRow], measures: &[ComparisonMeasure]) -> Vec<FigureSummary> {
    let wanted = |figure: ComparisonFigure| measures.is_empty() || measures.contains(&figure.measure());
    let mut summaries = Vec::new();
    for figure in ComparisonFigure::ALL
        .iter()
        .copied()
        .filter(|figure| wanted(*figure))
    {
        match figure {
            ComparisonFigure::CostPerPlaceTotal => {
                summaries.push(sum_up(rows, figure, |row| cost(&row.cost_total)));
            }
            ComparisonFigure::CostPerPlaceEu => {
                summaries.push(sum_up(rows, figure, |row| cost(&row.cost_eu)));
            }
            ComparisonFigure::OwnContributionShare => summaries.push(sum_up(rows, figure, own)),
            ComparisonFigure::RecruitmentRate => by_sex(rows, figure, |row| &row.recruitment, &mut summaries),
            ComparisonFigure::CompletionRate => by_sex(rows, figure, |row| &row.completion, &mut summaries),
            ComparisonFigure::DropOutRate => by_sex(rows, figure, |row| &row.drop_out, &mut summaries),
            ComparisonFigure::SocialEffectiveness => {
                by_sex(rows, figure, |row| &row.social_effectiveness, &mut summaries);
            }
            ComparisonFigure::EmploymentEffectiveness => {
                by_sex(rows, figure, |row| &row.employment_effectiveness, &mut summaries);
            }
            ComparisonFigure::ServicesShare => services(rows, figure, &mut summaries),
        }
    }
    summaries
}

fn cost(told: &Told<CostPerPlace>) -> Value {
    match told {
        Told::NotShown(why) => Value::Missing(*why),
        Told::Shown(cost) if cost.exactness == FigureExactness::Exact => Value::Point {
            of: (cost.money.grosz(), i64::from(cost.places)),
        },
        Told::Shown(cost) => Value::AtMost(cost.value.grosz()),
    }
}

fn own(row: &ComparisonRow) -> Value {
    match &row.own_share {
        Told::NotShown(why) => Value::Missing(*why),
        Told::Shown(own) => Value::Point {
            of: (own.amount.grosz(), own.of.grosz()),
        },
    }
}

fn rate(told: &Told<PeopleRate>) -> Value {
    match told {
        Told::NotShown(why) => Value::Missing(*why),
        Told::Shown(rate) => Value::Point {
            of: (rate.numerator, rate.denominator),
        },
    }
}

fn by_sex(
    rows: &[ComparisonRow],
    figure: ComparisonFigure,
    rates: impl Fn(&ComparisonRow) -> &RatesBySex,
    into: &mut Vec<FigureSummary>,
) {
    into.push(sum_up(rows, figure, |row| rate(&rates(row).total)));
    for (sex, of_sex) in [
        (
            Sex::Female,
            (|rates| &rates.women) as fn(&RatesBySex) -> &Told<PeopleRate>,
        ),
        (Sex::Male, |rates| &rates.men),
    ] {
        into.push(FigureSummary {
            sex: Some(sex),
            ..sum_up(rows, figure, |row| rate(of_sex(rates(row))))
        });
    }
}

fn services(rows: &[ComparisonRow], figure: ComparisonFigure, into: &mut Vec<FigureSummary>) {
    let offered = rows.iter().filter_map(|row| row.services.shown()).flatten();
    let categories: BTreeSet<&str> = offered.map(|service| service.category.as_str()).collect();
    for category in categories {
        let share = |row: &ComparisonRow| match &row.services {
            Told::NotShown(why) => Value::Missing(*why),
            Told::Shown(services) => {
                let all: i64 = services.iter().map(|service| service.services).sum();
                let found = services.iter().find(|service| service.category == category);
                let some = found.map_or(0, |service| service.services);
                if all > 0 {
                    Value::Point { of: (some, all) }
                } else {
                    Value::Missing(Hidden::Missing)
                }
            }
        };
        into.push(FigureSummary {
            category: Some(category.to_owned()),
            ..sum_up(rows, figure, share)
        });
    }
}

const fn is_of_people(figure: ComparisonFigure) -> bool {
    matches!(
        figure,
        ComparisonFigure::CompletionRate
            | ComparisonFigure::DropOutRate
            | ComparisonFigure::SocialEffectiveness
            | ComparisonFigure::EmploymentEffectiveness
    )
}

fn sum_up(
    rows: &[ComparisonRow],
    figure: ComparisonFigure,
    value: impl Fn(&ComparisonRow) -> Value,
) -> FigureSummary {
    let unit = match figure {
        ComparisonFigure::CostPerPlaceTotal | ComparisonFigure::CostPerPlaceEu => FigureUnit::Grosz,
        _ => FigureUnit::BasisPoints,
    };
    let scale = match unit {
        FigureUnit::Grosz => 1,
        FigureUnit::BasisPoints => 10_000,
    };
    let mut pairs = Vec::new();
    let (mut bounds, mut missing) = (Vec::new(), Vec::new());
    for row in rows {
        match value(row) {
            Value::Point { of } => pairs.push(of),
            Value::AtMost(at_most) => bounds.push(FigureBound {
                id: row.id,
                centre: row.centre.clone(),
                title: row.title.clone(),
                edition: row.edition.clone(),
                at_most,
            }),
            Value::Missing(reason) => missing.push(MissingProject {
                id: row.id,
                centre: row.centre.clone(),
                title: row.title.clone(),
                edition: row.edition.clone(),
                reason,
            }),
        }
    }
    let pooled = is_of_people(figure)
        .then(|| {
            let some = pairs.iter().map(|(some, _)| some).sum();
            of_people(some, pairs.iter().map(|(_, whole)| whole).sum())
        })
        .flatten();
    FigureSummary {
        figure,
        sex: None,
        category: None,
        unit,
        included: count(pairs.len()),
        considered: count(rows.len()),
        weighted_mean: weighted_mean(&pairs, scale),
        interval: pooled.and_then(|rate| rate.lower.zip(rate.upper)),
        mean: mean(&pairs, scale),
        spread: spread(&pairs, scale),
        bounds,
        missing,
    }
}

fn count(rows: usize) -> i64 {
    i64::try_from(rows).unwrap_or(i64::MAX)
}
