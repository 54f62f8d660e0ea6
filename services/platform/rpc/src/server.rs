//! The server end: accepts connections, believes signed requests only, and always answers.

use std::io::ErrorKind;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use futures::StreamExt;
use futures::future::BoxFuture;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tarpc::context::Context;
use tarpc::server::{self, BaseChannel, Channel};
use tarpc::{RequestName, ServerError, serde_transport};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tracing::Instrument;
use wsparcie_kernel::Clock;

use crate::guarded::{self, Broken};
use crate::keys::CallKeys;
use crate::link::{Handler, MAX_CALL, now};
use crate::measure;
use crate::seal::Gatekeeper;
use crate::wire::{self, Bin, Envelope, MessagePack, Reply};

/// The call that asks whether the service is ready. No service has a call of this name.
pub(crate) const PING: &str = "wsparcie.ping";
/// How long a connection may stay open without a request that is believed.
const STRANGERS_PATIENCE: Duration = Duration::from_secs(5);
/// How often a draining connection looks whether its last answer is out.
const DRAIN_PAUSE: Duration = Duration::from_millis(20);

/// Tells whether the service can work: its database answers, and whatever else it needs.
pub type Ready = Arc<dyn Fn() -> BoxFuture<'static, bool> + Send + Sync>;

/// How one service is served to other processes.
#[derive(Clone)]
pub struct ServerConfig {
    /// The service's name.
    pub service: &'static str,
    /// The keys that are believed.
    pub keys: CallKeys,
    /// Judges requests' age.
    pub clock: Arc<dyn Clock>,
    /// Answers pings.
    pub ready: Ready,
    /// Connections open at the same time; more are closed at once.
    pub max_connections: usize,
    /// Requests of one connection worked on at the same time; more are refused as unavailable.
    pub max_requests_per_connection: usize,
    /// Requests worked on at the same time; more are refused as unavailable.
    pub max_requests: usize,
    /// The longest a request may take, whatever its deadline.
    pub max_call: Duration,
    /// How long requests in flight may go on once the service stops.
    pub drain_timeout: Duration,
}

impl ServerConfig {
    /// The usual limits.
    pub fn new(service: &'static str, keys: CallKeys, clock: Arc<dyn Clock>, ready: Ready) -> Self {
        Self {
            service,
            keys,
            clock,
            ready,
            max_connections: 64,
            max_requests_per_connection: 256,
            max_requests: 512,
            max_call: MAX_CALL,
            drain_timeout: Duration::from_secs(10),
        }
    }
}

struct Server<Req, Resp> {
    config: ServerConfig,
    gatekeeper: Gatekeeper,
    requests: Semaphore,
    handler: Handler<Req, Resp>,
    stop: CancellationToken,
}

/// Serves until `stop`; then accepts no connection and no request, and returns once what was begun is answered or the drain
/// timeout is over.
pub async fn serve<Req, Resp>(
    config: ServerConfig,
    listener: TcpListener,
    handler: Handler<Req, Resp>,
    stop: CancellationToken,
) where
    Req: RequestName + DeserializeOwned + Send + 'static,
    Resp: Serialize + Send + 'static,
{
    let connections = Arc::new(Semaphore::new(config.max_connections));
    let tasks = TaskTracker::new();
    let drain_timeout = config.drain_timeout;
    let server = Arc::new(Server {
        gatekeeper: Gatekeeper::new(config.service, config.keys.clone(), Arc::clone(&config.clock)),
        requests: Semaphore::new(config.max_requests),
        handler,
        stop: stop.clone(),
        config,
    });
    loop {
        let accepted = tokio::select! {
            () = stop.cancelled() => break,
            accepted = listener.accept() => accepted,
        };
        let Ok((stream, _)) = accepted else {
            // Out of file descriptors, most likely: let some be closed.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let Ok(place) = Arc::clone(&connections).try_acquire_owned() else {
            tracing::warn!(
                error.code = "CALL_CONNECTIONS_FULL",
                "a connection too many was closed"
            );
            continue;
        };
        let server = Arc::clone(&server);
        // A task of its own: what a stranger can make tarpc do ends this connection at the worst.
        tasks.spawn(async move {
            server.attend(stream).await;
            drop(place);
        });
    }
    drop(listener);
    tasks.close();
    let _ = tokio::time::timeout(drain_timeout, tasks.wait()).await;
}

