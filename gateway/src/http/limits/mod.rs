//! What one connection may take: time for its head, its body and its answer, and its number beside others.
//!
//! A client that sends or reads a byte now and then must not hold anything for long: `body` bounds how a request's body
//! arrives, `stream` how an answer is taken, [`connections`] how many connections there are and how long an unused one
//! stays.

mod body;
mod connections;
mod stream;

use std::time::Duration;

pub(crate) use body::{BodyTooSlow, TimedBody};
pub(crate) use connections::{Activity, Connections};
pub(crate) use stream::TimedStream;

/// The numbers for connections.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectionLimits {
    /// How long a request's whole body may take.
    pub body_timeout: Duration,
    /// How long a body may pause.
    pub body_pause: Duration,
    /// Bytes of a body that have to arrive in a second, counted from its second second on.
    pub body_rate: u64,
    /// How long an answer may wait for a client that reads nothing.
    pub write_timeout: Duration,
    /// How long a connection may stay open without a request.
    pub idle_timeout: Duration,
    /// Connections at the same time.
    pub connections: usize,
    /// Connections at the same time from one address (IPv6: from one /64 network). Our own proxies' are not counted.
    pub connections_per_address: usize,
    /// Bytes of a request's head.
    pub head_bytes: usize,
    /// Concurrent streams of one HTTP/2 connection.
    pub streams: u32,
    /// Streams of one HTTP/2 connection that a client may open and reset before they are looked at.
    pub reset_streams: usize,
}

impl Default for ConnectionLimits {
    fn default() -> Self {
        Self {
            body_timeout: Duration::from_secs(8),
            body_pause: Duration::from_secs(3),
            body_rate: 1024,
            write_timeout: Duration::from_secs(10),
            idle_timeout: Duration::from_mins(1),
            connections: 4096,
            connections_per_address: 256,
            head_bytes: 64 * 1024,
            streams: 100,
            reset_streams: 20,
        }
    }
}
