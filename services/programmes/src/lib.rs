//! The programmes service: programme trees, projects with their budgets, recruitment rules, the regional comparison.
//!
//! It owns the schema `programmes` and publishes `programmes_published`. It knows no person and nothing of GraphQL; how
//! many people are enrolled it reads from the view that casework publishes.

mod app;
mod db;
pub mod domain;
mod jobs;
mod service;

pub use app::comparison::releases::{
    retry as retry_comparison_release, set_threshold as set_comparison_threshold,
};
pub use app::comparison::verify::{Difference as ComparisonDifference, verify as verify_comparison};
pub use domain::comparison::SmallCells;
pub use domain::reference::SHIPPED as SHIPPED_REFERENCE;
pub use jobs::{
    FREEZE_JOB, PARTICIPATION_JOB, RECOUNT_JOB, REMIND_JOB, freeze_handler, participation_handler,
    recount_handler, remind_handler,
};
pub use service::ProgrammesService;
