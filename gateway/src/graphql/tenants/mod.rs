//! The tenants service in the schema: signing in, organisations, their users and programs, the audit trail.

mod inputs;
mod mutations;
mod queries;
mod session;
mod types;
mod viewer;

pub(crate) use mutations::TenantsMutation;
pub(crate) use queries::TenantsQuery;
pub(crate) use session::SessionMutation;
pub(crate) use types::{ApiClient, Member, Organisation};
