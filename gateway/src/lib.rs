//! The gateway: HTTP, sessions and the whole public GraphQL schema of Wsparcie.
//!
//! It owns how the outside speaks to the platform and translates that into calls of the services. It must not know any
//! rule, table or SQL: what is allowed, right or stored is decided by the service behind a call.
//!
//! [`Gateway`] is made by the composition root from a [`GatewayConfig`], the [`Services`], Redis and [`Secrets`].

// The schema's root objects are merged from many parts, each a future within the next.
#![recursion_limit = "512"]

mod config;
mod gateway;
mod graphql;
pub mod http;
mod services;
mod signing;
mod web;

pub use config::{
    BucketKind, Charge, ChargeListener, ContinueTrace, GatewayConfig, Observability, OsRandom, RandomSource,
    Readiness, RefusalListener, RootFieldListener, Secrets,
};
pub use gateway::Gateway;
pub use graphql::{
    FIELD_PERMISSIONS, FieldPermission, Requirement, STEP_UP_FIELDS, StepUp, permission_rows, sdl,
};
pub use http::shed::{GateLoad, Load};
pub use services::{Casework, Documents, Programmes, Services, Tenants};
