//! PostgreSQL's host falls silent: connections stay open and nothing ever comes back on them, as after a failover.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use serde_json::json;
use tokio::net::{TcpListener, TcpStream};
use wsparcie_testkit::TestDb;

use super::{ready_again, told};
use crate::journeys::stage::Centre;
use crate::support::TestApp;

/// How many connections the test platform's request role may have.
const CONNECTIONS: usize = 8;

/// A door to the server that can fall silent.
struct Door {
    port: u16,
    silent: Arc<AtomicBool>,
}

impl Door {
    async fn before(server: String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let silent = Arc::new(AtomicBool::new(false));
        let fell_silent = Arc::clone(&silent);
        tokio::spawn(async move {
            loop {
                let (client, _) = listener.accept().await.unwrap();
                tokio::spawn(pass(client, server.clone(), Arc::clone(&fell_silent)));
            }
        });
        Self { port, silent }
    }

    /// Connections opened so far never hear again; new ones hear nothing until [`Self::speak`].
    fn fall_silent(&self) {
        self.silent.store(true, Ordering::SeqCst);
    }

    /// New connections are served.
    fn speak(&self) {
        self.silent.store(false, Ordering::SeqCst);
    }
}

/// Copies until the door falls silent; then holds both ends open for good.
async fn pass(mut client: TcpStream, server: String, silent: Arc<AtomicBool>) {
    let mut upstream = TcpStream::connect(&server).await.unwrap();
    let fallen = async {
        while !silent.load(Ordering::SeqCst) {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::select! {
        _ = tokio::io::copy_bidirectional(&mut client, &mut upstream) => return,
        () = fallen => {}
    }
    std::future::pending::<()>().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_silent_database_keeps_nobody_beyond_the_deadline_and_leaves_no_connection_behind() {
    let mut test = TestDb::start().await;
    let server = test
        .config
        .rw_url
        .split('@')
        .next_back()
        .unwrap()
        .split('/')
        .next()
        .unwrap()
        .to_owned();
    let door = Door::before(server.clone()).await;
    let through = |url: &str| url.replace(&server, &format!("127.0.0.1:{}", door.port));
    for url in [
        &mut test.config.rw_url,
        &mut test.config.identity_url,
        &mut test.config.worker_url,
        &mut test.config.region_url,
        &mut test.config.reference_url,
    ] {
        *url = through(url);
    }
    let app = TestApp::start_on(test, &std::env::var("REDIS_URL").unwrap()).await;
    let centre = Centre::found(&app, "jelenia-gora", "0261011").await;
    let coordinator = centre.coordinator().await;
    let body = json!({"query": "{ projects(first: 1) { totalCount } }"});
    let people = json!({"query": "{ people(first: 1) { totalCount } }"});
    // Requests that wait for a lock: when silence falls, every connection of the pool is in the middle of a statement.
    let (mut admin, mut watcher) = (app.test.admin().await, app.test.admin().await);
    sqlx::raw_sql("begin; lock table casework.person in access exclusive mode")
        .execute(&mut admin)
        .await
        .unwrap();
    let waiting = "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
    let in_flight = futures::future::join_all((0..CONNECTIONS).map(|_| told(&coordinator, &people)));
    let silence = async {
        let before = Instant::now();
        while sqlx::query_scalar::<_, i64>(waiting)
            .fetch_one(&mut watcher)
            .await
            .unwrap()
            < i64::try_from(CONNECTIONS).unwrap()
        {
            assert!(
                before.elapsed() < Duration::from_secs(4),
                "all connections wait for the lock"
            );
        }
        door.fall_silent();
        futures::future::join_all((0..CONNECTIONS).map(|_| told(&coordinator, &body))).await
    };
    let (in_flight, later) = tokio::join!(in_flight, silence);
    sqlx::raw_sql("rollback").execute(&mut admin).await.unwrap();
    for answer in in_flight.iter().chain(&later) {
        assert!(answer.took < Duration::from_secs(11), "{:?}", answer.took);
        let typed = [
            (503, "UNAVAILABLE"),
            (504, "DEADLINE_EXCEEDED"),
            (200, "DEADLINE_EXCEEDED"),
            (200, "UNAVAILABLE"),
        ];
        assert!(
            typed.contains(&(answer.status, answer.code.as_str())),
            "{} {}",
            answer.status,
            answer.code
        );
    }

    door.speak();
    let back = Instant::now();
    loop {
        let answers = futures::future::join_all((0..CONNECTIONS).map(|_| told(&coordinator, &people))).await;
        if answers
            .iter()
            .all(|answer| answer.status == 200 && answer.code.is_empty())
        {
            break;
        }
        assert!(back.elapsed() < super::RECOVERY, "all are served again");
    }
    ready_again(&app).await;
}
