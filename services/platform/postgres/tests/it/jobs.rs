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

#[tokio::test]
async fn a_process_claims_only_the_kinds_it_does_and_the_others_wait_for_theirs() {
    let test = TestDb::start().await;
    let tenant = test.centre("north").await;
    let clock = Arc::new(clock_at("2026-01-01"));
    let mut tx = test.db.begin(tenant).await.unwrap();
    for kind in ["documents.sweep", "programmes.recount", "nobody.knows"] {
        for _ in 0..5 {
            let (id, now) = (Uuid::now_v7(), clock.now());
            enqueue(&mut tx, id, kind, &json!({}), now, now).await.unwrap();
        }
    }
    tx.commit().await.unwrap();
    event(&test, tenant, true).await;
    let (swept, counted) = (Arc::new(Mutex::new(Vec::new())), Arc::new(Mutex::new(Vec::new())));
    let documents = runner(&test, &clock)
        .handle("documents.sweep", remembering(&swept))
        .only_jobs();
    for _ in 0..4 {
        documents.work_once().await.unwrap();
    }
    assert_eq!(kinds(&swept), [("documents.sweep".to_owned(), 5)]);
    let left: Vec<(String, i64, i64)> = sqlx::query_as(
        "select kind, count(*), sum(attempts)::bigint from platform.job group by kind order by kind",
    )
    .fetch_all(&mut test.admin().await)
    .await
    .unwrap();
    assert_eq!(
        left,
        [
            ("nobody.knows".to_owned(), 5, 0),
            ("programmes.recount".to_owned(), 5, 0)
        ],
        "untouched"
    );
    let events: i64 = sqlx::query_scalar("select count(*) from platform.outbox")
        .fetch_one(&mut test.admin().await)
        .await
        .unwrap();
    assert_eq!(events, 1, "relaying is another process's");

    // The process that relays has no handler for what it makes of the event.
    runner(&test, &clock)
        .subscribe("participation.counted", "programmes.recount")
        .work_once()
        .await
        .unwrap();
    let programmes = runner(&test, &clock)
        .handle("programmes.recount", remembering(&counted))
        .only_jobs();
    for _ in 0..4 {
        programmes.work_once().await.unwrap();
    }
    assert_eq!(kinds(&counted), [("programmes.recount".to_owned(), 6)]);
}

fn kinds(seen: &Mutex<Vec<Job>>) -> Vec<(String, usize)> {
    let mut kinds = std::collections::BTreeMap::new();
    for job in seen.lock().unwrap().iter() {
        *kinds.entry(job.kind.clone()).or_insert(0) += 1;
    }
    kinds.into_iter().collect()
}

#[tokio::test]
async fn a_process_that_only_does_jobs_seals_nothing() {
    let test = TestDb::start().await;
    let tenant = test.centre("north").await;
    let clock = Arc::new(clock_at("2026-01-01"));
    sqlx::query(
        "insert into platform.audit_event (tenant_id, id, at, principal_kind, principal_id, action, subject_kind, request_id)
         values ($1, $2, now(), 'system', 'test', 'thing.done', 'thing', $2)",
    )
    .bind(tenant.into_uuid())
    .bind(Uuid::now_v7())
    .execute(&mut test.admin().await)
    .await
    .unwrap();
    let unsealed = async || -> i64 {
        sqlx::query_scalar("select count(*) from platform.audit_unsealed")
            .fetch_one(&mut test.admin().await)
            .await
            .unwrap()
    };
    runner(&test, &clock).only_jobs().work_once().await.unwrap();
    assert_eq!(unsealed().await, 1);
    runner(&test, &clock).work_once().await.unwrap();
    assert_eq!(unsealed().await, 0);
}
