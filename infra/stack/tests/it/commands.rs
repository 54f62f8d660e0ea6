//! `wsparcie-stack exec`, as `make test` uses it.

use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use crate::clients::{falls_silent, port_of};

/// The program, without the servers that the environment of this test run may name.
pub(crate) fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wsparcie-stack"));
    for name in ["DATABASE_URL", "REDIS_URL", "S3_ENDPOINT"] {
        command.env_remove(name);
    }
    command.stdin(Stdio::null());
    command
}

/// Sends a signal to a child.
pub(crate) fn signal(child: &Child, signal: Signal) {
    kill_process(Pid::from_raw(child.id().try_into().unwrap()).unwrap(), signal).unwrap();
}

fn text(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[tokio::test]
async fn exec_gives_the_command_its_servers_and_returns_its_code() {
    let script = "echo $DATABASE_URL; echo $REDIS_URL; echo $S3_ENDPOINT/$S3_BUCKET; exit 7";
    let output = program()
        .args(["exec", "--", "sh", "-c", script])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(7));
    let lines = text(&output);
    let addresses: Vec<&str> = lines.lines().collect();
    assert_eq!(addresses.len(), 3, "{lines}");
    for address in addresses {
        assert!(falls_silent(port_of(address)).await, "a server outlived exec");
    }
}

#[test]
fn exec_starts_nothing_when_the_environment_gives_every_server() {
    let output = program()
        .env("DATABASE_URL", "postgres://elsewhere/")
        .env("REDIS_URL", "redis://elsewhere/")
        .envs([
            ("S3_ENDPOINT", "http://elsewhere"),
            ("S3_ACCESS_KEY", "a"),
            ("S3_SECRET_KEY", "s"),
        ])
        .args(["exec", "sh", "-c", "echo $DATABASE_URL $REDIS_URL $S3_ENDPOINT"])
        .output()
        .unwrap();
    assert_eq!(
        text(&output),
        "postgres://elsewhere/ redis://elsewhere/ http://elsewhere\n"
    );
}

#[test]
fn exec_says_what_is_missing() {
    let output = program()
        .env("S3_ENDPOINT", "http://elsewhere")
        .env_remove("S3_ACCESS_KEY")
        .args(["exec", "true"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        String::from_utf8(output.stderr).unwrap(),
        "wsparcie-stack: S3_ENDPOINT is set, so S3_ACCESS_KEY is needed too\n"
    );
}

#[tokio::test]
async fn an_interrupted_exec_ends_its_command_and_its_servers() {
    let marker = std::env::temp_dir().join(format!("wsparcie-exec-{}", std::process::id()));
    let script = format!(
        "echo $DATABASE_URL > {0}.new; mv {0}.new {0}; sleep 600 & wait",
        marker.display()
    );
    let mut exec = program().args(["exec", "sh", "-c", &script]).spawn().unwrap();
    let deadline = Instant::now() + Duration::from_secs(30);
    while !marker.exists() {
        assert!(Instant::now() < deadline, "the command was not started");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let port = port_of(&std::fs::read_to_string(&marker).unwrap());
    std::fs::remove_file(&marker).unwrap();

    signal(&exec, Signal::TERM);
    assert_eq!(exec.wait().unwrap().code(), Some(128 + 15));
    assert!(falls_silent(port).await);
}
