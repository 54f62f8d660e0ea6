//! Recruitment terms: as the schema shows them and as they are typed in.

use async_graphql::{InputObject, SimpleObject};
use wsparcie_programmes_api as api;

use super::budget::Places;
use super::facts_input::PlacesInput;
use crate::graphql::codes::{Term, input_enums};
use crate::graphql::scalars::Date;

/// How a project recruits, beside the conditions themselves. What is unknown is null.
///
/// Permission for all fields: recruitment:read
#[derive(SimpleObject)]
pub(crate) struct RecruitmentTerms {
    /// Whether people are taken all the time rather than between two days; null if unknown.
    continuous: Option<bool>,
    /// The first day; null if unknown.
    opens_on: Option<Date>,
    /// The last day; null if unknown or open.
    closes_on: Option<Date>,
    /// The terms in words; null if there are none.
    conditions: Option<String>,
    /// With fewer people the project does not start; null if unknown.
    minimum: Option<i32>,
    /// Places by sex and in all that hold instead of the project's own, if any of them is given.
    quotas: Quotas,
    /// How the eligible are ordered; null: by the order of preferences.
    ranking: Option<Term>,
    /// Points of the preferences, where the list is made by points.
    points: Vec<PreferencePoints>,
    /// What decides between equals, before the id; empty: the time of nomination.
    tie_breaks: Vec<Term>,
    /// The rules, guideline or law that the terms stand on; null if unknown.
    legal_basis: Option<String>,
}

/// Places that recruitment terms set.
///
/// Permission for all fields: recruitment:read
#[derive(SimpleObject)]
struct Quotas {
    /// In all; null: not limited, or, where all three are null, the project's own.
    total: Option<Places>,
    /// For women; null: not limited, or, where all three are null, the project's own.
    women: Option<Places>,
    /// For men; null: not limited, or, where all three are null, the project's own.
    men: Option<Places>,
}

/// What a preference is worth.
///
/// Permission for all fields: recruitment:read
#[derive(SimpleObject)]
struct PreferencePoints {
    /// The preference's code.
    preference: String,
    /// Points, at least 1.
    points: i32,
}

impl From<api::RecruitmentTerms> for RecruitmentTerms {
    fn from(terms: api::RecruitmentTerms) -> Self {
        let points = |item: api::PreferencePoints| PreferencePoints {
            preference: item.preference,
            points: item.points,
        };
        Self {
            continuous: terms.continuous,
            opens_on: terms.opens_on.map(Into::into),
            closes_on: terms.closes_on.map(Into::into),
            conditions: terms.conditions,
            minimum: terms.minimum,
            quotas: Quotas {
                total: terms.quotas.total.map(Into::into),
                women: terms.quotas.women.map(Into::into),
                men: terms.quotas.men.map(Into::into),
            },
            ranking: terms.ranking.map(Into::into),
            points: terms.points.into_iter().map(points).collect(),
            tie_breaks: terms.tie_breaks.into_iter().map(Into::into).collect(),
            legal_basis: terms.legal_basis,
        }
    }
}

input_enums! {
    /// How a project orders the eligible. Answers have the code in lower case.
    RankingMethod for api::RankingMethod {
        /// The first preference outweighs all after it together.
        Order,
        /// Each preference has points, which add up.
        Points,
    }

    /// What decides between people of equal standing. Answers have the code in lower case.
    TieBreak for api::TieBreak {
        /// The preferences in their order.
        PreferenceOrder,
        /// Who was nominated earlier.
        NominationTime,
    }
}

/// Recruitment terms. What is not given is unknown.
#[derive(InputObject)]
pub(crate) struct RecruitmentTermsInput {
    /// Whether people are taken all the time rather than between two days.
    continuous: Option<bool>,
    /// The first day.
    opens_on: Option<Date>,
    /// The last day; of continuous recruitment too, where it is known.
    closes_on: Option<Date>,
    /// The terms in words, 1 to 4000 characters.
    conditions: Option<String>,
    /// With fewer people the project does not start.
    minimum: Option<i64>,
    /// Places by sex and in all. Given any of them, give all that hold: the project's own places do not count then.
    quotas: Option<QuotasInput>,
    /// How the eligible are ordered; not given: by the order of preferences.
    ranking: Option<RankingMethod>,
    /// Points of the preferences; if, and only if, the list is made by points.
    #[graphql(default)]
    points: Vec<PreferencePointsInput>,
    /// What decides between equals, before the id; not given: the time of nomination.
    #[graphql(default)]
    tie_breaks: Vec<TieBreak>,
    /// The rules, guideline or law that the terms stand on, 1 to 300 characters.
    legal_basis: Option<String>,
}

/// Places by sex and in all.
#[derive(InputObject)]
pub(crate) struct QuotasInput {
    /// In all.
    total: Option<PlacesInput>,
    /// For women.
    women: Option<PlacesInput>,
    /// For men.
    men: Option<PlacesInput>,
}

/// What a preference is worth.
#[derive(InputObject)]
pub(crate) struct PreferencePointsInput {
    /// The preference's code.
    preference: String,
    /// Points, 1 to 1000.
    points: i64,
}

/// The service refuses what lies outside its bounds, and so what does not fit.
fn small(number: i64) -> i32 {
    i32::try_from(number).unwrap_or(if number < 0 { -1 } else { i32::MAX })
}

impl From<RecruitmentTermsInput> for api::RecruitmentTerms {
    fn from(input: RecruitmentTermsInput) -> Self {
        let points = |item: PreferencePointsInput| api::PreferencePoints {
            preference: item.preference,
            points: small(item.points),
        };
        let quotas = input.quotas.map(|quotas| api::Quotas {
            total: quotas.total.map(Into::into),
            women: quotas.women.map(Into::into),
            men: quotas.men.map(Into::into),
        });
        Self {
            continuous: input.continuous,
            opens_on: input.opens_on.map(|day| day.0),
            closes_on: input.closes_on.map(|day| day.0),
            conditions: input.conditions,
            minimum: input.minimum.map(small),
            quotas: quotas.unwrap_or_default(),
            ranking: input.ranking.map(Into::into),
            points: input.points.into_iter().map(points).collect(),
            tie_breaks: input.tie_breaks.into_iter().map(Into::into).collect(),
            legal_basis: input.legal_basis,
        }
    }
}
