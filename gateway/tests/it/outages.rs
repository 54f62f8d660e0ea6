//! Redis gone, services gone, panics, slow answers, and stopping.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::Body;
use http::{Request, StatusCode};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use wsparcie_kernel::CallError;
use wsparcie_programmes_api::{ProgrammesApiRequest as P, ProgrammesApiResponse as PR};

use crate::support::{App, PASSWORD, SIGN_IN, Setup};

const VOCABULARY: &str = "{ recruitmentVocabulary { name } }";

fn get(address: &str) -> Request<Body> {
    Request::get(address).body(Body::empty()).unwrap()
}

#[tokio::test]
async fn without_redis_nobody_gets_in_and_everybody_is_told_within_a_second() {
    // A port that nobody listens on, and one that never answers.
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let silent = format!("redis://{}/0", silent.local_addr().unwrap());
    for redis_url in ["redis://127.0.0.1:1/0".to_owned(), silent] {
        let app = App::with(Setup {
            redis_url,
            ..Setup::default()
        });
        let before = Instant::now();
        for answer in [
            app.ask(&"A".repeat(43), VOCABULARY, Value::Null).await,
            app.post(&[], SIGN_IN, json!({"password": PASSWORD, "transport": "BEARER"}))
                .await,
        ] {
            assert_eq!(
                (answer.status, answer.code()),
                (StatusCode::SERVICE_UNAVAILABLE, "UNAVAILABLE")
            );
            assert_eq!(answer.header("retry-after"), "2");
        }
        assert!(before.elapsed() < Duration::from_secs(2), "each within a second");
        assert_eq!(app.calls(), 0, "no password was checked for nothing");
        assert_eq!(app.send(get("/health/live")).await.status, StatusCode::OK);
        assert_eq!(
            app.send(get("/health/ready")).await.status,
            StatusCode::SERVICE_UNAVAILABLE
        );
        let told = app.post(&[], "{ __typename }", Value::Null).await;
        assert_eq!(
            (told.status, told.header("retry-after")),
            (StatusCode::SERVICE_UNAVAILABLE, "2"),
            "nothing is executed that nobody can count"
        );
    }
}