impl<Req, Resp> Server<Req, Resp>
where
    Req: RequestName + DeserializeOwned + Send + 'static,
    Resp: Serialize + Send + 'static,
{
    /// Serves one connection to its end.
    async fn attend(self: Arc<Self>, stream: TcpStream) {
        let _ = stream.set_nodelay(true);
        let transport = serde_transport::new(wire::framed(stream), MessagePack);
        let channel = BaseChannel::new(server::Config::default(), transport)
            .max_concurrent_requests(self.config.max_requests_per_connection);
        let requests = channel.requests();
        tokio::pin!(requests);
        let believed = Arc::new(AtomicBool::new(false));
        let strangers = tokio::time::sleep(STRANGERS_PATIENCE);
        tokio::pin!(strangers);
        let mut drain = tokio::time::interval(DRAIN_PAUSE);
        loop {
            let next = tokio::select! {
                next = requests.next() => next,
                () = &mut strangers, if !believed.load(Ordering::Relaxed) => return,
                () = self.stop.cancelled(), if requests.channel().in_flight_requests() == 0 => return,
                _ = drain.tick(), if self.stop.is_cancelled() => continue,
            };
            match next {
                None => return,
                Some(Err(_)) => {
                    tracing::warn!(
                        error.code = "CALL_CONNECTION_BROKEN",
                        "a connection broke, or spoke another language"
                    );
                    return;
                }
                Some(Ok(request)) => {
                    let (server, believed) = (Arc::clone(&self), Arc::clone(&believed));
                    tokio::spawn(request.execute(server::serve(move |ctx, envelope| {
                        server.answer(ctx, envelope, believed)
                    })));
                }
            }
        }
    }

    async fn answer(
        self: Arc<Self>,
        ctx: Context,
        envelope: Envelope,
        believed: Arc<AtomicBool>,
    ) -> Result<Reply, ServerError> {
        let service = self.config.service;
        let refused = |code| measure::served(service, "none", code, Duration::ZERO);
        if let Err(refusal) = self.gatekeeper.check(&envelope) {
            tracing::warn!(
                error.code = refusal.0,
                "a call was refused before any handler saw it"
            );
            refused(refusal.0);
            return Err(error(ErrorKind::PermissionDenied));
        }
        believed.store(true, Ordering::Relaxed);
        if self.stop.is_cancelled() {
            refused("CALL_STOPPING");
            return Err(error(ErrorKind::WouldBlock));
        }
        let Ok(_place) = self.requests.try_acquire() else {
            tracing::warn!(error.code = "CALL_SHED", "a call too many was refused");
            refused("CALL_SHED");
            return Err(error(ErrorKind::WouldBlock));
        };
        if envelope.method == PING {
            let ready = (self.config.ready)().await;
            return reply(&ready);
        }
        let Some(request) = wire::decode::<Req>(&envelope.body.0) else {
            // A call that this version does not know: services are deployed before the gateway.
            tracing::error!(
                error.code = "CALL_UNKNOWN",
                "a call that this service does not know"
            );
            refused("CALL_UNKNOWN");
            return Err(error(ErrorKind::InvalidInput));
        };
        let span = tracing::info_span!(
            "rpc.serve",
            rpc.service = self.config.service,
            rpc.method = %request.name(),
        );
        let method = request.name().to_owned();
        let deadline = ctx.deadline.min(now() + self.config.max_call);
        let mut ctx = ctx;
        ctx.deadline = deadline;
        async {
            let begun = now();
            let answer = guarded::answer(&method, deadline, (self.handler)(ctx, request)).await;
            let (outcome, answer) = match answer {
                Ok(answer) => {
                    let reply = reply(&answer);
                    let body = reply.as_ref().map(|reply| wire::outcome(&reply.body.0));
                    (body.unwrap_or("CALL_ANSWER_TOO_LONG"), reply)
                }
                Err(Broken::Late) => ("DEADLINE_EXCEEDED", Err(error(ErrorKind::TimedOut))),
                Err(Broken::Failed(_)) => ("INTERNAL", Err(error(ErrorKind::Other))),
            };
            measure::served(service, &method, outcome, begun.elapsed());
            answer
        }
        .instrument(span)
        .await
    }
}

fn reply<T: Serialize>(answer: &T) -> Result<Reply, ServerError> {
    match wire::encode(answer) {
        Some(body) if body.len() <= wire::MAX_BODY => Ok(Reply { body: Bin(body) }),
        _ => {
            tracing::error!(error.code = "CALL_ANSWER_TOO_LONG", "an answer cannot be sent");
            Err(error(ErrorKind::InvalidData))
        }
    }
}

/// The kind is all that the caller learns.
fn error(kind: ErrorKind) -> ServerError {
    ServerError::new(kind, String::new())
}
