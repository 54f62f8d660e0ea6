//! How much one request may ask for. Numbers only; what they measure is in [`super::envelope`] and [`super::document`].

use serde::Deserialize;

/// The guard's limits. The defaults are those of the architecture's section "Limits"; a configuration may name only
/// the ones it changes.
///
/// "Expanded" counts follow fragment spreads: a fragment spread twice counts twice.
///
/// `bracket_depth` and `expanded_nesting` also bound the recursion of the JSON reader, of async-graphql's parser and of
/// its validator, which all use the call stack. The defaults are tested on a 2 MiB stack in a debug build: do not raise
/// them without repeating that test.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Bytes of the HTTP body.
    pub body_bytes: usize,
    /// Punctuators of the JSON body (`{ [ , :`), which is how many keys and values a reader has to store.
    pub json_tokens: usize,
    /// Bytes of the GraphQL document, in UTF-8.
    pub document_bytes: usize,
    /// GraphQL tokens; comments, commas and white space do not count.
    pub tokens: usize,
    /// Brackets open at once: of every kind in the document, and in the JSON body.
    pub bracket_depth: usize,
    /// Fields inside fields, with fragments expanded.
    pub selection_depth: usize,
    /// The same below a root `__schema` or `__type`: the introspection query of the usual tools needs 13 to 15.
    pub introspection_depth: usize,
    /// Aliases of one operation, expanded.
    pub aliases: usize,
    /// Directives of one operation, expanded, with those on its variables.
    pub directives: usize,
    /// Root fields of one operation, expanded. Two occurrences of one field count twice.
    pub root_fields: usize,
    /// The same for a mutation.
    pub mutation_fields: usize,
    /// Fields of all operations together, expanded.
    pub expanded_fields: usize,
    /// Tokens of all operations together, expanded: bounds large arguments in fragments that are spread often.
    pub expanded_tokens: usize,
    /// Selection sets inside selection sets, expanded: fields, inline fragments and spreads all open one. async-graphql's
    /// own limit is 33, checked after parsing and without remembering fragments.
    pub expanded_nesting: usize,
    /// Operations in the document; one of them is executed.
    pub operations: usize,
    /// Fragment definitions in the document.
    pub fragments: usize,
    /// Variable definitions of one operation.
    pub variables: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body_bytes: 1024 * 1024,
            json_tokens: 50_000,
            document_bytes: 32 * 1024,
            tokens: 4_000,
            bracket_depth: 64,
            selection_depth: 12,
            introspection_depth: 16,
            aliases: 60,
            directives: 20,
            root_fields: 20,
            mutation_fields: 10,
            expanded_fields: 5_000,
            expanded_tokens: 40_000,
            expanded_nesting: 32,
            operations: 10,
            fragments: 100,
            variables: 100,
        }
    }
}
