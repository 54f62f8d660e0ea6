//! What the projects asked for add up to.

use async_graphql::{ID, SimpleObject};
use wsparcie_kernel as kernel;
use wsparcie_kernel::money::BasisPoints;
use wsparcie_programmes_api as api;

use super::super::budget::Money;
use crate::graphql::codes::Term;
use crate::graphql::ids;

/// A value of a figure: money, or a share.
///
/// Permission: comparison:read
#[derive(SimpleObject)]
pub(crate) struct FigureValue {
    /// The amount; null for shares.
    amount: Option<Money>,
    /// The share in percent with two decimals; null for money.
    percent: Option<String>,
}

impl FigureValue {
    fn new(unit: api::FigureUnit, value: i64) -> Self {
        match unit {
            api::FigureUnit::Grosz => Self {
                amount: Some(kernel::Money::from_grosz(value).into()),
                percent: None,
            },
            api::FigureUnit::BasisPoints => Self {
                amount: None,
                percent: Some(BasisPoints::from_hundredths_of_percent(value).to_string()),
            },
        }
    }
}

/// How the shown values spread.
///
/// Permission: comparison:read
#[derive(SimpleObject)]
pub(crate) struct FigureSpread {
    /// The least.
    least: FigureValue,
    /// A quarter of the way.
    lower_quartile: FigureValue,
    /// The middle.
    median: FigureValue,
    /// Three quarters of the way.
    upper_quartile: FigureValue,
    /// The greatest.
    greatest: FigureValue,
}

/// A project whose figure is not among the values, by name.
///
/// Permission: comparison:read
#[derive(SimpleObject)]
pub(crate) struct MissingProject {
    /// The global id of its row.
    row_id: ID,
    /// The centre's short name.
    centre: String,
    /// The project's title.
    title: String,
    /// The edition.
    edition: Option<String>,
    /// Why: no data, suppressed, no consent, or only a bound is known.
    reason: Term,
}

/// A project of which only a bound is known: apart, never averaged.
///
/// Permission: comparison:read
#[derive(SimpleObject)]
pub(crate) struct FigureBound {
    /// The global id of its row.
    row_id: ID,
    /// The centre's short name.
    centre: String,
    /// The project's title.
    title: String,
    /// The edition.
    edition: Option<String>,
    /// At most this much.
    at_most: FigureValue,
}

/// One figure over the projects asked for, from shown values alone. No order of merit: rows stand by name.
///
/// Permission: comparison:read
#[derive(SimpleObject)]
pub(crate) struct FigureSummary {
    /// The figure.
    figure: Term,
    /// Of women or men; null: of all.
    sex: Option<Term>,
    /// Of one category of services; null for other figures.
    category: Option<String>,
    /// How many projects are included…
    included: i64,
    /// … of how many.
    considered: i64,
    /// Σ numerators ÷ Σ denominators of the included; null of none.
    weighted_mean: Option<FigureValue>,
    /// The lower end of Wilson's 95 % interval of the weighted mean, in percent; null where there is none.
    lower: Option<String>,
    /// The upper end.
    upper: Option<String>,
    /// The mean, each project counting once; null of none.
    mean: Option<FigureValue>,
    /// Median, quartiles, least and greatest; null of none.
    spread: Option<FigureSpread>,
    /// Projects of which only a bound is known.
    bounds: Vec<FigureBound>,
    /// The others, by name and why.
    missing: Vec<MissingProject>,
}

impl From<api::FigureSummary> for FigureSummary {
    fn from(summary: api::FigureSummary) -> Self {
        let value = |value: i64| FigureValue::new(summary.unit, value);
        Self {
            figure: summary.figure.into(),
            sex: summary.sex.map(Into::into),
            category: summary.category,
            included: summary.included,
            considered: summary.considered,
            weighted_mean: summary.weighted_mean.map(value),
            lower: summary.interval.map(|(lower, _)| lower.to_string()),
            upper: summary.interval.map(|(_, upper)| upper.to_string()),
            mean: summary.mean.map(value),
            spread: summary.spread.map(|spread| FigureSpread {
                least: value(spread.least),
                lower_quartile: value(spread.lower_quartile),
                median: value(spread.median),
                upper_quartile: value(spread.upper_quartile),
                greatest: value(spread.greatest),
            }),
            bounds: summary
                .bounds
                .into_iter()
                .map(|bound| FigureBound {
                    row_id: ids::encode("ComparisonRow", bound.id),
                    centre: bound.centre,
                    title: bound.title,
                    edition: bound.edition,
                    at_most: value(bound.at_most),
                })
                .collect(),
            missing: summary
                .missing
                .into_iter()
                .map(|missing| MissingProject {
                    row_id: ids::encode("ComparisonRow", missing.id),
                    centre: missing.centre,
                    title: missing.title,
                    edition: missing.edition,
                    reason: missing.reason.into(),
                })
                .collect(),
        }
    }
}
