//! The answer of `comparison.graphql`.

use serde::Deserialize;

use crate::web::layout::Person;
use crate::web::project::{Money, Places};

#[derive(Deserialize)]
pub(super) struct Data {
    pub(super) viewer: Option<Person>,
    pub(super) comparison: Option<Comparison>,
    #[serde(rename = "comparisonReleases")]
    pub(super) releases: Option<Releases>,
}

impl Data {
    /// The releases that there are to choose from, oldest first; none where they could not be told.
    pub(super) fn known_releases(&mut self) -> Vec<ReleaseName> {
        let edges = self.releases.take().map(|releases| releases.edges);
        edges
            .unwrap_or_default()
            .into_iter()
            .map(|edge| edge.node)
            .collect()
    }
}

#[derive(Deserialize)]
pub(super) struct Releases {
    edges: Vec<ReleaseEdge>,
}

#[derive(Deserialize)]
struct ReleaseEdge {
    node: ReleaseName,
}

/// A release to choose.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ReleaseName {
    pub(super) id: String,
    pub(super) number: i64,
    pub(super) as_of: Option<String>,
    pub(super) state: Code,
}

#[derive(Deserialize)]
pub(super) struct Code {
    pub(super) code: String,
}

#[derive(Deserialize)]
pub(super) struct Comparison {
    pub(super) release: Release,
    pub(super) projects: Option<Connection>,
    pub(super) summaries: Option<Vec<Summary>>,
}

impl Comparison {
    /// Every place where a category of services stands.
    fn categories(&mut self) -> impl Iterator<Item = &mut String> {
        let edges = self
            .projects
            .iter_mut()
            .flat_map(|connection| &mut connection.edges);
        let counts = edges.filter_map(|edge| edge.node.services.categories.as_mut());
        let of_rows = counts.flatten().map(|count| &mut count.category);
        let summaries = self.summaries.iter_mut().flatten();
        of_rows.chain(summaries.filter_map(|summary| summary.category.as_mut()))
    }

    /// The day that categories are named as of, where there is any category.
    pub(super) fn categories_on(&mut self) -> Option<String> {
        self.categories().next()?;
        Some(self.release.as_of.as_deref()?.get(..10)?.to_owned())
    }

    /// Puts words for the codes of categories; a code that the dictionary does not have stays.
    pub(super) fn name_categories(&mut self, dictionary: &[Coded]) {
        for category in self.categories() {
            if let Some(entry) = dictionary.iter().find(|entry| entry.code == *category) {
                category.clone_from(&entry.label);
            }
        }
    }
}

/// The answer of `comparison_categories.graphql`.
#[derive(Deserialize)]
pub(super) struct Categories {
    pub(super) dictionary: Option<Vec<Coded>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Release {
    pub(super) id: String,
    pub(super) number: i64,
    /// TERYT; "00": the country.
    pub(super) voivodeship: String,
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
    pub(super) services: Services,
}

/// The services offered, by category.
#[derive(Deserialize)]
pub(super) struct Services {
    pub(super) categories: Option<Vec<ServiceCount>>,
    pub(super) hidden: Option<Word>,
}

#[derive(Deserialize)]
pub(super) struct ServiceCount {
    /// A code; a word once [`Comparison::name_categories`] has named it.
    pub(super) category: String,
    pub(super) services: i64,
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
    /// A code; a word once [`Comparison::name_categories`] has named it.
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
