//! The destruction log as read: what is destroyed, and the chain that proves it.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::chain::{BadLine, Chain, START};
use super::directory::Stamp;
use crate::secret::Subkey;
use crate::store::{DestructionReason, KeyId};

/// One line of the log: an id, an instant and a code. No personal data.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Destruction {
    /// The key destroyed.
    pub(crate) key: KeyId,
    /// When.
    pub(crate) at: DateTime<Utc>,
    /// Why.
    pub(crate) reason: DestructionReason,
}

/// The log up to some line.
pub(crate) struct Destroyed {
    /// Where the log ends.
    pub(crate) chain: Chain,
    /// The file's stamp when it was read last.
    pub(crate) stamp: Option<Stamp>,
    /// Every line, in order.
    pub(crate) entries: Vec<Destruction>,
    heads: Vec<[u8; 32]>,
    tenants: HashSet<Uuid>,
    persons: HashSet<(Uuid, Uuid)>,
}

impl Destroyed {
    /// An empty log.
    pub(crate) fn new(key: Subkey) -> Self {
        Self {
            chain: Chain::new(key),
            stamp: None,
            entries: Vec::new(),
            heads: Vec::new(),
            tenants: HashSet::new(),
            persons: HashSet::new(),
        }
    }

    /// Reads the lines that follow. After an error the value is of no more use.
    pub(crate) fn read(&mut self, bytes: &[u8]) -> Result<(), BadLine> {
        let Self {
            chain,
            entries,
            heads,
            tenants,
            persons,
            ..
        } = self;
        chain.read(bytes, |json, tag| {
            let entry: Destruction = serde_json::from_str(json).ok()?;
            match entry.key {
                KeyId::Instance => return None,
                KeyId::Tenant { tenant } => {
                    tenants.insert(tenant);
                }
                KeyId::Person { tenant, subject } => {
                    persons.insert((tenant, subject));
                }
            }
            entries.push(entry);
            heads.push(tag);
            Some(())
        })
    }

    /// Whether the key, or its tenant's, is destroyed.
    pub(crate) fn contains(&self, id: KeyId) -> bool {
        match id {
            KeyId::Instance => false,
            KeyId::Tenant { tenant } => self.tenants.contains(&tenant),
            KeyId::Person { tenant, subject } => {
                self.tenants.contains(&tenant) || self.persons.contains(&(tenant, subject))
            }
        }
    }

    /// Whether the log had this head after so many lines: if not, it was cut or is another one.
    pub(crate) fn has_head(&self, lines: u64, head: &[u8; 32]) -> bool {
        let Some(last) = lines.checked_sub(1) else {
            return *head == START;
        };
        usize::try_from(last).ok().and_then(|index| self.heads.get(index)) == Some(head)
    }
}
