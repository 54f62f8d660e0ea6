//! Background work, kept in PostgreSQL: enqueued in the transaction of the act, done after its commit, at least once.
//!
//! A job's handler must bear to be run twice. Why not a library: see `docs/adr/0002-own-job-runner.md`.

mod runner;
mod store;
mod under_way;

pub use runner::{Handler, HeadSink, JobFailure, Runner};
pub use store::{Backlog, Job, enqueue};
