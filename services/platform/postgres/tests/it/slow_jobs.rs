//! What takes long holds nothing else up: neither events nor seals nor other jobs.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use chrono::TimeDelta;
use serde_json::json;
use tokio::sync::Semaphore;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;
use wsparcie_kernel::ids::TenantId;
use wsparcie_kernel::{Clock, FixedClock, SystemIds};
use wsparcie_postgres::jobs::{Backlog, Handler, Runner, enqueue};
use wsparcie_postgres::outbox;
use wsparcie_testkit::{TestDb, clock_at};

/// Jobs that wait until the test lets them go.
struct Held {
    begun: Arc<AtomicUsize>,
    ended: Arc<AtomicUsize>,
    gate: Arc<Semaphore>,
}

impl Held {
    fn new() -> Self {
        Self {
            begun: Arc::default(),
            ended: Arc::default(),
            gate: Arc::new(Semaphore::new(0)),
        }
    }

    fn handler(&self) -> Handler {
        let (begun, ended, gate) = (
            Arc::clone(&self.begun),
            Arc::clone(&self.ended),
            Arc::clone(&self.gate),
        );
        Arc::new(move |_| {
            let (begun, ended, gate) = (Arc::clone(&begun), Arc::clone(&ended), Arc::clone(&gate));
            Box::pin(async move {
                begun.fetch_add(1, Ordering::SeqCst);
                gate.acquire().await.unwrap().forget();
                ended.fetch_add(1, Ordering::SeqCst);
                Ok(())
            })
        })
    }

    fn counts(&self) -> (usize, usize) {
        (
            self.begun.load(Ordering::SeqCst),
            self.ended.load(Ordering::SeqCst),
        )
    }
}

struct Stage {
    test: TestDb,
    tenant: TenantId,
    clock: Arc<FixedClock>,
}

impl Stage {
    async fn start() -> Self {
        let test = TestDb::start().await;
        let tenant = test.centre("north").await;
        let clock = Arc::new(clock_at("2026-01-01"));
        Self { test, tenant, clock }
    }

    fn runner(&self) -> Runner {
        Runner::new(
            self.test.db.clone(),
            Arc::clone(&self.clock) as Arc<dyn Clock>,
            Arc::new(SystemIds),
            Arc::new(|_, _| {}),
        )
    }

    async fn enqueue(&self, kind: &str, count: usize) {
        let now = self.clock.now();
        let mut tx = self.test.db.begin(self.tenant).await.unwrap();
        for _ in 0..count {
            enqueue(&mut tx, Uuid::now_v7(), kind, &json!({}), now, now)
                .await
                .unwrap();
        }
        tx.commit().await.unwrap();
    }

