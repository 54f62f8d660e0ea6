//! What a key store is, whatever stands behind it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::error::KeyError;
use crate::secret::SecretKey;

/// Which key. Ids carry no meaning here, and the same person in two tenants has two keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum KeyId {
    /// The instance's own key: signing between processes, cursors, audit heads, secrets of users who belong
    /// to no single tenant.
    Instance,
    /// A tenant's key.
    Tenant {
        /// The tenant.
        tenant: Uuid,
    },
    /// The key of one person within one tenant.
    Person {
        /// The tenant that holds the person's data.
        tenant: Uuid,
        /// The person.
        subject: Uuid,
    },
}

impl KeyId {
    /// The key of a tenant.
    pub const fn tenant(tenant: Uuid) -> Self {
        Self::Tenant { tenant }
    }

    /// The key of a person within a tenant.
    pub const fn person(tenant: Uuid, subject: Uuid) -> Self {
        Self::Person { tenant, subject }
    }

    /// The id as bytes of fixed length: what a wrapped key or an envelope is bound to.
    pub(crate) fn to_bytes(self) -> [u8; 33] {
        let (kind, tenant, subject) = match self {
            Self::Instance => (1, Uuid::nil(), Uuid::nil()),
            Self::Tenant { tenant } => (2, tenant, Uuid::nil()),
            Self::Person { tenant, subject } => (3, tenant, subject),
        };
        let mut bytes = [kind; 33];
        bytes[1..17].copy_from_slice(tenant.as_bytes());
        bytes[17..].copy_from_slice(subject.as_bytes());
        bytes
    }
}

/// Why a key was destroyed: a code, never a text, because the log must not hold personal data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DestructionReason {
    /// The person asked, and no duty to keep the data stood against it (GDPR art. 17).
    ErasureRequest,
    /// The period for which the data had to be kept is over (GDPR art. 5(1)(e)).
    RetentionEnded,
    /// The data should never have been entered.
    EnteredByMistake,
    /// The centre has left the instance.
    TenantLeft,
}

/// Creates, gives and destroys keys. Synchronous; see the crate's page for why. Services use
/// [`crate::Keyring`].
///
/// # What an implementation must hold to
///
/// (`FileKeyStore` does. One over a key management service would keep the wrapped keys in a store of its own,
/// let the service wrap the tenant keys, and cache unwrapped tenant keys for seconds.)
/// - Material lies outside PostgreSQL, with a backup of its own, wrapped wherever it rests.
/// - A wrapped key is bound to its [`KeyId`]: one record put in the place of another does not unwrap.
/// - `create` is durable when it returns, and safe to repeat or to race: one id never has two keys.
/// - `destroy` first makes the destruction durable in the log, then removes the material, and returns after
///   both. It takes effect in every process of the instance within 1 s.
/// - A destroyed id is [`KeyError::Destroyed`] for ever: it is not created again, in no process, after no
///   restore.
/// - The log is separate from the material, append-only and verifiable, and holds ids, instants and reasons
///   only.
/// - If the log cannot be read or verified, nothing is served: a key of unknown state is not handed out.
/// - `key` answers within a millisecond once warm, and neither errors nor logs say more than a [`KeyError`]
///   does.
pub trait KeyStore: Send + Sync {
    /// Creates the keys that don't exist yet, all or none becoming usable to the caller, and returns how many
    /// were new. Waits for the disk once, however many there are.
    ///
    /// # Errors
    /// [`KeyError::Destroyed`] if one of the ids or its tenant was destroyed, [`KeyError::Unknown`] if a
    /// person's tenant has no key (name the tenant first to create both at once).
    fn create(&self, ids: &[KeyId], at: DateTime<Utc>) -> Result<usize, KeyError>;

    /// Gives a key.
    ///
    /// # Errors
    /// [`KeyError::Destroyed`], [`KeyError::Unknown`], or [`KeyError::Tampered`] if the wrapped key was
    /// changed.
    fn key(&self, id: KeyId) -> Result<SecretKey, KeyError>;

    /// Destroys keys for ever and returns how many were not destroyed before. A tenant's key takes all its
    /// persons' keys along. An id that has no key yet is recorded too, so that it never gets one. Repeating
    /// it after a failure finishes the work.
    ///
    /// # Errors
    /// [`KeyError::InstanceKeyIsNeeded`] for [`KeyId::Instance`]; then nothing is destroyed.
    fn destroy(&self, ids: &[KeyId], at: DateTime<Utc>, reason: DestructionReason)
    -> Result<usize, KeyError>;

    /// Whether the key, or its tenant's, was destroyed. `false` for an unknown one.
    fn is_destroyed(&self, id: KeyId) -> Result<bool, KeyError>;

    /// The destruction log, to be copied to another place.
    fn destruction_log(&self) -> Result<Vec<u8>, KeyError>;

    /// Destroys what a newer log of this instance names, and returns how many of these keys were not
    /// destroyed before. A restored store runs it before anything is served. Older and repeated logs change
    /// nothing.
    ///
    /// # Errors
    /// [`crate::StoreFault::ForeignLog`] if the log does not verify under this instance's master key; then
    /// nothing is destroyed.
    fn replay_destructions(&self, log: &[u8]) -> Result<usize, KeyError>;
}
