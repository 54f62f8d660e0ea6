//! Budgets in versions: reading them, and changing drafts until they come into force.

pub(crate) mod change;
pub(crate) mod read;
