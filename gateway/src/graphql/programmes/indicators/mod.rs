//! Indicators and effectiveness in the schema.

mod effectiveness;
mod input;
mod loaders;
mod mutations;
mod project;
mod queries;
mod types;

pub(super) use input::FundingPeriod;
pub(crate) use mutations::IndicatorsMutation;
pub(super) use project::ProjectIndicators;
pub(crate) use queries::IndicatorsQuery;

/// Hundredths of a percent as a percentage with two decimals: 1250 is "12.50".
fn percent(hundredths: i64) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}
