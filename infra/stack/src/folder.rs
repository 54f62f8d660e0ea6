//! The folder that holds everything of one stack: data, logs, secrets, and the lock of its owner.

use std::ffi::OsString;
use std::fs::{DirBuilder, File, OpenOptions, Permissions, TryLockError};
use std::io::{self, Read, Write};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::children::{GLANCE, end_orphan};
use crate::secrets::random_hex;
use crate::user::ServiceUser;

/// Not in the home folder, which may be closed to the user that PostgreSQL runs as, and not in /tmp, which may be
/// memory.
const BASE: &str = "/var/tmp";

/// How long a new owner waits for the last one, who may just be stopping.
const LOCK_PATIENCE: Duration = Duration::from_secs(10);

/// The folder of one stack, owned for as long as this value lives.
pub(crate) struct Folder {
    path: PathBuf,
    /// Locked: nobody else uses this folder meanwhile. The operating system unlocks it even after kill -9.
    _lock: File,
}

impl Folder {
    /// The folder of a checkout, made if it isn't there.
    pub(crate) fn of_checkout(checkout: &Path) -> Result<Self> {
        Self::open(checkout_path(checkout)?, LOCK_PATIENCE)
    }

    /// A new folder for a throw-away stack. Folders of earlier ones whose owner was killed are removed on the way.
    pub(crate) fn throw_away() -> Result<Self> {
        sweep();
        let fresh = || {
            let name = format!("{}{}", throw_away_prefix(), random_hex(8)?);
            Self::open(Path::new(BASE).join(name), Duration::ZERO)
        };
        // Another process's sweep can hit between the making of the folder and its lock.
        fresh().or_else(|_swept| fresh())
    }

