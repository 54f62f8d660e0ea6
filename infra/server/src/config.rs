//! What an operator sets, read from the environment: `WSPARCIE_…`, with `__` between the parts of a name.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result};
use figment::Figment;
use figment::providers::{Env, Serialized};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use wsparcie_gateway::http::throttle::Network;
use wsparcie_postgres::DbConfig;
use wsparcie_tenants::{MailConfig, SecondFactorPolicy, TenantsConfig};
use wsparcie_tenants_api::Secret;

/// Settings of a process that serves. Holds passwords: never printed.
#[derive(Clone, Serialize, Deserialize)]
pub struct ServerConfig {
    /// Where to listen: `WSPARCIE_LISTEN`.
    pub listen: SocketAddr,
    /// The address that people's browsers see (`https://wsparcie.example`): `WSPARCIE_PUBLIC_ORIGIN`.
    pub public_origin: Option<String>,
    /// Proxies of one's own in front of this process, whose `X-Forwarded-For` is believed: `WSPARCIE_TRUSTED_PROXIES`.
    #[serde(default)]
    pub trusted_proxies: TrustedProxies,
    /// PostgreSQL: `WSPARCIE_DATABASE__RW_URL` and so on.
    pub database: DatabaseConfig,
    /// Redis: `WSPARCIE_REDIS_URL`.
    pub redis_url: String,
    /// S3: `WSPARCIE_S3__ENDPOINT` and so on.
    pub s3: S3Config,
    /// The folder of the key store, outside the database and its backups: `WSPARCIE_KEYS_DIR`.
    pub keys_dir: PathBuf,
    /// Whether everyone who could open case data needs a second factor: `WSPARCIE_SECOND_FACTOR`, `required` unless told
    /// `optional`.
    #[serde(default)]
    pub second_factor: SecondFactor,
    /// How mails are sent: `WSPARCIE_MAIL__SMTP_URL` and so on.
    #[serde(default)]
    pub mail: MailSettings,
}

/// Addresses of proxies, as written: `10.0.0.7, 2001:db8::/64`. Without the right ones everybody behind a proxy is one address to
/// the throttles of sign-in, and ten wrong passwords of one keep all the others out.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TrustedProxies(pub String);

impl TrustedProxies {
    /// The ranges of addresses.
    ///
    /// # Errors
    /// One of them is none.
    pub fn networks(&self) -> Result<Vec<Network>> {
        let texts = self.0.split([',', ' ']).filter(|text| !text.is_empty());
        texts
            .map(|text| text.parse().context("WSPARCIE_TRUSTED_PROXIES is malformed"))
            .collect()
    }
}

/// Whether a second factor is demanded.
#[derive(Clone, Copy, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SecondFactor {
    /// Of everyone who could open case data.
    #[default]
    Required,
    /// Of nobody: for trials without real people.
    Optional,
}

/// How mails are sent: by SMTP, or into a folder.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct MailSettings {
    /// `smtps://user:password@host:465`: `WSPARCIE_MAIL__SMTP_URL`.
    pub smtp_url: Option<String>,
    /// The sender: `WSPARCIE_MAIL__FROM`.
    pub from: Option<String>,
    /// A folder to write mails into instead: `WSPARCIE_MAIL__FOLDER`. For trials: whoever can read it can use the links.
    pub folder: Option<PathBuf>,
}

impl MailSettings {
    /// Whether mails can go anywhere.
    ///
    /// # Errors
    /// Neither a relay with a sender nor a folder is set: invitations and links to new passwords would wait for ever.
    pub fn check(&self) -> Result<()> {
        if self.folder.is_some() || (self.smtp_url.is_some() && self.from.is_some()) {
            return Ok(());
        }
        anyhow::bail!(
            "no way to send mails: set WSPARCIE_MAIL__SMTP_URL and WSPARCIE_MAIL__FROM, or for a trial WSPARCIE_MAIL__FOLDER"
        )
    }
}

