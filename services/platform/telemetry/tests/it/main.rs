//! What leaves the process, and what does not.
#![expect(clippy::unwrap_used, reason = "a failed step of a test should stop it")]

mod canary;
mod export;
mod lines;
mod sources;
mod statements;
mod support;
