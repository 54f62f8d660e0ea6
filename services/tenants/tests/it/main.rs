//! The tenants service on a real database, as the request roles.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

mod access_reviews;
mod actors;
mod admin;
mod agreement;
mod api_clients;
mod api_keys;
mod audit_trail;
mod break_glass;
mod districts;
mod districts_model;
mod invitations;
mod invitations_joining;
mod isolation;
mod mail;
mod members;
mod members_change;
mod organisation_status;
mod organisations;
mod organisations_create;
mod passwords;
mod providers;
mod second_factor;
mod second_factor_setup;
mod sessions;
mod sign_in;
mod support;
