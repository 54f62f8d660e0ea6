//! The stack that `make run` keeps for a checkout.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use redis::AsyncCommands;
use rustix::process::Signal;
use wsparcie_stack::{Stack, StackConfig, random_hex, reset};

use crate::clients;
use crate::commands::{program, signal};

/// A folder that stands for a checkout; its data are forgotten at the end of the test.
struct Checkout(PathBuf);

impl Checkout {
    fn new() -> Self {
        let path = std::env::temp_dir().join(format!("wsparcie-checkout-{}", random_hex(6).unwrap()));
        std::fs::create_dir(&path).unwrap();
        Self(path)
    }

    fn path(&self) -> &Path {
        &self.0
    }

    async fn start(&self) -> Stack {
        Stack::start(StackConfig::kept_for(self.path())).await.unwrap()
    }
}

impl Drop for Checkout {
    fn drop(&mut self) {
        let _ = reset(&self.0);
        let _ = std::fs::remove_dir(&self.0);
    }
}

/// Another process that keeps a checkout's servers up, and PostgreSQL's address.
fn another_process(checkout: &Checkout) -> (Child, String) {
    let mut command = program();
    command
        .arg("dev")
        .arg("--checkout")
        .arg(checkout.path())
        .stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let first = lines.next().unwrap().unwrap();
    let url = first
        .trim_start_matches("export DATABASE_URL='")
        .trim_end_matches('\'')
        .to_owned();
    // The rest must be read, or the child would wait for us.
    assert_eq!(lines.take(6).count(), 6);
    (child, url)
}

async fn remember(stack: &Stack) {
    let mut connection = clients::postgres(stack.admin_url()).await.unwrap();
    sqlx::query("create table note (text text)")
        .execute(&mut connection)
        .await
        .unwrap();
    sqlx::query("insert into note values ('kept')")
        .execute(&mut connection)
        .await
        .unwrap();
    clients::redis_round_trip(stack.redis_url()).await.unwrap();
    clients::put(stack.s3(), "note", "kept").await.unwrap();
}

#[tokio::test]
async fn a_kept_stack_remembers_until_it_is_reset() {
    let checkout = Checkout::new();
    let first = checkout.start().await;
    remember(&first).await;
    let addresses = first.environment().map(|(_, value)| value.to_owned());
    first.stop().await.unwrap();

    let begun = Instant::now();
    let second = checkout.start().await;
    assert!(
        begun.elapsed() < Duration::from_secs(5),
        "took {:?}",
        begun.elapsed()
    );
    assert_eq!(second.environment().map(|(_, value)| value.to_owned()), addresses);
    assert_eq!(
        clients::ask(second.admin_url(), "select text from note").await,
        "kept"
    );
    assert_eq!(
        clients::ask(second.admin_url(), "select current_setting('fsync')").await,
        "on"
    );
    let redis = redis::Client::open(second.redis_url()).unwrap();
    let greeting: String = redis
        .get_multiplexed_async_connection()
        .await
        .unwrap()
        .get("greeting")
        .await
        .unwrap();
    assert_eq!(greeting, "dzień dobry");
    assert_eq!(clients::get(second.s3(), "note").await, "kept");

    let in_use = reset(checkout.path()).unwrap_err().to_string();
    assert!(
        in_use.contains(&format!("process {}", std::process::id())),
        "{in_use}"
    );
    second.stop().await.unwrap();
    assert!(reset(checkout.path()).unwrap());
    assert!(
        !reset(checkout.path()).unwrap(),
        "there is nothing left to forget"
    );

    let third = checkout.start().await;
    assert_eq!(
        clients::ask(
            third.admin_url(),
            "select coalesce(to_regclass('note')::text, '')"
        )
        .await,
        ""
    );
    third.stop().await.unwrap();
}

#[tokio::test]
async fn two_checkouts_run_side_by_side() {
    let (one, other) = (Checkout::new(), Checkout::new());
    let (first, second) = tokio::join!(one.start(), other.start());
    for ((name, left), (_, right)) in first.environment().into_iter().zip(second.environment()) {
        assert!(
            left != right || matches!(name, "S3_REGION" | "S3_BUCKET"),
            "{name} is shared"
        );
    }
    remember(&first).await;
    remember(&second).await;
    first.stop().await.unwrap();
    assert_eq!(
        clients::ask(second.admin_url(), "select text from note").await,
        "kept"
    );
    second.stop().await.unwrap();
}

#[tokio::test]
async fn servers_end_with_a_killed_parent_and_start_again_with_their_data() {
    let checkout = Checkout::new();
    let (mut parent, url) = another_process(&checkout);
    let mut connection = clients::postgres(&url).await.unwrap();
    sqlx::query("create table note as select 'kept' as text")
        .execute(&mut connection)
        .await
        .unwrap();
    signal(&parent, Signal::KILL);
    parent.wait().unwrap();

    // At once, while the old servers are still stopping.
    let stack = checkout.start().await;
    assert_eq!(
        clients::ask(stack.admin_url(), "select text from note").await,
        "kept"
    );
    stack.stop().await.unwrap();
    assert!(clients::falls_silent(clients::port_of(&url)).await);
}

#[tokio::test]
async fn ctrl_c_stops_every_server() {
    let checkout = Checkout::new();
    let (mut parent, url) = another_process(&checkout);
    signal(&parent, Signal::INT);
    assert!(parent.wait().unwrap().success());
    assert!(clients::falls_silent(clients::port_of(&url)).await);
}
