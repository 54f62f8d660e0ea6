//! Work after a commit.

mod recount;

pub use recount::{RECOUNT_JOB, recount_handler};
