//! Where the client goes, and where it does not.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::*;

fn get(uri: &str) -> HttpRequest {
    http::Request::builder().uri(uri).body(Vec::new()).unwrap()
}

#[tokio::test]
async fn nothing_but_public_names_over_tls_is_reached_by_a_hosted_instance() {
    for uri in [
        "http://127.0.0.1:1/",
        "http://localhost:1/",
        "https://127.0.0.1/",
        "https://127.1/",
        "https://2130706433/",
        "https://0x7f.0.0.1/",
        "https://[::1]/",
        "https://localhost/",
        "https://user@login.example/",
        "http://login.example/",
        "ftp://login.example/",
        "/relative",
    ] {
        let answer = Client::new(false).send(get(uri)).await;
        assert_eq!(answer.unwrap_err(), Trouble("PROVIDER_ENDPOINT"), "{uri}");
    }
    // `ip6-localhost` and the like: a name that leads to this machine.
    for name in ["localhost.", "ip6-localhost", "ip6-loopback"] {
        let answer = Client::new(true).send(get(&format!("https://{name}:1/"))).await;
        let refused = answer.unwrap_err().0;
        assert!(
            [
                "PROVIDER_ADDRESS_NOT_PUBLIC",
                "PROVIDER_UNRESOLVED",
                "PROVIDER_ENDPOINT"
            ]
            .contains(&refused),
            "{name}: {refused}"
        );
    }
}

/// Answers one connection with the bytes given, then waits.
async fn answering(bytes: Vec<u8>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut request = [0; 4096];
        let _ = stream.read(&mut request).await;
        let _ = stream.write_all(&bytes).await;
        let _ = stream.read(&mut request).await;
    });
    format!("http://{address}/.well-known/openid-configuration")
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let uri = answering(
        b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n".to_vec(),
    );
    let answer = Client::new(true).send(get(&uri.await)).await.unwrap();
    assert_eq!(answer.status(), 302);
}

#[tokio::test]
async fn an_answer_without_an_end_is_cut_off() {
    let mut bytes = b"HTTP/1.1 200 OK\r\n\r\n".to_vec();
    bytes.resize(MAX_ANSWER + 1000, b' ');
    let answer = Client::new(true).send(get(&answering(bytes).await)).await;
    assert_eq!(answer.unwrap_err(), Trouble("PROVIDER_ANSWER_TOO_LARGE"));
}