    fn open(path: PathBuf, patience: Duration) -> Result<Self> {
        make_private(&path)?;
        let lock = lock(&path, patience)?;
        for server in ["postgres", "redis"] {
            end_orphan(server, &process_record(&path, server))?;
        }
        Ok(Self { path, _lock: lock })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Where a server's process is noted.
    pub(crate) fn process_record(&self, server: &str) -> PathBuf {
        process_record(&self.path, server)
    }

    /// A folder of mode 0700 for one server, owned by the user that it runs as.
    pub(crate) fn for_server(&self, server: &str, user: ServiceUser) -> Result<PathBuf> {
        if matches!(user, ServiceUser::Other { .. }) {
            // The other user must be able to pass through, and no more.
            std::fs::set_permissions(&self.path, Permissions::from_mode(0o711))
                .with_context(|| format!("cannot open {} to the servers' user", self.path.display()))?;
        }
        let folder = self.path.join(server);
        if !folder.exists() {
            DirBuilder::new()
                .mode(0o700)
                .create(&folder)
                .with_context(|| format!("cannot create {}", folder.display()))?;
        }
        user.own(&folder)?;
        Ok(folder)
    }

    /// The log of a server, a new one for each start; the one before is kept beside it.
    pub(crate) fn log(&self, server: &str) -> Result<File> {
        let path = self.path.join(format!("{server}.log"));
        let _ = std::fs::rename(&path, self.path.join(format!("{server}.log.old")));
        OpenOptions::new()
            .create(true)
            .append(true)
            .mode(0o600)
            .open(&path)
            .with_context(|| format!("cannot write {}", path.display()))
    }

    /// Forgets everything in the folder.
    pub(crate) fn remove(&self) -> Result<()> {
        std::fs::remove_dir_all(&self.path).with_context(|| format!("cannot remove {}", self.path.display()))
    }
}

/// The last lines of a server's log, to show with an error.
pub(crate) fn end_of_log(folder: &Path, server: &str) -> String {
    let path = folder.join(format!("{server}.log"));
    let mut text = Vec::new();
    let _ = File::open(&path).and_then(|mut file| file.read_to_end(&mut text));
    let text = String::from_utf8_lossy(&text);
    let lines: Vec<&str> = text.lines().collect();
    let last = lines
        .get(lines.len().saturating_sub(8)..)
        .unwrap_or_default()
        .join("\n");
    format!("its log {} ends with:\n{last}", path.display())
}

/// Forgets a checkout's data; true if there were any.
pub(crate) fn forget(checkout: &Path) -> Result<bool> {
    let path = checkout_path(checkout)?;
    if !path.exists() {
        return Ok(false);
    }
    Folder::open(path, Duration::from_secs(1))?.remove()?;
    Ok(true)
}

fn process_record(folder: &Path, server: &str) -> PathBuf {
    folder.join(format!("{server}.process"))
}

fn our_uid() -> u32 {
    rustix::process::geteuid().as_raw()
}

fn throw_away_prefix() -> String {
    format!("wsparcie-{}-test-", our_uid())
}

fn checkout_path(checkout: &Path) -> Result<PathBuf> {
    let real = checkout
        .canonicalize()
        .with_context(|| format!("there is no checkout at {}", checkout.display()))?;
    let hash = fnv1a(real.as_os_str().as_bytes());
    Ok(Path::new(BASE).join(format!("wsparcie-{}-{hash:016x}", our_uid())))
}

/// FNV-1a, 64 bits: names a folder. The standard library's hash may change from one release to the next, and the
/// data would be lost.
fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// Makes a folder that is ours alone. Everybody may write in /var/tmp, so one that is there already may be a trap.
fn make_private(path: &Path) -> Result<()> {
    match DirBuilder::new().mode(0o700).create(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        other => return other.with_context(|| format!("cannot create {}", path.display())),
    }
    let found = path
        .symlink_metadata()
        .with_context(|| format!("cannot read {}", path.display()))?;
    if !found.is_dir() || found.uid() != our_uid() || found.mode() & 0o022 != 0 {
        bail!(
            "{} is not a folder of ours alone: look who made it, remove it, then try again",
            path.display()
        );
    }
    Ok(())
}

fn lock(folder: &Path, patience: Duration) -> Result<File> {
    let path = folder.join("owner");
    let mut file = OpenOptions::new()
        .create(true)
        .read(true)
        .write(true)
        .truncate(false)
        .mode(0o600)
        .open(&path)
        .with_context(|| format!("cannot write {}", path.display()))?;
    let deadline = Instant::now() + patience;
    loop {
        match file.try_lock() {
            Ok(()) => break,
            Err(TryLockError::WouldBlock) if Instant::now() < deadline => sleep(GLANCE),
            Err(TryLockError::WouldBlock) => {
                let mut owner = String::new();
                let _ = file.read_to_string(&mut owner);
                bail!(
                    "this checkout's servers are already in use by process {}: stop that one first (Ctrl-C or \
                     `kill`), or work in another checkout",
                    owner.trim()
                );
            }
            Err(TryLockError::Error(error)) => {
                return Err(error).with_context(|| format!("cannot lock {}", path.display()));
            }
        }
    }
    if !path
        .metadata()
        .is_ok_and(|found| file.metadata().is_ok_and(|ours| ours.ino() == found.ino()))
    {
        bail!("{} was removed meanwhile: try again", folder.display());
    }
    file.set_len(0)
        .and_then(|()| writeln!(file, "{}", std::process::id()))
        .context("cannot note the owner")?;
    Ok(file)
}

/// Removes throw-away folders whose owner is gone. What cannot be removed now is left for the next time.
fn sweep() {
    let prefix = OsString::from(throw_away_prefix());
    let Ok(entries) = std::fs::read_dir(BASE) else {
        return;
    };
    for entry in entries.flatten() {
        let ours = entry.file_name().as_bytes().starts_with(prefix.as_bytes());
        // A folder without its lock file is one that is just being made.
        if ours
            && entry.path().join("owner").exists()
            && let Ok(folder) = Folder::open(entry.path(), Duration::ZERO)
        {
            let _ = folder.remove();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_checkouts_name_never_changes() {
        // The published test vector of FNV-1a: a change would make every checkout lose its data.
        assert_eq!(fnv1a(b"foobar"), 0x8594_4171_f739_67e8);
    }

    #[test]
    fn a_folder_that_others_may_write_to_is_refused() {
        let path = Path::new(BASE).join(format!("wsparcie-trap-{}", random_hex(8).unwrap()));
        std::fs::create_dir(&path).unwrap();
        std::fs::set_permissions(&path, Permissions::from_mode(0o777)).unwrap();
        let refused = make_private(&path).unwrap_err();
        std::fs::remove_dir(&path).unwrap();
        assert!(refused.to_string().contains("not a folder of ours alone"));
    }

    #[test]
    fn a_folder_in_use_is_refused_and_its_owner_named() {
        let folder = Folder::throw_away().unwrap();
        let refused = Folder::open(folder.path().to_path_buf(), Duration::ZERO)
            .err()
            .unwrap()
            .to_string();
        folder.remove().unwrap();
        assert!(
            refused.contains(&format!("process {}", std::process::id())),
            "{refused}"
        );
    }
}
