//! A private PostgreSQL: on 127.0.0.1 only, passwords always (SCRAM), no socket.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use rustix::process::Signal;

use crate::children::{GLANCE, ServerProcess};
use crate::control::{Server, Stop};
use crate::folder::{Folder, end_of_log};
use crate::ports;
use crate::programs::{self, find_postgres};
use crate::secrets::write_private;
use crate::user::ServiceUser;

/// The superuser of a private PostgreSQL.
const SUPERUSER: &str = "postgres";

/// Recovery after a crash can take a while; a start takes 0.2 s.
const START_PATIENCE: Duration = Duration::from_mins(1);

/// How often a start is tried again: a taken port, or a dead owner's `postmaster.pid`.
const TRIES: u32 = 5;

const SERVER: &str = "postgres";

pub(crate) struct PostgresServer {
    folder: Arc<Folder>,
    user: ServiceUser,
    programs: programs::Postgres,
    data: PathBuf,
    durable: bool,
    port: u16,
    /// Once somebody was told the port, it stays.
    is_address_known: bool,
    process: Option<ServerProcess>,
}

impl PostgresServer {
    /// Makes the database files if there are none. Starts nothing yet.
    ///
    /// `durable` makes every commit wait for the disk. Without it a commit survives PostgreSQL's own crash but not
    /// the machine's: enough for a test, and faster.
    pub(crate) fn prepare(
        folder: Arc<Folder>,
        user: ServiceUser,
        password: &str,
        port: u16,
        durable: bool,
    ) -> Result<Self> {
        let home = folder.for_server(SERVER, user)?;
        let data = home.join("data");
        let made_by = std::fs::read_to_string(data.join("PG_VERSION"))
            .ok()
            .map(|version| {
                version
                    .trim()
                    .parse()
                    .context("the database files name no version: `make reset` forgets them")
            })
            .transpose()?;
        let programs = find_postgres(made_by)?;
        if made_by.is_none() {
            init(&folder, &home, &data, &programs, user, password, durable)?;
        }
        Ok(Self {
            folder,
            user,
            programs,
            data,
            durable,
            port,
            is_address_known: false,
            process: None,
        })
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// The superuser's address of the database `postgres`.
    pub(crate) fn url(&self, password: &str) -> String {
        format!(
            "postgres://{SUPERUSER}:{password}@127.0.0.1:{}/postgres",
            self.port
        )
    }

    fn spawn(&self) -> Result<ServerProcess> {
        let mut settings = vec![
            format!("port={}", self.port),
            "listen_addresses=127.0.0.1".to_owned(),
            // Every process of this user could reach a socket; a port asks for a password.
            "unix_socket_directories=".to_owned(),
            "password_encryption=scram-sha-256".to_owned(),
            "max_connections=200".to_owned(),
            "timezone=UTC".to_owned(),
            "log_timezone=UTC".to_owned(),
            "logging_collector=off".to_owned(),
            // No statement and no parameter in the log: they can hold personal data.
            "log_min_error_statement=panic".to_owned(),
            // Each released connection is rolled back, and PostgreSQL warns where there was nothing to roll back.
            "log_min_messages=error".to_owned(),
            "log_error_verbosity=terse".to_owned(),
            "log_parameter_max_length=0".to_owned(),
        ];
        if !self.durable {
            // synchronous_commit stays on: an acknowledged commit must survive `stop_immediate`.
            settings.extend(["fsync=off", "full_page_writes=off", "max_wal_size=256MB"].map(str::to_owned));
        }
        let log = self.folder.log(SERVER)?;
        let mut command = self.user.command(&self.programs.bin.join("postgres"), &self.data);
        command.arg("-D").arg(&self.data);
        for setting in settings {
            command.arg("-c").arg(setting);
        }
        command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
        ServerProcess::spawn(SERVER, command, self.folder.process_record(SERVER))
    }

    /// Waits until this very process serves. `pg_isready` could meet another server on the port.
    fn wait_until_ready(&self, process: &mut ServerProcess) -> Result<bool> {
        let deadline = Instant::now() + START_PATIENCE;
        while Instant::now() < deadline {
            if process.exited()?.is_some() {
                return Ok(false);
            }
            if is_ready(&self.data.join("postmaster.pid"), process.pid()) {
                return Ok(true);
            }
            sleep(GLANCE);
        }
        bail!(
            "PostgreSQL is not ready after {START_PATIENCE:?}; {}",
            end_of_log(self.folder.path(), SERVER)
        )
    }
}

impl Server for PostgresServer {
    fn start(&mut self) -> Result<()> {
        if let Some(process) = &mut self.process
            && process.exited()?.is_none()
        {
            return Ok(());
        }
        self.process = None;
        for attempt in 1..=TRIES {
            let mut process = self.spawn()?;
            if self.wait_until_ready(&mut process)? {
                self.process = Some(process);
                self.is_address_known = true;
                return Ok(());
            }
            drop(process);
            // A killed parent's PostgreSQL may still be stopping, or somebody was faster on the port.
            sleep(Duration::from_millis(200) * attempt);
            if !self.is_address_known {
                self.port = ports::same_or_any(self.port)?;
            }
        }
        bail!(
            "PostgreSQL does not start; {}",
            end_of_log(self.folder.path(), SERVER)
        )
    }

