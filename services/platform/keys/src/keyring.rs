//! The handle that services hold: seals, opens, looks up and signs, over any [`KeyStore`].

use std::fmt;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::envelope::{self, SealedText};
use crate::error::{KeyError, StoreFault};
use crate::secret::{Purpose, Subkey};
use crate::store::{DestructionReason, KeyId, KeyStore};

/// A shared key store. Cheap to clone.
///
/// What only reads is synchronous and quick; what waits for a disk is `async` and runs on a blocking thread,
/// where it is finished even if the caller goes away.
#[derive(Clone)]
pub struct Keyring {
    store: Arc<dyn KeyStore>,
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keyring(…)")
    }
}

impl Keyring {
    /// Wraps a store.
    pub fn new(store: Arc<dyn KeyStore>) -> Self {
        Self { store }
    }

    /// Creates a tenant's key unless it exists. Run it before the tenant is stored.
    ///
    /// # Errors
    /// [`KeyError::Destroyed`] if the tenant's key was destroyed.
    pub async fn create_tenant_key(&self, tenant: Uuid, at: DateTime<Utc>) -> Result<(), KeyError> {
        self.blocking(move |store| store.create(&[KeyId::tenant(tenant)], at))
            .await?;
        Ok(())
    }

    /// Creates a person's key unless it exists. Run it before the person is stored.
    ///
    /// # Errors
    /// [`KeyError::Destroyed`] if the person's or the tenant's key was destroyed, [`KeyError::Unknown`] if
    /// the tenant has no key.
    pub async fn create_person_key(
        &self,
        tenant: Uuid,
        subject: Uuid,
        at: DateTime<Utc>,
    ) -> Result<(), KeyError> {
        self.create_person_keys(tenant, vec![subject], at).await
    }

    /// Creates the keys of many persons, waiting for the disk once. Errors as [`Self::create_person_key`];
    /// then none is created.
    pub async fn create_person_keys(
        &self,
        tenant: Uuid,
        subjects: Vec<Uuid>,
        at: DateTime<Utc>,
    ) -> Result<(), KeyError> {
        let ids = persons(tenant, &subjects);
        self.blocking(move |store| store.create(&ids, at)).await?;
        Ok(())
    }

    /// Destroys a person's key for ever; `false` if it was destroyed before.
    pub async fn destroy_person_key(
        &self,
        tenant: Uuid,
        subject: Uuid,
        at: DateTime<Utc>,
        reason: DestructionReason,
    ) -> Result<bool, KeyError> {
        Ok(self
            .destroy_person_keys(tenant, vec![subject], at, reason)
            .await?
            > 0)
    }

    /// Destroys the keys of many persons, rewriting the store once; returns how many were not destroyed
    /// before.
    pub async fn destroy_person_keys(
        &self,
        tenant: Uuid,
        subjects: Vec<Uuid>,
        at: DateTime<Utc>,
        reason: DestructionReason,
    ) -> Result<usize, KeyError> {
        let ids = persons(tenant, &subjects);
        self.blocking(move |store| store.destroy(&ids, at, reason)).await
    }

    /// Destroys a tenant's key and all its persons' keys for ever; `false` if it was destroyed before.
    pub async fn destroy_tenant_key(
        &self,
        tenant: Uuid,
        at: DateTime<Utc>,
        reason: DestructionReason,
    ) -> Result<bool, KeyError> {
        let destroyed = self
            .blocking(move |store| store.destroy(&[KeyId::tenant(tenant)], at, reason))
            .await?;
        Ok(destroyed > 0)
    }

    /// Whether a key, or its tenant's, was destroyed.
    pub fn is_destroyed(&self, id: KeyId) -> Result<bool, KeyError> {
        self.store.is_destroyed(id)
    }

    /// The destruction log, to be copied to another place.
    pub async fn destruction_log(&self) -> Result<Vec<u8>, KeyError> {
        self.blocking(|store| store.destruction_log()).await
    }

    /// Destroys what a newer log of this instance names; a restored instance runs it before it serves.
    ///
    /// # Errors
    /// [`StoreFault::ForeignLog`] if the log is not this instance's; then nothing is destroyed.
    pub async fn replay_destructions(&self, log: Vec<u8>) -> Result<usize, KeyError> {
        self.blocking(move |store| store.replay_destructions(&log)).await
    }

