//! The public GraphQL schema: one folder a service, and what they share.
//!
//! Resolvers translate only. Each one opens its field by the table of [`permissions`], turns the input into a call of a
//! service, and the answer into the schema's words. No rule is decided here.

#![expect(
    clippy::doc_markdown,
    reason = "these comments are the schema's descriptions, read outside Rust"
)]

mod casework;
mod codes;
mod connection;
mod cost;
mod documents;
mod dry_run;
mod execute;
mod explain;
mod failure;
mod ids;
mod loaders;
mod measure;
mod node;
mod payload;
mod permissions;
mod programmes;
mod scalars;
mod schema;
mod scope;
mod tenants;
#[cfg(test)]
mod tests;

/// The organisation that a global id names.
pub(crate) fn organisation_id(text: &str) -> Option<wsparcie_kernel::ids::TenantId> {
    ids::parse(&async_graphql::ID(text.to_owned())).ok()
}

pub(crate) use execute::{Asked, Prepared, execute, prepare};
pub use permissions::{
    FIELD_PERMISSIONS, FieldPermission, Requirement, STEP_UP_FIELDS, StepUp, permission_rows,
};
pub(crate) use schema::Schema;
pub use schema::sdl;

/// What a nullable field resolves to. In this order, because async-graphql leaves a field out of the answer, rather than
/// null, where the outer type is a `Result`.
pub(crate) type Nullable<T> = Option<Result<T, failure::Failure>>;
