//! A collector that does not answer.

use std::io::Read;
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::processes::Processes;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_collector_that_never_answers_slows_no_request_and_no_end() {
    // Takes what it is sent and stays silent.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let taken = Arc::new(AtomicUsize::new(0));
    std::thread::spawn({
        let taken = Arc::clone(&taken);
        move || {
            for mut stream in listener.incoming().flatten() {
                let taken = Arc::clone(&taken);
                std::thread::spawn(move || {
                    let mut buffer = [0; 8_192];
                    while let Ok(read @ 1..) = stream.read(&mut buffer) {
                        taken.fetch_add(read, Ordering::SeqCst);
                    }
                });
            }
        }
    });
    let mut processes = Processes::start_whole(Some(&endpoint)).await;
    let bearer = processes.coordinator().await;
    // More spans than any queue of the exporter holds: about ten a request.
    let mut slowest = Duration::ZERO;
    for _ in 0..60 {
        let ask = || processes.ask(Some(&bearer), "{ viewer { login } }", json!({}));
        let begun = Instant::now();
        let answers = tokio::join!(ask(), ask(), ask(), ask(), ask(), ask());
        slowest = slowest.max(begun.elapsed());
        for answer in <[Value; 6]>::from(answers) {
            assert!(answer["data"]["viewer"]["login"].is_string(), "{answer}");
        }
    }
    assert!(slowest < Duration::from_secs(1), "{slowest:?}");
    assert!(
        taken.load(Ordering::SeqCst) > 1_000,
        "the collector was sent something"
    );
    let begun = Instant::now();
    assert_eq!(processes.stop("all"), Some(0));
    assert!(begun.elapsed() < Duration::from_secs(8), "{:?}", begun.elapsed());
}
