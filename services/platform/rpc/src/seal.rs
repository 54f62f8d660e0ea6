//! Signing requests, and refusing those that no process of this instance has signed just now for this service.

use std::collections::{HashSet, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use hmac::{Hmac, Mac};
use sha2::Sha256;
use wsparcie_kernel::{Clock, IdSource};

use crate::keys::{CallKey, CallKeys};
use crate::wire::{Bin, Envelope};

/// How long a signed request may be under way or waiting, in milliseconds.
pub(crate) const LIFETIME_MS: i64 = 30_000;
/// How far the clocks of two machines may be apart, in milliseconds.
const SKEW_MS: i64 = 5_000;
/// How many requests are remembered so that none is taken twice. With a life of half a minute this is some thousands a
/// second; beyond it requests are refused, for a replay could no longer be told.
const REMEMBERED: usize = 262_144;

/// Signs what this process asks of others.
#[derive(Clone)]
pub(crate) struct Signer {
    pub(crate) service: &'static str,
    pub(crate) keys: CallKeys,
    pub(crate) clock: Arc<dyn Clock>,
    /// An id is never given twice: that is all a nonce has to be.
    pub(crate) ids: Arc<dyn IdSource>,
}

impl Signer {
    /// A signed request of `method`.
    pub(crate) fn seal(&self, method: &str, body: Vec<u8>) -> Envelope {
        let now = self.clock.now();
        let key = self.keys.signing();
        let mut envelope = Envelope {
            service: self.service.to_owned(),
            key_id: key.id.clone(),
            issued_at: now.timestamp_millis(),
            expires_at: now.timestamp_millis() + LIFETIME_MS,
            nonce: Bin(self.ids.next(now).as_bytes().to_vec()),
            method: method.to_owned(),
            body: Bin(body),
            signature: Bin::default(),
        };
        envelope.signature = Bin(mac(key, &envelope).finalize().into_bytes().to_vec());
        envelope
    }
}

/// Why a request was refused before any handler saw it: a stable code for the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Refusal(pub(crate) &'static str);

/// Decides which requests a service believes.
pub(crate) struct Gatekeeper {
    service: &'static str,
    keys: CallKeys,
    clock: Arc<dyn Clock>,
    seen: Mutex<Seen>,
    capacity: usize,
}

/// The nonces of requests that could still be replayed, oldest first.
#[derive(Default)]
struct Seen {
    nonces: HashSet<[u8; 16]>,
    order: VecDeque<(i64, [u8; 16])>,
}

impl Gatekeeper {
    pub(crate) fn new(service: &'static str, keys: CallKeys, clock: Arc<dyn Clock>) -> Self {
        Self {
            service,
            keys,
            clock,
            seen: Mutex::default(),
            capacity: REMEMBERED,
        }
    }

    /// Lets a request pass once, if it was signed for this service a moment ago.
    pub(crate) fn check(&self, envelope: &Envelope) -> Result<(), Refusal> {
        let Some(key) = self.keys.find(&envelope.key_id) else {
            return Err(Refusal("CALL_UNSIGNED"));
        };
        // `verify_slice` compares in constant time.
        mac(key, envelope)
            .verify_slice(&envelope.signature.0)
            .map_err(|_| Refusal("CALL_FORGED"))?;
        if envelope.service != self.service {
            return Err(Refusal("CALL_FOR_ANOTHER_SERVICE"));
        }
        let now = self.clock.now().timestamp_millis();
        let life = envelope.expires_at.saturating_sub(envelope.issued_at);
        if !(0..=LIFETIME_MS).contains(&life)
            || envelope.issued_at > now.saturating_add(SKEW_MS)
            || envelope.expires_at < now.saturating_sub(SKEW_MS)
        {
            return Err(Refusal("CALL_EXPIRED"));
        }
        let Ok(nonce) = <[u8; 16]>::try_from(envelope.nonce.0.as_slice()) else {
            return Err(Refusal("CALL_FORGED"));
        };
        self.remember(nonce, now)
    }

    fn remember(&self, nonce: [u8; 16], now: i64) -> Result<(), Refusal> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        while seen.order.front().is_some_and(|(until, _)| *until < now) {
            if let Some((_, old)) = seen.order.pop_front() {
                seen.nonces.remove(&old);
            }
        }
        if seen.nonces.contains(&nonce) {
            return Err(Refusal("CALL_REPLAYED"));
        }
        if seen.order.len() >= self.capacity {
            return Err(Refusal("CALL_MEMORY_FULL"));
        }
        seen.nonces.insert(nonce);
        // Longer than any envelope that passes now stays believable.
        seen.order.push_back((now + LIFETIME_MS + 2 * SKEW_MS, nonce));
        Ok(())
    }
}

