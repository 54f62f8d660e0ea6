//! More requests than can be worked on: the accepted keep their latency, the rest are told at once, nobody takes others' places.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use http::StatusCode;
use serde_json::Value;
use wsparcie_programmes_api::{ProgrammesApiRequest as P, ProgrammesApiResponse as PR};

use crate::support::{App, Setup};

const ASK: &str = "{ recruitmentVocabulary { name } }";
/// How long the service takes. Far longer than all else that a request needs, so that a busy machine changes little.
const TAKES: Duration = Duration::from_millis(400);
const PLACES: usize = 4;
/// How many requests come at twice saturation.
const COME: usize = 80;

/// A gateway in front of a slow service, with four places of which one organisation may have so many.
fn app(of_one_organisation: usize) -> App {
    let mut setup = Setup {
        programmes: Arc::new(|request| match request {
            P::ListFactsVocabulary { .. } => PR::ListFactsVocabulary(Ok(Vec::new())),
            other => panic!("{other:?}"),
        }),
        programmes_take: TAKES,
        ..Setup::default()
    };
    let shed = &mut setup.config.shed;
    (shed.at_once, shed.organisation_at_once) = (PLACES, of_one_organisation);
    // A place is free every 100 ms: whoever waits gets one before the 250 ms of patience are over.
    (shed.waiting, shed.organisation_waiting) = (16, 2);
    setup.config.buckets.capacity = 1_000_000;
    App::with(setup)
}

async fn timed(app: &App, token: &str) -> (StatusCode, String, Duration) {
    let before = Instant::now();
    let answer = app.ask(token, ASK, Value::Null).await;
    let code = answer.code().to_owned();
    if answer.status != StatusCode::OK {
        assert!(
            !answer.header("retry-after").is_empty(),
            "a refusal says when to come again"
        );
    }
    (answer.status, code, before.elapsed())
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// How long a request takes when nobody else asks.
async fn unloaded(app: &App, token: &str) -> Duration {
    let mut took = Vec::new();
    for _ in 0..5 {
        let (status, _, time) = timed(app, token).await;
        assert_eq!(status, StatusCode::OK);
        took.push(time);
    }
    median(took)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn at_twice_saturation_the_accepted_keep_their_latency_and_the_rest_are_told_at_once() {
    let app = Arc::new(app(PLACES));
    let token = app.sign_in().await;
    let unloaded = unloaded(&app, &token).await;

    // Four places, 400 ms each: ten a second. Twice as many come, evenly, for four seconds.
    let mut clock = tokio::time::interval(Duration::from_millis(50));
    let mut running = Vec::new();
    for _ in 0..COME {
        clock.tick().await;
        let (app, token) = (Arc::clone(&app), token.clone());
        running.push(tokio::spawn(async move { timed(&app, &token).await }));
    }
    let (mut accepted, mut refused) = (Vec::new(), Vec::new());
    for answer in running {
        let (status, code, took) = answer.await.unwrap();
        if status == StatusCode::OK {
            accepted.push(took);
        } else {
            assert!(
                matches!(code.as_str(), "OVERLOADED" | "TOO_MANY_AT_ONCE"),
                "{status} {code}"
            );
            assert!(matches!(status.as_u16(), 503 | 429));
            refused.push(took);
        }
    }
    // About half of them each; a machine that stalls for a moment shifts the share, not more.
    assert_eq!(accepted.len() + refused.len(), COME);
    assert!(accepted.len() >= COME / 4, "{} were accepted", accepted.len());
    assert!(refused.len() >= COME / 8, "{} were refused", refused.len());
    assert!(
        app.at_once.load(Ordering::SeqCst) <= PLACES,
        "never more than the places at once"
    );
    let (of_accepted, of_refused) = (median(accepted), median(refused));
    // At most 250 ms of waiting on top of the service's own 400 ms; a refusal needs neither.
    assert!(
        of_accepted < unloaded * 2,
        "accepted {of_accepted:?}, unloaded {unloaded:?}"
    );
    assert!(
        of_refused < unloaded / 2,
        "refused after {of_refused:?}, unloaded {unloaded:?}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_noisy_organisation_leaves_the_others_their_places() {
    let app = Arc::new(app(PLACES - 1));
    let noisy = app.sign_in().await;
    let quiet = {
        let first = app.sign_in().await;
        let query = "{ viewer { memberships { organisationId } } }";
        let viewer = app.ask(&first, query, Value::Null).await;
        let other = viewer.body["data"]["viewer"]["memberships"][1]["organisationId"].clone();
        let switch =
            format!("mutation {{ switchOrganisation(input: {{organisationId: {other}}}) {{ token }} }}");
        let answer = app.ask(&first, &switch, Value::Null).await;
        answer.body["data"]["switchOrganisation"]["token"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let unloaded = unloaded(&app, &quiet).await;
    let stop = Arc::new(AtomicBool::new(false));
    // Three are worked on, two wait, and the rest find their organisation's queue full; they never fill the entrance, whose places
    // and queue are twenty.
    let flood: Vec<_> = (0..12)
        .map(|_| {
            let (app, token, stop) = (Arc::clone(&app), noisy.clone(), Arc::clone(&stop));
            tokio::spawn(async move {
                let (mut served, mut refused) = (0, 0);
                while !stop.load(Ordering::SeqCst) {
                    match timed(&app, &token).await {
                        (StatusCode::OK, ..) => served += 1,
                        (status, code, _) => {
                            assert!(
                                matches!(code.as_str(), "TOO_MANY_AT_ONCE" | "OVERLOADED"),
                                "{status} {code}"
                            );
                            refused += 1;
                            tokio::time::sleep(Duration::from_millis(20)).await;
                        }
                    }
                }
                (served, refused)
            })
        })
        .collect();
    tokio::time::sleep(Duration::from_millis(200)).await;
    let mut took = Vec::new();
    for _ in 0..8 {
        let (status, code, time) = timed(&app, &quiet).await;
        assert_eq!(
            (status, code.as_str()),
            (StatusCode::OK, ""),
            "the quiet one is served"
        );
        took.push(time);
    }
    stop.store(true, Ordering::SeqCst);
    let (mut served, mut refused) = (0, 0);
    for client in flood {
        let (one, other) = client.await.unwrap();
        served += one;
        refused += other;
    }
    assert!(
        served > 0 && refused > 0,
        "the noisy one has its share and no more: {served}, {refused}"
    );
    let took = median(took);
    assert!(
        took < unloaded * 2,
        "the quiet one does not wait behind the noisy one: {took:?}, unloaded {unloaded:?}"
    );
}
