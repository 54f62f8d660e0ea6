//! The tenants service on a real database, as the request roles.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

mod actors;
mod admin;
mod api_clients;
mod audit_trail;
mod isolation;
mod members;
mod members_change;
mod organisations;
mod organisations_create;
mod sessions;
mod sign_in;
mod support;
