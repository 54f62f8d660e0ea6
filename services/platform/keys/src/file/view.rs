//! What a store knows of its directory, and how it keeps up with other writers.

use super::chain::BadLine;
use super::destroyed::Destroyed;
use super::directory::Directory;
use super::records::{FORMAT, Records};
use crate::error::{StoreFault, StoreFile};
use crate::secret::{SecretKey, Subkey};

/// The master key's subkeys. The master key itself is not kept.
pub(crate) struct MasterKeys {
    /// Wraps the instance's and the tenants' keys.
    pub(crate) wrapping: Subkey,
    /// Chains the records.
    pub(crate) records: Subkey,
    /// Chains the destruction log.
    pub(crate) log: Subkey,
}

impl MasterKeys {
    /// Splits the master key by purpose.
    pub(crate) fn derive(master: &SecretKey) -> Self {
        Self {
            wrapping: master.derive("key-wrapping"),
            records: master.derive("records-chain"),
            log: master.derive("destruction-log-chain"),
        }
    }
}

/// Both files as last read.
pub(crate) struct View {
    /// The destruction log.
    pub(crate) destroyed: Destroyed,
    /// The wrapped keys, without the destroyed ones.
    pub(crate) records: Records,
    /// Lines read and verified so far.
    pub(crate) lines_verified: u64,
}

impl View {
    /// Nothing read yet.
    pub(crate) fn new(keys: &MasterKeys) -> Self {
        Self {
            destroyed: Destroyed::new(keys.log.clone()),
            records: Records::new(keys.records.clone(), keys.wrapping.clone()),
            lines_verified: 0,
        }
    }

    /// Takes in both files.
    ///
    /// The records first: a destruction is in the log before the records are rewritten for it, so a log read
    /// after the records is never behind them, unless someone put an old one back.
    pub(crate) fn sync(&mut self, directory: &Directory, keys: &MasterKeys) -> Result<(), StoreFault> {
        self.sync_records(directory, keys)?;
        self.sync_destroyed(directory, keys)
    }

    /// Takes in the destruction log and drops what it calls destroyed.
    pub(crate) fn sync_destroyed(
        &mut self,
        directory: &Directory,
        keys: &MasterKeys,
    ) -> Result<(), StoreFault> {
        let file = StoreFile::DestructionLog;
        let stamp = directory.stamp(file)?;
        let log_changed = self.destroyed.stamp != Some(stamp);
        if log_changed {
            let continues = self
                .destroyed
                .stamp
                .is_some_and(|earlier| stamp.may_continue(earlier));
            if !(continues && self.read_more_destroyed(directory)?) {
                self.read_all_destroyed(directory, keys)?;
            }
        }
        if let Some(header) = &self.records.header
            && !self.destroyed.has_head(header.log_lines, &header.log_head)
        {
            // So that the next call looks again instead of trusting this log.
            self.destroyed.stamp = None;
            return Err(StoreFault::LogTooOld);
        }
        self.records.forget(&self.destroyed, log_changed);
        Ok(())
    }

    fn sync_records(&mut self, directory: &Directory, keys: &MasterKeys) -> Result<(), StoreFault> {
        let stamp = directory.stamp(StoreFile::Records)?;
        if self.records.stamp == Some(stamp) {
            return Ok(());
        }
        let continues = self
            .records
            .stamp
            .is_some_and(|earlier| stamp.may_continue(earlier));
        if continues && self.read_more_records(directory)? {
            return Ok(());
        }
        self.read_all_records(directory, keys)
    }

    /// Reads what was appended; `false` if nothing was or it does not fit: then it may be another file with
    /// the old one's inode.
    fn read_more_destroyed(&mut self, directory: &Directory) -> Result<bool, StoreFault> {
        let before = self.destroyed.chain.lines();
        let (stamp, bytes) = directory.read_from(StoreFile::DestructionLog, self.destroyed.chain.bytes())?;
        let read = self.destroyed.read(&bytes);
        let new_lines = self.destroyed.chain.lines() - before;
        let fits = read.is_ok() && new_lines > 0;
        self.lines_verified += new_lines;
        self.destroyed.stamp = fits.then_some(stamp);
        Ok(fits)
    }

    fn read_all_destroyed(&mut self, directory: &Directory, keys: &MasterKeys) -> Result<(), StoreFault> {
        let (stamp, bytes) = directory.read_from(StoreFile::DestructionLog, 0)?;
        let mut fresh = Destroyed::new(keys.log.clone());
        fresh
            .read(&bytes)
            .map_err(|bad| fault(StoreFile::DestructionLog, &bad))?;
        // A running process never forgets a destruction, whatever happens to the file.
        if !fresh.has_head(self.destroyed.chain.lines(), &self.destroyed.chain.head()) {
            return Err(StoreFault::LogTooOld);
        }
        self.lines_verified += fresh.chain.lines();
        fresh.stamp = Some(stamp);
        self.destroyed = fresh;
        Ok(())
    }

    fn read_more_records(&mut self, directory: &Directory) -> Result<bool, StoreFault> {
        let before = self.records.chain.lines();
        let (stamp, bytes) = directory.read_from(StoreFile::Records, self.records.chain.bytes())?;
        let read = self.records.read(&bytes);
        let new_lines = self.records.chain.lines() - before;
        let fits = read.is_ok() && new_lines > 0;
        self.lines_verified += new_lines;
        self.records.stamp = fits.then_some(stamp);
        Ok(fits)
    }

    fn read_all_records(&mut self, directory: &Directory, keys: &MasterKeys) -> Result<(), StoreFault> {
        let (stamp, bytes) = directory.read_from(StoreFile::Records, 0)?;
        let mut fresh = Records::new(keys.records.clone(), keys.wrapping.clone());
        let read = fresh.read(&bytes);
        if let Some(header) = &fresh.header
            && header.format != FORMAT
        {
            return Err(StoreFault::UnknownFormat { found: header.format });
        }
        read.map_err(|bad| fault(StoreFile::Records, &bad))?;
        // The first two lines, header and instance key, are written with the file.
        if fresh.chain.lines() < 2 {
            return Err(StoreFault::Corrupt {
                file: StoreFile::Records,
                line: fresh.chain.lines() + 1,
            });
        }
        self.lines_verified += fresh.chain.lines();
        fresh.stamp = Some(stamp);
        self.records = fresh;
        Ok(())
    }
}

/// A first line that does not verify most likely stands under another master key.
fn fault(file: StoreFile, bad: &BadLine) -> StoreFault {
    match bad.0 {
        1 => StoreFault::MasterKeyMismatch { file },
        line => StoreFault::Corrupt { file, line },
    }
}