    fn stop(&mut self, how: Stop) -> Result<()> {
        let signal = match how {
            Stop::Orderly => Signal::INT,
            Stop::Immediate => Signal::QUIT,
        };
        match self.process.take() {
            None => Ok(()),
            Some(mut process) => process.stop(signal),
        }
    }
}

/// Runs initdb beside the place of the data and moves the finished result there, so that half-made files are never
/// taken for a database.
fn init(
    folder: &Folder,
    home: &Path,
    data: &Path,
    programs: &programs::Postgres,
    user: ServiceUser,
    password: &str,
    durable: bool,
) -> Result<()> {
    let unfinished = home.join("data.new");
    if unfinished.exists() {
        std::fs::remove_dir_all(&unfinished)
            .with_context(|| format!("cannot remove {}", unfinished.display()))?;
    }
    let password_file = home.join("password");
    write_private(&password_file, password.as_bytes())?;
    user.own(&password_file)?;
    let log: File = folder.log("initdb")?;
    let mut command = user.command(&programs.bin.join("initdb"), home);
    command
        .arg("--pgdata")
        .arg(&unfinished)
        .arg("--pwfile")
        .arg(&password_file)
        .args(["--username", SUPERUSER])
        .args(["--auth", "scram-sha-256"])
        .args(["--encoding", "UTF8", "--text-search-config", "simple"])
        // Order by code points, so that an index serves a search by prefix; letters as Unicode knows them.
        .args(["--locale", "C", "--lc-ctype", "C.UTF-8"])
        .stdin(Stdio::null())
        .stdout(log.try_clone()?)
        .stderr(log);
    if !durable {
        command.arg("--no-sync");
    }
    let done = command
        .status()
        .context("cannot start initdb: is setpriv (package util-linux) installed?")?;
    let _ = std::fs::remove_file(&password_file);
    if !done.success() {
        bail!(
            "PostgreSQL's files could not be made; {}",
            end_of_log(folder.path(), "initdb")
        );
    }
    std::fs::rename(&unfinished, data).with_context(|| format!("cannot create {}", data.display()))
}

/// True if `postmaster.pid` says that process `pid` accepts connections: its first line is the process, its eighth
/// the state.
fn is_ready(pid_file: &Path, pid: u32) -> bool {
    let Ok(text) = std::fs::read_to_string(pid_file) else {
        return false;
    };
    let mut lines = text.lines();
    lines.next().is_some_and(|line| line.trim() == pid.to_string())
        && lines.nth(6).is_some_and(|line| line.trim() == "ready")
}
