//! A hash that costs nothing and counts.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use wsparcie_tenants::PasswordHashing;

/// Counts hashes, and how many ran at once. Stores the password itself, in a form that the table accepts.
#[derive(Default)]
pub(crate) struct CountingHashing {
    running: AtomicUsize,
    most: AtomicUsize,
    total: AtomicUsize,
}

impl CountingHashing {
    /// How many passwords have been compared or hashed.
    pub(crate) fn total(&self) -> usize {
        self.total.load(Ordering::SeqCst)
    }

    /// The most that ever ran at once.
    pub(crate) fn most(&self) -> usize {
        self.most.load(Ordering::SeqCst)
    }

    fn work(&self) {
        let running = self.running.fetch_add(1, Ordering::SeqCst) + 1;
        self.most.fetch_max(running, Ordering::SeqCst);
        self.total.fetch_add(1, Ordering::SeqCst);
        std::thread::sleep(Duration::from_millis(15));
        self.running.fetch_sub(1, Ordering::SeqCst);
    }
}

impl PasswordHashing for CountingHashing {
    fn hash(&self, password: &str, _: [u8; 16]) -> Option<String> {
        self.work();
        Some(format!("$argon2id$test${password}"))
    }

    fn verify(&self, password: &str, stored: &str) -> Option<bool> {
        self.work();
        Some(stored.strip_prefix("$argon2id$test$")? == password)
    }

    fn decoy(&self) -> &'static str {
        "$argon2id$test$decoy"
    }
}
