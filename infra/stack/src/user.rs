//! Which user the private servers run as.
//!
//! PostgreSQL refuses to run as root, so root hands its servers to the user `postgres`, which Debian's package makes.

use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

/// The user that Debian's PostgreSQL package makes.
const SERVICE_USER: &str = "postgres";

/// The user that the servers run as.
#[derive(Clone, Copy)]
pub(crate) enum ServiceUser {
    /// We are an ordinary user: the servers run as we do.
    Ourselves,
    /// We are root: the servers run as this user.
    Other { uid: u32, gid: u32 },
}

impl ServiceUser {
    /// Finds out who the servers run as.
    pub(crate) fn find() -> Result<Self> {
        if !rustix::process::geteuid().is_root() {
            return Ok(Self::Ourselves);
        }
        let [uid, gid] = ["-u", "-g"].map(id_of_service_user);
        Ok(Self::Other { uid: uid?, gid: gid? })
    }

    /// Gives a file or folder to the servers' user.
    pub(crate) fn own(self, path: &Path) -> Result<()> {
        match self {
            Self::Ourselves => Ok(()),
            Self::Other { uid, gid } => chown(path, Some(uid), Some(gid))
                .with_context(|| format!("cannot give {} to the user {SERVICE_USER}", path.display())),
        }
    }

    /// A command that runs `program` as the servers' user, in `folder`, deaf to the terminal's Ctrl-C, and told to
    /// stop when the thread that starts it ends, which is how children die with a parent that was killed.
    pub(crate) fn command(self, program: &Path, folder: &Path) -> Command {
        let mut command = Command::new("setpriv");
        command
            .args(["--pdeathsig", "INT", "--"])
            .arg(program)
            .current_dir(folder)
            // A stray PGDATA, PGPORT or LC_ALL must not reach a server.
            .env_clear()
            .env(
                "PATH",
                "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            )
            .env("HOME", folder)
            .env("LC_ALL", "C")
            .env("TZ", "UTC")
            .process_group(0);
        if let Self::Other { uid, gid } = self {
            command.uid(uid).gid(gid);
        }
        command
    }
}

fn id_of_service_user(which: &str) -> Result<u32> {
    let output = Command::new("id")
        .args([which, SERVICE_USER])
        .output()
        .context("cannot run `id`")?;
    let text = String::from_utf8_lossy(&output.stdout);
    match text.trim().parse() {
        Ok(id) if output.status.success() && id != 0 => Ok(id),
        _ => bail!(
            "PostgreSQL refuses to run as root and there is no user `{SERVICE_USER}` to run it as: \
             run infra/install.sh, or `useradd --system {SERVICE_USER}`, or work as an ordinary user"
        ),
    }
}
