//! Secrets and ids that a test can tell in advance.

use std::sync::atomic::{AtomicU64, Ordering};

use uuid::Uuid;
use wsparcie_kernel::{IdSource, Instant};
use wsparcie_tenants::{NoRandomness, SecretSource};

/// Secrets that can be told in advance: 32 ones, 32 twos … (from the 256th on they begin with their number).
#[derive(Default)]
pub(super) struct CountedSecrets(AtomicU64);

impl SecretSource for CountedSecrets {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), NoRandomness> {
        let number = self.0.fetch_add(1, Ordering::Relaxed) + 1;
        bytes.fill(number.to_le_bytes()[0]);
        if number > 255 {
            for (byte, of_number) in bytes.iter_mut().zip(number.to_le_bytes()) {
                *byte = of_number;
            }
        }
        Ok(())
    }
}

/// Ids that follow one another although the clock stands still, so that "oldest first" can be told.
#[derive(Default)]
pub(super) struct CountedIds(AtomicU64);

impl IdSource for CountedIds {
    fn next(&self, now: Instant) -> Uuid {
        let mut rest = [0; 10];
        rest[2..].copy_from_slice(&self.0.fetch_add(1, Ordering::Relaxed).to_be_bytes());
        let millis = u64::try_from(now.timestamp_millis()).unwrap();
        uuid::Builder::from_unix_timestamp_millis(millis, &rest).into_uuid()
    }
}
