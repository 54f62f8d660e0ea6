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
mod documents;
mod execute;
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

pub(crate) use execute::{Asked, execute};
pub use permissions::{FIELD_PERMISSIONS, FieldPermission, Requirement, permission_rows};
pub(crate) use schema::Schema;
pub use schema::sdl;

/// What a nullable field resolves to. In this order, because async-graphql leaves a field out of the answer, rather than
/// null, where the outer type is a `Result`.
pub(crate) type Nullable<T> = Option<Result<T, failure::Failure>>;
