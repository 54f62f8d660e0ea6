//! The schema, put together from the services' folders, and its text.

use std::sync::Arc;

use std::fmt::Write as _;

use async_graphql::{EmptySubscription, MergedObject, SDLExportOptions};
use sha2::{Digest, Sha256};

use super::casework::{CaseworkMutation, CaseworkQuery};
use super::cost::Tariff;
use super::documents::{DocumentsMutation, DocumentsQuery};
use super::dry_run::DryRuns;
use super::measure::Measure;
use super::node::NodeQuery;
use super::programmes::{
    AgreementsMutation, BudgetsMutation, BudgetsQuery, ClaimsMutation, ClaimsQuery, ComparisonMutation,
    ComparisonQuery, ExpensesMutation, ExpensesQuery, IndicatorsMutation, IndicatorsQuery, PlanMutation,
    ProgrammesMutation, ProgrammesQuery, ReadinessMutation, ReferenceMutation, ReferenceQuery, TeamMutation,
    TeamQuery,
};
use super::tenants::{
    DistrictsMutation, DistrictsQuery, ProvidersMutation, ProvidersQuery, TenantsMutation, TenantsQuery,
};
use crate::config::RootFieldListener;

// The guard's limits and the price are stricter and come first; these are the second line.
const MAX_DEPTH: usize = 20;
const MAX_COMPLEXITY: usize = 100_000;
const MAX_DIRECTIVES: usize = 20;

/// Reads. Every field that names a thing of another organisation answers as if the thing did not exist.
///
/// Permission: see each field.
#[derive(MergedObject, Default)]
pub(crate) struct Query(
    NodeQuery,
    TenantsQuery,
    DistrictsQuery,
    ProvidersQuery,
    ProgrammesQuery,
    BudgetsQuery,
    ExpensesQuery,
    TeamQuery,
    IndicatorsQuery,
    ReferenceQuery,
    CaseworkQuery,
    DocumentsQuery,
    ClaimsQuery,
    ComparisonQuery,
);

/// Changes. Refusals that a user can act on are `userErrors` of the payload; anything else is in `errors`.
///
/// Permission: see each field.
#[derive(MergedObject, Default)]
pub(crate) struct Mutation(
    TenantsMutation,
    DistrictsMutation,
    ProvidersMutation,
    ProgrammesMutation,
    AgreementsMutation,
    BudgetsMutation,
    ExpensesMutation,
    TeamMutation,
    PlanMutation,
    IndicatorsMutation,
    ReferenceMutation,
    CaseworkMutation,
    DocumentsMutation,
    ClaimsMutation,
    ComparisonMutation,
    ReadinessMutation,
);

type Inner = async_graphql::Schema<Query, Mutation, EmptySubscription>;

/// The schema and its text.
pub(crate) struct Schema {
    pub(super) inner: Inner,
    sdl: String,
    sdl_tag: String,
    pub(super) tariff: Tariff,
}

impl Schema {
    pub(crate) fn new(listener: RootFieldListener) -> Self {
        let inner = Inner::build(Query::default(), Mutation::default(), EmptySubscription)
            .limit_depth(MAX_DEPTH)
            .limit_complexity(MAX_COMPLEXITY)
            .limit_directives(MAX_DIRECTIVES)
            .extension(DryRuns)
            .extension(Measure(listener))
            .finish();
        let options = SDLExportOptions::new()
            .sorted_arguments()
            .sorted_enum_items()
            .include_specified_by()
            .prefer_single_line_descriptions();
        // async-graphql leaves blanks on empty lines of descriptions.
        let text = inner.sdl_with_options(options);
        let lines: Vec<&str> = text.trim_end().lines().map(str::trim_end).collect();
        let sdl = format!(
            "{}
",
            lines.join(
                "
"
            )
        );
        let tariff = Tariff::of(&sdl);
        let sdl_tag = entity_tag(&sdl);
        Self {
            inner,
            sdl,
            sdl_tag,
            tariff,
        }
    }

    /// What is wrong with a document; nothing is executed.
    #[cfg(test)]
    pub(crate) async fn complaints(&self, document: &str) -> Vec<String> {
        let request = async_graphql::Request::new(document).only_introspection();
        let response = self.inner.execute(request).await;
        let told = response.errors.into_iter();
        // A variable that is not given is no fault of the document, nor is that no mutation is executed.
        told.map(|error| error.message)
            .filter(|message| !message.contains("is not defined but no value"))
            .filter(|message| !message.contains("on type \"EmptyMutation\""))
            .collect()
    }

    /// The schema definition, as published at `/schema.graphql`.
    pub(crate) fn sdl(&self) -> &str {
        &self.sdl
    }

    /// The definition's entity tag: the same text has the same tag in every process.
    pub(crate) fn sdl_tag(&self) -> &str {
        &self.sdl_tag
    }
}

fn entity_tag(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    let short = digest.iter().take(16).fold(String::new(), |mut hex, byte| {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    });
    format!("\"{short}\"")
}

/// The schema definition: what `gateway/schema.graphql` holds.
pub fn sdl() -> String {
    Schema::new(Arc::new(|_, _, _, _| {})).sdl
}
