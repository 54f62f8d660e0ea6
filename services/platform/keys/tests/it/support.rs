//! A directory per test, fixed ids and a fixed instant.

use std::fs;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{DateTime, Utc};
use uuid::Uuid;
use wsparcie_keys::{FileKeyStore, KeyError, KeyId, KeyStore, Keyring};

pub(crate) const RECORDS: &str = "records.log";
pub(crate) const LOG: &str = "destroyed.log";
pub(crate) const MASTER: &str = "master.key";

pub(crate) const NORTH: Uuid = Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0001);
pub(crate) const SOUTH: Uuid = Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0002);

pub(crate) fn person(number: u128) -> Uuid {
    Uuid::from_u128(0x0192_0000_0000_7000_9000_0000_0000_0000 + number)
}

pub(crate) fn north(number: u128) -> KeyId {
    KeyId::person(NORTH, person(number))
}

pub(crate) fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_000_000, 0).unwrap()
}

/// A directory that goes when the test ends.
pub(crate) struct Place(PathBuf);

impl Place {
    pub(crate) fn new() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path =
            Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("keys-{}-{number}", std::process::id()));
        fs::remove_dir_all(&path).ok();
        Self(path)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    pub(crate) fn open(&self) -> Result<FileKeyStore, KeyError> {
        FileKeyStore::open(&self.0, now())
    }

    /// A store with the keys of the north, the south and the north's persons 1 to `persons`.
    pub(crate) fn filled(persons: u128) -> (Self, FileKeyStore) {
        let place = Self::new();
        let store = place.open().unwrap();
        let mut ids = vec![KeyId::tenant(NORTH), KeyId::tenant(SOUTH)];
        ids.extend((1..=persons).map(north));
        assert_eq!(store.create(&ids, now()).unwrap(), ids.len());
        (place, store)
    }

    pub(crate) fn read(&self, file: &str) -> Vec<u8> {
        fs::read(self.0.join(file)).unwrap()
    }

    pub(crate) fn write(&self, file: &str, bytes: &[u8]) {
        let path = self.0.join(file);
        fs::write(&path, bytes).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    }

    pub(crate) fn remove(&self, file: &str) {
        fs::remove_file(self.0.join(file)).unwrap();
    }

    pub(crate) fn chmod(&self, file: &str, mode: u32) {
        fs::set_permissions(self.0.join(file), fs::Permissions::from_mode(mode)).unwrap();
    }

    pub(crate) fn mode(&self, file: &str) -> u32 {
        fs::metadata(self.0.join(file)).unwrap().permissions().mode() & 0o777
    }

    /// A backup: a copy of the directory.
    pub(crate) fn backup(&self) -> Self {
        let copy = Self::new();
        fs::DirBuilder::new().mode(0o700).create(&copy.0).unwrap();
        for file in [MASTER, RECORDS, LOG] {
            copy.write(file, &self.read(file));
        }
        copy
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).ok();
    }
}

pub(crate) fn keyring(store: FileKeyStore) -> Keyring {
    Keyring::new(Arc::new(store))
}

/// Two keys are one if they derive the same subkey.
pub(crate) fn print_of(store: &FileKeyStore, id: KeyId) -> Result<[u8; 32], KeyError> {
    Ok(store
        .key(id)?
        .subkey(wsparcie_keys::Purpose::BlindIndex)
        .sign(b"print"))
}