/// Every part goes in with its length, so that no two envelopes are the same bytes.
fn mac(key: &CallKey, envelope: &Envelope) -> Hmac<Sha256> {
    let mut mac = Hmac::<Sha256>::new_from_slice(&*key.secret).unwrap_or_else(|_| {
        // HMAC takes keys of every length; this arm has no input that reaches it.
        <Hmac<Sha256> as Mac>::new(&hmac::digest::Key::<Hmac<Sha256>>::default())
    });
    for part in [
        b"wsparcie/call/v1".as_slice(),
        envelope.service.as_bytes(),
        envelope.key_id.as_bytes(),
        &envelope.issued_at.to_be_bytes(),
        &envelope.expires_at.to_be_bytes(),
        &envelope.nonce.0,
        envelope.method.as_bytes(),
        &envelope.body.0,
    ] {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part);
    }
    mac
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use wsparcie_kernel::{FixedClock, SystemIds};

    use super::*;

    fn pair(keys: CallKeys) -> (Signer, Gatekeeper, Arc<FixedClock>) {
        let clock = Arc::new(FixedClock::at("2026-01-01T12:00:00Z".parse().unwrap()));
        let signer = Signer {
            service: "casework",
            keys: keys.clone(),
            clock: Arc::clone(&clock) as Arc<dyn Clock>,
            ids: Arc::new(SystemIds),
        };
        let gatekeeper = Gatekeeper::new("casework", keys, Arc::clone(&clock) as Arc<dyn Clock>);
        (signer, gatekeeper, clock)
    }

    #[test]
    fn a_fresh_request_passes_once() {
        let (signer, gatekeeper, _) = pair(CallKeys::single([1; 32]));
        let envelope = signer.seal("list_people", vec![1, 2, 3]);
        assert_eq!(gatekeeper.check(&envelope), Ok(()));
        assert_eq!(gatekeeper.check(&envelope), Err(Refusal("CALL_REPLAYED")));
    }

    #[test]
    fn a_change_of_any_part_is_a_forgery() {
        let (signer, gatekeeper, _) = pair(CallKeys::single([1; 32]));
        let whole = signer.seal("list_people", vec![1, 2, 3]);
        let changes: [fn(&mut Envelope); 7] = [
            |e| e.service = "tenants".to_owned(),
            |e| e.issued_at += 1,
            |e| e.expires_at += 1,
            |e| e.nonce.0[0] ^= 1,
            |e| e.method.push('x'),
            |e| e.body.0[0] ^= 1,
            |e| e.signature.0[0] ^= 1,
        ];
        for change in changes {
            let mut forged = whole.clone();
            change(&mut forged);
            assert_eq!(
                gatekeeper.check(&forged),
                Err(Refusal("CALL_FORGED")),
                "{forged:?}"
            );
        }
        let mut unsigned = whole.clone();
        unsigned.key_id = "0".repeat(16);
        assert_eq!(gatekeeper.check(&unsigned), Err(Refusal("CALL_UNSIGNED")));
        assert_eq!(
            gatekeeper.check(&whole),
            Ok(()),
            "a refusal does not use the nonce up"
        );
    }

    #[test]
    fn a_request_for_another_service_or_of_another_instance_is_refused() {
        let (mut signer, gatekeeper, _) = pair(CallKeys::single([1; 32]));
        signer.service = "tenants";
        assert_eq!(
            gatekeeper.check(&signer.seal("m", vec![])),
            Err(Refusal("CALL_FOR_ANOTHER_SERVICE"))
        );
        signer.service = "casework";
        signer.keys = CallKeys::single([2; 32]);
        assert_eq!(
            gatekeeper.check(&signer.seal("m", vec![])),
            Err(Refusal("CALL_UNSIGNED"))
        );
    }

    #[test]
    fn a_request_lives_half_a_minute_and_clocks_may_differ_by_seconds() {
        let (signer, gatekeeper, clock) = pair(CallKeys::single([1; 32]));
        let start = clock.now();
        for (moved, expected) in [
            (34, Ok(())),
            (36, Err(Refusal("CALL_EXPIRED"))),
            (-4, Ok(())),
            (-6, Err(Refusal("CALL_EXPIRED"))),
        ] {
            clock.set(start);
            let envelope = signer.seal("m", vec![]);
            clock.set(start + TimeDelta::seconds(moved));
            assert_eq!(gatekeeper.check(&envelope), expected, "{moved}");
        }
    }

    #[test]
    fn a_life_longer_than_allowed_is_refused_even_if_signed() {
        let (signer, gatekeeper, _) = pair(CallKeys::single([1; 32]));
        let mut envelope = signer.seal("m", vec![]);
        envelope.expires_at += 3_600_000;
        envelope.signature = Bin(mac(signer.keys.signing(), &envelope)
            .finalize()
            .into_bytes()
            .to_vec());
        assert_eq!(gatekeeper.check(&envelope), Err(Refusal("CALL_EXPIRED")));
    }

    #[test]
    fn both_keys_are_believed_while_the_key_changes() {
        let (signer, gatekeeper, _) = pair(CallKeys::pair([1; 32], [2; 32]));
        for keys in [CallKeys::single([1; 32]), CallKeys::single([2; 32])] {
            let signer = Signer {
                keys,
                ..signer.clone()
            };
            assert_eq!(gatekeeper.check(&signer.seal("m", vec![])), Ok(()));
        }
    }

    #[test]
    fn a_full_memory_refuses_rather_than_forgets_and_empties_by_itself() {
        let (signer, mut gatekeeper, clock) = pair(CallKeys::single([1; 32]));
        gatekeeper.capacity = 2;
        let first = signer.seal("m", vec![]);
        assert_eq!(gatekeeper.check(&first), Ok(()));
        assert_eq!(gatekeeper.check(&signer.seal("m", vec![])), Ok(()));
        assert_eq!(
            gatekeeper.check(&signer.seal("m", vec![])),
            Err(Refusal("CALL_MEMORY_FULL"))
        );
        assert_eq!(gatekeeper.check(&first), Err(Refusal("CALL_REPLAYED")));
        clock.set(clock.now() + TimeDelta::seconds(41));
        assert_eq!(gatekeeper.check(&signer.seal("m", vec![])), Ok(()));
    }
}
