//! What a remote call does like a local one.

use std::time::{Duration, Instant};

use wsparcie_kernel::CallError;

use super::{Served, client, echo, within};
use crate::{CallKeys, settle};

#[tokio::test]
async fn a_remote_call_is_answered() {
    let served = Served::start().await;
    let client = served.client();
    assert_eq!(echo(&client, "Łódź").await, Ok("Łódź".to_owned()));
    assert_eq!(echo(&client, "again").await, Ok("again".to_owned()));
}

#[tokio::test]
async fn many_calls_share_one_connection() {
    let served = Served::start_with("127.0.0.1:0", |config| config.max_connections = 1).await;
    let client = served.client();
    let calls = (0..100).map(|n| {
        let client = client.clone();
        async move { echo(&client, &n.to_string()).await }
    });
    for (n, answer) in futures::future::join_all(calls).await.into_iter().enumerate() {
        assert_eq!(answer, Ok(n.to_string()));
    }
}

#[tokio::test]
async fn a_panic_is_an_answer_and_the_connection_lives_on() {
    let served = Served::start().await;
    let client = served.client();
    let started = Instant::now();
    assert_eq!(
        settle(client.defect(within(5_000)).await),
        Err(CallError::Internal)
    );
    assert!(started.elapsed() < Duration::from_secs(1));
    assert_eq!(echo(&client, "after").await, Ok("after".to_owned()));
}

#[tokio::test]
async fn a_slow_call_is_given_up_at_its_deadline_and_others_go_on() {
    let served = Served::start().await;
    let client = served.client();
    let started = Instant::now();
    let (slow, quick) = tokio::join!(client.sleep(within(200), 60_000), echo(&client, "quick"));
    assert_eq!(settle(slow), Err(CallError::DeadlineExceeded));
    assert_eq!(quick, Ok("quick".to_owned()));
    assert!(started.elapsed() < Duration::from_secs(2));
    assert_eq!(echo(&client, "after").await, Ok("after".to_owned()));
}

#[tokio::test]
async fn a_deadline_travels_and_one_years_ahead_is_cut_to_half_a_minute() {
    let served = Served::start().await;
    let client = served.client();
    let left = settle(client.left(within(700)).await).unwrap();
    assert!((1..=700).contains(&left), "{left}");
    let years = crate::context(Duration::from_hours(24 * 365 * 5));
    let left = settle(client.left(years).await).unwrap();
    assert!((25_000..=30_000).contains(&left), "{left}");
}

#[tokio::test]
async fn requests_too_many_are_refused_as_unavailable_and_the_others_answered() {
    let served = Served::start_with("127.0.0.1:0", |config| config.max_requests = 4).await;
    let client = served.client();
    let calls = (0..12).map(|_| {
        let client = client.clone();
        async move { settle(client.sleep(within(5_000), 300).await) }
    });
    let answers = futures::future::join_all(calls).await;
    let ok = answers.iter().filter(|answer| answer.is_ok()).count();
    let shed = answers
        .iter()
        .filter(|answer| **answer == Err(CallError::Unavailable))
        .count();
    assert_eq!((ok, shed), (4, 8));
    assert_eq!(served.handled(), 4);
    assert!(echo(&client, "after").await.is_ok());
}

#[tokio::test]
async fn requests_too_many_on_one_connection_are_refused_as_unavailable() {
    let served = Served::start_with("127.0.0.1:0", |config| {
        config.max_requests_per_connection = 3;
    })
    .await;
    let client = served.client();
    let calls = (0..9).map(|_| {
        let client = client.clone();
        async move { settle(client.sleep(within(5_000), 300).await) }
    });
    let answers = futures::future::join_all(calls).await;
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 3);
    assert!(
        answers
            .iter()
            .all(|answer| matches!(answer, Ok(_) | Err(CallError::Unavailable)))
    );
}

#[tokio::test]
async fn an_answer_too_long_is_an_error_of_its_call_alone() {
    let served = Served::start().await;
    let client = served.client();
    let long = crate::wire::MAX_FRAME;
    assert_eq!(
        settle(client.long(within(20_000), long).await),
        Err(CallError::Internal)
    );
    assert_eq!(
        settle(client.echo(within(20_000), "a".repeat(long)).await),
        Err(CallError::Internal)
    );
    assert_eq!(echo(&client, "after").await, Ok("after".to_owned()));
}

#[tokio::test]
async fn a_stopping_service_answers_what_it_has_begun_and_takes_nothing_more() {
    let served = Served::start().await;
    let client = served.client();
    assert!(echo(&client, "before").await.is_ok());
    let begun = tokio::spawn({
        let client = client.clone();
        async move { settle(client.sleep(within(5_000), 400).await) }
    });
    while served.handled() < 2 {
        tokio::task::yield_now().await;
    }
    served.stop.cancel();
    assert_eq!(echo(&client, "too late").await, Err(CallError::Unavailable));
    assert_eq!(begun.await.unwrap(), Ok(400));
    tokio::time::timeout(Duration::from_secs(2), served.task)
        .await
        .expect("it ends once the last answer is out")
        .unwrap();
    assert_eq!(echo(&client, "gone").await, Err(CallError::Unavailable));
}

#[tokio::test]
async fn a_ping_tells_whether_the_service_is_ready_and_never_waits_longer_than_asked() {
    use crate::{Link, RemoteConfig};
    let link = |address: &str| {
        Link::<super::ProbeRequest, super::ProbeResponse>::remote(RemoteConfig {
            service: "probe",
            address: address.to_owned(),
            keys: CallKeys::single(super::KEY),
            clock: std::sync::Arc::new(wsparcie_kernel::SystemClock),
            ids: std::sync::Arc::new(wsparcie_kernel::SystemIds),
        })
    };
    let patience = Duration::from_millis(300);
    let served = Served::start().await;
    assert!(link(&served.address).is_ready(patience).await);
    let not_ready = Served::start_with("127.0.0.1:0", |config| {
        config.ready = std::sync::Arc::new(|| Box::pin(async { false }));
    })
    .await;
    assert!(!link(&not_ready.address).is_ready(patience).await);
    let hanging = Served::start_with("127.0.0.1:0", |config| {
        config.ready = std::sync::Arc::new(|| Box::pin(std::future::pending()));
    })
    .await;
    let started = Instant::now();
    assert!(!link(&hanging.address).is_ready(patience).await);
    assert!(started.elapsed() < Duration::from_secs(1));
    assert!(!link("127.0.0.1:1").is_ready(patience).await);
}

#[tokio::test]
async fn both_keys_are_believed_while_the_key_changes_and_the_old_one_no_more_after_it() {
    let (old, new) = ([1; 32], [2; 32]);
    let served = Served::start_with("127.0.0.1:0", |config| config.keys = CallKeys::pair(old, new)).await;
    for keys in [
        CallKeys::single(old),
        CallKeys::pair(new, old),
        CallKeys::single(new),
    ] {
        assert!(echo(&client(&served.address, keys), "x").await.is_ok());
    }
    let served = Served::start_with("127.0.0.1:0", |config| config.keys = CallKeys::single(new)).await;
    let refused = echo(&client(&served.address, CallKeys::single(old)), "x").await;
    assert_eq!((refused, served.handled()), (Err(CallError::Unavailable), 0));
}
