//! Processes that run one part each: the gateway, or one service.
//!
//! Their calls to each other are signed with the instance's call key. A service process knows its own database role and no
//! other service's; the gateway knows no database at all.

mod gateway;
mod keys;
mod service;
mod settings;

use std::future::Future;
use std::pin::Pin;

use clap::ValueEnum;

pub use gateway::{compose_gateway, serve_gateway};
pub use keys::{GatewayKeys, ProcessKeys, export};
pub use service::{ServerOf, ServiceProcess, compose_service, serve_service};
pub use settings::{GatewaySettings, ServiceAddresses, ServiceDatabase, ServiceSettings};

/// Which parts a process runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Target {
    /// The gateway and every service.
    All,
    /// What people and programs reach; the services are elsewhere.
    Gateway,
    /// Organisations, users, API clients, the audit trail; relays events and seals.
    Tenants,
    /// Programmes, projects, comparison.
    Programmes,
    /// People and their cases.
    Casework,
    /// Files.
    Documents,
}

/// One service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ServiceName {
    /// Organisations, users, API clients, the audit trail.
    Tenants,
    /// Programmes, projects, comparison.
    Programmes,
    /// People and their cases.
    Casework,
    /// Files.
    Documents,
}

impl ServiceName {
    /// Every service.
    pub const ALL: [Self; 4] = [Self::Tenants, Self::Programmes, Self::Casework, Self::Documents];

    /// The name in signed calls, logs and addresses.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Tenants => "tenants",
            Self::Programmes => "programmes",
            Self::Casework => "casework",
            Self::Documents => "documents",
        }
    }

    /// The database role of its requests.
    pub const fn role(self) -> &'static str {
        match self {
            Self::Tenants => "app_tenants",
            Self::Programmes => "app_programmes",
            Self::Casework => "app_casework",
            Self::Documents => "app_documents",
        }
    }

    /// Where it listens unless told otherwise.
    pub(crate) const fn default_listen(self) -> &'static str {
        match self {
            Self::Tenants => "127.0.0.1:7101",
            Self::Programmes => "127.0.0.1:7102",
            Self::Casework => "127.0.0.1:7103",
            Self::Documents => "127.0.0.1:7104",
        }
    }
}

impl Target {
    /// The one service, if it is one.
    pub const fn service(self) -> Option<ServiceName> {
        match self {
            Self::All | Self::Gateway => None,
            Self::Tenants => Some(ServiceName::Tenants),
            Self::Programmes => Some(ServiceName::Programmes),
            Self::Casework => Some(ServiceName::Casework),
            Self::Documents => Some(ServiceName::Documents),
        }
    }

    /// How the process calls itself in traces and logs.
    pub const fn process_name(self) -> &'static str {
        match self {
            Self::All => "wsparcie",
            Self::Gateway => "wsparcie-gateway",
            Self::Tenants => "wsparcie-tenants",
            Self::Programmes => "wsparcie-programmes",
            Self::Casework => "wsparcie-casework",
            Self::Documents => "wsparcie-documents",
        }
    }
}

pub(crate) type Boxed<T> = Pin<Box<dyn Future<Output = T> + Send>>;
