//! The directory on disk: modes, the writers' lock, durable writes. Knows nothing of what the files say.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use crate::error::{StoreFault, StoreFile};
use crate::secret::KEY_LEN;

/// Where [`Directory::replace`] writes before it renames. A left-over one means nothing.
const NEW_RECORDS: &str = "records.new";
/// The same for the master key.
const NEW_MASTER: &str = "master.new";

/// What tells a changed file from an unchanged one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stamp {
    inode: u64,
    len: u64,
    seconds: i64,
    nanoseconds: i64,
}

impl Stamp {
    fn of(metadata: &fs::Metadata) -> Self {
        Self {
            inode: metadata.ino(),
            len: metadata.len(),
            seconds: metadata.mtime(),
            nanoseconds: metadata.mtime_nsec(),
        }
    }

    /// Whether `self` may be `earlier` with more lines behind it.
    pub(crate) fn may_continue(self, earlier: Self) -> bool {
        self.inode == earlier.inode && self.len >= earlier.len
    }
}

/// The store's directory.
pub(crate) struct Directory(PathBuf);

/// The writers' lock, held until dropped.
pub(crate) struct WriterLock {
    _file: File,
}

impl Directory {
    /// Opens the directory, or creates it for its owner alone.
    pub(crate) fn open(path: &Path) -> Result<Self, StoreFault> {
        let file = StoreFile::Directory;
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(path)
            .map_err(StoreFault::io("create", file))?;
        Self::existing(path)
    }

    /// Opens the directory; an absent one is a fault.
    pub(crate) fn existing(path: &Path) -> Result<Self, StoreFault> {
        let directory = Self(path.to_path_buf());
        if directory.has(StoreFile::Directory)? {
            Ok(directory)
        } else {
            Err(StoreFault::Missing {
                file: StoreFile::Directory,
            })
        }
    }

    /// Waits until no other writer, in this process or another, is at work. The kernel lets go of the lock of
    /// a process that dies.
    pub(crate) fn lock(&self) -> Result<WriterLock, StoreFault> {
        let path = self.path(StoreFile::Lock);
        let file = OpenOptions::new()
            .create(true)
            .append(true)
            .mode(0o600)
            .open(path);
        let file = file.map_err(StoreFault::io("open", StoreFile::Lock))?;
        file.lock().map_err(StoreFault::io("lock", StoreFile::Lock))?;
        Ok(WriterLock { _file: file })
    }

    /// Whether the file exists; one that others could read is refused.
    pub(crate) fn has(&self, file: StoreFile) -> Result<bool, StoreFault> {
        match fs::metadata(self.path(file)) {
            Ok(metadata) => refuse_wide_mode(&metadata, file).map(|()| true),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(StoreFault::io("read", file)(error)),
        }
    }

