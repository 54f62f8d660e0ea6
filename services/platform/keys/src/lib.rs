//! The key store of one instance: the keys that seal what is known about people, kept outside PostgreSQL.
//!
//! Owns: key material (instance, tenant, person), its creation, use and destruction, the destruction log,
//! sealed envelopes and blind indexes. Must not know: tables, services, GraphQL, what a sealed text means. It
//! reads no clock: instants are passed in. It is the one crate, apart from the kernel's injected sources,
//! that may ask the operating system for randomness.
//!
//! # Which key for what
//!
//! ```text
//! master key ──wraps──▶ instance key ─derives▶ actor and cursor signing, audit heads, users' secrets
//!            └─wraps──▶ tenant key ───derives▶ blind index, idempotency fingerprints, tenant's secrets
//!                            └─wraps──▶ person key ─derives▶ sealing of that person's data
//! ```
//!
//! Destroying a person key makes every sealed text about that person unreadable, in the database and in every
//! backup of it. Destroying a tenant key does so for the whole tenant, blind indexes included. What must stay
//! verifiable after a tenant has gone (audit heads) is signed under the instance key with the tenant id in
//! the message.
//!
//! # How to use it
//!
//! Services hold a [`Keyring`]; only the composition root names [`FileKeyStore`]. Create a person's key
//! *before* the transaction that stores her: a key without a row is harmless, a row without a key is not.
//!
//! # Why the trait is synchronous
//!
//! Reading a key is a look-up in memory and one `stat`, far below the cost of a task switch, and sealing is
//! needed in the middle of plain code that maps rows. Only creation and destruction wait for a disk, so
//! [`Keyring`] runs those on `spawn_blocking`. The trait stays object-safe without boxed futures.
//!
//! # Backup and restore of the file store
//!
//! A backup is a copy of the directory (`master.key`, `records.log`, `destroyed.log`; nothing else in it
//! matters), taken in this order: **`records.log` first, `destroyed.log` after it**, because a store whose
//! log is older than its records refuses to open. Copy `destroyed.log` more often and to a second place: it
//! is small and holds no key. Keep database backups and key backups apart, or a thief needs only one of them.
//! An old copy still holds what was destroyed later, so copies of the directory must expire as the erasure
//! promise to people says.
//!
//! To restore: put the copy back with modes 0700 and 0600, replace `destroyed.log` by the newest copy of it
//! (or open the store and hand that copy to [`KeyStore::replay_destructions`]), then serve. Opening removes
//! the material of every key that the log calls destroyed. An instance that has data opens its store by
//! [`FileKeyStore::open_existing`], so that a volume that is not mounted stops it instead of giving it new
//! keys.
//!
//! Removal frees the file's blocks but cannot scrub a disk: use an encrypted volume. Use a local file system:
//! the store relies on advisory locks and on `stat` telling the truth at once. Whoever holds the directory
//! holds every key that lives.
#![forbid(unsafe_code)]

mod aead;
mod envelope;
mod error;
mod file;
mod keyring;
mod secret;
mod store;

pub use envelope::SealedText;
pub use error::{KeyError, StoreFault, StoreFile};
pub use file::{FileKeyStore, StoreStats};
pub use keyring::Keyring;
pub use secret::{Purpose, SecretKey, Subkey};
pub use store::{DestructionReason, KeyId, KeyStore};
