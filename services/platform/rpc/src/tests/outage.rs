//! A service that goes away and comes back.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::net::TcpListener;
use wsparcie_kernel::CallError;

use super::{KEY, Served, client, echo, within};
use crate::{CallKeys, settle};

#[tokio::test]
async fn while_a_service_is_away_calls_fail_at_once_and_succeed_by_themselves_when_it_is_back() {
    let served = Served::start().await;
    let client = served.client();
    assert!(echo(&client, "before").await.is_ok());
    let address = served.address.clone();
    served.stop().await;
    for _ in 0..20 {
        let started = Instant::now();
        assert_eq!(echo(&client, "away").await, Err(CallError::Unavailable));
        assert!(started.elapsed() < Duration::from_millis(500));
    }
    let _back = Served::start_with(&address, |_| {}).await;
    let started = Instant::now();
    while echo(&client, "back").await.is_err() {
        assert!(
            started.elapsed() < Duration::from_millis(2_500),
            "the longest wait is two seconds"
        );
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn a_service_that_restarts_between_two_calls_costs_one_call_at_most() {
    let served = Served::start().await;
    let client = served.client();
    for round in 0..3 {
        assert!(echo(&client, "x").await.is_ok(), "{round}");
    }
    let address = served.address.clone();
    served.stop().await;
    let _back = Served::start_with(&address, |_| {}).await;
    // The one may be handed over before the end of the connection was read.
    if echo(&client, "y").await.is_err() {
        assert_eq!(echo(&client, "y").await, Ok("y".to_owned()));
    }
}

#[tokio::test]
async fn a_machine_that_accepts_and_stays_silent_costs_a_call_its_deadline_and_is_dialled_anew() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let client = client(&address, CallKeys::single(KEY));
    let (held, silent) = tokio::join!(listener.accept(), async {
        let started = Instant::now();
        let answer = settle(client.echo(within(300), "x".to_owned()).await);
        (answer, started.elapsed())
    });
    assert_eq!(silent.0, Err(CallError::DeadlineExceeded));
    assert!(silent.1 < Duration::from_secs(1));
    drop(listener);
    let _served = Served::start_with(&address, |_| {}).await;
    assert_eq!(echo(&client, "y").await, Ok("y".to_owned()));
    drop(held);
}

#[tokio::test]
async fn a_hundred_calls_at_once_dial_once() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let accepted = Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let counting = tokio::spawn({
        let accepted = Arc::clone(&accepted);
        async move {
            let mut held = Vec::new();
            while let Ok((socket, _)) = listener.accept().await {
                accepted.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
                held.push(socket);
            }
        }
    });
    let client = client(&address, CallKeys::single(KEY));
    let calls = (0..100).map(|_| {
        let client = client.clone();
        async move { settle(client.echo(within(400), "x".to_owned()).await) }
    });
    let answers = futures::future::join_all(calls).await;
    assert!(
        answers
            .iter()
            .all(|answer| *answer == Err(CallError::DeadlineExceeded))
    );
    assert_eq!(accepted.load(std::sync::atomic::Ordering::SeqCst), 1);
    counting.abort();
}

#[tokio::test]
async fn an_address_that_swallows_packets_costs_a_second_once_and_nothing_until_the_next_dial() {
    // A listener whose backlog is full: nobody answers the handshake.
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let address = socket.local_addr().unwrap();
    let _listener = socket.listen(1).unwrap();
    let mut fill = Vec::new();
    for _ in 0..8 {
        fill.push(tokio::spawn(tokio::net::TcpStream::connect(address)));
    }
    tokio::time::sleep(Duration::from_millis(100)).await;
    let client = client(&address.to_string(), CallKeys::single(KEY));
    let started = Instant::now();
    assert_eq!(echo(&client, "x").await, Err(CallError::Unavailable));
    assert!(started.elapsed() < Duration::from_millis(1_500));
    let started = Instant::now();
    assert_eq!(echo(&client, "x").await, Err(CallError::Unavailable));
    assert!(started.elapsed() < Duration::from_millis(20));
}
