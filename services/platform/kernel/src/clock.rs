//! The only door to the current time.

use std::sync::Mutex;
use std::time::SystemTime;

use crate::Instant;

/// Tells the time. Injected, so that a rule can be tried on any day.
pub trait Clock: Send + Sync {
    /// The present instant, in UTC, to the microsecond (what PostgreSQL keeps).
    fn now(&self) -> Instant;
}

/// The machine's clock.
#[derive(Debug, Default, Clone, Copy)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place where the machine's clock is read"
    )]
    fn now(&self) -> Instant {
        truncate_to_micros(Instant::from(SystemTime::now()))
    }
}

/// A clock that stands still until it is moved.
#[derive(Debug)]
pub struct FixedClock(Mutex<Instant>);

impl FixedClock {
    /// A clock standing at `now`.
    pub fn at(now: Instant) -> Self {
        Self(Mutex::new(truncate_to_micros(now)))
    }

    /// Moves the clock to `now`.
    pub fn set(&self, now: Instant) {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = truncate_to_micros(now);
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Instant {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

fn truncate_to_micros(now: Instant) -> Instant {
    Instant::from_timestamp_micros(now.timestamp_micros()).unwrap_or(now)
}
