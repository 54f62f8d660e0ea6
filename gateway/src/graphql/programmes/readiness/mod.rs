//! Readiness after a project's end (trwałość).

mod input;
mod mutations;
mod types;

pub(crate) use mutations::ReadinessMutation;
pub(crate) use types::ProjectReadiness;
