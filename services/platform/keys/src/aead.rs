//! Authenticated encryption of short values: `nonce ‖ ciphertext ‖ tag`.
//!
//! XChaCha20-Poly1305: ChaCha20-Poly1305 with a 192-bit nonce, so that random nonces are safe for any number
//! of values.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

use crate::error::{KeyError, StoreFault};
use crate::secret::{Subkey, fill_random};

/// Bytes of the nonce in front.
pub(crate) const NONCE_LEN: usize = 24;
/// Bytes of the tag behind.
pub(crate) const TAG_LEN: usize = 16;

/// Encrypts under a fresh nonce. `bound` must be the same to decrypt again.
pub(crate) fn encrypt(key: &Subkey, bound: &[u8], plain: &[u8]) -> Result<Vec<u8>, KeyError> {
    let mut nonce = [0; NONCE_LEN];
    fill_random(&mut nonce)?;
    let cipher = XChaCha20Poly1305::new(key.expose().into());
    // The cipher refuses only what is longer than 256 GiB.
    let sealed = cipher
        .encrypt(
            XNonce::from_slice(&nonce),
            Payload {
                msg: plain,
                aad: bound,
            },
        )
        .map_err(|_| StoreFault::Encoding)?;
    let mut out = Vec::with_capacity(NONCE_LEN + sealed.len());
    out.extend_from_slice(&nonce);
    out.extend_from_slice(&sealed);
    Ok(out)
}

/// Decrypts what [`encrypt`] made under the same key and `bound`; anything else is [`KeyError::Tampered`].
pub(crate) fn decrypt(key: &Subkey, bound: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    let (nonce, body) = sealed
        .split_first_chunk::<NONCE_LEN>()
        .ok_or(KeyError::Tampered)?;
    let cipher = XChaCha20Poly1305::new(key.expose().into());
    let plain = cipher
        .decrypt(
            XNonce::from_slice(nonce),
            Payload {
                msg: body,
                aad: bound,
            },
        )
        .map_err(|_| KeyError::Tampered)?;
    Ok(Zeroizing::new(plain))
}
