//! Tokens of one-time links and other secrets of which only a keyed digest is kept.

use wsparcie_kernel::{CallResult, hex};
use wsparcie_keys::Purpose;

use super::{Tenants, keys_failed, secrets};
use crate::domain::link::TOKEN_BYTES;

/// What a token or code is for: one made for one thing opens no other.
pub(crate) const PASSWORD: &str = "password-link";
pub(crate) const INVITATION: &str = "invitation-link";
pub(crate) const RECOVERY: &str = "recovery-code";

/// A token of 256 random bits, in hexadecimal digits.
pub(crate) fn new_token(tenants: &Tenants) -> CallResult<String> {
    Ok(hex::encode(&secrets::secret::<TOKEN_BYTES>(
        tenants.secrets.as_ref(),
    )?))
}

/// The digest by which a secret is found again. Keyed outside the database: a copy of the rows lets nobody try.
pub(crate) fn digest(tenants: &Tenants, what: &str, secret: &str) -> CallResult<[u8; 32]> {
    let key = tenants
        .keyring
        .instance_subkey(Purpose::OneTimeSecrets)
        .map_err(|error| keys_failed(&error))?;
    // No label holds a zero byte, so no label and secret read as another pair.
    let message = [what.as_bytes(), b"\0", secret.as_bytes()].concat();
    Ok(key.sign(&message))
}
