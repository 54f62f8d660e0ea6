//! Clients that hold on: slow bodies, unread answers, idle and too many connections, floods of HTTP/2 resets. On raw sockets.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use wsparcie_gateway::http::limits::ConnectionLimits;

use crate::support::{App, Setup};

struct Served {
    address: SocketAddr,
    serving: JoinHandle<()>,
}

impl Drop for Served {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn served(limits: ConnectionLimits) -> Served {
    let mut setup = Setup::default();
    setup.config.connections = limits;
    let gateway = App::with(setup).gateway;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let serving = tokio::spawn(async move { gateway.serve(listener, std::future::pending()).await.unwrap() });
    Served { address, serving }
}

impl Served {
    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }
}

/// Reads until the server closes; the text and how long that took. A server that does not close fails the test.
async fn until_closed(client: &mut TcpStream) -> (String, Duration) {
    let before = Instant::now();
    let mut answer = Vec::new();
    let read = tokio::time::timeout(Duration::from_secs(5), client.read_to_end(&mut answer)).await;
    // A reset is a close, too.
    let _ = read.expect("the server closes the connection");
    (String::from_utf8_lossy(&answer).into_owned(), before.elapsed())
}

fn head(length: usize) -> String {
    format!(
        "POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n"
    )
}

#[tokio::test]
async fn a_body_that_pauses_is_given_up() {
    let server = served(ConnectionLimits {
        body_pause: Duration::from_millis(200),
        ..ConnectionLimits::default()
    })
    .await;
    let mut client = server.connect().await;
    client.write_all(head(100).as_bytes()).await.unwrap();
    client.write_all(b"{\"query\"").await.unwrap();
    let (answer, took) = until_closed(&mut client).await;
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    assert!(
        answer.contains("BODY_TOO_SLOW") && answer.contains("connection: close"),
        "{answer}"
    );
    assert!(took < Duration::from_secs(2), "{took:?}");
}

