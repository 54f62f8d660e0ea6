//! The case work service: people, dated facts, nominations, verdicts, enrolments, group sessions.
//!
//! Owns the schema `casework` and the sealing of what is personal in it; it publishes `casework_published`. Must not know:
//! GraphQL, HTTP, sessions of users, other services' tables (it reads their published views).

mod app;
mod db;
mod domain;
mod jobs;
mod service;

pub use service::CaseworkService;
