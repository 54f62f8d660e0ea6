//! Hashing passwords: slow on purpose, and never more than a few at once.

use std::sync::Arc;

use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;
use wsparcie_kernel::{CallError, CallResult};

/// The most hashes at once: each takes 46 MiB and a whole core.
const AT_ONCE: usize = 4;

/// OWASP's recommendation for Argon2id with one pass: 46 MiB.
const MEMORY_KIB: u32 = 47_104;
const PASSES: u32 = 1;
const LANES: u32 = 1;

/// A slow hash of passwords. Injected, so that a test can count.
pub trait PasswordHashing: Send + Sync {
    /// The hash of a new password, in the PHC string format; `None` if it cannot be made.
    fn hash(&self, password: &str, salt: [u8; 16]) -> Option<String>;

    /// Whether the password fits a stored hash; `None` if the hash cannot be read.
    fn verify(&self, password: &str, stored: &str) -> Option<bool>;

    /// A hash that costs what a real one costs and fits nothing: what a password is compared with when there is no account.
    fn decoy(&self) -> &str;
}

/// Argon2id, 46 MiB, one pass, one lane.
#[derive(Debug, Default, Clone, Copy)]
pub struct Argon2id;

impl PasswordHashing for Argon2id {
    fn hash(&self, password: &str, salt: [u8; 16]) -> Option<String> {
        let params = Params::new(MEMORY_KIB, PASSES, LANES, None).ok()?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let salt = SaltString::encode_b64(&salt).ok()?;
        argon2
            .hash_password(password.as_bytes(), &salt)
            .ok()
            .map(|hash| hash.to_string())
    }

    fn verify(&self, password: &str, stored: &str) -> Option<bool> {
        let stored = PasswordHash::new(stored).ok()?;
        // The parameters are those of the stored hash.
        Some(
            Argon2::default()
                .verify_password(password.as_bytes(), &stored)
                .is_ok(),
        )
    }

    fn decoy(&self) -> &'static str {
        "$argon2id$v=19$m=47104,t=1,p=1$d3NwYXJjaWUtZGVjb3ktMQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    }
}

/// The one gate that every hash passes through.
#[derive(Clone)]
pub(crate) struct Passwords {
    hashing: Arc<dyn PasswordHashing>,
    gate: Arc<Semaphore>,
}

impl Passwords {
    pub(crate) fn new(hashing: Arc<dyn PasswordHashing>) -> Self {
        Self {
            hashing,
            gate: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }

    /// The hash of a new password.
    pub(crate) async fn hash(&self, password: String, salt: [u8; 16]) -> CallResult<String> {
        self.run(move |hashing| hashing.hash(&password, salt)).await
    }

    /// Whether the password fits; with no hash to compare with, the same work and always no.
    pub(crate) async fn verify(&self, password: String, stored: Option<String>) -> CallResult<bool> {
        self.run(move |hashing| {
            let fits = hashing.verify(&password, stored.as_deref().unwrap_or_else(|| hashing.decoy()))?;
            Some(fits && stored.is_some())
        })
        .await
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&dyn PasswordHashing) -> Option<T> + Send + 'static,
    ) -> CallResult<T> {
        let permit = Arc::clone(&self.gate)
            .acquire_owned()
            .await
            .map_err(|_| CallError::Internal)?;
        let hashing = Arc::clone(&self.hashing);
        // The permit goes with the work: a caller who leaves does not stop the hash, so they must not free its place either.
        let done = tokio::task::spawn_blocking(move || {
            let result = work(hashing.as_ref());
            drop(permit);
            result
        })
        .await;
        done.ok().flatten().ok_or_else(|| {
            tracing::error!(
                error.code = "PASSWORD_HASH",
                "a password hash could not be made or read"
            );
            CallError::Internal
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_fits_its_own_hash_only() {
        let hash = Argon2id.hash("zażółć gęślą jaźń", [3; 16]).unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=47104,t=1,p=1$"), "{hash}");
        assert_eq!(Argon2id.verify("zażółć gęślą jaźń", &hash), Some(true));
        assert_eq!(Argon2id.verify("zazolc gesla jazn", &hash), Some(false));
        assert_eq!(Argon2id.verify("anything", "not a hash"), None);
    }

    #[test]
    fn the_decoy_costs_what_a_real_hash_costs() {
        let real = Argon2id.hash("a real password", [3; 16]).unwrap();
        let (real, decoy) = (
            PasswordHash::new(&real).unwrap(),
            PasswordHash::new(Argon2id.decoy()).unwrap(),
        );
        assert_eq!(
            (real.algorithm, real.version, &real.params),
            (decoy.algorithm, decoy.version, &decoy.params)
        );
        assert_eq!(real.hash.unwrap().len(), decoy.hash.unwrap().len());
        assert_eq!(Argon2id.verify("", Argon2id.decoy()), Some(false));
    }
}
