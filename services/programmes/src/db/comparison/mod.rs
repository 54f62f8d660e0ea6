//! SQL of the regional comparison: the live aggregates, consents, the ledger of publications, and releases.

pub(crate) mod consents;
pub(crate) mod ledger;
mod live;
pub(crate) mod raw;
pub(crate) mod region;
pub(crate) mod releases;

pub(crate) use live::{LiveRow, follow_project, live_rows, recount, refresh};
