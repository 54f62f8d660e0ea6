//! No statement outlives the request it is for.

use std::pin::Pin;
use std::time::{Duration, Instant};

use sqlx::Executor;
use wsparcie_postgres::{DbError, deadline};
use wsparcie_testkit::{Statements, TestDb};

fn within<'a, T>(
    left: Duration,
    work: impl Future<Output = T> + 'a,
) -> Pin<Box<dyn Future<Output = T> + 'a>> {
    Box::pin(deadline::within(Instant::now() + left, work))
}

#[tokio::test]
async fn a_request_with_300_milliseconds_left_cannot_hold_a_statement_for_longer() {
    let test = TestDb::start().await;
    let tenant = test.centre("north").await;
    let left = Duration::from_millis(300);
    for which in ["tenant", "identity", "region"] {
        // Connecting takes its time the first time.
        drop(test.db.begin(tenant).await.unwrap());
        drop(test.db.begin_identity().await.unwrap());
        drop(test.db.begin_region("08").await.unwrap());
        let started = Instant::now();
        let failed: DbError = within(left, async {
            let slow = "select pg_sleep(5)";
            match which {
                "tenant" => test.db.begin(tenant).await.unwrap().conn().execute(slow).await,
                "identity" => test.db.begin_identity().await.unwrap().conn().execute(slow).await,
                _ => {
                    test.db
                        .begin_region("08")
                        .await
                        .unwrap()
                        .conn()
                        .execute(slow)
                        .await
                }
            }
            .expect_err("the statement is ended by the server")
            .into()
        })
        .await;
        let took = started.elapsed();
        assert!(matches!(failed, DbError::Timeout), "{which}: {failed}");
        assert!(took < Duration::from_millis(900), "{which}: {took:?}");
    }
}

#[tokio::test]
async fn nothing_begins_when_no_time_is_left() {
    let test = TestDb::start().await;
    let tenant = test.centre("north").await;
    within(Duration::ZERO, async {
        assert!(matches!(
            test.db.begin(tenant).await.err(),
            Some(DbError::Timeout)
        ));
        assert!(matches!(
            test.db.begin_identity().await.err(),
            Some(DbError::Timeout)
        ));
        assert!(matches!(
            test.db.identity_conn().await.err(),
            Some(DbError::Timeout)
        ));
        assert!(matches!(
            test.db.begin_region("08").await.err(),
            Some(DbError::Timeout)
        ));
    })
    .await;
}

#[tokio::test]
async fn the_limit_ends_with_its_transaction() {
    let test = TestDb::start().await;
    let tenant = test.centre("north").await;
    let one = wsparcie_postgres::DbConfig {
        max_connections: 1,
        ..test.config.clone()
    };
    let db = wsparcie_postgres::Db::lazy(&one).unwrap();
    let shown = async || -> String {
        let mut tx = db.begin(tenant).await.unwrap();
        sqlx::query_scalar("show statement_timeout")
            .fetch_one(tx.conn())
            .await
            .unwrap()
    };
    let before = shown().await;
    let inside = within(Duration::from_millis(800), shown()).await;
    assert_ne!(inside, before);
    assert!(inside.ends_with("ms"), "{inside}");
    assert_eq!(shown().await, before);
}

#[tokio::test]
async fn a_full_pool_keeps_a_request_waiting_no_longer_than_its_deadline() {
    let test = TestDb::start().await;
    let tenant = test.centre("north").await;
    let one = wsparcie_postgres::DbConfig {
        max_connections: 1,
        ..test.config.clone()
    };
    let db = wsparcie_postgres::Db::lazy(&one).unwrap();
    let held = db.begin(tenant).await.unwrap();
    let started = Instant::now();
    let refused = within(Duration::from_millis(200), db.begin(tenant)).await;
    assert!(matches!(refused.err(), Some(DbError::Timeout)));
    assert!(started.elapsed() < Duration::from_secs(1));
    drop(held);
    db.begin(tenant).await.unwrap();
}

#[tokio::test]
async fn a_deadline_costs_no_statement() {
    let test = TestDb::start().await;
    let tenant = test.centre("north").await;
    let statements = Statements::watch();
    let work = async || {
        let mut tx = test.db.begin(tenant).await.unwrap();
        tx.conn().execute("select 1").await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = test.db.begin_identity().await.unwrap();
        tx.conn().execute("select 1").await.unwrap();
        tx.commit().await.unwrap();
    };
    work().await;
    let without = statements.take();
    within(Duration::from_secs(2), work()).await;
    assert_eq!(statements.take(), without);
    assert!(without >= 2);
}
