//! What tests share: a database of their own on a real PostgreSQL, actors, a clock and ids that can be told in advance.
//!
//! A dev-dependency only. Servers are found by the environment that `make test` sets (`wsparcie-stack exec`).

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot be set up should stop with a message"
)]
#![expect(
    clippy::missing_panics_doc,
    reason = "every function here panics where the set-up fails"
)]
#![expect(
    clippy::disallowed_methods,
    reason = "ids of test data need no injected source"
)]

mod actors;
mod database;
mod otlp;
mod statements;

pub use actors::{authority_analyst, call, operator, user, user_of};
pub use database::TestDb;
pub use otlp::{Collector, SentPoint, SentSpan};
pub use statements::Statements;

use wsparcie_kernel::{FixedClock, Instant};

/// A clock at noon on the day given (`"2017-10-01"`), in UTC.
pub fn clock_at(day: &str) -> FixedClock {
    FixedClock::at(noon(day))
}

/// Noon of the day given, in UTC.
pub fn noon(day: &str) -> Instant {
    format!("{day}T12:00:00Z").parse().expect("a day like 2017-10-01")
}
