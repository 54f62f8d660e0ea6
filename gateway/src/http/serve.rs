//! Connections: accepted up to a number, bounded in time, and ended without cutting a request off.

use std::future::Future;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tower::ServiceExt;

use super::limits::{Activity, ConnectionLimits, Connections, TimedStream};
use super::throttle::PeerAddress;
use crate::gateway::Shared;

/// After so many failures to accept in a row (5 s) the listener is broken.
const MAX_FAILURES: u32 = 100;
/// How long a connection that was told to end may take to do so.
const FAREWELL: Duration = Duration::from_secs(5);
/// What a connection beyond the limit reads before it is closed.
const FULL: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 2\r\nconnection: close\r\n\
    content-length: 0\r\n\r\n";

/// Serves until `shutdown` completes, then stops accepting and lets requests in flight finish.
pub(crate) async fn serve(
    shared: Arc<Shared>,
    router: Router,
    listener: TcpListener,
    shutdown: impl Future<Output = ()> + Send,
) -> std::io::Result<()> {
    let limits = &shared.config.connections;
    let builder = Arc::new(protocols(limits, shared.config.header_read_timeout));
    let connections = Connections::new(limits, &shared.config.trusted_proxies);
    // Connections keep a receiver each: it tells them to end, and the sender of the last one that has.
    let (ending, _) = watch::channel(false);
    let mut shutdown = std::pin::pin!(shutdown);
    let (mut failures, mut outcome) = (0, Ok(()));
    loop {
        let accepted = tokio::select! {
            () = &mut shutdown => break,
            accepted = listener.accept() => accepted,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                failures += 1;
                tracing::warn!(error.code = "ACCEPT_FAILED", "a connection could not be accepted");
                if failures == MAX_FAILURES {
                    outcome = Err(error);
                    break;
                }
                // Too many open files, most likely: wait for some to close.
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        failures = 0;
        let Some(place) = connections.admit(peer.ip()) else {
            // Best effort, without waiting: whoever comes in numbers is not worth more.
            let _ = stream.try_write(FULL);
            continue;
        };
        let (builder, router) = (Arc::clone(&builder), router.clone());
        let (limits, ending) = (limits.clone(), ending.subscribe());
        tokio::spawn(async move {
            one(&builder, router, stream, peer.ip(), &limits, ending).await;
            drop(place);
        });
    }
    shared.draining.store(true, Ordering::Relaxed);
    drop(listener);
    tracing::info!("stopping: no new connections");
    ending.send_replace(true);
    if tokio::time::timeout(shared.config.drain_timeout, ending.closed())
        .await
        .is_err()
    {
        tracing::warn!(error.code = "DRAIN_TIMEOUT", "requests in flight were cut off");
    }
    outcome
}

fn protocols(limits: &ConnectionLimits, head_timeout: Duration) -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(head_timeout)
        .max_buf_size(limits.head_bytes.max(8192));
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(limits.streams)
        .max_header_list_size(u32::try_from(limits.head_bytes).unwrap_or(u32::MAX))
        .max_pending_accept_reset_streams(limits.reset_streams)
        .max_local_error_reset_streams(limits.reset_streams)
        .keep_alive_interval(Duration::from_secs(30))
        .keep_alive_timeout(Duration::from_secs(10));
    builder
}

/// Serves one connection until the client, its idleness or the gateway's end closes it.
async fn one(
    builder: &Builder<TokioExecutor>,
    router: Router,
    stream: TcpStream,
    peer: IpAddr,
    limits: &ConnectionLimits,
    mut ending: watch::Receiver<bool>,
) {
    let _ = stream.set_nodelay(true);
    let activity = Activity::new();
    let service = service_fn({
        let activity = activity.clone();
        move |request: hyper::Request<Incoming>| {
            let (in_flight, router) = (activity.begin(), router.clone());
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(PeerAddress(peer));
            async move {
                let answer = router.oneshot(request).await;
                drop(in_flight);
                answer
            }
        }
    });
    let stream = TokioIo::new(TimedStream::new(stream, limits.write_timeout));
    let mut connection = std::pin::pin!(builder.serve_connection(stream, service));
    let mut told = std::pin::pin!(async {
        // Without the sender the gateway has gone.
        let _ = ending.wait_for(|ending| *ending).await;
    });
    // Clients that go away or send no HTTP are everyday business.
    tokio::select! {
        _ = connection.as_mut() => return,
        () = activity.idle(limits.idle_timeout) => {
            connection.as_mut().graceful_shutdown();
            let _ = tokio::time::timeout(FAREWELL, connection.as_mut()).await;
            return;
        }
        () = told.as_mut() => {}
    }
    // The gateway ends: what is in flight may finish, for as long as the whole drain may take.
    connection.as_mut().graceful_shutdown();
    let _ = connection.await;
}
