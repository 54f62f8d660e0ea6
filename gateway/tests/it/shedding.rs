//! More requests than can be worked on: the accepted keep their latency, the rest are told at once, nobody takes others' places.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use http::StatusCode;
use serde_json::Value;
use wsparcie_programmes_api::{ProgrammesApiRequest as P, ProgrammesApiResponse as PR};

use crate::support::{App, Setup};

const ASK: &str = "{ recruitmentVocabulary { name } }";
const TAKES: Duration = Duration::from_millis(80);

/// A gateway in front of a slow service, with eight places.
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
    (shed.at_once, shed.organisation_at_once) = (8, of_one_organisation);
    (shed.waiting, shed.organisation_waiting) = (8, 8);
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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn at_twice_saturation_the_accepted_keep_their_latency_and_the_rest_are_told_at_once() {
    let app = Arc::new(app(8));
    let token = app.sign_in().await;
    let mut unloaded = Vec::new();
    for _ in 0..10 {
        let (status, _, took) = timed(&app, &token).await;
        assert_eq!(status, StatusCode::OK);
        unloaded.push(took);
    }
    let unloaded = median(unloaded);

    // Eight places, 80 ms each: a hundred a second. Twice as many come, evenly, for two seconds.
    let mut clock = tokio::time::interval(Duration::from_millis(5));
    let mut running = Vec::new();
    for _ in 0..400 {
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
    assert_eq!(accepted.len() + refused.len(), 400);
    // A busy machine does less; what counts is that the places stay in use.
    assert!(accepted.len() >= 40, "{} were accepted", accepted.len());
    assert!(refused.len() >= 40, "the rest are refused: {}", refused.len());
    assert!(
        app.at_once.load(Ordering::SeqCst) <= 8,
        "never more than eight at once"
    );
    let (of_accepted, of_refused) = (median(accepted), median(refused));
    assert!(
        of_accepted < unloaded * 3 + Duration::from_millis(50),
        "accepted {of_accepted:?}, unloaded {unloaded:?}"
    );
    assert!(
        of_refused < Duration::from_millis(50),
        "refused after {of_refused:?}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_noisy_organisation_leaves_the_others_their_places() {
    let app = Arc::new(app(5));
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
    let stop = Arc::new(AtomicBool::new(false));
    let flood: Vec<_> = (0..24)
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
                            tokio::time::sleep(Duration::from_millis(5)).await;
                        }
                    }
                }
                (served, refused)
            })
        })
        .collect();
    tokio::time::sleep(Duration::from_millis(200)).await;
    let mut took = Vec::new();
    for _ in 0..15 {
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
        took < TAKES * 4,
        "the quiet one does not wait behind the noisy one: {took:?}"
    );
}
