//! The composition root: the one place that knows every part and joins them.
//!
//! It owns settings, start-up, shutdown and the operator's commands. It holds no rule and answers no request itself.

pub mod admin;
pub mod compose;
pub mod config;
pub mod heads;
mod metrics;
pub mod run_file;
pub mod serve;
pub mod split;
pub mod up;
