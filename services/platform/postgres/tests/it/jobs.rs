//! Background work: at least once, never lost, one tenant at a time.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use chrono::TimeDelta;
use serde_json::json;
use uuid::Uuid;
use wsparcie_kernel::ids::TenantId;
use wsparcie_kernel::{Clock, FixedClock, SystemIds};
use wsparcie_postgres::jobs::{Handler, Job, JobFailure, Runner, enqueue};
use wsparcie_postgres::outbox;
use wsparcie_testkit::{TestDb, clock_at, noon};

fn runner(test: &TestDb, clock: &Arc<FixedClock>) -> Runner {
    Runner::new(
        test.db.clone(),
        Arc::clone(clock) as Arc<dyn Clock>,
        Arc::new(SystemIds),
        Arc::new(|_, _| {}),
    )
}

fn remembering(seen: &Arc<Mutex<Vec<Job>>>) -> Handler {
    let seen = Arc::clone(seen);
    Arc::new(move |job| {
        seen.lock().unwrap().push(job);
        Box::pin(async { Ok(()) })
    })
}

async fn event(test: &TestDb, tenant: TenantId, commit: bool) {
    let mut tx = test.db.begin(tenant).await.unwrap();
    let payload = json!({"project_id": 1});
    outbox::record(
        &mut tx,
        Uuid::now_v7(),
        "participation.counted",
        &payload,
        noon("2026-01-01"),
    )
    .await
    .unwrap();
    if commit {
        tx.commit().await.unwrap();
    }
}

#[tokio::test]
async fn a_committed_event_becomes_one_job_of_each_subscriber_and_a_rolled_back_one_none() {
    let test = TestDb::start().await;
    let tenant = test.centre("north").await;
    event(&test, tenant, true).await;
    event(&test, tenant, false).await;
    let seen = Arc::new(Mutex::new(Vec::new()));
    let runner = runner(&test, &Arc::new(clock_at("2026-01-01")))
        .handle("programmes.recount", remembering(&seen))
        .subscribe("participation.counted", "programmes.recount");
    for _ in 0..3 {
        runner.work_once().await.unwrap();
    }
    let seen = seen.lock().unwrap();
    assert_eq!(seen.len(), 1);
    assert_eq!(
        (seen[0].tenant_id, seen[0].attempts, &seen[0].payload),
        (tenant, 1, &json!({"project_id": 1}))
    );
}

#[tokio::test]
async fn a_failed_job_is_tried_again_later_and_laid_aside_in_the_end() {
    let test = TestDb::start().await;
    let tenant = test.centre("north").await;
    let clock = Arc::new(clock_at("2026-01-01"));
    let tries = Arc::new(AtomicUsize::new(0));
    let failing: Handler = {
        let tries = Arc::clone(&tries);
        Arc::new(move |_| {
            tries.fetch_add(1, Ordering::SeqCst);
            Box::pin(async { Err(JobFailure("S3")) })
        })
    };
    let runner = runner(&test, &clock).handle("documents.sweep", failing);
    let mut tx = test.db.begin(tenant).await.unwrap();
    enqueue(
        &mut tx,
        Uuid::now_v7(),
        "documents.sweep",
        &json!({}),
        clock.now(),
        clock.now(),
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();

    runner.work_once().await.unwrap();
    runner.work_once().await.unwrap();
    assert_eq!(tries.load(Ordering::SeqCst), 1, "it waits before the second try");
    for _ in 0..20 {
        clock.set(clock.now() + TimeDelta::hours(2));
        runner.work_once().await.unwrap();
    }
    assert_eq!(tries.load(Ordering::SeqCst), 10);
    let (state, error): (String, String) = sqlx::query_as("select state, last_error from platform.job")
        .fetch_one(&mut test.admin().await)
        .await
        .unwrap();
    assert_eq!((state.as_str(), error.as_str()), ("dead", "S3"));
}

#[tokio::test]
async fn a_job_whose_handler_panics_does_not_take_the_runner_with_it() {
    let test = TestDb::start().await;
    let tenant = test.centre("north").await;
    let clock = Arc::new(clock_at("2026-01-01"));
    let panicking: Handler = Arc::new(|_| Box::pin(async { panic!("a defect") }));
    let runner = runner(&test, &clock).handle("documents.sweep", panicking);
    let mut tx = test.db.begin(tenant).await.unwrap();
    enqueue(
        &mut tx,
        Uuid::now_v7(),
        "documents.sweep",
        &json!({}),
        clock.now(),
        clock.now(),
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    runner.work_once().await.unwrap();
    let error: String = sqlx::query_scalar("select last_error from platform.job")
        .fetch_one(&mut test.admin().await)
        .await
        .unwrap();
    assert_eq!(error, "PANIC");
}

#[tokio::test]
async fn two_runners_at_once_do_each_job_once() {
    let test = TestDb::start().await;
    let tenant = test.centre("north").await;
    let clock = Arc::new(clock_at("2026-01-01"));
    let mut tx = test.db.begin(tenant).await.unwrap();
    for _ in 0..20 {
        enqueue(
            &mut tx,
            Uuid::now_v7(),
            "documents.sweep",
            &json!({}),
            clock.now(),
            clock.now(),
        )
        .await
        .unwrap();
    }
    tx.commit().await.unwrap();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let (left, right) = (
        runner(&test, &clock).handle("documents.sweep", remembering(&seen)),
        runner(&test, &clock).handle("documents.sweep", remembering(&seen)),
    );
    for _ in 0..4 {
        let (left, right) = tokio::join!(left.work_once(), right.work_once());
        left.unwrap();
        right.unwrap();
    }
    let mut ids: Vec<_> = seen.lock().unwrap().iter().map(|job| job.id).collect();
    ids.sort();
    ids.dedup();
    assert_eq!((ids.len(), seen.lock().unwrap().len()), (20, 20));
}

#[tokio::test]
async fn idempotency_records_are_forgotten_after_48_hours_and_not_before() {
    let test = TestDb::start().await;
    let tenant = test.centre("north").await;
    let mut admin = test.admin().await;
    for (key, age) in [("old", "49 hours"), ("young", "47 hours")] {
        sqlx::query(
            "insert into platform.idempotency (tenant_id, principal, key, fingerprint, created_at)
             values ($1, 'p', $2, 'f', now() - $3::interval)",
        )
        .bind(tenant.into_uuid())
        .bind(key)
        .bind(age)
        .execute(&mut admin)
        .await
        .unwrap();
    }
    runner(&test, &Arc::new(clock_at("2026-01-01")))
        .housekeep()
        .await
        .unwrap();
    let left: Vec<String> = sqlx::query_scalar("select key from platform.idempotency")
        .fetch_all(&mut admin)
        .await
        .unwrap();
    assert_eq!(left, ["young"]);
}