#[tokio::test]
async fn a_body_that_trickles_is_given_up_for_its_time_and_for_its_rate() {
    let by_time = ConnectionLimits {
        body_timeout: Duration::from_millis(600),
        ..ConnectionLimits::default()
    };
    let by_rate = ConnectionLimits {
        body_timeout: Duration::from_mins(1),
        body_rate: 1000,
        ..ConnectionLimits::default()
    };
    for (limits, most) in [(by_time, 1500), (by_rate, 3500)] {
        let server = served(limits).await;
        let client = server.connect().await;
        let (mut reading, mut writing) = client.into_split();
        writing.write_all(head(100_000).as_bytes()).await.unwrap();
        let trickle = tokio::spawn(async move {
            // Never pauses for long: a byte every 50 ms.
            while writing.write_all(b" ").await.is_ok() {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        });
        let before = Instant::now();
        let mut answer = vec![0; 12];
        let read = tokio::time::timeout(Duration::from_secs(5), reading.read_exact(&mut answer)).await;
        read.expect("the body is given up").unwrap();
        assert_eq!(answer, b"HTTP/1.1 408");
        assert!(
            before.elapsed() < Duration::from_millis(most),
            "{:?}",
            before.elapsed()
        );
        trickle.abort();
    }
}

#[tokio::test]
async fn a_body_in_time_is_read_whole() {
    let server = served(ConnectionLimits {
        body_pause: Duration::from_millis(500),
        ..ConnectionLimits::default()
    })
    .await;
    let mut client = server.connect().await;
    let body = "{\"query\": \"{ __typename }\"}";
    let closing = head(body.len()).replace("host: a", "host: a\r\nconnection: close");
    client.write_all(closing.as_bytes()).await.unwrap();
    for part in body.as_bytes().chunks(5) {
        client.write_all(part).await.unwrap();
        tokio::time::sleep(Duration::from_millis(30)).await;
    }
    let (answer, _) = until_closed(&mut client).await;
    assert!(
        answer.starts_with("HTTP/1.1 200") && answer.contains("__typename"),
        "{answer}"
    );
}

#[tokio::test]
async fn an_answer_that_nobody_reads_is_given_up() {
    const ASKED: usize = 400;
    let server = served(ConnectionLimits {
        write_timeout: Duration::from_millis(300),
        ..ConnectionLimits::default()
    })
    .await;
    let (mut reading, mut writing) = server.connect().await.into_split();
    // More than the sockets' buffers hold, and nothing is read. The server stops reading as well, so this may not end.
    let asking = tokio::spawn(async move {
        let request = "GET /schema.graphql HTTP/1.1\r\nhost: a\r\n\r\n".repeat(ASKED);
        let _ = writing.write_all(request.as_bytes()).await;
        std::future::pending::<()>().await;
    });
    tokio::time::sleep(Duration::from_millis(1500)).await;
    let mut answer = Vec::new();
    let read = tokio::time::timeout(Duration::from_secs(5), reading.read_to_end(&mut answer)).await;
    let _ = read.expect("the server has given the connection up");
    let whole = wsparcie_gateway::sdl().len() * ASKED;
    assert!(answer.len() < whole, "{} of {whole} bytes came", answer.len());
    asking.abort();
}

#[tokio::test]
async fn an_unused_connection_is_closed() {
    let server = served(ConnectionLimits {
        idle_timeout: Duration::from_millis(300),
        ..ConnectionLimits::default()
    })
    .await;
    let mut client = server.connect().await;
    client
        .write_all(b"GET /health/live HTTP/1.1\r\nhost: a\r\n\r\n")
        .await
        .unwrap();
    let (answer, took) = until_closed(&mut client).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(
        (Duration::from_millis(250)..Duration::from_secs(3)).contains(&took),
        "{took:?}"
    );
    let mut silent = server.connect().await;
    let (answer, _) = until_closed(&mut silent).await;
    assert!(
        answer.is_empty() || answer.starts_with("HTTP/1.1 408"),
        "{answer}"
    );
}

async fn is_served(server: &Served) -> bool {
    let mut client = server.connect().await;
    let request = b"GET /health/live HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n";
    if client.write_all(request).await.is_err() {
        return false;
    }
    until_closed(&mut client).await.0.starts_with("HTTP/1.1 200")
}

#[tokio::test]
async fn there_are_so_many_connections_and_no_more_in_all_and_from_one_address() {
    let in_all = ConnectionLimits {
        connections: 3,
        ..ConnectionLimits::default()
    };
    let from_one = ConnectionLimits {
        connections_per_address: 3,
        ..ConnectionLimits::default()
    };
    for limits in [in_all, from_one] {
        let server = served(limits).await;
        let mut held = Vec::new();
        for _ in 0..3 {
            let mut client = server.connect().await;
            client
                .write_all(b"GET /health/live HTTP/1.1\r\nhost: a\r\n\r\n")
                .await
                .unwrap();
            let mut begin = [0; 12];
            client.read_exact(&mut begin).await.unwrap();
            assert_eq!(&begin, b"HTTP/1.1 200");
            held.push(client);
        }
        let mut fourth = server.connect().await;
        let (answer, took) = until_closed(&mut fourth).await;
        assert!(
            answer.is_empty() || answer.starts_with("HTTP/1.1 503"),
            "{answer}"
        );
        assert!(took < Duration::from_millis(500), "{took:?}");
        held.pop();
        let freed = Instant::now();
        while !is_served(&server).await {
            assert!(
                freed.elapsed() < Duration::from_secs(3),
                "a place given back is free"
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

#[tokio::test]
async fn a_head_beyond_its_size_is_refused() {
    let server = served(ConnectionLimits::default()).await;
    let mut client = server.connect().await;
    let long = format!(
        "GET /health/live HTTP/1.1\r\nhost: a\r\nx: {}\r\n\r\n",
        "x".repeat(200_000)
    );
    // The server may answer and close before all was written.
    let _ = client.write_all(long.as_bytes()).await;
    let (answer, _) = until_closed(&mut client).await;
    assert!(
        answer.is_empty() || answer.starts_with("HTTP/1.1 431"),
        "{answer}"
    );
    assert!(is_served(&server).await);
}

/// One HTTP/2 frame.
fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
    let mut bytes = vec![length[1], length[2], length[3], kind, flags];
    bytes.extend(stream.to_be_bytes());
    bytes.extend(payload);
    bytes
}

/// `GET /health/live` of host `a`, in HPACK.
fn get_live() -> Vec<u8> {
    let mut block = vec![0x82, 0x86, 0x04, 12];
    block.extend(b"/health/live");
    block.extend([0x41, 1, b'a']);
    block
}

const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// The frames in a text: kind and payload.
fn frames(mut bytes: &[u8]) -> Vec<(u8, Vec<u8>)> {
    let mut found = Vec::new();
    while bytes.len() >= 9 {
        let length = usize::from(bytes[0]) << 16 | usize::from(bytes[1]) << 8 | usize::from(bytes[2]);
        let end = (9 + length).min(bytes.len());
        found.push((bytes[3], bytes[9..end].to_vec()));
        bytes = &bytes[end..];
    }
    found
}

#[tokio::test]
async fn an_http2_client_is_told_its_limits_and_a_flood_of_resets_ends_its_connection() {
    let server = served(ConnectionLimits {
        streams: 17,
        head_bytes: 20_000,
        ..ConnectionLimits::default()
    })
    .await;
    let mut client = server.connect().await;
    let mut sent = PREFACE.to_vec();
    sent.extend(frame(4, 0, 0, &[]));
    for n in 0..2_000_u32 {
        let stream = 2 * n + 1;
        sent.extend(frame(1, 0b101, stream, &get_live()));
        sent.extend(frame(3, 0, stream, &8_u32.to_be_bytes()));
    }
    let _ = client.write_all(&sent).await;
    let mut answer = Vec::new();
    let read = tokio::time::timeout(Duration::from_secs(5), client.read_to_end(&mut answer)).await;
    let _ = read.expect("the server ends the connection");
    let frames = frames(&answer);
    let (kind, settings) = &frames[0];
    assert_eq!(*kind, 4, "SETTINGS first");
    let setting = |id: u8| {
        settings
            .chunks(6)
            .find(|one| one[1] == id)
            .map(|one| u32::from_be_bytes([one[2], one[3], one[4], one[5]]))
    };
    assert_eq!(setting(3), Some(17), "concurrent streams");
    assert_eq!(setting(6), Some(20_000), "bytes of a head");
    let goaway = frames.iter().find(|(kind, _)| *kind == 7);
    // Where the reset of the connection overtook it, the frame is lost; the end of the connection is what counts.
    if let Some((_, payload)) = goaway {
        assert_eq!(payload[4..8], 11_u32.to_be_bytes(), "ENHANCE_YOUR_CALM");
    }
    assert!(is_served(&server).await, "others are served");
}