/// How PostgreSQL is reached, by role (see `infra/postgres/roles.sql`).
#[derive(Clone, Serialize, Deserialize)]
pub struct DatabaseConfig {
    /// As `app_rw`.
    pub rw_url: String,
    /// As `app_identity`.
    pub identity_url: String,
    /// As `app_worker`.
    pub worker_url: String,
    /// As `app_region`.
    pub region_url: String,
    /// As `app_reference`.
    pub reference_url: String,
    /// The most connections of the request role.
    #[serde(default = "default_max_connections")]
    pub max_connections: u32,
}

const fn default_max_connections() -> u32 {
    16
}

/// How S3 is reached.
#[derive(Clone, Serialize, Deserialize)]
pub struct S3Config {
    /// Its address; absent for AWS itself.
    pub endpoint: Option<String>,
    /// The address under which clients reach it, if that is another.
    #[serde(default)]
    pub public_endpoint: Option<String>,
    /// The region.
    pub region: String,
    /// The bucket, which must exist.
    pub bucket: String,
    /// The access key.
    pub access_key: String,
    /// The secret key.
    pub secret_key: String,
}

impl ServerConfig {
    /// Reads the environment.
    pub fn from_env() -> Result<Self> {
        read("127.0.0.1:8080")
    }
}

/// Reads the environment into the settings of one kind of process.
pub(crate) fn read<T: DeserializeOwned>(listen: &str) -> Result<T> {
    Figment::new()
        .merge(Serialized::default("listen", listen))
        .merge(
            Env::prefixed("WSPARCIE_")
                .ignore(&["log", "log_format"])
                .split("__"),
        )
        .extract()
        .context("a WSPARCIE_… setting is missing or malformed; README.md lists them all")
}

impl ServerConfig {
    /// The settings of the tenants service.
    pub fn tenants(&self) -> TenantsConfig {
        let public_url = self.public_origin.clone();
        tenants_config(
            self.second_factor,
            &self.mail,
            public_url.unwrap_or_else(|| format!("http://{}", self.listen)),
        )
    }
}

/// The settings of the tenants service, wherever it runs.
pub(crate) fn tenants_config(
    second_factor: SecondFactor,
    mail: &MailSettings,
    public_url: String,
) -> TenantsConfig {
    TenantsConfig {
        second_factor: match second_factor {
            SecondFactor::Required => SecondFactorPolicy::Required,
            SecondFactor::Optional => SecondFactorPolicy::Optional,
        },
        public_url,
        mail: match (&mail.smtp_url, &mail.folder) {
            (Some(url), _) => MailConfig::Smtp {
                url: Secret::new(url.clone()),
                from: mail.from.clone().unwrap_or_default(),
            },
            (None, folder) => MailConfig::Folder(folder.clone().unwrap_or_default()),
        },
    }
}

impl DatabaseConfig {
    /// The settings as the database crate takes them.
    pub fn pools(&self) -> DbConfig {
        DbConfig {
            rw_url: self.rw_url.clone(),
            identity_url: self.identity_url.clone(),
            worker_url: self.worker_url.clone(),
            region_url: self.region_url.clone(),
            reference_url: self.reference_url.clone(),
            max_connections: self.max_connections,
            statement_timeout: Duration::from_secs(5),
            acquire_timeout: Duration::from_secs(3),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn proxies_are_named_by_address_or_range_and_a_slip_of_the_pen_is_told() {
        let read = |text: &str| {
            TrustedProxies(text.to_owned())
                .networks()
                .map(|found| found.len())
        };
        assert_eq!(read("").ok(), Some(0));
        assert_eq!(read("10.0.0.7").ok(), Some(1));
        assert_eq!(read("10.0.0.7, 2001:db8::/64,192.0.2.0/24").ok(), Some(3));
        for bad in ["proxy", "10.0.0.7;10.0.0.8", "10.0.0.0/40"] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }
}
