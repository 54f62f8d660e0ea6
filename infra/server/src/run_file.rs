//! `.wsparcie/run.json`: what a running demonstration is reached by, for people's scripts and for tests.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Result};
use serde::Serialize;
use wsparcie_demo::{Loaded, SecretKeep};

use crate::config::ServerConfig;

/// The file's content.
#[derive(Serialize)]
pub struct RunFile<'a> {
    /// The GraphQL endpoint.
    pub graphql_url: String,
    /// The address of everything else.
    pub base_url: String,
    /// PostgreSQL as the request role.
    pub postgres_url: &'a str,
    /// The process that serves.
    pub pid: u32,
    /// Demonstration logins and API keys.
    #[serde(flatten)]
    pub demo: &'a Loaded,
}

/// The folder of a checkout's run-time files, made if absent: readable by its owner only.
pub fn folder(checkout: &Path) -> Result<PathBuf> {
    let folder = checkout.join(".wsparcie");
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(&folder)
        .context("the folder .wsparcie cannot be made here")?;
    Ok(folder)
}

/// Writes a private file whole or not at all.
pub fn write_private(path: &Path, content: &[u8]) -> Result<()> {
    let unfinished = path.with_extension("new");
    let mut file = std::fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&unfinished)?;
    file.write_all(content)?;
    file.sync_all()?;
    std::fs::rename(&unfinished, path)?;
    Ok(())
}

/// The secrets of the demonstration's second factors, in a private file: kept before each is put into force.
pub struct SecretFile {
    path: PathBuf,
    secrets: Mutex<BTreeMap<String, String>>,
}

impl SecretFile {
    /// The file at `path`, read if it is there.
    pub fn open(path: PathBuf) -> Result<Self> {
        let secrets = match std::fs::read(&path) {
            Ok(text) => serde_json::from_slice(&text)
                .context(".wsparcie/second-factors.json is damaged: run `make reset`, then `make run`")?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => BTreeMap::new(),
            Err(error) => return Err(error).context(".wsparcie/second-factors.json cannot be read"),
        };
        Ok(Self {
            path,
            secrets: Mutex::new(secrets),
        })
    }
}

impl SecretKeep for SecretFile {
    fn secret(&self, login: &str) -> Option<String> {
        let secrets = self.secrets.lock().unwrap_or_else(PoisonError::into_inner);
        secrets.get(login).cloned()
    }

    fn keep(&self, login: &str, secret: &str) -> Result<()> {
        let mut secrets = self.secrets.lock().unwrap_or_else(PoisonError::into_inner);
        secrets.insert(login.to_owned(), secret.to_owned());
        write_private(&self.path, &serde_json::to_vec_pretty(&*secrets)?)
    }
}

/// The code that a demonstration login's second factor shows now.
///
/// # Errors
/// No demonstration runs in this checkout, or it has no such login.
pub fn code_now(checkout: &Path, login: &str) -> Result<String> {
    let text = std::fs::read_to_string(checkout.join(".wsparcie/run.json"))
        .context("no demonstration runs in this checkout: start it with `make run`")?;
    let run: Loaded = serde_json::from_str(&text).context(".wsparcie/run.json is damaged")?;
    let found = run.logins.into_iter().find(|one| one.login == login);
    let secret = found.context("the demonstration has no such login")?.totp_secret;
    wsparcie_demo::code_at(
        &secret.context("the login has no second factor")?,
        crate::serve::now(),
    )
}

/// The settings as a shell reads them, so that `wsparcie admin …` can work on a running demonstration:
/// `set -a; . .wsparcie/env; set +a`.
pub fn exports(config: &ServerConfig) -> String {
    let s3 = &config.s3;
    let keys_dir = config.keys_dir.to_string_lossy();
    let settings = [
        ("WSPARCIE_DATABASE__RW_URL", config.database.rw_url.as_str()),
        ("WSPARCIE_DATABASE__IDENTITY_URL", &config.database.identity_url),
        ("WSPARCIE_DATABASE__WORKER_URL", &config.database.worker_url),
        ("WSPARCIE_DATABASE__REGION_URL", &config.database.region_url),
        ("WSPARCIE_DATABASE__REFERENCE_URL", &config.database.reference_url),
        ("WSPARCIE_REDIS_URL", &config.redis_url),
        (
            "WSPARCIE_S3__ENDPOINT",
            s3.endpoint.as_deref().unwrap_or_default(),
        ),
        ("WSPARCIE_S3__REGION", &s3.region),
        ("WSPARCIE_S3__BUCKET", &s3.bucket),
        ("WSPARCIE_S3__ACCESS_KEY", &s3.access_key),
        ("WSPARCIE_S3__SECRET_KEY", &s3.secret_key),
        ("WSPARCIE_KEYS_DIR", &keys_dir),
    ];
    settings.iter().fold(String::new(), |mut lines, (name, value)| {
        // Writing to a String cannot fail.
        let _ = writeln!(lines, "{name}='{}'", value.replace('\'', r"'\''"));
        lines
    })
}
