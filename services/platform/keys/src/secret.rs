//! Key material in memory: erased when dropped, never printed, and split by purpose.

use hmac::digest::KeyInit;
use hmac::{Hmac, Mac};
use rand::TryRngCore;
use rand::rngs::OsRng;
use sha2::Sha256;
use std::fmt;
use zeroize::Zeroizing;

use crate::error::StoreFault;

/// Bytes of a key.
pub(crate) const KEY_LEN: usize = 32;
/// Bytes of a SHA-256 block, to which HMAC pads a shorter key with zeros.
const BLOCK_LEN: usize = 64;

/// What a subkey is for. Two purposes never share a key, so a value made for one means nothing to the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// Equality look-ups over sealed columns. Tenant key.
    BlindIndex,
    /// Opaque page cursors. Instance key: the cursor names its tenant.
    CursorSigning,
    /// Exported heads of the audit chain. Instance key: heads outlive a tenant's key.
    AuditHead,
    /// The actor that a call between processes carries. Instance key.
    ActorSigning,
    /// Fingerprints of the input stored with an idempotency key. Instance key: the gateway makes them.
    IdempotencyFingerprint,
    /// Recovery codes and one-time links, of which only digests are kept. Instance key.
    OneTimeSecrets,
    /// Devices that a user has signed in from. Instance key: the gateway makes and checks them.
    KnownDevice,
    /// Passwords of a demonstration, printed on screens. Instance key.
    Demonstration,
}

impl Purpose {
    /// The label bound into the derivation. Changing one loses everything made under it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::BlindIndex => "blind-index",
            Self::CursorSigning => "cursor-signing",
            Self::AuditHead => "audit-head",
            Self::ActorSigning => "actor-signing",
            Self::IdempotencyFingerprint => "idempotency-fingerprint",
            Self::OneTimeSecrets => "one-time-secrets",
            Self::KnownDevice => "known-device",
            Self::Demonstration => "demonstration",
        }
    }
}

/// A 256-bit root key. Never used directly: [`SecretKey::subkey`] gives a key for one purpose.
///
/// It has no `Clone`, no comparison and prints nothing of itself.
pub struct SecretKey(Zeroizing<[u8; KEY_LEN]>);

impl SecretKey {
    /// Takes over 32 uniformly random bytes, as a [`crate::KeyStore`] unwraps them.
    pub fn from_bytes(bytes: Zeroizing<[u8; KEY_LEN]>) -> Self {
        Self(bytes)
    }

    /// A new key from the operating system's randomness.
    pub(crate) fn generate() -> Result<Self, StoreFault> {
        let mut bytes = Zeroizing::new([0; KEY_LEN]);
        fill_random(&mut *bytes)?;
        Ok(Self(bytes))
    }

    /// The key for one purpose: one block of HKDF-Expand (RFC 5869) with SHA-256 and the purpose as `info`.
    pub fn subkey(&self, purpose: Purpose) -> Subkey {
        self.derive(purpose.label())
    }

    /// Like [`Self::subkey`], for the purposes inside this crate.
    pub(crate) fn derive(&self, label: &str) -> Subkey {
        Subkey(Zeroizing::new(
            mac(&self.0, &[b"wsparcie/keys/v1/", label.as_bytes(), &[1]])
                .finalize()
                .into_bytes()
                .into(),
        ))
    }

    /// The bytes, to be wrapped by another key.
    pub(crate) fn expose(&self) -> &[u8; KEY_LEN] {
        &self.0
    }

    /// A second owner of the same key, for a cached one.
    pub(crate) fn duplicate(&self) -> Self {
        Self(self.0.clone())
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretKey(…)")
    }
}

/// A key for one purpose, derived from a [`SecretKey`].
#[derive(Clone)]
pub struct Subkey(Zeroizing<[u8; KEY_LEN]>);

impl Subkey {
    /// HMAC-SHA256 of a message.
    pub fn sign(&self, message: &[u8]) -> [u8; 32] {
        self.sign_parts(&[message])
    }

