//! The schema, put together from the services' folders, and its text.

use std::sync::Arc;

use async_graphql::{EmptySubscription, MergedObject, SDLExportOptions};

use super::casework::{CaseworkMutation, CaseworkQuery};
use super::documents::{DocumentsMutation, DocumentsQuery};
use super::measure::Measure;
use super::node::NodeQuery;
use super::programmes::{ProgrammesMutation, ProgrammesQuery};
use super::tenants::{SessionMutation, TenantsMutation, TenantsQuery};
use crate::config::RootFieldListener;

// The guard's limits are stricter and come first; these are the second line.
const MAX_DEPTH: usize = 20;
const MAX_COMPLEXITY: usize = 5_000;
const MAX_DIRECTIVES: usize = 20;

/// Reads. Every field that names a thing of another organisation answers as if the thing did not exist.
///
/// Permission: see each field.
#[derive(MergedObject, Default)]
pub(crate) struct Query(
    NodeQuery,
    TenantsQuery,
    ProgrammesQuery,
    CaseworkQuery,
    DocumentsQuery,
);

/// Changes. Refusals that a user can act on are `userErrors` of the payload; anything else is in `errors`.
///
/// Permission: see each field.
#[derive(MergedObject, Default)]
pub(crate) struct Mutation(
    SessionMutation,
    TenantsMutation,
    ProgrammesMutation,
    CaseworkMutation,
    DocumentsMutation,
);

type Inner = async_graphql::Schema<Query, Mutation, EmptySubscription>;

/// The schema and its text.
pub(crate) struct Schema {
    pub(super) inner: Inner,
    sdl: String,
}

impl Schema {
    pub(crate) fn new(listener: RootFieldListener) -> Self {
        let inner = Inner::build(Query::default(), Mutation::default(), EmptySubscription)
            .limit_depth(MAX_DEPTH)
            .limit_complexity(MAX_COMPLEXITY)
            .limit_directives(MAX_DIRECTIVES)
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
        Self { inner, sdl }
    }

    /// The schema definition, as published at `/schema.graphql`.
    pub(crate) fn sdl(&self) -> &str {
        &self.sdl
    }
}

/// The schema definition: what `gateway/schema.graphql` holds.
pub fn sdl() -> String {
    Schema::new(Arc::new(|_, _, _, _| {})).sdl
}
