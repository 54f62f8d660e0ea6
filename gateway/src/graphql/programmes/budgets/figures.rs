//! What a project costs per head, and what share its own money is.

use async_graphql::{ComplexObject, Context, SimpleObject};
use wsparcie_kernel as kernel;
use wsparcie_programmes_api as api;

use crate::graphql::codes::{Label, Language, Term, input_enums};
use crate::graphql::programmes::budget::Money;

input_enums! {
    /// The money that a cost per head is of. Answers have the code in lower case.
    CostBase for api::CostBase {
        /// The whole value of the project.
        Total,
        /// The money of the European Union alone.
        Eu,
    }
}

/// What a project costs for each person, on a labelled base. A minimum of people gives a bound, rounded outward; what is
/// unknown is null and never zero.
///
/// Permission for all fields: budget:read
#[derive(SimpleObject)]
#[graphql(complex)]
pub(crate) struct CostPerHead {
    #[graphql(skip)]
    labels: Label,
    /// The money that it is of.
    base: Term,
    /// Where the money was taken from: what the project states, or the budget in force where it states nothing; null if
    /// unknown.
    origin: Option<Term>,
    /// The money; null if unknown.
    money: Option<Money>,
    /// How many people; null if unknown.
    heads: Option<i32>,
    /// The cost of one; null if unknown.
    value: Option<Money>,
    /// Whether it is exactly or at most that; null if unknown.
    exactness: Option<Term>,
    /// What is not known, in the API's names: "budget", "placesTotal".
    missing: Vec<String>,
}

#[ComplexObject]
impl CostPerHead {
    /// The cost of one person in zloty as it is to be shown: "10 534.05", a bound "≤ 13 005.49", or „brak danych”.
    async fn label(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language; that of `Accept-Language` if not given.")] lang: Option<Language>,
    ) -> &str {
        self.labels.text(ctx, lang)
    }
}

impl From<api::CostPerHead> for CostPerHead {
    fn from(row: api::CostPerHead) -> Self {
        Self {
            labels: labels(row.value, row.exactness),
            base: row.base.into(),
            origin: row.origin.map(Into::into),
            money: row.money.map(Into::into),
            heads: row.heads,
            value: row.value.map(Into::into),
            exactness: row.exactness.map(Into::into),
            missing: row.missing,
        }
    }
}

fn labels(value: Option<kernel::Money>, exactness: Option<api::FigureExactness>) -> Label {
    let Some(value) = value else {
        return Label {
            pl: "brak danych".to_owned(),
            en: "no data".to_owned(),
        };
    };
    let amount = in_groups(value);
    let shown = match exactness {
        Some(api::FigureExactness::AtMost) => format!("≤ {amount}"),
        _ => amount,
    };
    Label {
        pl: shown.clone(),
        en: shown,
    }
}

/// An amount with a space between thousands: "13 005.49".
fn in_groups(amount: kernel::Money) -> String {
    let text = amount.to_string();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, "00"));
    let mut grouped = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            grouped.push(' ');
        }
        grouped.push(digit);
    }
    format!("{grouped}.{fraction}")
}

/// What share of a project its own money is: that of local government and private sources, of the sum of all sources.
///
/// Permission for all fields: budget:read
#[derive(SimpleObject)]
#[graphql(complex)]
pub(crate) struct OwnContribution {
    #[graphql(skip)]
    labels: Label,
    /// Where the money was taken from: what the project states, or the budget in force where it states nothing; null if
    /// unknown.
    origin: Option<Term>,
    /// The own money; null if unknown.
    amount: Option<Money>,
    /// The sum of all sources; null if unknown.
    of: Option<Money>,
    /// The share in percent with two decimals: "10.50"; null if unknown.
    share: Option<String>,
    /// What is not known, in the API's names: "budget", also where its parts do not make up the stated total.
    missing: Vec<String>,
}

#[ComplexObject]
impl OwnContribution {
    /// The share as it is to be shown: "10.50 %", or „brak danych”.
    async fn label(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language; that of `Accept-Language` if not given.")] lang: Option<Language>,
    ) -> &str {
        self.labels.text(ctx, lang)
    }
}

impl From<api::OwnContribution> for OwnContribution {
    fn from(row: api::OwnContribution) -> Self {
        let share = row.share.map(|share| share.to_string());
        let labels = match &share {
            Some(share) => Label {
                pl: format!("{share} %"),
                en: format!("{share} %"),
            },
            None => labels(None, None),
        };
        Self {
            labels,
            origin: row.origin.map(Into::into),
            amount: row.amount.map(Into::into),
            of: row.of.map(Into::into),
            share,
            missing: row.missing,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(grosz: Option<i64>, exactness: api::FigureExactness) -> String {
        labels(grosz.map(kernel::Money::from_grosz), Some(exactness)).pl
    }

    #[test]
    fn a_bound_is_shown_as_one_and_what_is_unknown_as_unknown() {
        use api::FigureExactness::{AtMost, Exact};
        assert_eq!(shown(Some(1_300_549), AtMost), "≤ 13 005.49");
        assert_eq!(shown(Some(1_053_405), Exact), "10 534.05");
        assert_eq!(shown(Some(5), Exact), "0.05");
        assert_eq!(shown(Some(12_345_678_900), Exact), "123 456 789.00");
        assert_eq!(shown(None, Exact), "brak danych");
    }
}
