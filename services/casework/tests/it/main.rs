//! The case work service on a real database, as the request role.

#![expect(
    clippy::unwrap_used,
    reason = "a test should stop where something is not as it must be"
)]

mod agreement;
mod audit;
mod cohorts;
mod course;
mod enrolments;
mod erasure;
mod facts;
mod isolation;
mod nominations;
mod pages;
mod people;
mod permissions;
mod places;
mod search;
mod secrecy;
mod sessions;
mod support;
mod verdicts;
