//! The program itself, as an operator starts it: real processes, real signals.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests stop at the first surprise"
)]

mod commands;
mod environments;
mod processes;
mod run_modes;
mod traces;
