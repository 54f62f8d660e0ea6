//! The answer of `comparison.graphql`.

use serde::Deserialize;

use crate::web::layout::Person;
use crate::web::project::{Money, Places};

#[derive(Deserialize)]
pub(super) struct Data {
    pub(super) viewer: Option<Person>,
    pub(super) comparison: Option<Comparison>,
}

#[derive(Deserialize)]
pub(super) struct Comparison {
    pub(super) release: Release,
    pub(super) projects: Option<Connection>,
    pub(super) summaries: Option<Vec<Summary>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Release {
    pub(super) number: i64,
    pub(super) threshold: i64,
    pub(super) as_of: Option<String>,
    pub(super) project_count: Option<i64>,
    pub(super) hash: Option<String>,
    pub(super) definition: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Connection {
    pub(super) edges: Vec<Edge>,
    pub(super) page_info: PageInfo,
    pub(super) total_count: Option<i64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PageInfo {
    pub(super) has_next_page: bool,
    pub(super) end_cursor: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Edge {
    pub(super) node: Row,
}

/// A project's row of the release.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Row {
    #[serde(flatten)]
    pub(super) name: Name,
    pub(super) starts_on: Option<String>,
    pub(super) ends_on: Option<String>,
    pub(super) people_as_of: Option<String>,
    pub(super) places: TotalPlaces,
    pub(super) cost_total: Cost,
    pub(super) cost_eu: Cost,
    pub(super) own_share: Share,
    pub(super) recruited: People,
    pub(super) recruitment: Rates,
    pub(super) completion: Rates,
    pub(super) drop_out: Rates,
    pub(super) social_effectiveness: Rates,
    pub(super) employment_effectiveness: Rates,
}

/// What a project is called in the release.
#[derive(Deserialize)]
pub(super) struct Name {
    pub(super) centre: String,
    pub(super) title: String,
    pub(super) edition: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct TotalPlaces {
    pub(super) total: Option<Places>,
}

/// A label in the language of the page.
#[derive(Deserialize)]
pub(super) struct Word {
    pub(super) label: String,
}

#[derive(Deserialize)]
pub(super) struct Coded {
    pub(super) code: String,
    pub(super) label: String,
}

#[derive(Deserialize)]
pub(super) struct Cost {
    pub(super) value: Option<Money>,
    pub(super) exactness: Option<Coded>,
    pub(super) hidden: Option<Word>,
}

#[derive(Deserialize)]
pub(super) struct Share {
    pub(super) share: Option<String>,
    pub(super) hidden: Option<Word>,
}

#[derive(Deserialize)]
pub(super) struct People {
    pub(super) total: Count,
    pub(super) women: Count,
    pub(super) men: Count,
}

#[derive(Deserialize)]
pub(super) struct Count {
    pub(super) count: Option<i64>,
    pub(super) hidden: Option<Word>,
}

#[derive(Deserialize)]
pub(super) struct Rates {
    pub(super) total: Rate,
}

#[derive(Deserialize)]
pub(super) struct Rate {
    pub(super) share: Option<String>,
    pub(super) numerator: Option<i64>,
    pub(super) denominator: Option<i64>,
    pub(super) lower: Option<String>,
    pub(super) upper: Option<String>,
    pub(super) hidden: Option<Word>,
}

/// One figure over all projects.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Summary {
    pub(super) figure: Word,
    pub(super) sex: Option<Word>,
    pub(super) category: Option<String>,
    pub(super) included: i64,
    pub(super) considered: i64,
    pub(super) weighted_mean: Option<Value>,
    pub(super) lower: Option<String>,
    pub(super) upper: Option<String>,
    pub(super) mean: Option<Value>,
    pub(super) spread: Option<Spread>,
    pub(super) bounds: Vec<Bound>,
    pub(super) missing: Vec<Missing>,
}

#[derive(Deserialize)]
pub(super) struct Value {
    pub(super) amount: Option<Money>,
    pub(super) percent: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Spread {
    pub(super) least: Value,
    pub(super) lower_quartile: Value,
    pub(super) median: Value,
    pub(super) upper_quartile: Value,
    pub(super) greatest: Value,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Bound {
    #[serde(flatten)]
    pub(super) name: Name,
    pub(super) at_most: Value,
}

#[derive(Deserialize)]
pub(super) struct Missing {
    #[serde(flatten)]
    pub(super) name: Name,
    pub(super) reason: Word,
}
