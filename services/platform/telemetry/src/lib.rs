//! Telemetry: log lines, traces and metrics, none of which ever holds personal data.
//!
//! This crate owns the tracing subscriber, the OTLP exporters, the list of field names that may leave the process, and the
//! counter of SQL statements. It must not know any service, any table or any rule.
//!
//! What may be said is decided by an allow-list ([`fields::SAFE_FIELDS`]): a field whose name is not listed is dropped, and a
//! listed one must also look like what its name promises. The same decision is taken for log lines and for exports, so
//! nothing that is hidden in one shows up in the other.
//!
//! How the other crates write:
//! - messages are plain literals; what varies goes into listed fields: `info!(count = 3, "outbox drained")`. A message built
//!   from values is withheld (a test also finds such messages in the sources);
//!   (with an explicit `target:`, tracing's macros want dotted fields in braces: `info!(target: T, { db.rows = 3 }, "…")`);
//! - errors are logged once, where they are handled, as `error!(error.code = problem.code(), "…")`. Fields named `error` and
//!   `err` never show their text: it may quote what a user typed;
//! - the request span carries `request.id`; every line inside it then carries the request's and the trace's id.

mod config;
mod context;
mod export;
pub mod fields;
mod filter;
mod label;
mod layer;
mod line;
mod metrics;
mod panics;
mod redact;
mod start;
mod statements;

pub use config::{LogFormat, LogSink, TelemetryConfig, TelemetryError};
pub use context::{current_trace_id, inject_current, set_remote_parent};
pub use label::{Label, LabelSet};
pub use metrics::{
    PoolSize, RootKind, observe_backlog, observe_gates, observe_pool, record_bucket, record_call,
    record_charge, record_refusal, record_root_field, record_served,
};
pub use panics::install_panic_hook;
pub use start::{Telemetry, TelemetryGuard};
pub use statements::StatementCounter;
