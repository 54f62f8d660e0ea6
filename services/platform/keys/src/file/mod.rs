//! The key store in a directory: a master key, wrapped keys, a destruction log.
//!
//! Both files only grow, except that a destruction rewrites the records without the destroyed keys. Any
//! number of stores, in one process or several, may stand over one directory: writers take a lock and read
//! what others wrote before they add to it; a reader looks at the log's stamp on every call, so a destruction
//! elsewhere takes effect at once, and reads new records on a miss.

mod chain;
mod creation;
mod destroyed;
mod directory;
mod records;
mod view;

use std::collections::HashSet;
use std::path::Path;
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use chrono::{DateTime, Utc};

use crate::error::{KeyError, StoreFault, StoreFile};
use crate::secret::SecretKey;
use crate::store::{DestructionReason, KeyId, KeyStore};
use chain::BadLine;
use destroyed::{Destroyed, Destruction};
use directory::{Directory, WriterLock};
use records::{Records, to_json};
use view::{MasterKeys, View};

/// A [`KeyStore`] in a directory on a local disk, for the demo and for small instances. The crate's page
/// describes backup and restore.
pub struct FileKeyStore {
    directory: Directory,
    keys: MasterKeys,
    view: RwLock<View>,
}

/// Counts of a store, for metrics. No ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoreStats {
    /// Keys that live, the instance's among them.
    pub keys: usize,
    /// Lines of the destruction log.
    pub destructions: usize,
    /// Lines read and verified since the store was opened: the work done.
    pub lines_verified: u64,
}

impl FileKeyStore {
    /// Opens the store in `path`, creating it if there is nothing; `at` dates the instance key of a new
    /// store.
    ///
    /// For the demo and for setting an instance up. One that has data opens its store by
    /// [`Self::open_existing`].
    ///
    /// # Errors
    /// As [`Self::open_existing`], except that an empty or absent directory is none.
    pub fn open(path: &Path, at: DateTime<Utc>) -> Result<Self, KeyError> {
        let directory = Directory::open(path)?;
        let lock = directory.lock()?;
        creation::create_or_complete(&directory, at)?;
        Self::load(directory, &lock)
    }

    /// Opens the store in `path` and never creates one: a volume that was not mounted must not look like a
    /// new instance.
    ///
    /// Before it returns, every line of both files is verified, and the material of keys that the log calls
    /// destroyed is removed.
    ///
    /// # Errors
    /// A [`StoreFault`] that tells the operator what to do: wide modes, a missing or foreign file, a damaged
    /// line, an old log.
    pub fn open_existing(path: &Path) -> Result<Self, KeyError> {
        let directory = Directory::existing(path)?;
        creation::require_complete(&directory)?;
        let lock = directory.lock()?;
        Self::load(directory, &lock)
    }

    fn load(directory: Directory, lock: &WriterLock) -> Result<Self, KeyError> {
        let keys = MasterKeys::derive(&SecretKey::from_bytes(directory.read_master()?));
        let mut view = View::new(&keys);
        view.sync(&directory, &keys)?;
        let store = Self {
            directory,
            keys,
            view: RwLock::new(view),
        };
        store.remove_destroyed_material(lock)?;
        Ok(store)
    }

    /// Counts for metrics, as of the last look at the files.
    pub fn stats(&self) -> StoreStats {
        let view = self.read();
        StoreStats {
            keys: view.records.len(),
            destructions: view.destroyed.entries.len(),
            lines_verified: view.lines_verified,
        }
    }

    /// Takes in what the files say now.
    fn sync(&self) -> Result<(), StoreFault> {
        self.write().sync(&self.directory, &self.keys)
    }

    /// Takes in new destructions, at the cost of one `stat` if there are none.
    fn sync_destructions(&self) -> Result<(), StoreFault> {
        let stamp = self.directory.stamp(StoreFile::DestructionLog)?;
        if self.read().destroyed.stamp == Some(stamp) {
            return Ok(());
        }
        self.write().sync_destroyed(&self.directory, &self.keys)
    }

