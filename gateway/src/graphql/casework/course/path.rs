//! What the path of a participation lacks, as the schema shows it.

use async_graphql::{ComplexObject, Context, SimpleObject};
use wsparcie_casework_api as api;

use crate::graphql::codes::{Label, Language};

/// A rule of the project for services („≥1 społeczne na każdej ścieżce”) that a path does not keep yet.
///
/// Permission for all fields: participation:read
#[derive(SimpleObject)]
#[graphql(complex)]
pub(crate) struct PathGap {
    /// Code of the rule, unique in the project's rules.
    rule: String,
    /// Code of the category of services, of the dictionary "instrument_category".
    category: String,
    /// How many services of it a path holds at least.
    at_least: i32,
    /// How many more it needs, at least 1.
    needed: i32,
    #[graphql(skip)]
    labels: Label,
    /// The law, guideline or rule of the project behind it; null if there is none.
    legal_basis: Option<String>,
}

#[ComplexObject]
impl PathGap {
    /// The rule in words.
    async fn label(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language; that of `Accept-Language` if not given.")] lang: Option<Language>,
    ) -> &str {
        self.labels.text(ctx, lang)
    }
}

impl From<api::PathGap> for PathGap {
    fn from(row: api::PathGap) -> Self {
        Self {
            rule: row.rule,
            category: row.category,
            at_least: row.at_least,
            needed: row.needed,
            labels: Label {
                pl: row.label_pl,
                en: row.label_en,
            },
            legal_basis: row.legal_basis,
        }
    }
}
