//! The only door to PostgreSQL: pools by role, scoped transactions, migrations, and the rows that every service writes
//! beside its own (audit, outbox, jobs, idempotency).
//!
//! It knows no business rule and no service's tables. Tenant rows are reached through [`TenantTx`] alone.

pub mod audit;
pub mod db;
pub mod deadline;
pub mod demo_mark;
pub mod error;
pub mod idempotency;
pub mod jobs;
pub mod migrate;
pub mod outbox;
pub mod startup;
pub mod tx;

pub use db::{Db, DbConfig, ServiceDbConfig};
pub use error::DbError;
pub use tx::{IdentityConn, IdentityTx, ReferenceTx, RegionTx, TenantTx, WorkerTx};
