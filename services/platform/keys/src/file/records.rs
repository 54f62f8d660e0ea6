//! The records file as read: wrapped keys by id.
//!
//! Line 1 says how far the destruction log had come when the file was written; the others are one wrapped key
//! each. Person keys stay wrapped in memory and are unwrapped for each use; the few tenant keys are kept
//! unwrapped.

use std::collections::HashMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::chain::{BadLine, Chain};
use super::destroyed::Destroyed;
use super::directory::Stamp;
use crate::aead::{self, NONCE_LEN, TAG_LEN};
use crate::error::KeyError;
use crate::secret::{KEY_LEN, SecretKey, Subkey};
use crate::store::KeyId;

/// The format written and read.
pub(crate) const FORMAT: u32 = 1;
/// A wrapped key: nonce, ciphertext, tag.
type Wrapped = [u8; NONCE_LEN + KEY_LEN + TAG_LEN];

/// Line 1.
#[derive(Serialize, Deserialize)]
pub(crate) struct Header {
    /// See [`FORMAT`].
    pub(crate) format: u32,
    /// How many lines the destruction log had.
    pub(crate) log_lines: u64,
    /// The tag of its last line.
    pub(crate) log_head: [u8; 32],
}

/// Every other line.
#[derive(Serialize, Deserialize)]
struct Record {
    key: KeyId,
    created_at: DateTime<Utc>,
    wrapped: String,
}

/// The records up to some line.
pub(crate) struct Records {
    /// Where the file ends.
    pub(crate) chain: Chain,
    /// The file's stamp when it was read last.
    pub(crate) stamp: Option<Stamp>,
    /// Line 1, once read.
    pub(crate) header: Option<Header>,
    /// Lines of the file that hold a destroyed key.
    pub(crate) dead: usize,
    wrapping: Subkey,
    instance: Option<SecretKey>,
    tenants: HashMap<Uuid, SecretKey>,
    persons: HashMap<(Uuid, Uuid), Wrapped>,
    fresh: Vec<KeyId>,
}

impl Records {
    /// No records yet; keys of the instance and of tenants are wrapped by `wrapping`.
    pub(crate) fn new(chain_key: Subkey, wrapping: Subkey) -> Self {
        Self {
            chain: Chain::new(chain_key),
            stamp: None,
            header: None,
            dead: 0,
            wrapping,
            instance: None,
            tenants: HashMap::new(),
            persons: HashMap::new(),
            fresh: Vec::new(),
        }
    }

    /// Reads the lines that follow. After an error the value is of no more use.
    pub(crate) fn read(&mut self, bytes: &[u8]) -> Result<(), BadLine> {
        let Self {
            chain,
            header,
            wrapping,
            instance,
            tenants,
            persons,
            fresh,
            ..
        } = self;
        chain.read(bytes, |json, _| {
            if header.is_none() {
                *header = Some(serde_json::from_str(json).ok()?);
                return Some(());
            }
            let record: Record = serde_json::from_str(json).ok()?;
            let wrapped: Wrapped = STANDARD_NO_PAD.decode(&record.wrapped).ok()?.try_into().ok()?;
            let had_one = match record.key {
                KeyId::Instance => instance
                    .replace(unwrap_key(wrapping, record.key, &wrapped).ok()?)
                    .is_some(),
                KeyId::Tenant { tenant } => tenants
                    .insert(tenant, unwrap_key(wrapping, record.key, &wrapped).ok()?)
                    .is_some(),
                KeyId::Person { tenant, subject } => persons.insert((tenant, subject), wrapped).is_some(),
            };
            fresh.push(record.key);
            (!had_one).then_some(())
        })
    }

    /// Drops from memory what the log calls destroyed, and counts the file's lines that hold it. Looks at
    /// every key if the log changed, otherwise only at those read since the last call.
    pub(crate) fn forget(&mut self, destroyed: &Destroyed, log_changed: bool) {
        let before = self.tenants.len() + self.persons.len();
        let fresh = std::mem::take(&mut self.fresh);
        if log_changed {
            self.tenants
                .retain(|tenant, _| !destroyed.contains(KeyId::tenant(*tenant)));
            self.persons
                .retain(|(tenant, subject), _| !destroyed.contains(KeyId::person(*tenant, *subject)));
        } else {
            for id in fresh.into_iter().filter(|id| destroyed.contains(*id)) {
                match id {
                    KeyId::Instance => {}
                    KeyId::Tenant { tenant } => drop(self.tenants.remove(&tenant)),
                    KeyId::Person { tenant, subject } => drop(self.persons.remove(&(tenant, subject))),
                }
            }
        }
        self.dead += before - self.tenants.len() - self.persons.len();
    }

    /// How many keys are known, the instance's among them.
    pub(crate) fn len(&self) -> usize {
        usize::from(self.instance.is_some()) + self.tenants.len() + self.persons.len()
    }

