//! What the gateway tells telemetry of buckets and refusals: shares, kinds and codes, and of whom it was, nothing.

use std::sync::{Arc, Mutex};

use http::StatusCode;
use serde_json::Value;
use wsparcie_gateway::{BucketKind, Charge};

use crate::support::{App, Setup, own_sessions};

/// Two points.
const VIEWER: &str = "{ viewer { login } }";
const CAPACITY: u64 = 400;

#[derive(Clone, Default)]
struct Heard {
    charges: Arc<Mutex<Vec<Charge>>>,
    refusals: Arc<Mutex<Vec<&'static str>>>,
}

impl Heard {
    /// What was heard since it was last asked.
    fn charges(&self) -> Vec<Charge> {
        std::mem::take(&mut *self.charges.lock().unwrap())
    }

    fn refusals(&self) -> Vec<&'static str> {
        std::mem::take(&mut *self.refusals.lock().unwrap())
    }
}

/// A gateway with small buckets, an organisation's as small as a client's, and what it tells.
fn app(heard: &Heard, user: u128, prefix: &str) -> App {
    let mut setup = Setup {
        user,
        ..Setup::default()
    };
    prefix.clone_into(&mut setup.config.sessions.key_prefix);
    let buckets = &mut setup.config.buckets;
    (buckets.capacity, buckets.restore_rate, buckets.organisation_share) = (CAPACITY, 1, 1);
    listened(setup, heard)
}

fn listened(mut setup: Setup, heard: &Heard) -> App {
    let (charges, refusals) = (Arc::clone(&heard.charges), Arc::clone(&heard.refusals));
    setup.config.observability.charge = Arc::new(move |charge| charges.lock().unwrap().push(charge));
    setup.config.observability.refusal = Arc::new(move |code| refusals.lock().unwrap().push(code));
    App::with(setup)
}

#[tokio::test]
async fn each_charge_is_told_with_the_shares_that_are_left_and_a_refusal_with_the_bucket_that_lacked() {
    let (heard, prefix) = (Heard::default(), own_sessions().key_prefix);
    let (first, second) = (app(&heard, 77, &prefix), app(&heard, 78, &prefix));
    let (token, other) = (first.sign_in().await, second.sign_in().await);
    heard.charges();

    assert_eq!(
        first.ask(&token, VIEWER, Value::Null).await.status,
        StatusCode::OK
    );
    let told = heard.charges();
    let [
        Charge::Answered {
            client,
            organisation,
            refused_by: None,
        },
    ] = told[..]
    else {
        panic!("{told:?}");
    };
    assert!((client - 398.0 / 400.0).abs() < 0.01, "{client}");
    assert!((organisation - client).abs() < 0.01, "{organisation}");

    // The first one uses all up, the own points and those of the organisation.
    let mut asked = 0;
    while first.ask(&token, VIEWER, Value::Null).await.status == StatusCode::OK {
        asked += 1;
        assert!(asked < 1_000, "the bucket has an end");
    }
    let refused = |bucket| move |charge: &&Charge| matches!(charge, Charge::Answered { refused_by: Some(by), .. } if *by == bucket);
    let told = heard.charges();
    assert_eq!(told.iter().filter(refused(BucketKind::Client)).count(), 1);
    assert_eq!(told.len(), asked + 1, "a settlement is no charge");
    assert_eq!(heard.refusals(), ["RATE_LIMITED"]);

    // The second one's own bucket is full, so it is the organisation's that refuses.
    let mut tries = 0;
    while second.ask(&other, VIEWER, Value::Null).await.status == StatusCode::OK {
        tries += 1;
        assert!(tries < 100, "what flows back is used up");
    }
    let told = heard.charges();
    assert_eq!(
        told.iter().filter(refused(BucketKind::Organisation)).count(),
        1,
        "{told:?}"
    );
}

#[tokio::test]
async fn without_redis_the_refusal_is_told_and_so_is_one_before_any_charge() {
    let heard = Heard::default();
    let app = listened(
        Setup {
            redis_url: "redis://127.0.0.1:1/0".to_owned(),
            ..Setup::default()
        },
        &heard,
    );
    let answer = app.post(&[], "{ __typename }", Value::Null).await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(heard.charges(), [Charge::Unavailable]);
    assert_eq!(heard.refusals(), ["UNAVAILABLE"]);

    let answer = app
        .post(&[], "{ __schema { types { name } } }", Value::Null)
        .await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert_eq!(heard.charges(), []);
    assert_eq!(heard.refusals(), ["UNAUTHENTICATED"]);
}

#[tokio::test]
async fn a_gateway_at_rest_has_no_request_under_work() {
    let app = App::start();
    app.sign_in().await;
    let load = app.gateway.load();
    assert_eq!(
        (load.work.in_use, load.work.waiting, load.entrance.in_use),
        (0, 0, 0)
    );
    assert!(load.work.places > 0 && load.work.queue > 0);
}
