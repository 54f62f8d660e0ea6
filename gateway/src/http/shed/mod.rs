//! How many requests are worked on at once: a bounded number, a short queue, and a share for each organisation.
//!
//! Beyond saturation more work only makes everybody wait, so the accepted keep their latency and the rest are told at once.
//! A place is taken in two steps: [`Shed::enter`] before anybody knows who asks (reading credentials costs a call), and
//! [`Shed::start`] for the work itself, with the organisation known: none may have more than its share of the places, so
//! that others always find one. The first place is given back when the second is taken, and nobody waits in both
//! queues for longer than one limit together.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use http::StatusCode;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;
use uuid::Uuid;

use super::fault::Fault;

/// The numbers of the two steps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShedLimits {
    /// Requests worked on at the same time.
    pub at_once: usize,
    /// How many of these one organisation may have; strangers count as one organisation.
    pub organisation_at_once: usize,
    /// Requests that wait for a place.
    pub waiting: usize,
    /// How many of these may be one organisation's.
    pub organisation_waiting: usize,
    /// How long a request waits at most.
    pub wait: Duration,
}

impl Default for ShedLimits {
    fn default() -> Self {
        Self {
            at_once: 256,
            organisation_at_once: 64,
            waiting: 256,
            organisation_waiting: 64,
            wait: Duration::from_millis(250),
        }
    }
}

/// What one gate holds at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GateLoad {
    /// Requests worked on.
    pub in_use: usize,
    /// Requests that wait for a place.
    pub waiting: usize,
    /// The most that are worked on.
    pub places: usize,
    /// The most that wait.
    pub queue: usize,
}

/// What the gates of a process hold at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Load {
    /// Requests of which nobody knows yet who asks.
    pub entrance: GateLoad,
    /// Requests under work, of all organisations together.
    pub work: GateLoad,
}

/// A semaphore with a bounded queue.
struct Gate {
    places: Arc<Semaphore>,
    queue: Arc<Semaphore>,
}

/// Why there is no place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Full {
    Everywhere,
    ForOrganisation,
}

impl Gate {
    fn new(at_once: usize, waiting: usize) -> Arc<Self> {
        Arc::new(Self {
            places: Arc::new(Semaphore::new(at_once.max(1))),
            queue: Arc::new(Semaphore::new(waiting)),
        })
    }

    /// A place, at once or after a short wait. A full queue refuses at once.
    async fn place(&self, until: Instant) -> Option<OwnedSemaphorePermit> {
        if let Ok(place) = Arc::clone(&self.places).try_acquire_owned() {
            return Some(place);
        }
        let _waiting = self.queue.try_acquire().ok()?;
        tokio::time::timeout_at(until, Arc::clone(&self.places).acquire_owned())
            .await
            .ok()?
            .ok()
    }

    fn is_idle(&self, at_once: usize) -> bool {
        self.places.available_permits() >= at_once.max(1)
    }
}

/// The gates of a process.
pub(crate) struct Shed {
    limits: ShedLimits,
    entrance: Arc<Gate>,
    work: Arc<Gate>,
    organisations: Mutex<HashMap<Uuid, Arc<Gate>>>,
}

/// A place, given back when dropped.
pub(crate) struct Place {
    /// What is left of the time that the request may wait.
    patience: Duration,
    _organisation: Option<OwnedSemaphorePermit>,
    _everywhere: OwnedSemaphorePermit,
}

impl Shed {
    pub(crate) fn new(limits: ShedLimits) -> Self {
        Self {
            entrance: Gate::new(limits.at_once, limits.waiting),
            work: Gate::new(limits.at_once, limits.waiting),
            organisations: Mutex::new(HashMap::new()),
            limits,
        }
    }

    /// What the gates hold now.
    pub(crate) fn load(&self) -> Load {
        let of = |gate: &Gate| {
            let (places, queue) = (self.limits.at_once.max(1), self.limits.waiting);
            GateLoad {
                in_use: places.saturating_sub(gate.places.available_permits()),
                waiting: queue.saturating_sub(gate.queue.available_permits()),
                places,
                queue,
            }
        };
        Load {
            entrance: of(&self.entrance),
            work: of(&self.work),
        }
    }

    /// A place for finding out who asks.
    pub(crate) async fn enter(&self) -> Result<Place, Fault> {
        let before = Instant::now();
        let place = self.entrance.place(before + self.limits.wait).await;
        let place = place.ok_or_else(|| refused(Full::Everywhere))?;
        Ok(Place {
            patience: self.limits.wait.saturating_sub(before.elapsed()),
            _organisation: None,
            _everywhere: place,
        })
    }