    /// Seals a person's data. `context` names the column, for example `person.name`, and is never changed
    /// afterwards.
    ///
    /// # Errors
    /// [`KeyError::Destroyed`] or [`KeyError::Unknown`] if the person has no key.
    pub fn seal(
        &self,
        tenant: Uuid,
        subject: Uuid,
        context: &str,
        plain: &[u8],
    ) -> Result<SealedText, KeyError> {
        self.seal_for(KeyId::person(tenant, subject), context, plain)
    }

    /// Opens a person's data, sealed for the same tenant, person and context. The plaintext is erased when
    /// dropped.
    ///
    /// # Errors
    /// [`KeyError::Destroyed`], [`KeyError::Unknown`], or [`KeyError::Tampered`] if the bytes were changed or
    /// sealed elsewhere.
    pub fn open(
        &self,
        tenant: Uuid,
        subject: Uuid,
        context: &str,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        self.open_for(KeyId::person(tenant, subject), context, sealed)
    }

    /// Like [`Self::open`], for data that is UTF-8 text; other bytes are [`KeyError::Tampered`].
    pub fn open_text(
        &self,
        tenant: Uuid,
        subject: Uuid,
        context: &str,
        sealed: &[u8],
    ) -> Result<String, KeyError> {
        let plain = self.open(tenant, subject, context, sealed)?;
        std::str::from_utf8(&plain)
            .map(str::to_owned)
            .map_err(|_| KeyError::Tampered)
    }

    /// Like [`Self::seal`], under any key: secrets of a tenant (`webhook.secret`) or of the instance
    /// (`user.totp`).
    pub fn seal_for(&self, owner: KeyId, context: &str, plain: &[u8]) -> Result<SealedText, KeyError> {
        envelope::seal(&self.store.key(owner)?, owner, context, plain)
    }

    /// Opens what [`Self::seal_for`] sealed for the same owner and context.
    pub fn open_for(
        &self,
        owner: KeyId,
        context: &str,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        envelope::open(&self.store.key(owner)?, owner, context, sealed)
    }

    /// A value by which equal texts of one tenant and label are found without opening them (PESEL, name
    /// tokens).
    ///
    /// The caller normalises the text first. Equal input gives equal output: use it for look-ups only, and
    /// with a label per kind of text (`person.pesel`), so that columns cannot be joined.
    ///
    /// # Errors
    /// [`KeyError::Destroyed`] or [`KeyError::Unknown`] if the tenant has no key.
    pub fn blind_index(
        &self,
        tenant: Uuid,
        label: &str,
        normalised_text: &str,
    ) -> Result<[u8; 32], KeyError> {
        let key = self.tenant_subkey(tenant, Purpose::BlindIndex)?;
        // The label's length goes in front, so that no label and text can be read as another pair.
        let label_len = (label.len() as u64).to_be_bytes();
        Ok(key.sign_parts(&[&label_len, label.as_bytes(), normalised_text.as_bytes()]))
    }

    /// A tenant's key for one purpose. It is gone with the tenant's key: don't keep it beyond one piece of
    /// work.
    pub fn tenant_subkey(&self, tenant: Uuid, purpose: Purpose) -> Result<Subkey, KeyError> {
        Ok(self.store.key(KeyId::tenant(tenant))?.subkey(purpose))
    }

    /// The instance's key for one purpose. It may be kept for the life of the process.
    pub fn instance_subkey(&self, purpose: Purpose) -> Result<Subkey, KeyError> {
        Ok(self.store.key(KeyId::Instance)?.subkey(purpose))
    }

    async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&dyn KeyStore) -> Result<T, KeyError> + Send + 'static,
    ) -> Result<T, KeyError> {
        let store = Arc::clone(&self.store);
        match tokio::task::spawn_blocking(move || work(&*store)).await {
            Ok(result) => result,
            Err(_) => Err(StoreFault::Interrupted.into()),
        }
    }
}

fn persons(tenant: Uuid, subjects: &[Uuid]) -> Vec<KeyId> {
    subjects
        .iter()
        .map(|subject| KeyId::person(tenant, *subject))
        .collect()
}
