//! Effectiveness as the schema shows it.

use async_graphql::{ID, SimpleObject};
use wsparcie_programmes_api as api;

use super::percent;
use crate::graphql::codes::Term;
use crate::graphql::ids::GlobalId;
use crate::graphql::scalars::Date;

/// One effect of one group of people on a day.
///
/// Permission: as for the project's effectiveness.
#[derive(SimpleObject)]
pub(crate) struct EffectRate {
    /// Social or employment effectiveness.
    kind: Term,
    /// Of everybody, of people with a severe or coupled disability, or of the others.
    group: Term,
    /// People with the effect in time; null, as the other figures, where they are withheld (`tooFew`).
    numerator: Option<i64>,
    /// People entered: those with the effect, and those without it whose time is over. Of employment only people who
    /// received a vocational service.
    denominator: Option<i64>,
    /// People who ended without the effect so far, whose time runs on.
    pending: Option<i64>,
    /// In percent with two decimals, rounded down: "12.50"; null while nobody is entered, or where it is withheld.
    rate: Option<String>,
    /// The call's threshold for the group in percent: "22.00"; null if it sets none.
    threshold: Option<String>,
    /// Whether the exact rate reaches the threshold; null where either is unknown.
    is_met: Option<bool>,
    /// Whether the figures are withheld („za mało osób”): with participation:read all are told; without it only those of today,
    /// and of these none in which, or in whose difference to another, 1 to 4 people stand.
    too_few: bool,
}

impl From<api::EffectRate> for EffectRate {
    fn from(row: api::EffectRate) -> Self {
        Self {
            kind: row.kind.into(),
            group: row.group.into(),
            numerator: row.numerator,
            denominator: row.denominator,
            pending: row.pending,
            rate: row.rate.map(percent),
            threshold: row.threshold.map(|threshold| percent(threshold.into())),
            is_met: row.met,
            too_few: row.too_few,
        }
    }
}

/// The thresholds that the project's call sets, in percent with two decimals; null where it sets none.
///
/// Permission: as for the project's effectiveness.
#[derive(SimpleObject)]
pub(crate) struct EffectivenessThresholds {
    /// Social.
    social: Option<String>,
    /// Employment.
    employment: Option<String>,
    /// Social, of people with a severe, intellectual or coupled disability.
    disability_social: Option<String>,
    /// Employment, of people with a severe, intellectual or coupled disability.
    disability_employment: Option<String>,
    /// The call or document that sets them.
    source: String,
    /// Version, for `expectedVersion` of `setEffectivenessThresholds`.
    version: i64,
}

impl From<api::EffectivenessThresholds> for EffectivenessThresholds {
    fn from(row: api::EffectivenessThresholds) -> Self {
        let shown = |share: Option<i32>| share.map(|share| percent(share.into()));
        Self {
            social: shown(row.social),
            employment: shown(row.employment),
            disability_social: shown(row.disability_social),
            disability_employment: shown(row.disability_employment),
            source: row.source,
            version: row.version,
        }
    }
}

/// The social and employment effectiveness of a project on a day, by the rule of 2014-20.
///
/// Permission for all fields: indicator:read
#[derive(SimpleObject)]
pub(crate) struct Effectiveness {
    /// The global id of the project.
    project_id: ID,
    /// The day.
    as_of: Date,
    /// Each effect of each group.
    rates: Vec<EffectRate>,
    /// People who broke off early and not for a job: they did not end, and are in none of the rates; null where withheld.
    broke_off: Option<i64>,
    /// People who ended on a day for which no rule is known: in none of the rates; null where withheld.
    without_rule: Option<i64>,
    /// Ended people of whom it is not known whether they have such a disability: only in the rates of all; null where withheld.
    group_unknown: Option<i64>,
    /// Whether some figure is withheld, as `tooFew` of the rates says.
    too_few: bool,
    /// The call's thresholds; null if none were entered.
    thresholds: Option<EffectivenessThresholds>,
}

impl From<api::Effectiveness> for Effectiveness {
    fn from(row: api::Effectiveness) -> Self {
        Self {
            project_id: row.project_id.global(),
            as_of: row.as_of.into(),
            rates: row.rates.into_iter().map(EffectRate::from).collect(),
            broke_off: row.broke_off,
            without_rule: row.without_rule,
            group_unknown: row.group_unknown,
            too_few: row.too_few,
            thresholds: row.thresholds.map(Into::into),
        }
    }
}
