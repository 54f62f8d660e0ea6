//! Exports over OTLP to a receiver on this machine.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use tracing::info;
use wsparcie_telemetry::{
    Label, PoolSize, RootKind, Telemetry, observe_backlog, observe_gates, observe_pool, record_bucket,
    record_call, record_charge, record_refusal, record_root_field, record_served,
};

use crate::canary::{CANARY, PESEL, leak};
use crate::support::{build, config};

type Received = Arc<Mutex<BTreeMap<String, Vec<u8>>>>;

/// A receiver that remembers the bodies by path.
fn receiver() -> (String, Received) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let received = Received::default();
    let kept = Arc::clone(&received);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let kept = Arc::clone(&kept);
            thread::spawn(move || serve(stream, &kept));
        }
    });
    (format!("http://{address}"), received)
}

fn serve(stream: TcpStream, kept: &Received) {
    let mut reader = BufReader::new(stream);
    loop {
        let mut request_line = String::new();
        if reader.read_line(&mut request_line).unwrap_or(0) == 0 {
            return;
        }
        let mut length = 0;
        loop {
            let mut header = String::new();
            reader.read_line(&mut header).unwrap();
            if header.trim().is_empty() {
                break;
            }
            if let Some(value) = header.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().unwrap();
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).unwrap();
        let path = request_line.split(' ').nth(1).unwrap().to_owned();
        kept.lock().unwrap().entry(path).or_default().extend(body);
        let answer = b"HTTP/1.1 200 OK\r\ncontent-type: application/x-protobuf\r\ncontent-length: 0\r\n\r\n";
        reader.get_mut().write_all(answer).unwrap();
    }
}

fn holds(body: &[u8], text: &str) -> bool {
    body.windows(text.len()).any(|window| window == text.as_bytes())
}

/// The only test that starts telemetry for the process: metrics go through it.
#[test]
fn traces_metrics_and_logs_are_exported_without_personal_data() {
    let (endpoint, received) = receiver();
    let (mut settings, lines) = config("trace");
    settings.otlp_endpoint = Some(endpoint);
    settings.shutdown_timeout = Duration::from_secs(10);
    let guard = Telemetry::start(settings).unwrap();
    assert!(guard.is_active());
    assert!(
        !Telemetry::start(config("info").0).unwrap().is_active(),
        "the second start leaves the first alone"
    );

    leak();
    info!(target: "wsparcie_casework::app", { job.kind = "send_mail" }, "a safe message");
    let (service, method, ok) = (
        Label::literal("casework"),
        Label::literal("find_person"),
        Label::literal("OK"),
    );
    record_call(&service, &method, &ok, 0.01);
    record_root_field(
        RootKind::Query,
        &Label::literal("person"),
        &Label::literal("NOT_FOUND"),
        0.2,
    );
    observe_pool(&Label::literal("app_rw"), || PoolSize {
        open: 3,
        idle: 1,
        max: 10,
    });
    record_served(&service, &Label::request_name("serve_person"), &ok, 0.01);
    record_bucket(&Label::literal("organisation"), -0.1);
    record_charge(&Label::literal("REFUSED_BY_CLIENT"));
    record_refusal(&Label::literal("OVERLOADED"));
    observe_gates(|| vec![("entrance", "in_use", 3)]);
    observe_backlog(|| vec![("event", 1.5)]);
    guard.shut_down();

    let received = received.lock().unwrap();
    let paths: Vec<&str> = received.keys().map(String::as_str).collect();
    assert_eq!(paths, ["/v1/logs", "/v1/metrics", "/v1/traces"]);
    for (path, body) in received.iter() {
        assert!(!holds(body, CANARY) && !holds(body, PESEL), "{path}");
        assert!(!holds(body, "insert into") && !holds(body, "sqlx"), "{path}");
        assert!(holds(body, "wsparcie-test"), "{path}");
    }
    // The name of the leaking span was overwritten at run time; the instrumented function's is from the source.
    assert!(holds(&received["/v1/traces"], "careless_function"));
    assert!(holds(&received["/v1/traces"], "withheld"));
    assert!(holds(&received["/v1/logs"], "a safe message") && holds(&received["/v1/logs"], "send_mail"));
    for text in [
        "wsparcie.call.duration",
        "find_person",
        "NOT_FOUND",
        "wsparcie.pool.connections",
        "app_rw",
        "wsparcie.served.duration",
        "serve_person",
        "wsparcie.bucket.fullness",
        "organisation",
        "wsparcie.bucket.charges",
        "REFUSED_BY_CLIENT",
        "wsparcie.gateway.refusals",
        "OVERLOADED",
        "wsparcie.gateway.requests",
        "entrance",
        "wsparcie.backlog.age",
        "event",
    ] {
        assert!(holds(&received["/v1/metrics"], text), "{text}");
    }
    assert!(!lines.text().contains(CANARY));
}

#[test]
fn a_collector_that_does_not_answer_holds_the_end_up_no_longer_than_allowed() {
    // Accepts connections (the backlog does) and never answers.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let (mut settings, _lines) = config("info");
    settings.otlp_endpoint = Some(format!("http://{}", silent.local_addr().unwrap()));
    settings.shutdown_timeout = Duration::from_millis(300);
    let (dispatch, guard) = build(settings);
    tracing::dispatcher::with_default(&dispatch, || info!(target: "wsparcie_casework", "waiting"));
    let begun = Instant::now();
    drop(guard);
    assert!(begun.elapsed() < Duration::from_secs(2));
}

/// The exporters' blocking HTTP client panics when it is made or dropped inside a runtime in the wrong way.
#[tokio::test]
async fn telemetry_starts_and_ends_inside_an_async_runtime() {
    let (endpoint, received) = receiver();
    let (mut settings, _lines) = config("info");
    settings.otlp_endpoint = Some(endpoint);
    settings.shutdown_timeout = Duration::from_secs(10);
    let (dispatch, guard) = build(settings);
    tracing::dispatcher::with_default(&dispatch, || info!(target: "wsparcie_casework", "in a runtime"));
    guard.flush();
    assert!(holds(&received.lock().unwrap()["/v1/logs"], "in a runtime"));
    drop(guard);
    drop(dispatch);
}