    /// A place for the work of an organisation (`nil`: of strangers) in exchange for the one at the entrance.
    pub(crate) async fn start(&self, organisation: Uuid, entered: Place) -> Result<Place, Fault> {
        let until = Instant::now() + entered.patience;
        drop(entered);
        let own = self.gate_of(organisation);
        // First the organisation's own queue, so that a noisy one waits there and not in everybody's.
        let of_organisation = own.place(until).await;
        let of_organisation = of_organisation.ok_or_else(|| refused(Full::ForOrganisation))?;
        let everywhere = self.work.place(until).await;
        let everywhere = everywhere.ok_or_else(|| refused(Full::Everywhere))?;
        Ok(Place {
            patience: Duration::ZERO,
            _organisation: Some(of_organisation),
            _everywhere: everywhere,
        })
    }

    fn gate_of(&self, organisation: Uuid) -> Arc<Gate> {
        /// Idle organisations are forgotten beyond this many.
        const KEPT: usize = 4096;
        let mut gates = self.organisations.lock().unwrap_or_else(PoisonError::into_inner);
        if gates.len() >= KEPT && !gates.contains_key(&organisation) {
            let at_once = self.limits.organisation_at_once;
            // Whoever still holds the gate counts on its numbers.
            gates.retain(|_, gate| Arc::strong_count(gate) > 1 || !gate.is_idle(at_once));
        }
        let gate = gates
            .entry(organisation)
            .or_insert_with(|| Gate::new(self.limits.organisation_at_once, self.limits.organisation_waiting));
        Arc::clone(gate)
    }
}

fn refused(full: Full) -> Fault {
    match full {
        Full::Everywhere => Fault {
            code: "OVERLOADED",
            ..Fault::unavailable()
        },
        Full::ForOrganisation => {
            let fault = Fault::new(
                StatusCode::TOO_MANY_REQUESTS,
                "TOO_MANY_AT_ONCE",
                "organizacja wysyła zbyt wiele żądań naraz; powtórz żądanie za chwilę",
                "the organisation sends too many requests at the same time; repeat the request in a moment",
            );
            Fault {
                retry_after: Some(1),
                ..fault
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tight() -> Shed {
        Shed::new(ShedLimits {
            at_once: 3,
            organisation_at_once: 2,
            waiting: 2,
            organisation_waiting: 1,
            wait: Duration::from_millis(40),
        })
    }

    async fn started(shed: &Shed, organisation: u128) -> Result<Place, &'static str> {
        let entered = shed.enter().await.map_err(|fault| fault.code)?;
        let started = shed.start(Uuid::from_u128(organisation), entered).await;
        started.map_err(|fault| fault.code)
    }

    #[tokio::test]
    async fn one_organisation_cannot_take_every_place() {
        let shed = tight();
        let first = started(&shed, 1).await;
        let second = started(&shed, 1).await;
        assert!(first.is_ok() && second.is_ok());
        assert_eq!(started(&shed, 1).await.err(), Some("TOO_MANY_AT_ONCE"));
        assert!(started(&shed, 2).await.is_ok(), "the third place is another's");
        drop(first);
        assert!(started(&shed, 1).await.is_ok(), "a place given back is free");
    }

    #[tokio::test]
    async fn whoever_finds_the_queue_full_is_told_at_once_and_whoever_waits_gets_the_next_place() {
        let shed = Arc::new(tight());
        let held = (started(&shed, 1).await, started(&shed, 1).await);
        let waiting = tokio::spawn({
            let shed = Arc::clone(&shed);
            async move { started(&shed, 1).await.is_ok() }
        });
        tokio::task::yield_now().await;
        let before = std::time::Instant::now();
        assert_eq!(started(&shed, 1).await.err(), Some("TOO_MANY_AT_ONCE"));
        assert!(
            before.elapsed() < Duration::from_millis(30),
            "{:?}",
            before.elapsed()
        );
        drop(held);
        assert!(waiting.await.unwrap());
    }

    #[tokio::test]
    async fn the_load_tells_who_is_worked_on_and_who_waits() {
        let shed = tight();
        let held = started(&shed, 1).await;
        let entered = shed.enter().await;
        let load = shed.load();
        assert_eq!((load.work.in_use, load.work.waiting), (1, 0));
        assert_eq!((load.entrance.in_use, load.entrance.places), (1, 3));
        drop((held, entered));
        let load = shed.load();
        assert_eq!((load.work.in_use, load.entrance.in_use), (0, 0));
    }

    #[tokio::test]
    async fn beyond_all_places_it_is_the_platform_that_is_overloaded() {
        let shed = tight();
        let held = [
            started(&shed, 1).await,
            started(&shed, 2).await,
            started(&shed, 3).await,
        ];
        assert!(held.iter().all(Result::is_ok));
        assert_eq!(started(&shed, 4).await.err(), Some("OVERLOADED"));
        drop(held);
        assert!(started(&shed, 4).await.is_ok(), "a refusal keeps no place");
    }
}
