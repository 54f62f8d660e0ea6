//! The use cases: the one place where order matters.

pub(crate) mod announce;
pub(crate) mod download;
pub(crate) mod finalise;
pub(crate) mod read;

/// The kind of thing, as the audit trail names it.
pub(crate) const SUBJECT: &str = "document";
