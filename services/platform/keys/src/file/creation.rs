//! How a new store comes to be, and how a store that lost a file is told from one whose creation was cut
//! short.

use chrono::{DateTime, Utc};

use super::chain::BadLine;
use super::destroyed::Destroyed;
use super::directory::Directory;
use super::records::Records;
use super::view::MasterKeys;
use crate::error::{KeyError, StoreFault, StoreFile};
use crate::secret::SecretKey;
use crate::store::KeyId;

const FILES: [StoreFile; 3] = [
    StoreFile::MasterKey,
    StoreFile::DestructionLog,
    StoreFile::Records,
];

/// Creates a store where there is none, or finishes a creation that a crash cut short. Under the writers'
/// lock.
///
/// While the marker `creating` exists, no key has been handed out, so whatever is missing may be made.
/// Without it a missing file was lost, and making it anew would hide that.
pub(crate) fn create_or_complete(directory: &Directory, at: DateTime<Utc>) -> Result<(), KeyError> {
    if !directory.has(StoreFile::Creating)? {
        let mut is_empty = true;
        for file in FILES {
            is_empty &= !directory.has(file)?;
        }
        if !is_empty {
            return Ok(require_complete(directory)?);
        }
        directory.create_empty(StoreFile::Creating)?;
    }
    if !directory.has(StoreFile::MasterKey)? {
        directory.write_master(SecretKey::generate()?.expose())?;
    }
    directory.create_empty(StoreFile::DestructionLog)?;
    if !directory.has(StoreFile::Records)? {
        let keys = MasterKeys::derive(&SecretKey::from_bytes(directory.read_master()?));
        directory.replace_records(&first_records(&keys, at)?)?;
    }
    Ok(directory.remove_marker()?)
}

/// Names the file that a store lacks.
pub(crate) fn require_complete(directory: &Directory) -> Result<(), StoreFault> {
    for file in FILES {
        if !directory.has(file)? {
            return Err(StoreFault::Missing { file });
        }
    }
    Ok(())
}

/// The header for an empty log, and the instance key.
fn first_records(keys: &MasterKeys, at: DateTime<Utc>) -> Result<Vec<u8>, KeyError> {
    let damaged = |BadLine(line)| StoreFault::Corrupt {
        file: StoreFile::Records,
        line,
    };
    let header = Records::rewrite(&keys.records, b"", &Destroyed::new(keys.log.clone())).map_err(damaged)?;
    let mut records = Records::new(keys.records.clone(), keys.wrapping.clone());
    records.read(&header).map_err(damaged)?;
    let instance = records.write_new(&[KeyId::Instance], at)?;
    Ok([header, instance].concat())
}