    /// The file's stamp now.
    pub(crate) fn stamp(&self, file: StoreFile) -> Result<Stamp, StoreFault> {
        match fs::metadata(self.path(file)) {
            Ok(metadata) => Ok(Stamp::of(&metadata)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(StoreFault::Missing { file }),
            Err(error) => Err(StoreFault::io("read", file)(error)),
        }
    }

    /// The bytes from `offset` on, with the stamp from before reading.
    pub(crate) fn read_from(&self, file: StoreFile, offset: u64) -> Result<(Stamp, Vec<u8>), StoreFault> {
        let mut open = File::open(self.path(file)).map_err(StoreFault::io("read", file))?;
        let stamp = Stamp::of(&open.metadata().map_err(StoreFault::io("read", file))?);
        let mut bytes = Vec::new();
        open.seek(SeekFrom::Start(offset))
            .map_err(StoreFault::io("read", file))?;
        open.read_to_end(&mut bytes)
            .map_err(StoreFault::io("read", file))?;
        Ok((stamp, bytes))
    }

    /// Makes `bytes` durable at `offset`, the end of the last complete line: what a crash left behind it
    /// goes. Under the writers' lock.
    pub(crate) fn append(&self, file: StoreFile, offset: u64, bytes: &[u8]) -> Result<(), StoreFault> {
        let mut open = OpenOptions::new()
            .append(true)
            .open(self.path(file))
            .map_err(StoreFault::io("open", file))?;
        let len = open.metadata().map_err(StoreFault::io("read", file))?.len();
        if len > offset {
            open.set_len(offset).map_err(StoreFault::io("shorten", file))?;
        }
        let written = open.write_all(bytes).and_then(|()| open.sync_all());
        if let Err(error) = written {
            // What may not have reached the disk must not be read as if it had. If this fails too, the caller
            // still gets the error, and a torn line is cut by the next writer.
            open.set_len(offset).and_then(|()| open.sync_all()).ok();
            return Err(StoreFault::io("append to", file)(error));
        }
        Ok(())
    }

    /// Creates an empty file unless it exists.
    pub(crate) fn create_empty(&self, file: StoreFile) -> Result<(), StoreFault> {
        let created = OpenOptions::new()
            .create_new(true)
            .write(true)
            .mode(0o600)
            .open(self.path(file));
        match created {
            Ok(open) => open.sync_all().map_err(StoreFault::io("write", file))?,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(StoreFault::io("create", file)(error)),
        }
        self.sync()
    }

    /// Says that the creation is complete.
    pub(crate) fn remove_marker(&self) -> Result<(), StoreFault> {
        let file = StoreFile::Creating;
        fs::remove_file(self.path(file)).map_err(StoreFault::io("remove", file))?;
        self.sync()
    }

    /// Puts `bytes` in the place of the records at once: after a crash the file is the old or the new one.
    pub(crate) fn replace_records(&self, bytes: &[u8]) -> Result<(), StoreFault> {
        self.replace(NEW_RECORDS, StoreFile::Records, bytes)
    }

    /// Writes the master key of a new store.
    pub(crate) fn write_master(&self, key: &[u8; KEY_LEN]) -> Result<(), StoreFault> {
        self.replace(NEW_MASTER, StoreFile::MasterKey, key)
    }

    /// Reads the master key; one of another length is refused.
    pub(crate) fn read_master(&self) -> Result<Zeroizing<[u8; KEY_LEN]>, StoreFault> {
        let file = StoreFile::MasterKey;
        let mut open = File::open(self.path(file)).map_err(StoreFault::io("read", file))?;
        let mut bytes = Zeroizing::new([0; KEY_LEN]);
        let len = open.metadata().map_err(StoreFault::io("read", file))?.len();
        if len != KEY_LEN as u64 {
            return Err(StoreFault::MasterKeyMismatch {
                file: StoreFile::Records,
            });
        }
        open.read_exact(&mut *bytes)
            .map_err(StoreFault::io("read", file))?;
        Ok(bytes)
    }

    fn replace(&self, new_name: &str, file: StoreFile, bytes: &[u8]) -> Result<(), StoreFault> {
        let new_path = self.0.join(new_name);
        // A left-over of a crash could have another mode or owner: begin afresh.
        match fs::remove_file(&new_path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(StoreFault::io("replace", file)(error));
            }
            _ => {}
        }
        let mut open = OpenOptions::new()
            .create_new(true)
            .write(true)
            .mode(0o600)
            .open(&new_path)
            .map_err(StoreFault::io("replace", file))?;
        open.write_all(bytes)
            .and_then(|()| open.sync_all())
            .map_err(StoreFault::io("replace", file))?;
        fs::rename(&new_path, self.path(file)).map_err(StoreFault::io("replace", file))?;
        self.sync()
    }

    /// Makes creations and renames durable.
    fn sync(&self) -> Result<(), StoreFault> {
        File::open(&self.0)
            .and_then(|directory| directory.sync_all())
            .map_err(StoreFault::io("write", StoreFile::Directory))
    }

    fn path(&self, file: StoreFile) -> PathBuf {
        self.0.join(file.name())
    }
}

fn refuse_wide_mode(metadata: &fs::Metadata, file: StoreFile) -> Result<(), StoreFault> {
    let for_group_and_others = metadata.mode() & 0o077;
    if for_group_and_others == 0 {
        Ok(())
    } else {
        Err(StoreFault::Permissions { file })
    }
}