    async fn event(&self) {
        let mut tx = self.test.db.begin(self.tenant).await.unwrap();
        let (payload, now) = (json!({}), self.clock.now());
        outbox::record(&mut tx, Uuid::now_v7(), "participation.changed", &payload, now)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    async fn number(&self, sql: &'static str) -> i64 {
        let mut admin = self.test.admin().await;
        sqlx::query_scalar(sql).fetch_one(&mut admin).await.unwrap()
    }
}

fn working(runner: Runner, stop: &CancellationToken) -> JoinHandle<()> {
    let stop = stop.clone();
    tokio::spawn(async move { runner.run(stop).await })
}

/// Waits for what must come within ten seconds.
async fn until(what: &str, holds: impl AsyncFn() -> bool) {
    for _ in 0..500 {
        if holds().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("{what} did not come");
}

const JOBS: &str = "select count(*) from platform.job";

#[tokio::test]
async fn while_slow_jobs_run_an_event_is_relayed_and_counted_and_the_audit_trail_is_sealed() {
    let stage = Stage::start().await;
    let (slow, quick) = (Held::new(), Held::new());
    quick.gate.add_permits(100);
    let runner = stage
        .runner()
        .handle_slow("programmes.freeze", slow.handler())
        .handle("programmes.participation", quick.handler())
        .subscribe("participation.changed", "programmes.participation");
    // More of them than there are places of any kind.
    stage.enqueue("programmes.freeze", 12).await;
    let stop = CancellationToken::new();
    let runner = working(runner, &stop);
    until("two slow jobs", async || slow.counts().0 == 2).await;
    stage.event().await;
    sqlx::query(
        "insert into platform.audit_event (tenant_id, id, at, principal_kind, principal_id, action, subject_kind, request_id)
         values ($1, $2, now(), 'system', 'test', 'thing.done', 'thing', $2)",
    )
    .bind(stage.tenant.into_uuid())
    .bind(Uuid::now_v7())
    .execute(&mut stage.test.admin().await)
    .await
    .unwrap();
    until("the event's job", async || quick.counts().1 == 1).await;
    let unsealed = "select count(*) from platform.audit_unsealed";
    until("the seal", async || stage.number(unsealed).await == 0).await;
    assert_eq!(slow.counts(), (2, 0), "few at once, and none of them has ended");
    slow.gate.add_permits(100);
    until("the other slow jobs", async || stage.number(JOBS).await == 0).await;
    assert_eq!(slow.counts(), (12, 12));
    stop.cancel();
    runner.await.unwrap();
}

#[tokio::test]
async fn one_job_that_takes_long_holds_up_no_other_of_its_kind() {
    let stage = Stage::start().await;
    let held = Held::new();
    held.gate.add_permits(20);
    let stuck = Held::new();
    let runner = stage
        .runner()
        .handle("documents.sweep", held.handler())
        .handle("documents.scan", stuck.handler());
    stage.enqueue("documents.scan", 1).await;
    stage.enqueue("documents.sweep", 20).await;
    let stop = CancellationToken::new();
    let runner = working(runner, &stop);
    until("all others", async || held.counts().1 == 20).await;
    assert_eq!(stuck.counts(), (1, 0));
    stuck.gate.add_permits(1);
    stop.cancel();
    runner.await.unwrap();
}

#[tokio::test]
async fn a_runner_that_is_told_to_stop_finishes_what_it_has_begun_and_begins_nothing() {
    let stage = Stage::start().await;
    let slow = Held::new();
    let runner = stage.runner().handle_slow("programmes.freeze", slow.handler());
    stage.enqueue("programmes.freeze", 5).await;
    let stop = CancellationToken::new();
    let runner = working(runner, &stop);
    until("two slow jobs", async || slow.counts().0 == 2).await;
    stop.cancel();
    tokio::time::sleep(Duration::from_millis(400)).await;
    assert!(!runner.is_finished(), "it waits for them");
    slow.gate.add_permits(5);
    runner.await.unwrap();
    assert_eq!(slow.counts(), (2, 2));
    assert_eq!(stage.number(JOBS).await, 3, "those that ended are forgotten");
}

#[tokio::test]
async fn a_round_has_finished_what_it_claimed_slow_jobs_as_well() {
    let stage = Stage::start().await;
    let (slow, quick) = (Held::new(), Held::new());
    slow.gate.add_permits(5);
    quick.gate.add_permits(5);
    let runner = stage
        .runner()
        .handle_slow("programmes.freeze", slow.handler())
        .handle("documents.sweep", quick.handler());
    stage.enqueue("programmes.freeze", 1).await;
    stage.enqueue("documents.sweep", 3).await;
    assert_eq!(runner.work_once().await.unwrap(), 4);
    assert_eq!((slow.counts(), quick.counts()), ((1, 1), (3, 3)));
    assert_eq!(stage.number(JOBS).await, 0);
}

#[tokio::test]
async fn the_backlog_is_as_old_as_what_waits_longest() {
    let stage = Stage::start().await;
    let runner = stage.runner();
    let waits = |event, job| Backlog {
        event: TimeDelta::seconds(event),
        job: TimeDelta::seconds(job),
    };
    assert_eq!(runner.backlog().await.unwrap(), Some(waits(0, 0)));
    stage.event().await;
    stage.clock.set(stage.clock.now() + TimeDelta::seconds(30));
    stage.enqueue("programmes.freeze", 1).await;
    stage.clock.set(stage.clock.now() + TimeDelta::seconds(12));
    stage.event().await;
    assert_eq!(runner.backlog().await.unwrap(), Some(waits(42, 12)));
    // What is under way, done for, or not due yet does not wait.
    for set in [
        "locked_until = run_at + interval '1 hour'",
        "state = 'dead'",
        "state = 'ready', run_at = run_at + interval '1 hour', locked_until = null",
    ] {
        let sql = sqlx::AssertSqlSafe(format!("update platform.job set {set}"));
        let mut admin = stage.test.admin().await;
        sqlx::query(sql).execute(&mut admin).await.unwrap();
        assert_eq!(runner.backlog().await.unwrap(), Some(waits(42, 0)), "{set}");
    }
    runner.work_once().await.unwrap();
    assert_eq!(runner.backlog().await.unwrap(), Some(waits(0, 0)));
    assert_eq!(stage.runner().only_jobs().backlog().await.unwrap(), None);
}
