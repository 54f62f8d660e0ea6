//! The whole platform under load: Redis stops and starts under requests in flight; nobody slips through and nobody hangs.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::{Value, json};

use crate::journeys::stage::Centre;
use crate::outage::{Checkout, platform_on, ready_again};
use crate::support::Client;

/// One answer: when it came, its status and code, how long it took.
struct Seen {
    at: Instant,
    status: u16,
    code: String,
    retry_after: bool,
    took: Duration,
}

async fn ask(client: &Client, body: &Value) -> Seen {
    let before = Instant::now();
    let request = client
        .request(Method::POST, "/graphql")
        .header("content-type", "application/json");
    let response = request
        .body(body.to_string())
        .send()
        .await
        .expect("the gateway answers");
    let status = response.status().as_u16();
    let retry_after = response.headers().contains_key("retry-after");
    let body: Value = response.json().await.expect("the answer is JSON");
    Seen {
        at: Instant::now(),
        status,
        code: body["errors"][0]["extensions"]["code"]
            .as_str()
            .unwrap_or_default()
            .to_owned(),
        retry_after,
        took: before.elapsed(),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn redis_stopped_and_started_under_load_refuses_everybody_in_time_and_recovers_by_itself() {
    let checkout = Checkout::new();
    let stack = checkout.start().await;
    let app = platform_on(&stack).await;
    let centre = Centre::found(&app, "jelenia-gora", "0261011").await;
    let coordinator = centre.coordinator().await;
    let stop = Arc::new(AtomicBool::new(false));
    // Five who are signed in, and a stranger, whose requests are counted as well.
    let clients: Vec<_> = (0..6)
        .map(|n| {
            let (client, query) = match n {
                0 => (app.anonymous(), "{ __typename }"),
                _ => (
                    coordinator.clone(),
                    "{ viewer { login } projects(first: 5) { edges { cursor } } }",
                ),
            };
            let stop = Arc::clone(&stop);
            tokio::spawn(async move {
                let body = json!({"query": query});
                let mut seen = Vec::new();
                while !stop.load(Ordering::SeqCst) {
                    seen.push(ask(&client, &body).await);
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
                seen
            })
        })
        .collect();

    tokio::time::sleep(Duration::from_millis(500)).await;
    stack.redis().stop_immediate().await.unwrap();
    let gone = Instant::now();
    tokio::time::sleep(Duration::from_secs(2)).await;
    let starting = Instant::now();
    stack.redis().start().await.unwrap();
    ready_again(&app).await;
    let back = Instant::now();
    tokio::time::sleep(Duration::from_secs(2)).await;
    stop.store(true, Ordering::SeqCst);

    let (mut before, mut refused, mut after) = (0, 0, 0);
    for client in clients {
        for seen in client.await.unwrap() {
            let began = seen
                .at
                .checked_sub(seen.took)
                .expect("it began after the machine");
            assert!(
                seen.took < Duration::from_secs(1),
                "{:?} for {}",
                seen.took,
                seen.status
            );
            match seen.status {
                200 if seen.at < gone => before += 1,
                200 => {
                    assert!(
                        began < gone || seen.at > starting,
                        "served while Redis was gone: nobody counted it"
                    );
                    after += usize::from(began > back);
                }
                503 => {
                    assert_eq!(seen.code, "UNAVAILABLE");
                    assert!(seen.retry_after, "says when to come again");
                    assert!(seen.at >= gone, "refused although Redis was there");
                    refused += 1;
                }
                other => panic!("{other} {}", seen.code),
            }
        }
    }
    assert!(
        before > 5 && refused > 5 && after > 5,
        "{before} before, {refused} refused, {after} after"
    );
    let me = coordinator.data("{ viewer { login } }", json!({})).await;
    assert_eq!(
        me["viewer"]["login"],
        centre.login("koordynator"),
        "the session outlived it"
    );
}
