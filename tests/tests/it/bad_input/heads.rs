//! Bytes that are no HTTP.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::{is_alive, stage};
use crate::support::TestApp;

/// What comes back on a bare connection.
pub(super) async fn raw(app: &TestApp, request: &[u8]) -> String {
    let mut stream = TcpStream::connect(app.base_url.trim_start_matches("http://"))
        .await
        .unwrap();
    // The server may answer and close before it has read everything.
    let _ = stream.write_all(request).await;
    let mut answer = Vec::new();
    let _ = tokio::time::timeout(
        std::time::Duration::from_secs(20),
        stream.read_to_end(&mut answer),
    )
    .await;
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn heads_that_are_no_http_end_the_connection_and_nothing_else() {
    let app = TestApp::start().await;
    let operator = stage::operator(&app).await;
    let huge = format!(
        "GET /health/live HTTP/1.1\r\nhost: a\r\nx: {}\r\n\r\n",
        "x".repeat(2 * 1024 * 1024)
    );
    let many = format!(
        "GET /health/live HTTP/1.1\r\nhost: a\r\n{}\r\n",
        "x: y\r\n".repeat(500)
    );
    for (what, request) in [("a huge header", huge), ("500 headers", many)] {
        let answer = raw(&app, request.as_bytes()).await;
        assert!(
            answer.is_empty() || answer.starts_with("HTTP/1.1 431"),
            "{what}: {answer}"
        );
    }
    for (what, request) in [
        (
            "no HTTP",
            b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".as_slice(),
        ),
        (
            "two lengths",
            b"POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n{}",
        ),
        ("a zero byte in a header", b"GET / HTTP/1.1\r\nhost: a\0b\r\n\r\n"),
    ] {
        let answer = raw(&app, request).await;
        assert!(
            answer.is_empty() || answer.starts_with("HTTP/1.1 400"),
            "{what}: {answer}"
        );
    }
    is_alive(&app, &operator).await;
}
