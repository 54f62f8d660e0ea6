//! The gateway over HTTP, with services that answer from a script and a real Redis (`REDIS_URL`).
//!
//! Only the rules of the transport, of sessions and of the schema's own conventions are tried here; whole journeys on real
//! services are in the workspace's `tests`.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests stop at the first surprise"
)]

mod agreements;
mod compatibility;
mod cost;
mod credentials;
mod fields;
mod graphiql;
mod inputs;
mod lists;
mod measured;
mod outages;
mod people;
mod projects;
mod schema;
mod second_factor;
mod sessions;
mod shedding;
mod slow_clients;
mod step_up;
mod support;
mod throttle;
mod transport;
mod web;