    /// Makes destructions durable in the log and removes the material. Returns how many were new.
    fn carry_out(&self, lock: &WriterLock, destructions: &[Destruction]) -> Result<usize, KeyError> {
        let mut lines = Vec::new();
        let mut new = 0;
        let offset = {
            let view = self.read();
            let mut chain = view.destroyed.chain.clone();
            let offset = chain.bytes();
            let mut seen = HashSet::new();
            for destruction in destructions {
                if !view.destroyed.contains(destruction.key) && seen.insert(destruction.key) {
                    chain.write(&to_json(destruction)?, &mut lines);
                    new += 1;
                }
            }
            offset
        };
        if new > 0 {
            self.directory.append(StoreFile::DestructionLog, offset, &lines)?;
            self.sync()?;
        }
        // Also without new ones: an earlier call may have failed between the log and the removal.
        self.remove_destroyed_material(lock)?;
        Ok(new)
    }

    /// Rewrites the records without the keys that the log calls destroyed, if there are any.
    fn remove_destroyed_material(&self, _lock: &WriterLock) -> Result<(), KeyError> {
        if self.read().records.dead == 0 {
            return Ok(());
        }
        let (_, bytes) = self.directory.read_from(StoreFile::Records, 0)?;
        let rewritten = Records::rewrite(&self.keys.records, &bytes, &self.read().destroyed).map_err(
            |BadLine(line)| StoreFault::Corrupt {
                file: StoreFile::Records,
                line,
            },
        )?;
        self.directory.replace_records(&rewritten)?;
        Ok(self.sync()?)
    }

    // A panic while the lock was held leaves a view that the next sync completes or replaces.
    fn read(&self) -> RwLockReadGuard<'_, View> {
        self.view.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, View> {
        self.view.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl KeyStore for FileKeyStore {
    fn create(&self, ids: &[KeyId], at: DateTime<Utc>) -> Result<usize, KeyError> {
        let _lock = self.directory.lock()?;
        self.sync()?;
        let (offset, lines, new) = {
            let view = self.read();
            if ids.iter().any(|id| view.destroyed.contains(*id)) {
                return Err(KeyError::Destroyed);
            }
            let mut seen = HashSet::new();
            let new: Vec<KeyId> = ids
                .iter()
                .copied()
                .filter(|id| !view.records.contains(*id) && seen.insert(*id))
                .collect();
            (
                view.records.chain.bytes(),
                view.records.write_new(&new, at)?,
                new.len(),
            )
        };
        if new > 0 {
            self.directory.append(StoreFile::Records, offset, &lines)?;
            self.sync()?;
        }
        Ok(new)
    }

    fn key(&self, id: KeyId) -> Result<SecretKey, KeyError> {
        self.sync_destructions()?;
        {
            let view = self.read();
            if view.destroyed.contains(id) {
                return Err(KeyError::Destroyed);
            }
            match view.records.key(id) {
                Err(KeyError::Unknown) => {}
                answer => return answer,
            }
        }
        // Another process may have created it since.
        self.sync()?;
        let view = self.read();
        if view.destroyed.contains(id) {
            Err(KeyError::Destroyed)
        } else {
            view.records.key(id)
        }
    }

    fn destroy(
        &self,
        ids: &[KeyId],
        at: DateTime<Utc>,
        reason: DestructionReason,
    ) -> Result<usize, KeyError> {
        if ids.contains(&KeyId::Instance) {
            return Err(KeyError::InstanceKeyIsNeeded);
        }
        let destructions: Vec<Destruction> = ids.iter().map(|&key| Destruction { key, at, reason }).collect();
        let lock = self.directory.lock()?;
        self.sync()?;
        self.carry_out(&lock, &destructions)
    }

    fn is_destroyed(&self, id: KeyId) -> Result<bool, KeyError> {
        self.sync_destructions()?;
        Ok(self.read().destroyed.contains(id))
    }

    fn destruction_log(&self) -> Result<Vec<u8>, KeyError> {
        self.sync_destructions()?;
        let (_, mut bytes) = self.directory.read_from(StoreFile::DestructionLog, 0)?;
        // Another writer may be in the middle of a line.
        let complete = bytes
            .iter()
            .rposition(|byte| *byte == b'\n')
            .map_or(0, |last| last + 1);
        bytes.truncate(complete);
        Ok(bytes)
    }

    fn replay_destructions(&self, log: &[u8]) -> Result<usize, KeyError> {
        let mut other = Destroyed::new(self.keys.log.clone());
        other
            .read(log)
            .map_err(|BadLine(line)| StoreFault::ForeignLog { line })?;
        let lock = self.directory.lock()?;
        self.sync()?;
        self.carry_out(&lock, &other.entries)
    }
}
