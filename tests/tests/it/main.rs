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
mod graphql_over_http;
mod identity;
mod journeys;
mod load;
mod outage;
mod pages;
mod run_modes;
mod seeds;
mod support;
mod sweep;
mod telemetry;
