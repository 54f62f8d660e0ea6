//! Sealed texts: what a database column holds of a person's data.
//!
//! `version (1 byte) ‖ nonce (24) ‖ ciphertext ‖ tag (16)`. Bound to the version, the key's owner and a
//! context label such as `person.name`, so that a ciphertext moved to another column, person or tenant does
//! not open. It says how long the plaintext is, and nothing else.

use std::fmt;
use zeroize::Zeroizing;

use crate::aead;
use crate::error::KeyError;
use crate::secret::SecretKey;
use crate::store::KeyId;

/// The format written. A later one gets the next number; readers keep the old ones.
const VERSION: u8 = 1;

/// An encrypted text as stored in a `bytea` column.
#[derive(Clone, PartialEq, Eq)]
pub struct SealedText(Vec<u8>);

impl SealedText {
    /// Takes bytes read from a column. Whether they open is known only on opening.
    pub fn from_bytes(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// The bytes to store.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The bytes to store.
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

impl fmt::Debug for SealedText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SealedText({} bytes)", self.0.len())
    }
}

/// Seals under the owner's key.
pub(crate) fn seal(
    key: &SecretKey,
    owner: KeyId,
    context: &str,
    plain: &[u8],
) -> Result<SealedText, KeyError> {
    let body = aead::encrypt(&key.derive("sealing"), &bound(owner, context), plain)?;
    let mut bytes = Vec::with_capacity(1 + body.len());
    bytes.push(VERSION);
    bytes.extend_from_slice(&body);
    Ok(SealedText(bytes))
}

/// Opens what [`seal`] made for the same owner and context.
pub(crate) fn open(
    key: &SecretKey,
    owner: KeyId,
    context: &str,
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    match sealed.split_first() {
        Some((&VERSION, body)) => aead::decrypt(&key.derive("sealing"), &bound(owner, context), body),
        _ => Err(KeyError::Tampered),
    }
}

/// What the ciphertext is bound to. Only the last field varies in length, so no two owners and contexts look
/// alike.
fn bound(owner: KeyId, context: &str) -> Vec<u8> {
    let mut bytes = b"wsparcie/envelope/".to_vec();
    bytes.push(VERSION);
    bytes.extend_from_slice(&owner.to_bytes());
    bytes.extend_from_slice(context.as_bytes());
    bytes
}
