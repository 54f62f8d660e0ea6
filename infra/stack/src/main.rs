//! `wsparcie-stack`: private servers for tests and for work on the code.

use std::io::{IsTerminal, Write};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::PathBuf;
use std::process::{Child, Command, ExitCode, ExitStatus};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use clap::{Parser, Subcommand};
use rustix::process::{Pid, Signal, kill_process, kill_process_group};
use tokio::signal::unix::{SignalKind, signal};
use wsparcie_stack::{External, Stack, StackConfig, reset};

/// How long a command may take to end after a signal before it is killed.
const END_PATIENCE: Duration = Duration::from_secs(15);

#[derive(Parser)]
#[command(name = "wsparcie-stack", about = "A private PostgreSQL, Redis and S3")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Run a command against throw-away servers, then remove them. Its exit code is the command's.
    Exec {
        /// The command; it finds the servers in `DATABASE_URL` (as superuser), `REDIS_URL`, `S3_ENDPOINT` and so on.
        #[arg(required = true, trailing_var_arg = true, allow_hyphen_values = true)]
        command: Vec<String>,
    },
    /// Start servers, print their addresses for a shell, and serve until Ctrl-C.
    Dev {
        /// The servers and data that `make run` keeps for this checkout, instead of throw-away ones.
        #[arg(long)]
        checkout: Option<PathBuf>,
    },
    /// Forget the data that `make run` keeps for a checkout.
    Reset {
        /// The checkout.
        #[arg(default_value = ".")]
        checkout: PathBuf,
    },
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Arguments::parse().task).await {
        Ok(code) => code,
        Err(error) => {
            eprintln!("wsparcie-stack: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(task: Task) -> Result<ExitCode> {
    match task {
        Task::Exec { command } => exec(&command).await,
        Task::Dev { checkout } => dev(checkout).await,
        Task::Reset { checkout } => {
            let forgotten = tokio::task::spawn_blocking(move || reset(&checkout)).await??;
            println!(
                "{}",
                if forgotten {
                    "the data are forgotten"
                } else {
                    "there were no data"
                }
            );
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// The signals that ask us to end. Caught from the start, so that no server is left behind.
struct Interrupts {
    int: tokio::signal::unix::Signal,
    term: tokio::signal::unix::Signal,
}

impl Interrupts {
    fn catch() -> Result<Self> {
        let catch = |kind| signal(kind).context("cannot catch signals");
        Ok(Self {
            int: catch(SignalKind::interrupt())?,
            term: catch(SignalKind::terminate())?,
        })
    }

    async fn next(&mut self) -> Signal {
        tokio::select! {
            _ = self.int.recv() => Signal::INT,
            _ = self.term.recv() => Signal::TERM,
        }
    }
}

async fn dev(checkout: Option<PathBuf>) -> Result<ExitCode> {
    let mut interrupts = Interrupts::catch()?;
    let config = checkout.map_or_else(StackConfig::throw_away, StackConfig::kept_for);
    let stack = Stack::start(config.with_external(External::from_env()?)).await?;
    let mut out = std::io::stdout().lock();
    for (name, value) in stack.environment() {
        writeln!(out, "export {name}='{}'", value.replace('\'', r"'\''"))?;
    }
    out.flush()?;
    drop(out);
    interrupts.next().await;
    stack.stop().await?;
    Ok(ExitCode::SUCCESS)
}

async fn exec(command: &[String]) -> Result<ExitCode> {
    let mut interrupts = Interrupts::catch()?;
    let stack = Stack::start(StackConfig::throw_away().with_external(External::from_env()?)).await?;
    let ended = run_command(command, &stack, &mut interrupts).await;
    stack.stop().await?;
    Ok(ExitCode::from(shell_code(ended?)))
}

async fn run_command(command: &[String], stack: &Stack, interrupts: &mut Interrupts) -> Result<ExitStatus> {
    let (program, arguments) = command.split_first().context("no command")?;
    // In a group of its own the command's children get our signals too. At a terminal it must stay in ours, or it
    // couldn't read from the terminal, which sends Ctrl-C to all of us anyway.
    let own_group = !std::io::stdin().is_terminal();
    let mut prepared = Command::new(program);
    prepared.args(arguments).envs(stack.environment());
    if own_group {
        prepared.process_group(0);
    }
    let mut child = prepared
        .spawn()
        .with_context(|| format!("cannot start {program}"))?;
    let pid = i32::try_from(child.id())
        .ok()
        .and_then(Pid::from_raw)
        .context("the command has no number")?;

    let mut deadline = None;
    loop {
        if let Some(status) = child.try_wait().context("cannot watch the command")? {
            return Ok(status);
        }
        if deadline.is_some_and(|deadline| Instant::now() > deadline) {
            kill(&mut child, pid, own_group)?;
        }
        tokio::select! {
            wanted = interrupts.next() => {
                deadline.get_or_insert_with(|| Instant::now() + END_PATIENCE);
                let _ = if own_group { kill_process_group(pid, wanted) } else { kill_process(pid, wanted) };
            }
            () = tokio::time::sleep(Duration::from_millis(50)) => {}
        }
    }
}

fn kill(child: &mut Child, pid: Pid, own_group: bool) -> Result<()> {
    if own_group {
        let _ = kill_process_group(pid, Signal::KILL);
    }
    child.kill().context("cannot kill the command")
}

/// What a shell would report: the command's code, or 128 and the signal that ended it.
fn shell_code(status: ExitStatus) -> u8 {
    let code = status
        .code()
        .unwrap_or_else(|| 128 + status.signal().unwrap_or(0));
    u8::try_from(code).unwrap_or(u8::MAX)
}
