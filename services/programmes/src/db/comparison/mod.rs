//! SQL of the regional comparison: the live aggregates, consents, the ledger of publications, and releases.

pub(crate) mod consents;
pub(crate) mod ledger;
mod live;
pub(crate) mod raw;
pub(crate) mod region;
pub(crate) mod releases;
mod rows;

pub(crate) use live::{follow_project, recount, refresh, some_untold};
pub(crate) use rows::{LiveRow, live_rows};
