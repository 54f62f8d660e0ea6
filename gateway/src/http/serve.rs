//! Connections: accepted, bounded in time, and ended without cutting a request off.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use axum::Router;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;

use crate::gateway::Shared;

/// Concurrent streams of one HTTP/2 connection.
const MAX_STREAMS: u32 = 100;
/// After so many failures to accept in a row (5 s) the listener is broken.
const MAX_FAILURES: u32 = 100;

/// Serves until `shutdown` completes, then stops accepting and lets requests in flight finish.
pub(crate) async fn serve(
    shared: Arc<Shared>,
    router: Router,
    listener: TcpListener,
    shutdown: impl Future<Output = ()> + Send,
) -> std::io::Result<()> {
    let mut builder = Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(shared.config.header_read_timeout);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(MAX_STREAMS)
        .keep_alive_interval(Duration::from_secs(30))
        .keep_alive_timeout(Duration::from_secs(10));
    let connections = GracefulShutdown::new();
    let mut shutdown = std::pin::pin!(shutdown);
    let (mut failures, mut outcome) = (0, Ok(()));
    loop {
        let accepted = tokio::select! {
            () = &mut shutdown => break,
            accepted = listener.accept() => accepted,
        };
        let (stream, _) = match accepted {
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
        let _ = stream.set_nodelay(true);
        let service = TowerToHyperService::new(router.clone());
        let connection = builder
            .serve_connection(TokioIo::new(stream), service)
            .into_owned();
        let watched = connections.watch(connection);
        tokio::spawn(async move {
            // Clients that go away or send no HTTP are everyday business.
            let _ = watched.await;
        });
    }
    shared.draining.store(true, Ordering::Relaxed);
    drop(listener);
    tracing::info!("stopping: no new connections");
    if tokio::time::timeout(shared.config.drain_timeout, connections.shutdown())
        .await
        .is_err()
    {
        tracing::warn!(error.code = "DRAIN_TIMEOUT", "requests in flight were cut off");
    }
    outcome
}
