//! The ground floor on a real PostgreSQL, as the request role.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests stop at the first surprise"
)]
#![expect(
    clippy::disallowed_methods,
    reason = "ids of test data need no injected source"
)]

mod audit;
mod catalogue;
mod deadline;
mod idempotency;
mod isolation;
mod jobs;
mod service_roles;
mod slow_jobs;
mod startup;
mod upgrade;