    /// Whether there is such a key.
    pub(crate) fn contains(&self, id: KeyId) -> bool {
        match id {
            KeyId::Instance => self.instance.is_some(),
            KeyId::Tenant { tenant } => self.tenants.contains_key(&tenant),
            KeyId::Person { tenant, subject } => self.persons.contains_key(&(tenant, subject)),
        }
    }

    /// Gives a key; [`KeyError::Unknown`] if the file had none when it was read last.
    pub(crate) fn key(&self, id: KeyId) -> Result<SecretKey, KeyError> {
        match id {
            KeyId::Instance => self
                .instance
                .as_ref()
                .map(SecretKey::duplicate)
                .ok_or(KeyError::Unknown),
            KeyId::Tenant { tenant } => self
                .tenants
                .get(&tenant)
                .map(SecretKey::duplicate)
                .ok_or(KeyError::Unknown),
            KeyId::Person { tenant, subject } => {
                let wrapped = self.persons.get(&(tenant, subject)).ok_or(KeyError::Unknown)?;
                let tenant_key = self.tenants.get(&tenant).ok_or(KeyError::Unknown)?;
                unwrap_key(&person_wrapping(tenant_key), id, wrapped)
            }
        }
    }

    /// Makes keys for `ids`, none of which exists, and the lines to append for them.
    pub(crate) fn write_new(&self, ids: &[KeyId], at: DateTime<Utc>) -> Result<Vec<u8>, KeyError> {
        let (mut chain, mut out) = (self.chain.clone(), Vec::new());
        // A tenant made a moment ago in the same call is not in the maps yet.
        let mut fresh_tenants: HashMap<Uuid, Subkey> = HashMap::new();
        for &id in ids {
            let key = SecretKey::generate()?;
            let wrapped = match id {
                KeyId::Instance => wrap_key(&self.wrapping, id, &key)?,
                KeyId::Tenant { tenant } => {
                    fresh_tenants.insert(tenant, person_wrapping(&key));
                    wrap_key(&self.wrapping, id, &key)?
                }
                KeyId::Person { tenant, .. } => match (fresh_tenants.get(&tenant), self.tenants.get(&tenant))
                {
                    (Some(wrapping), _) => wrap_key(wrapping, id, &key)?,
                    (None, Some(tenant_key)) => wrap_key(&person_wrapping(tenant_key), id, &key)?,
                    (None, None) => return Err(KeyError::Unknown),
                },
            };
            let record = Record {
                key: id,
                created_at: at,
                wrapped: STANDARD_NO_PAD.encode(wrapped),
            };
            chain.write(&to_json(&record)?, &mut out);
        }
        Ok(out)
    }

    /// Writes the file anew: a header for the log as it is now, then the lines of `old` whose keys live.
    pub(crate) fn rewrite(chain_key: &Subkey, old: &[u8], log: &Destroyed) -> Result<Vec<u8>, BadLine> {
        let (mut chain, mut out) = (Chain::new(chain_key.clone()), Vec::with_capacity(old.len()));
        let header = Header {
            format: FORMAT,
            log_lines: log.chain.lines(),
            log_head: log.chain.head(),
        };
        chain.write(&to_json(&header).map_err(|_| BadLine(1))?, &mut out);
        let mut is_header = true;
        Chain::new(chain_key.clone()).read(old, |json, _| {
            if std::mem::take(&mut is_header) {
                return Some(());
            }
            let record: Record = serde_json::from_str(json).ok()?;
            if !log.contains(record.key) {
                chain.write(json, &mut out);
            }
            Some(())
        })?;
        Ok(out)
    }
}

/// JSON on one line. Fails for none of this module's types.
pub(crate) fn to_json(value: &impl Serialize) -> Result<String, KeyError> {
    serde_json::to_string(value).map_err(|_| crate::StoreFault::Encoding.into())
}

fn person_wrapping(tenant_key: &SecretKey) -> Subkey {
    tenant_key.derive("person-key-wrapping")
}

fn wrap_key(wrapping: &Subkey, id: KeyId, key: &SecretKey) -> Result<Vec<u8>, KeyError> {
    aead::encrypt(wrapping, &bound(id), key.expose())
}

fn unwrap_key(wrapping: &Subkey, id: KeyId, wrapped: &Wrapped) -> Result<SecretKey, KeyError> {
    let plain = aead::decrypt(wrapping, &bound(id), wrapped)?;
    let mut bytes = Zeroizing::new([0; KEY_LEN]);
    let plain: &[u8; KEY_LEN] = plain.as_slice().try_into().map_err(|_| KeyError::Tampered)?;
    bytes.copy_from_slice(plain);
    Ok(SecretKey::from_bytes(bytes))
}

/// A wrapped key is bound to its id, so that a record in another's place does not unwrap.
fn bound(id: KeyId) -> Vec<u8> {
    [b"wsparcie/wrapped-key/v1/".as_slice(), &id.to_bytes()].concat()
}
