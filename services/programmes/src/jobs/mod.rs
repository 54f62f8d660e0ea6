//! Work after a commit.

mod freeze;
mod participation;
mod recount;
mod remind;

pub use freeze::{FREEZE_JOB, freeze_handler};
pub use participation::{PARTICIPATION_JOB, participation_handler};
pub use recount::{RECOUNT_JOB, recount_handler};
pub use remind::{REMIND_JOB, remind_handler};