    /// Whether `signature` is this key's signature of `message`, compared in constant time.
    pub fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        self.verify_parts(&[message], signature)
    }

    /// The bytes, for code that computes its own HMAC. Don't store or print them.
    pub fn expose(&self) -> &[u8; KEY_LEN] {
        &self.0
    }

    /// HMAC-SHA256 of the parts written one after another. The caller sees to it that the seams are
    /// unambiguous.
    pub(crate) fn sign_parts(&self, parts: &[&[u8]]) -> [u8; 32] {
        mac(&self.0, parts).finalize().into_bytes().into()
    }

    pub(crate) fn verify_parts(&self, parts: &[&[u8]], signature: &[u8]) -> bool {
        mac(&self.0, parts).verify_slice(signature).is_ok()
    }
}

impl fmt::Debug for Subkey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Subkey(…)")
    }
}

/// Fills a buffer from the operating system.
pub(crate) fn fill_random(buffer: &mut [u8]) -> Result<(), StoreFault> {
    OsRng.try_fill_bytes(buffer).map_err(|_| StoreFault::Randomness)
}

fn mac(key: &[u8; KEY_LEN], parts: &[&[u8]]) -> Hmac<Sha256> {
    // Padding by hand, as HMAC would, gives the exact length that the infallible constructor wants.
    let mut block = Zeroizing::new([0; BLOCK_LEN]);
    block[..KEY_LEN].copy_from_slice(key);
    let mut mac = <Hmac<Sha256> as KeyInit>::new((&*block).into());
    for part in parts {
        mac.update(part);
    }
    mac
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hmac_gives_the_value_of_rfc_4231_for_a_short_key() {
        // RFC 4231, case 2, key "Jefe"; HMAC pads with zeros, so a zero-padded 32-byte key is the same key.
        let mut key = [0; KEY_LEN];
        key[..4].copy_from_slice(b"Jefe");
        let tag: [u8; 32] = mac(&key, &[b"what do ya want ", b"for nothing?"])
            .finalize()
            .into_bytes()
            .into();
        let value = [
            0x5b, 0xdc, 0xc1, 0x46, 0xbf, 0x60, 0x75, 0x4e, 0x6a, 0x04, 0x24, 0x26, 0x08, 0x95, 0x75, 0xc7,
            0x5a, 0x00, 0x3f, 0x08, 0x9d, 0x27, 0x39, 0x83, 0x9d, 0xec, 0x58, 0xb9, 0x64, 0xec, 0x38, 0x43,
        ];
        assert_eq!(tag, value);
    }

    #[test]
    fn each_purpose_has_its_own_key() {
        let key = SecretKey::from_bytes(Zeroizing::new([7; KEY_LEN]));
        let purposes = [
            Purpose::BlindIndex,
            Purpose::CursorSigning,
            Purpose::AuditHead,
            Purpose::ActorSigning,
            Purpose::IdempotencyFingerprint,
            Purpose::OneTimeSecrets,
            Purpose::KnownDevice,
            Purpose::Demonstration,
        ];
        let mut seen: Vec<[u8; 32]> = purposes
            .iter()
            .map(|purpose| key.subkey(*purpose).sign(b"x"))
            .collect();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), purposes.len());
    }

    #[test]
    fn a_signature_of_another_message_or_key_is_refused() {
        let key = SecretKey::from_bytes(Zeroizing::new([7; KEY_LEN]));
        let signature = key.subkey(Purpose::ActorSigning).sign(b"message");
        assert!(key.subkey(Purpose::ActorSigning).verify(b"message", &signature));
        assert!(!key.subkey(Purpose::ActorSigning).verify(b"massage", &signature));
        assert!(
            !key.subkey(Purpose::ActorSigning)
                .verify(b"message", &signature[..31])
        );
        assert!(!key.subkey(Purpose::AuditHead).verify(b"message", &signature));
    }

    #[test]
    fn printing_a_key_shows_nothing_of_it() {
        let key = SecretKey::from_bytes(Zeroizing::new([170; KEY_LEN]));
        assert_eq!(
            format!("{key:?} {:?}", key.subkey(Purpose::AuditHead)),
            "SecretKey(…) Subkey(…)"
        );
    }
}
