//! How many connections there are, in all and from one address, and how long an unused one stays.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::time::Instant;

use super::ConnectionLimits;
use crate::http::throttle::Network;

/// The connections of a process. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Connections {
    places: Arc<Semaphore>,
    by_address: Arc<Mutex<HashMap<IpAddr, usize>>>,
    per_address: usize,
    /// Our own proxies: their connections are many people's.
    proxies: Arc<[Network]>,
}

/// One connection's place; free again when dropped.
pub(crate) struct Connection {
    _place: OwnedSemaphorePermit,
    by_address: Arc<Mutex<HashMap<IpAddr, usize>>>,
    address: IpAddr,
}

impl Connections {
    pub(crate) fn new(limits: &ConnectionLimits, proxies: &[Network]) -> Self {
        Self {
            places: Arc::new(Semaphore::new(limits.connections)),
            by_address: Arc::default(),
            per_address: limits.connections_per_address,
            proxies: proxies.into(),
        }
    }

    /// A place for a connection from this address; `None` if there are too many.
    pub(crate) fn admit(&self, peer: IpAddr) -> Option<Connection> {
        let place = Arc::clone(&self.places).try_acquire_owned().ok()?;
        let address = network(peer);
        let mut counts = self.by_address.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.entry(address).or_insert(0);
        let is_proxy = self
            .proxies
            .iter()
            .any(|proxy| proxy.contains(peer.to_canonical()));
        if !is_proxy && *count >= self.per_address {
            return None;
        }
        *count += 1;
        drop(counts);
        Some(Connection {
            _place: place,
            by_address: Arc::clone(&self.by_address),
            address,
        })
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        let mut counts = self.by_address.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = counts.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                counts.remove(&self.address);
            }
        }
    }
}

/// An IPv4 address, or the /64 network of an IPv6 address: one client has a whole such network to itself.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => address.into(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            std::net::Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
        }
    }
}

/// Requests in flight on one connection, and since when there are none. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Activity(Arc<watch::Sender<(usize, Instant)>>);

/// A request in flight.
pub(crate) struct InFlight(Activity);

impl Activity {
    pub(crate) fn new() -> Self {
        Self(Arc::new(watch::Sender::new((0, Instant::now()))))
    }

    /// Notes that a request began; it ends when the answer is dropped.
    pub(crate) fn begin(&self) -> InFlight {
        self.0.send_modify(|(count, _)| *count += 1);
        InFlight(self.clone())
    }

    /// Waits until there has been no request for so long.
    pub(crate) async fn idle(&self, limit: Duration) {
        let mut changes = self.0.subscribe();
        loop {
            let (count, since) = *changes.borrow_and_update();
            if count > 0 {
                if changes.changed().await.is_err() {
                    return;
                }
            } else if tokio::time::timeout_at(since + limit, changes.changed())
                .await
                .is_err()
            {
                return;
            }
        }
    }
}

impl Drop for InFlight {
    fn drop(&mut self) {
        self.0.0.send_modify(|(count, since)| {
            *count = count.saturating_sub(1);
            *since = Instant::now();
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_its_share_of_the_connections_and_gives_it_back() {
        let connections = Connections::new(
            &ConnectionLimits {
                connections: 3,
                connections_per_address: 2,
                ..ConnectionLimits::default()
            },
            &[],
        );
        let [one, other]: [IpAddr; 2] = ["192.0.2.1", "192.0.2.2"].map(|text| text.parse().unwrap());
        let (first, second) = (connections.admit(one), connections.admit(one));
        assert!(first.is_some() && second.is_some());
        assert!(connections.admit(one).is_none(), "the address has its two");
        let third = connections.admit(other);
        assert!(third.is_some());
        assert!(connections.admit(other).is_none(), "there are three in all");
        drop(first);
        assert!(
            connections.admit(one).is_some(),
            "a refused connection keeps no place"
        );
        drop((second, third));
        assert!(connections.by_address.lock().unwrap().is_empty());
    }

    #[test]
    fn behind_our_own_proxies_addresses_are_not_counted() {
        let connections = Connections::new(
            &ConnectionLimits {
                connections_per_address: 1,
                ..ConnectionLimits::default()
            },
            &["127.0.0.0/8".parse().unwrap()],
        );
        let proxy: IpAddr = "127.0.0.1".parse().unwrap();
        let held = (connections.admit(proxy), connections.admit(proxy));
        assert!(held.0.is_some() && held.1.is_some());
    }

    #[tokio::test(start_paused = true)]
    async fn a_connection_is_idle_only_without_a_request() {
        let activity = Activity::new();
        let request = activity.begin();
        let limit = Duration::from_secs(5);
        let idle = tokio::time::timeout(Duration::from_mins(1), activity.idle(limit)).await;
        assert!(idle.is_err(), "a request is in flight");
        drop(request);
        let before = Instant::now();
        activity.idle(limit).await;
        assert_eq!(before.elapsed(), limit);
    }
}
