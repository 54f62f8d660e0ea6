//! The programmes service: programme trees, projects with their budgets, recruitment rules, the regional comparison.
//!
//! It owns the schema `programmes` and publishes `programmes_published`. It knows no person and nothing of GraphQL; how
//! many people are enrolled it reads from the view that casework publishes.

mod app;
mod db;
pub mod domain;
mod jobs;
mod service;

pub use domain::comparison::SmallCells;
pub use domain::reference::SHIPPED as SHIPPED_REFERENCE;
pub use jobs::{RECOUNT_JOB, recount_handler};
pub use service::ProgrammesService;