#[tokio::test]
async fn when_redis_comes_back_so_do_the_sessions() {
    let address = TcpListener::bind("127.0.0.1:0")
        .await
        .unwrap()
        .local_addr()
        .unwrap();
    let real = std::env::var("REDIS_URL").unwrap();
    let (credentials, server) = real.rsplit_once('@').unwrap_or(("redis://", &real));
    let server = server
        .trim_start_matches("redis://")
        .split('/')
        .next()
        .unwrap()
        .to_owned();
    let redis_url = format!(
        "{}{address}/0",
        if real.contains('@') {
            format!("{credentials}@")
        } else {
            "redis://".to_owned()
        }
    );
    let app = App::with(Setup {
        redis_url,
        ..Setup::default()
    });
    let sign_in = json!({"password": PASSWORD, "transport": "BEARER"});
    assert_eq!(
        app.post(&[], SIGN_IN, sign_in.clone()).await.code(),
        "UNAVAILABLE"
    );

    let door = TcpListener::bind(address).await.unwrap();
    let proxy = tokio::spawn(async move {
        loop {
            let (mut client, _) = door.accept().await.unwrap();
            let mut redis = TcpStream::connect(&server).await.unwrap();
            tokio::spawn(async move { tokio::io::copy_bidirectional(&mut client, &mut redis).await });
        }
    });
    let back = Instant::now();
    while app.post(&[], SIGN_IN, sign_in.clone()).await.status != StatusCode::OK {
        assert!(back.elapsed() < Duration::from_secs(5), "five seconds are enough");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    proxy.abort();
}

#[tokio::test]
async fn many_who_ask_for_readiness_at_once_are_one_question_to_what_stands_behind() {
    let asked = Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let mut setup = Setup::default();
    setup.config.readiness = Arc::new({
        let asked = Arc::clone(&asked);
        move || {
            asked.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            Box::pin(async { true })
        }
    });
    let app = App::with(setup);
    let answers = futures::future::join_all((0..100).map(|_| app.send(get("/health/ready")))).await;
    assert!(answers.iter().all(|answer| answer.status == StatusCode::OK));
    let asked = asked.load(std::sync::atomic::Ordering::Relaxed);
    assert!((1..20).contains(&asked), "{asked} questions");
}

#[tokio::test]
async fn readiness_tells_of_what_stands_behind_and_of_stopping() {
    let app = App::start();
    assert_eq!(app.send(get("/health/ready")).await.status, StatusCode::OK);
    app.gateway.drain();
    let answer = app.send(get("/health/ready")).await;
    assert_eq!(
        (answer.status, &answer.body["status"]),
        (StatusCode::SERVICE_UNAVAILABLE, &json!("draining"))
    );

    let mut setup = Setup::default();
    setup.config.readiness = Arc::new(|| Box::pin(async { false }));
    assert_eq!(
        App::with(setup).send(get("/health/ready")).await.body["status"],
        "not_ready"
    );
    let mut setup = Setup::default();
    setup.config.readiness = Arc::new(|| Box::pin(std::future::pending()));
    assert_eq!(
        App::with(setup).send(get("/health/ready")).await.body["status"],
        "not_ready"
    );
}

#[tokio::test]
async fn a_failing_service_is_typed_and_masked_and_leaves_the_other_fields_alone() {
    let failing = |error: CallError| {
        App::with(Setup {
            programmes: Arc::new(move |_: P| PR::ListFactsVocabulary(Err(error.clone()))),
            ..Setup::default()
        })
    };
    for error in [
        CallError::Unavailable,
        CallError::DeadlineExceeded,
        CallError::Internal,
        CallError::Forbidden,
    ] {
        let app = failing(error.clone());
        let token = app.sign_in().await;
        let answer = app
            .ask(
                &token,
                "{ viewer { login } recruitmentVocabulary { name } }",
                Value::Null,
            )
            .await;
        assert_eq!((answer.status, answer.code()), (StatusCode::OK, error.code()));
        assert_eq!(
            answer.body["data"],
            json!({"viewer": {"login": "anna"}, "recruitmentVocabulary": null})
        );
        assert_eq!(answer.body["errors"][0]["path"], json!(["recruitmentVocabulary"]));
        assert!(answer.body["errors"][0]["extensions"]["messagePl"].is_string());
    }
}

#[tokio::test]
async fn a_panic_of_a_service_is_an_internal_error_and_no_more() {
    let app = App::start(); // its programmes service panics when it is asked
    let token = app.sign_in().await;
    let answer = app.ask(&token, VOCABULARY, Value::Null).await;
    assert_eq!((answer.status, answer.code()), (StatusCode::OK, "INTERNAL"));
    assert!(!answer.text.contains("was asked"), "{}", answer.text);
    assert_eq!(
        app.ask(&token, "{ viewer { login } }", Value::Null).await.status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn a_panic_of_the_gateway_is_masked_too() {
    let mut setup = Setup::default();
    setup.config.readiness = Arc::new(|| panic!("with a secret"));
    let answer = App::with(setup).send(get("/health/ready")).await;
    assert_eq!(
        (answer.status, answer.code()),
        (StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL")
    );
    assert!(!answer.text.contains("secret"));
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
}

#[tokio::test]
async fn a_body_that_never_comes_ends_with_the_deadline() {
    let mut setup = Setup::default();
    setup.config.request_deadline = Duration::from_millis(400);
    let never = Body::from_stream(futures::stream::pending::<
        Result<axum::body::Bytes, std::io::Error>,
    >());
    let answer = App::with(setup).send(crate::support::posted(&[], never)).await;
    assert_eq!(
        (answer.status, answer.code()),
        (StatusCode::GATEWAY_TIMEOUT, "DEADLINE_EXCEEDED")
    );
}

#[tokio::test]
async fn stopping_finishes_what_is_in_flight() {
    let mut setup = Setup::default();
    setup.config.readiness = Arc::new(|| {
        Box::pin(async {
            tokio::time::sleep(Duration::from_millis(300)).await;
            true
        })
    });
    let app = App::with(setup);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let gateway = app.gateway.clone();
    let serving = tokio::spawn(async move {
        gateway
            .serve(listener, async { stopped.await.unwrap_or_default() })
            .await
            .unwrap();
    });
    let mut client = TcpStream::connect(address).await.unwrap();
    client
        .write_all(b"GET /health/ready HTTP/1.1\r\nhost: a\r\n\r\n")
        .await
        .unwrap();
    tokio::time::sleep(Duration::from_millis(100)).await;
    stop.send(()).unwrap();
    let mut answer = String::new();
    client.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    tokio::time::timeout(Duration::from_secs(2), serving)
        .await
        .unwrap()
        .unwrap();
    assert!(TcpStream::connect(address).await.is_err());
}

#[tokio::test]
async fn a_head_that_never_ends_is_cut_off() {
    let mut setup = Setup::default();
    setup.config.header_read_timeout = Duration::from_millis(200);
    let app = App::with(setup);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let gateway = app.gateway.clone();
    let serving = tokio::spawn(async move { gateway.serve(listener, std::future::pending()).await });
    let mut client = TcpStream::connect(address).await.unwrap();
    client
        .write_all(b"GET / HTTP/1.1\r\nhost: a\r\nx: ")
        .await
        .unwrap();
    let mut answer = Vec::new();
    let read = tokio::time::timeout(Duration::from_secs(3), client.read_to_end(&mut answer)).await;
    assert!(read.is_ok(), "the connection is closed");
    serving.abort();
}
