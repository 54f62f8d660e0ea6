//! Server processes: started, watched, stopped, and found again after a parent that was killed.

use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus};
use std::sync::mpsc::{Sender, SyncSender, channel, sync_channel};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process};
use serde::{Deserialize, Serialize};

/// How often a waiting loop looks again.
pub(crate) const GLANCE: Duration = Duration::from_millis(20);

/// How long a server may take to stop before it is killed.
pub(crate) const STOP_PATIENCE: Duration = Duration::from_secs(20);

type Request = (Command, SyncSender<io::Result<Child>>);

/// Starts a child from a thread that lives as long as this process.
///
/// The kernel's "parent death" signal means the death of the *thread* that started the child, so a child that was
/// started from a test's or a worker's thread would stop when that thread ends.
fn spawn_from_lasting_thread(command: Command) -> io::Result<Child> {
    static KEEPER: OnceLock<Mutex<Sender<Request>>> = OnceLock::new();
    let keeper = KEEPER.get_or_init(|| {
        let (sender, requests) = channel::<Request>();
        std::thread::spawn(move || {
            for (mut command, answer) in requests {
                // The asker may have gone; then nobody wants the child.
                if let Err(unwanted) = answer.send(command.spawn())
                    && let Ok(mut child) = unwanted.0
                {
                    let _ = child.kill();
                }
            }
        });
        Mutex::new(sender)
    });
    let (answer, child) = sync_channel(1);
    keeper
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .send((command, answer))
        .map_err(|_gone| io::Error::other("the thread that starts servers has ended"))?;
    child
        .recv()
        .map_err(|_gone| io::Error::other("the thread that starts servers has ended"))?
}

/// A running server of ours.
pub(crate) struct ServerProcess {
    name: &'static str,
    child: Child,
    record: PathBuf,
}

impl ServerProcess {
    /// Starts a server and notes in `record` which process it is.
    pub(crate) fn spawn(name: &'static str, command: Command, record: PathBuf) -> Result<Self> {
        let child = spawn_from_lasting_thread(command)
            .with_context(|| format!("cannot start {name}: is setpriv (package util-linux) installed?"))?;
        let process = Self { name, child, record };
        if let Some(identity) = Identity::of(process.child.id()) {
            std::fs::write(&process.record, serde_json::to_string(&identity)?)
                .with_context(|| format!("cannot write {}", process.record.display()))?;
        }
        Ok(process)
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// How the server ended; `None` while it runs.
    pub(crate) fn exited(&mut self) -> Result<Option<ExitStatus>> {
        self.child
            .try_wait()
            .with_context(|| format!("cannot watch {}", self.name))
    }

    /// Stops the server with `signal`, and kills it if it is still there after a while.
    pub(crate) fn stop(&mut self, signal: Signal) -> Result<()> {
        if self.exited()?.is_none() {
            send(self.child.id(), signal);
            let deadline = Instant::now() + STOP_PATIENCE;
            while self.exited()?.is_none() {
                if Instant::now() > deadline {
                    self.child
                        .kill()
                        .with_context(|| format!("cannot kill {}", self.name))?;
                    self.child
                        .wait()
                        .with_context(|| format!("cannot watch {}", self.name))?;
                }
                sleep(GLANCE);
            }
        }
        let _ = std::fs::remove_file(&self.record);
        Ok(())
    }
}

impl Drop for ServerProcess {
    fn drop(&mut self) {
        if let Err(error) = self.stop(Signal::INT) {
            tracing::warn!(server = self.name, %error, "a private server could not be stopped");
        }
    }
}

/// Waits until a server that a killed parent left behind has ended, asking it to stop.
pub(crate) fn end_orphan(name: &str, record: &Path) -> Result<()> {
    let Ok(text) = std::fs::read_to_string(record) else {
        return Ok(());
    };
    let Ok(identity) = serde_json::from_str::<Identity>(&text) else {
        return Ok(());
    };
    let deadline = Instant::now() + STOP_PATIENCE;
    let mut asked = false;
    while Identity::of(identity.pid).as_ref() == Some(&identity) {
        if !asked {
            send(identity.pid, Signal::INT);
            asked = true;
        }
        if Instant::now() > deadline {
            bail!(
                "{name} of an earlier run (process {}) does not stop: end it with `kill`",
                identity.pid
            );
        }
        sleep(GLANCE);
    }
    let _ = std::fs::remove_file(record);
    Ok(())
}

/// Sends a signal; a process that is already gone is fine.
pub(crate) fn send(pid: u32, signal: Signal) {
    if let Some(pid) = i32::try_from(pid).ok().and_then(Pid::from_raw) {
        let _ = kill_process(pid, signal);
    }
}

/// One process for certain: a number alone is used again, but not with the same moment of birth.
#[derive(PartialEq, Eq, Serialize, Deserialize)]
struct Identity {
    pid: u32,
    /// Clock ticks since boot, field 22 of `/proc/PID/stat`.
    born: u64,
}

impl Identity {
    /// The living process of this number; `None` if there is none or it is a zombie.
    fn of(pid: u32) -> Option<Self> {
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
        // The second field is the program's name in parentheses, and a name may hold anything.
        let after_name = stat.rsplit_once(')')?.1;
        let mut fields = after_name.split_whitespace();
        let state = fields.next()?;
        let born = fields.nth(18)?.parse().ok()?;
        (state != "Z").then_some(Self { pid, born })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_is_told_from_a_later_one_of_the_same_number() {
        let us = Identity::of(std::process::id()).unwrap();
        assert!(us == Identity::of(std::process::id()).unwrap());
        assert!(
            us != Identity {
                pid: us.pid,
                born: us.born + 1
            }
        );
    }
}
