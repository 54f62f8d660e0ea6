//! Random passwords and keys for private servers, and the file that keeps them.

use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

/// What a kept stack must remember between two runs. Debug output is left out on purpose: these are secrets.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Secrets {
    pub(crate) postgres_password: String,
    pub(crate) redis_password: String,
    pub(crate) s3_access_key: String,
    pub(crate) s3_secret_key: String,
    /// Ports of the last run. Taken again if free, so that a written-down address stays right.
    #[serde(default)]
    pub(crate) ports: Ports,
}

/// The loopback ports of a stack; 0 means that none was chosen yet.
#[derive(Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Ports {
    pub(crate) postgres: u16,
    pub(crate) redis: u16,
    pub(crate) s3: u16,
}

impl Secrets {
    /// Makes fresh secrets.
    pub(crate) fn generate() -> Result<Self> {
        Ok(Self {
            postgres_password: random_hex(24)?,
            redis_password: random_hex(24)?,
            s3_access_key: random_hex(10)?,
            s3_secret_key: random_hex(24)?,
            ports: Ports::default(),
        })
    }

    /// Reads the secrets of an earlier run; `None` if there was none.
    pub(crate) fn read(path: &Path) -> Result<Option<Self>> {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error).with_context(|| format!("cannot read {}", path.display())),
        };
        serde_json::from_str(&text).map(Some).with_context(|| {
            format!(
                "{} is damaged: `make reset` forgets this checkout's data and starts anew",
                path.display()
            )
        })
    }

    /// Writes the secrets, readable by nobody else, whole or not at all.
    pub(crate) fn write(&self, path: &Path) -> Result<()> {
        let text = serde_json::to_string_pretty(self)?;
        let unfinished = path.with_extension("new");
        write_private(&unfinished, text.as_bytes())?;
        std::fs::rename(&unfinished, path).with_context(|| format!("cannot write {}", path.display()))
    }
}

/// Writes a file of mode 0600 and waits until it is on the disk.
pub(crate) fn write_private(path: &Path, content: &[u8]) -> Result<()> {
    let write = || -> std::io::Result<()> {
        // A left-over could have another mode.
        match std::fs::remove_file(path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(path)?;
        file.write_all(content)?;
        file.sync_all()
    };
    write().with_context(|| format!("cannot write {}", path.display()))
}

/// `bytes` random bytes from the operating system, as lower-case hexadecimal (safe in URLs and configuration files).
///
/// # Errors
/// If the operating system has no randomness to give.
pub fn random_hex(bytes: usize) -> Result<String> {
    let mut raw = vec![0_u8; bytes];
    File::open("/dev/urandom")
        .and_then(|mut source| source.read_exact(&mut raw))
        .context("cannot read /dev/urandom")?;
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('0');
    Ok(raw
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
        .collect())
}
