//! Reference data: reading it, loading national releases, a centre's own entries.

pub(crate) mod load;
pub(crate) mod own;
pub(crate) mod read;
