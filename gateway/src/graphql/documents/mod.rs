//! The documents service in the schema: files that travel straight to and from the storage, never through here.

mod mutations;
mod queries;
mod types;

pub(crate) use mutations::DocumentsMutation;
pub(crate) use queries::DocumentsQuery;
pub(crate) use types::Document;
