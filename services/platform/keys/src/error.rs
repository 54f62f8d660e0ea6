//! What can go wrong with a key. No message carries plaintext, key material, ids or paths.

use std::io;

/// Why a key or a sealed text cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The key was destroyed, or its tenant's key was. It never comes back, and what it sealed is gone.
    #[error("the key was destroyed")]
    Destroyed,
    /// No such key was ever created in this store.
    #[error("the key is unknown")]
    Unknown,
    /// The sealed text was changed, cut, or moved from another row, column, person or tenant.
    #[error("the sealed text does not open here")]
    Tampered,
    /// The instance key cannot be destroyed: without it no instance can start.
    #[error("the instance key cannot be destroyed")]
    InstanceKeyIsNeeded,
    /// The store itself cannot be used. The text is for the operator.
    #[error(transparent)]
    Store(#[from] StoreFault),
}

/// A file of the store, named without its place on the machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StoreFile {
    /// The directory that holds the others.
    Directory,
    /// `master.key`
    MasterKey,
    /// `records.log`, the wrapped keys.
    Records,
    /// `destroyed.log`, the destruction log.
    DestructionLog,
    /// `store.lock`, the writers' lock.
    Lock,
    /// `creating`, a marker that is there while a new store is being made.
    Creating,
}

impl StoreFile {
    /// The name inside the key store's directory (`.` for the directory).
    pub const fn name(self) -> &'static str {
        match self {
            Self::Directory => ".",
            Self::MasterKey => "master.key",
            Self::Records => "records.log",
            Self::DestructionLog => "destroyed.log",
            Self::Lock => "store.lock",
            Self::Creating => "creating",
        }
    }
}

/// Why the store refuses to work, and what the operator can do about it.
#[derive(Debug, thiserror::Error)]
pub enum StoreFault {
    /// Group or others could read the file.
    #[error(
        "key store: {} is open to other users; run chmod 700 on the directory and chmod 600 on its files, then \
         find out who read it",
        file.name()
    )]
    Permissions {
        /// The file or directory with the wide mode.
        file: StoreFile,
    },
    /// There should be a store, and this part of it is not there.
    #[error(
        "key store: {} is missing; mount the key store, or restore the file from the newest backup of the key \
         store",
        file.name()
    )]
    Missing {
        /// The file that should be there.
        file: StoreFile,
    },
    /// The master key has the wrong length, or does not belong to the other files.
    #[error(
        "key store: master.key does not fit line 1 of {}; restore both from the same backup of the key store",
        file.name()
    )]
    MasterKeyMismatch {
        /// The file whose first line does not verify.
        file: StoreFile,
    },
    /// A complete line does not verify. A torn last line is not a fault.
    #[error(
        "key store: {} is damaged at line {line}; restore the file from the newest backup of the key store \
         (keep the damaged one aside), never edit it",
        file.name()
    )]
    Corrupt {
        /// The damaged file.
        file: StoreFile,
        /// The damaged line, counted from 1.
        line: u64,
    },
    /// The destruction log lacks destructions that were already carried out: it was cut, or someone put an
    /// old one back.
    #[error(
        "key store: destroyed.log lacks destructions that were carried out; put the newest copy of \
         destroyed.log back"
    )]
    LogTooOld,
    /// A newer program wrote the records.
    #[error(
        "key store: records.log has format {found}, this program knows format 1; start the newer program"
    )]
    UnknownFormat {
        /// The format number in the file.
        found: u32,
    },
    /// The destruction log handed to a replay was not written under this instance's master key, or is
    /// damaged.
    #[error(
        "key store: the destruction log to replay does not verify at line {line}; is it this instance's log?"
    )]
    ForeignLog {
        /// The first line that does not verify, counted from 1.
        line: u64,
    },
    /// The operating system gave no randomness.
    #[error("key store: the operating system gave no randomness")]
    Randomness,
    /// A value could not be encoded or encrypted; none of this crate's values is such.
    #[error("key store: a value could not be encoded")]
    Encoding,
    /// The program is stopping, or a worker died: nothing can be said about the work's outcome; asking again
    /// is safe.
    #[error("key store: the work was interrupted")]
    Interrupted,
    /// The operating system refused.
    #[error("key store: cannot {doing} {}", file.name())]
    Io {
        /// What was tried: `read`, `write`…
        doing: &'static str,
        /// The file it was tried on.
        file: StoreFile,
        /// The operating system's reason.
        #[source]
        source: io::Error,
    },
}

impl StoreFault {
    /// For `map_err`: an I/O failure with what was being done.
    pub(crate) fn io(doing: &'static str, file: StoreFile) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Io { doing, file, source }
    }
}
