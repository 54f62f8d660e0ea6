//! Private stacks, started for real. Every test starts its own and needs nothing that runs.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod clients;
mod commands;
mod kept;
mod servers;
