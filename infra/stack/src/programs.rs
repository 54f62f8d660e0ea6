//! Where the server programs are.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

/// The oldest PostgreSQL whose row level security and `security_invoker` views we rely on.
const MIN_POSTGRES: u32 = 15;

/// An installed PostgreSQL: its folder of programs and its major version.
pub(crate) struct Postgres {
    pub(crate) bin: PathBuf,
    pub(crate) major: u32,
}

/// Finds PostgreSQL: the version that made `data` if there are data, otherwise the newest.
pub(crate) fn find_postgres(made_by: Option<u32>) -> Result<Postgres> {
    let mut installed: Vec<Postgres> = postgres_folders()
        .into_iter()
        .filter_map(|bin| {
            Some(Postgres {
                major: major_version(&bin)?,
                bin,
            })
        })
        .filter(|found| found.major >= MIN_POSTGRES)
        .collect();
    installed.sort_by_key(|found| found.major);
    match made_by {
        None => match installed.pop() {
            Some(newest) => Ok(newest),
            None => bail!(
                "no PostgreSQL {MIN_POSTGRES} or newer is installed: run infra/install.sh, or set DATABASE_URL"
            ),
        },
        Some(major) => match installed.into_iter().find(|found| found.major == major) {
            Some(same) => Ok(same),
            None => bail!(
                "this checkout's data were made by PostgreSQL {major}, which is no longer installed: \
                 install postgresql-{major}, or forget the data with `make reset`"
            ),
        },
    }
}

fn postgres_folders() -> Vec<PathBuf> {
    let mut folders = Vec::new();
    if let Ok(versions) = std::fs::read_dir("/usr/lib/postgresql") {
        folders.extend(versions.flatten().map(|version| version.path().join("bin")));
    }
    // A link on the PATH may point into a folder that holds the other programs.
    if let Some(real) = on_path("initdb").and_then(|link| link.canonicalize().ok()) {
        folders.extend(real.parent().map(Path::to_path_buf));
    }
    folders.retain(|folder| folder.join("initdb").exists() && folder.join("postgres").exists());
    folders
}

fn major_version(bin: &Path) -> Option<u32> {
    let output = Command::new(bin.join("postgres"))
        .arg("--version")
        .output()
        .ok()?;
    parse_major(&String::from_utf8_lossy(&output.stdout))
}

/// Reads `15` from `postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)`.
fn parse_major(version: &str) -> Option<u32> {
    let number = version
        .split_whitespace()
        .find(|word| word.starts_with(|c: char| c.is_ascii_digit()))?;
    number.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

/// Finds a Redis server, under whichever name it is installed.
pub(crate) fn find_redis() -> Result<PathBuf> {
    // Debian's redis-tools ships the whole server as `redis-check-rdb`; started through a link named `redis-server`
    // it is the server.
    let found = on_path("redis-server")
        .or_else(|| on_path("valkey-server"))
        .or_else(|| Some(PathBuf::from("/usr/bin/redis-check-rdb")).filter(|tool| tool.exists()));
    match found {
        Some(program) => Ok(program),
        None => bail!("no Redis server is installed: run infra/install.sh, or set REDIS_URL"),
    }
}

fn on_path(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(program))
        .find(|candidate| candidate.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_read_from_what_postgres_says() {
        assert_eq!(
            parse_major("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n"),
            Some(15)
        );
        assert_eq!(parse_major("postgres (PostgreSQL) 18devel"), Some(18));
        assert_eq!(parse_major("something else"), None);
    }
}
