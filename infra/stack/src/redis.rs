//! A private Redis: on 127.0.0.1 only, behind a password.

use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpStream};
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
use crate::programs::find_redis;
use crate::secrets::write_private;
use crate::user::ServiceUser;

/// Loading the data of an earlier run can take a while; a start takes 0.05 s.
const START_PATIENCE: Duration = Duration::from_mins(1);

/// How often a start on a taken port is tried again.
const TRIES: u32 = 5;

const SERVER: &str = "redis";

pub(crate) struct RedisServer {
    folder: Arc<Folder>,
    user: ServiceUser,
    program: PathBuf,
    home: PathBuf,
    password: String,
    durable: bool,
    port: u16,
    /// Once somebody was told the port, it stays.
    is_address_known: bool,
    process: Option<ServerProcess>,
}

impl RedisServer {
    /// Makes the folder. Starts nothing yet. `durable` keeps the data for the next run.
    pub(crate) fn prepare(
        folder: Arc<Folder>,
        user: ServiceUser,
        password: &str,
        port: u16,
        durable: bool,
    ) -> Result<Self> {
        let home = folder.for_server(SERVER, user)?;
        // The program is the server only if its name says so (see `find_redis`).
        let link = home.join("redis-server");
        let _ = std::fs::remove_file(&link);
        std::os::unix::fs::symlink(find_redis()?, &link)
            .with_context(|| format!("cannot create {}", link.display()))?;
        let password = password.to_owned();
        Ok(Self {
            folder,
            user,
            program: link,
            home,
            password,
            durable,
            port,
            is_address_known: false,
            process: None,
        })
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    pub(crate) fn url(&self, password: &str) -> String {
        format!("redis://default:{password}@127.0.0.1:{}/0", self.port)
    }

    fn spawn(&self) -> Result<ServerProcess> {
        // A file, because everybody can read a command line.
        let configuration = self.home.join("redis.conf");
        write_private(&configuration, self.configuration().as_bytes())?;
        self.user.own(&configuration)?;
        let log = self.folder.log(SERVER)?;
        let mut command = self.user.command(&self.program, &self.home);
        command
            .arg(&configuration)
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log);
        ServerProcess::spawn(SERVER, command, self.folder.process_record(SERVER))
    }

    fn configuration(&self) -> String {
        let append_only = if self.durable { "yes" } else { "no" };
        format!(
            "bind 127.0.0.1\nport {}\nrequirepass {}\ndir {}\nappendonly {append_only}\nsave \"\"\n\
             daemonize no\nsupervised no\ndatabases 16\nmaxmemory-policy noeviction\n",
            self.port,
            self.password,
            quoted(&self.home),
        )
    }

    /// Waits until our server answers; false if it ended instead.
    fn wait_until_ready(&self, process: &mut ServerProcess) -> Result<bool> {
        let deadline = Instant::now() + START_PATIENCE;
        while Instant::now() < deadline {
            if process.exited()?.is_some() {
                return Ok(false);
            }
            // Another server on this port doesn't know the password.
            if answers(self.port, &self.password) {
                return Ok(true);
            }
            sleep(GLANCE);
        }
        bail!(
            "Redis is not ready after {START_PATIENCE:?}; {}",
            end_of_log(self.folder.path(), SERVER)
        )
    }
}

impl Server for RedisServer {
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
            sleep(Duration::from_millis(200) * attempt);
            if !self.is_address_known {
                self.port = ports::same_or_any(self.port)?;
            }
        }
        bail!("Redis does not start; {}", end_of_log(self.folder.path(), SERVER))
    }

    fn stop(&mut self, how: Stop) -> Result<()> {
        let signal = match how {
            Stop::Orderly => Signal::INT,
            Stop::Immediate => Signal::KILL,
        };
        match self.process.take() {
            None => Ok(()),
            Some(mut process) => process.stop(signal),
        }
    }
}

/// Signs in and asks for a sign of life. A server that still loads its data answers with an error.
fn answers(port: u16, password: &str) -> bool {
    let talk = || -> std::io::Result<bool> {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
        stream.set_read_timeout(Some(Duration::from_secs(2)))?;
        write!(stream, "AUTH {password}\r\nPING\r\n")?;
        let mut lines = BufReader::new(stream).lines();
        let signed_in = lines.next().transpose()?.is_some_and(|line| line == "+OK");
        let alive = lines.next().transpose()?.is_some_and(|line| line == "+PONG");
        Ok(signed_in && alive)
    };
    talk().unwrap_or(false)
}

/// A path as a quoted word of Redis's configuration file.
fn quoted(path: &Path) -> String {
    format!(
        "\"{}\"",
        path.display()
            .to_string()
            .replace('\\', "\\\\")
            .replace('"', "\\\"")
    )
}
