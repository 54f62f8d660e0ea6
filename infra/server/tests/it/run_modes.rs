//! Five processes do together what one does alone, and outlive each other.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::processes::{Processes, fresh};

/// One field of each service but tenants.
const ALL: &str = "{ viewer { fullName } projects(first: 1) { totalCount } people(first: 1) { totalCount } \
                   documents(first: 1) { totalCount } }";

/// The codes of the answer's errors by root field.
fn codes(answer: &Value) -> Vec<(String, String)> {
    let errors = answer["errors"].as_array().cloned().unwrap_or_default();
    errors
        .iter()
        .map(|error| {
            let code = error["extensions"]["code"].as_str().unwrap_or_default();
            (
                error["path"][0].as_str().unwrap_or_default().to_owned(),
                code.to_owned(),
            )
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_service_that_is_killed_under_load_takes_its_own_fields_with_it_and_comes_back_by_itself() {
    let mut processes = Processes::start(None).await;
    let token = processes.coordinator().await;
    assert_eq!(codes(&processes.ask(Some(&token), ALL, json!({})).await), []);

    // Load: projects are created all the time; each that was acknowledged is remembered.
    let (going, base_url) = (Arc::new(AtomicBool::new(true)), processes.base_url.clone());
    let writers: Vec<_> = (0..4)
        .map(|_| tokio::spawn(write(base_url.clone(), token.clone(), Arc::clone(&going))))
        .collect();
    tokio::time::sleep(Duration::from_millis(500)).await;

    processes.kill("programmes");
    let mut slowest = Duration::ZERO;
    for _ in 0..20 {
        let begun = Instant::now();
        let answer = processes.ask(Some(&token), ALL, json!({})).await;
        slowest = slowest.max(begun.elapsed());
        assert_eq!(
            codes(&answer),
            [("projects".to_owned(), "UNAVAILABLE".to_owned())],
            "{answer}"
        );
        assert!(answer["data"]["projects"].is_null());
        assert_eq!(answer["data"]["people"]["totalCount"], 0);
        assert_eq!(answer["data"]["documents"]["totalCount"], 0);
    }
    assert!(slowest < Duration::from_secs(2), "it fails fast: {slowest:?}");

    processes.run("programmes");
    processes.ready().await;
    let begun = Instant::now();
    while !codes(&processes.ask(Some(&token), ALL, json!({})).await).is_empty() {
        assert!(begun.elapsed() < Duration::from_secs(5), "it recovers by itself");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    tokio::time::sleep(Duration::from_millis(500)).await;
    going.store(false, Ordering::SeqCst);

    let mut acknowledged = BTreeSet::new();
    for writer in writers {
        acknowledged.extend(writer.await.unwrap());
    }
    let mut admin = processes.test.admin().await;
    let stored: Vec<String> = sqlx::query_scalar("select title from programmes.project")
        .fetch_all(&mut admin)
        .await
        .unwrap();
    let rows = stored.len();
    let stored: BTreeSet<String> = stored.into_iter().collect();
    assert_eq!(stored.len(), rows, "a repeated request happened once");
    assert!(acknowledged.len() > 20, "there was load: {}", acknowledged.len());
    assert_eq!(
        acknowledged.difference(&stored).count(),
        0,
        "nothing acknowledged is lost"
    );
}

/// Creates projects until told to stop, repeating each under its key until it is acknowledged; their titles.
async fn write(base_url: String, token: String, going: Arc<AtomicBool>) -> Vec<String> {
    let http = reqwest::Client::new();
    let query = "mutation($input: CreateProjectInput!) \
                 { createProject(input: $input) { project { title } userErrors { code } } }";
    let mut acknowledged = Vec::new();
    while going.load(Ordering::SeqCst) {
        let title = format!("Projekt {}", fresh());
        let input = json!({"idempotencyKey": fresh(), "project": {"title": title}});
        let body = json!({"query": query, "variables": {"input": input}}).to_string();
        while going.load(Ordering::SeqCst) {
            let request = http
                .post(format!("{base_url}/graphql"))
                .bearer_auth(&token)
                .header("content-type", "application/json")
                .body(body.clone());
            let answer: Value =
                serde_json::from_str(&request.send().await.unwrap().text().await.unwrap()).unwrap();
            if answer["data"]["createProject"]["project"]["title"] == title.as_str() {
                acknowledged.push(title.clone());
                break;
            }
            assert!(
                codes(&answer)
                    .iter()
                    .all(|(_, code)| ["UNAVAILABLE", "DEADLINE_EXCEEDED", "RATE_LIMITED"]
                        .contains(&code.as_str())),
                "{answer}"
            );
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        tokio::time::sleep(Duration::from_millis(30)).await;
    }
    acknowledged
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_process_with_the_role_of_another_service_refuses_to_start() {
    let mut processes = Processes::start(None).await;
    processes.kill("casework");
    let wrong = processes.test.login("app_tenants");
    processes.give("casework", "WSPARCIE_DATABASE__URL", &wrong);
    processes.run("casework");
    assert_eq!(processes.ended("casework"), Some(1));
    let log = std::fs::read_to_string(processes.log("casework")).unwrap();
    assert!(log.contains("app_casework logs in as app_tenants"), "{log}");
}
