//! A directory of the test's own, with its keys and its mails.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use wsparcie_kernel::Instant;
use wsparcie_keys::{FileKeyStore, Keyring};
use wsparcie_tenants::{MailConfig, SecondFactorPolicy, TenantsConfig};

/// The address that people's browsers see.
pub(crate) const PUBLIC_URL: &str = "https://wsparcie.example";

/// A directory that goes when the test ends.
pub(crate) struct Place(PathBuf);

impl Place {
    pub(crate) fn new() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path =
            Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("tenants-{}-{number}", std::process::id()));
        std::fs::remove_dir_all(&path).ok();
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    /// New keys in this directory.
    pub(crate) fn keyring(&self, now: Instant) -> Keyring {
        Keyring::new(Arc::new(FileKeyStore::open(&self.0.join("keys"), now).unwrap()))
    }

    /// Where mails are written.
    pub(crate) fn mails(&self) -> PathBuf {
        self.0.join("mail")
    }

    /// Settings of a service that demands no second factor and writes its mails here.
    pub(crate) fn config(&self) -> TenantsConfig {
        TenantsConfig {
            second_factor: SecondFactorPolicy::Optional,
            public_url: PUBLIC_URL.to_owned(),
            mail: MailConfig::Folder(self.mails()),
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).ok();
    }
}
