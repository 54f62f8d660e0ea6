//! The whole platform, as its users meet it.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests stop at the first surprise"
)]

mod bad_input;
mod dependencies;
mod errors;
mod journeys;
mod outage;
mod seeds;
mod support;
mod sweep;
mod telemetry;
