//! What a stranger, or an old recording, meets on the service's port.

use std::sync::Arc;
use std::time::{Duration, Instant};

use futures::{SinkExt, StreamExt};
use tarpc::tokio_util::bytes::Bytes;
use tarpc::{ClientMessage, Request, Response};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use wsparcie_kernel::{SystemClock, SystemIds};

use super::{KEY, ProbeRequest, Served, echo, within};
use crate::CallKeys;
use crate::seal::Signer;
use crate::wire::{self, Envelope, Reply};

fn signer(service: &'static str, key: [u8; 32]) -> Signer {
    Signer {
        service,
        keys: CallKeys::single(key),
        clock: Arc::new(SystemClock),
        ids: Arc::new(SystemIds),
    }
}

fn body() -> Vec<u8> {
    wire::encode(&ProbeRequest::Echo { text: "x".to_owned() }).unwrap()
}

fn message(id: u64, envelope: Envelope) -> Vec<u8> {
    wire::encode(&ClientMessage::Request(Request {
        context: within(5_000),
        id,
        message: envelope,
    }))
    .unwrap()
}

/// Writes frames to the service's port by hand and gives the first answer; `None` if the connection ends instead.
async fn answer_to(address: &str, frames: Vec<Vec<u8>>) -> Option<Response<Reply>> {
    let mut socket = wire::framed(TcpStream::connect(address).await.unwrap());
    for frame in frames {
        socket.send(Bytes::from(frame)).await.ok()?;
    }
    let frame = socket.next().await?.ok()?;
    wire::decode(&frame)
}

fn kind(answer: Option<Response<Reply>>) -> Option<std::io::ErrorKind> {
    answer
        .and_then(|answer| answer.message.err())
        .map(|error| error.kind)
}

#[tokio::test]
async fn a_signed_request_written_by_hand_is_answered() {
    let served = Served::start().await;
    let envelope = signer("probe", KEY).seal("Probe.echo", body());
    let answer = answer_to(&served.address, vec![message(1, envelope)]).await;
    assert!(answer.unwrap().message.is_ok());
    assert_eq!(served.handled(), 1);
}

#[tokio::test]
async fn unsigned_forged_expired_replayed_and_misdirected_requests_reach_no_handler() {
    let served = Served::start().await;
    let honest = signer("probe", KEY).seal("Probe.echo", body());
    let mut unsigned = honest.clone();
    unsigned.signature.0.clear();
    unsigned.key_id.clear();
    let mut no_signature = honest.clone();
    no_signature.signature.0.clear();
    let mut forged = honest.clone();
    forged.body = wire::Bin(
        wire::encode(&ProbeRequest::Echo {
            text: "other".to_owned(),
        })
        .unwrap(),
    );
    let mut prolonged = honest.clone();
    prolonged.expires_at += 60_000;
    let expired = Signer {
        clock: Arc::new(wsparcie_kernel::FixedClock::at(
            "2026-01-01T00:00:00Z".parse().unwrap(),
        )),
        ..signer("probe", KEY)
    }
    .seal("Probe.echo", body());
    for refused in [
        unsigned,
        no_signature,
        forged,
        prolonged,
        expired,
        signer("another", KEY).seal("Probe.echo", body()),
        signer("probe", [8; 32]).seal("Probe.echo", body()),
    ] {
        let answer = answer_to(&served.address, vec![message(1, refused.clone())]).await;
        assert_eq!(
            kind(answer),
            Some(std::io::ErrorKind::PermissionDenied),
            "{refused:?}"
        );
    }
    assert_eq!(served.handled(), 0);
    assert!(
        answer_to(&served.address, vec![message(1, honest.clone())])
            .await
            .unwrap()
            .message
            .is_ok()
    );
    let replayed = answer_to(&served.address, vec![message(1, honest)]).await;
    assert_eq!(kind(replayed), Some(std::io::ErrorKind::PermissionDenied));
    assert_eq!(served.handled(), 1);
}

#[tokio::test]
async fn what_is_no_message_ends_its_connection_and_no_other() {
    let served = Served::start().await;
    let client = served.client();
    assert!(echo(&client, "before").await.is_ok());
    for garbage in [
        b"GET / HTTP/1.1\r\nhost: x\r\n\r\n".to_vec(),
        vec![0xc1; 64],
        // tarpc's own message, without an envelope.
        wire::encode(&ClientMessage::Request(Request {
            context: within(5_000),
            id: 1,
            message: ProbeRequest::Echo { text: "x".to_owned() },
        }))
        .unwrap(),
    ] {
        assert!(answer_to(&served.address, vec![garbage]).await.is_none());
    }
    assert_eq!(echo(&client, "after").await, Ok("after".to_owned()));
    assert_eq!(served.handled(), 2);
}

#[tokio::test]
async fn a_frame_longer_than_allowed_ends_its_connection_before_it_is_read() {
    let served = Served::start().await;
    let mut socket = TcpStream::connect(&served.address).await.unwrap();
    socket.write_all(&u32::MAX.to_be_bytes()).await.unwrap();
    let mut rest = Vec::new();
    let read = tokio::time::timeout(Duration::from_secs(2), socket.read_to_end(&mut rest)).await;
    assert!(read.is_ok(), "the connection is closed");
    assert!(echo(&served.client(), "after").await.is_ok());
}

#[tokio::test]
async fn a_stranger_that_sends_nothing_is_shown_the_door() {
    let served = Served::start_with("127.0.0.1:0", |config| config.max_connections = 1).await;
    let mut socket = TcpStream::connect(&served.address).await.unwrap();
    let started = Instant::now();
    let mut rest = Vec::new();
    tokio::time::timeout(Duration::from_secs(8), socket.read_to_end(&mut rest))
        .await
        .expect("the connection is closed")
        .unwrap();
    assert!(started.elapsed() > Duration::from_secs(4));
    assert!(echo(&served.client(), "the place is free again").await.is_ok());
}

#[tokio::test]
async fn a_deadline_that_no_clock_can_hold_ends_its_connection_and_no_other() {
    let served = Served::start().await;
    let client = served.client();
    assert!(echo(&client, "before").await.is_ok());
    let envelope = signer("probe", KEY).seal("Probe.echo", body());
    let mut context = within(1_000);
    context.deadline += Duration::from_hours(24 * 365 * 100);
    let message = wire::encode(&ClientMessage::Request(Request {
        context,
        id: 1,
        message: envelope,
    }))
    .unwrap();
    let _ended_or_answered = answer_to(&served.address, vec![message]).await;
    assert_eq!(echo(&client, "after").await, Ok("after".to_owned()));
}

#[tokio::test]
async fn a_call_that_this_version_does_not_know_is_an_error_of_that_call_alone() {
    let served = Served::start().await;
    let unknown = signer("probe", KEY).seal("Probe.future", b"\x81\xa6Future\x80".to_vec());
    let answer = answer_to(&served.address, vec![message(1, unknown)]).await;
    assert_eq!(kind(answer), Some(std::io::ErrorKind::InvalidInput));
    assert!(echo(&served.client(), "after").await.is_ok());
}
