//! Where random secrets come from.

use rand::TryRngCore;
use rand::rngs::OsRng;

/// The source of randomness failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the source of randomness failed")]
pub struct NoRandomness;

/// A source of bytes that nobody can guess. Injected, so that a test can tell keys in advance.
pub trait SecretSource: Send + Sync {
    /// Fills the buffer.
    fn fill(&self, bytes: &mut [u8]) -> Result<(), NoRandomness>;
}

/// The operating system's random numbers.
#[derive(Debug, Default, Clone, Copy)]
pub struct SystemSecrets;

impl SecretSource for SystemSecrets {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), NoRandomness> {
        OsRng.try_fill_bytes(bytes).map_err(|_| NoRandomness)
    }
}

/// A fresh secret of `N` bytes.
pub(crate) fn secret<const N: usize>(
    source: &dyn SecretSource,
) -> Result<[u8; N], wsparcie_kernel::CallError> {
    let mut bytes = [0; N];
    source.fill(&mut bytes).map_err(|NoRandomness| {
        tracing::error!(error.code = "NO_RANDOMNESS", "the source of randomness failed");
        wsparcie_kernel::CallError::Internal
    })?;
    Ok(bytes)
}
