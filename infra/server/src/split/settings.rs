//! Settings of processes that run one part: from the environment, as those of `--target all`.

use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::Result;
use serde::Deserialize;

use super::ServiceName;
use crate::config::{self, MailSettings, S3Config, SecondFactor, TrustedProxies};

/// Settings of `wsparcie serve --target gateway`.
#[derive(Clone, Deserialize)]
pub struct GatewaySettings {
    /// Where to listen: `WSPARCIE_LISTEN`, 127.0.0.1:8080 unless told otherwise.
    pub listen: SocketAddr,
    /// The address that people's browsers see: `WSPARCIE_PUBLIC_ORIGIN`.
    pub public_origin: Option<String>,
    /// Proxies whose `X-Forwarded-For` is believed: `WSPARCIE_TRUSTED_PROXIES`.
    #[serde(default)]
    pub trusted_proxies: TrustedProxies,
    /// Redis: `WSPARCIE_REDIS_URL`.
    pub redis_url: String,
    /// Where the services are: `WSPARCIE_SERVICES__TENANTS` and so on.
    pub services: ServiceAddresses,
    /// The key store: `WSPARCIE_KEYS_DIR`. Better without: then the two files below.
    pub keys_dir: Option<PathBuf>,
    /// The key that calls are signed with: `WSPARCIE_CALL_KEY_FILE`.
    pub call_key_file: Option<PathBuf>,
    /// The gateway's own keys: `WSPARCIE_GATEWAY_KEYS_FILE`.
    pub gateway_keys_file: Option<PathBuf>,
}

/// `host:port` of each service.
#[derive(Clone, Deserialize)]
pub struct ServiceAddresses {
    /// `WSPARCIE_SERVICES__TENANTS`.
    pub tenants: String,
    /// `WSPARCIE_SERVICES__PROGRAMMES`.
    pub programmes: String,
    /// `WSPARCIE_SERVICES__CASEWORK`.
    pub casework: String,
    /// `WSPARCIE_SERVICES__DOCUMENTS`.
    pub documents: String,
}

/// Settings of a process that runs one service.
#[derive(Clone, Deserialize)]
pub struct ServiceSettings {
    /// Where to listen: `WSPARCIE_LISTEN`; 127.0.0.1 with port 7101 to 7104 unless told otherwise. A private network only:
    /// calls are signed, not encrypted.
    pub listen: SocketAddr,
    /// PostgreSQL: `WSPARCIE_DATABASE__URL` and so on.
    pub database: ServiceDatabase,
    /// S3, for documents: `WSPARCIE_S3__ENDPOINT` and so on.
    pub s3: Option<S3Config>,
    /// The key store, for tenants and casework: `WSPARCIE_KEYS_DIR`.
    pub keys_dir: Option<PathBuf>,
    /// The key that calls are signed with, for a process without the key store: `WSPARCIE_CALL_KEY_FILE`.
    pub call_key_file: Option<PathBuf>,
    /// The address that people's browsers see; tenants writes it into mails: `WSPARCIE_PUBLIC_ORIGIN`.
    pub public_origin: Option<String>,
    /// For tenants, as in `--target all`.
    #[serde(default)]
    pub second_factor: SecondFactor,
    /// For tenants, as in `--target all`.
    #[serde(default)]
    pub mail: MailSettings,
}

/// How a single service reaches PostgreSQL.
#[derive(Clone, Deserialize)]
pub struct ServiceDatabase {
    /// As the service's own role: `WSPARCIE_DATABASE__URL`.
    pub url: String,
    /// As `app_worker`: `WSPARCIE_DATABASE__WORKER_URL`.
    pub worker_url: String,
    /// As `app_identity`, for tenants: `WSPARCIE_DATABASE__IDENTITY_URL`.
    pub identity_url: Option<String>,
    /// As `app_region`, for programmes: `WSPARCIE_DATABASE__REGION_URL`.
    pub region_url: Option<String>,
    /// As `app_reference`, for programmes: `WSPARCIE_DATABASE__REFERENCE_URL`.
    pub reference_url: Option<String>,
    /// The most connections of the service's own role.
    #[serde(default = "default_max_connections")]
    pub max_connections: u32,
}

const fn default_max_connections() -> u32 {
    16
}

impl GatewaySettings {
    /// Reads the environment.
    pub fn from_env() -> Result<Self> {
        config::read("127.0.0.1:8080")
    }
}

impl ServiceSettings {
    /// Reads the environment.
    pub fn from_env(service: ServiceName) -> Result<Self> {
        config::read(service.default_listen())
    }
}
