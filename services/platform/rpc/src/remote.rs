//! A connection to a service in another process: dialled when needed, dialled anew when it is gone.
//!
//! One connection carries all calls of a link. A call that finds it gone dials before it sends anything; a call that was
//! handed over is never sent twice, for nobody could tell whether the service has begun it: the caller repeats mutations under
//! their idempotency key. While the service is away, calls fail at once; the waits between two dials grow to two seconds.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tarpc::client::{self, Channel, RpcError};
use tarpc::context::Context;
use tarpc::{ServerError, serde_transport};
use tokio::net::TcpStream;
use wsparcie_kernel::{Clock, IdSource};

use crate::keys::CallKeys;
use crate::link::now;
use crate::seal::Signer;
use crate::server::PING;
use crate::wire::{self, Envelope, MessagePack, Reply};

/// How long the other process may take to accept a connection.
const CONNECT_PATIENCE: Duration = Duration::from_secs(1);
/// The first wait between two dials; it doubles.
const FIRST_WAIT: Duration = Duration::from_millis(50);
/// The longest wait between two dials.
const LONGEST_WAIT: Duration = Duration::from_secs(2);

/// How a service in another process is reached.
#[derive(Clone)]
pub struct RemoteConfig {
    /// The service's name; a request for one is no good at another.
    pub service: &'static str,
    /// `host:port`. Looked up at each dial, so that a service may move.
    pub address: String,
    /// The keys that requests are signed with.
    pub keys: CallKeys,
    /// Tells when a request was signed.
    pub clock: Arc<dyn Clock>,
    /// Makes requests' nonces.
    pub ids: Arc<dyn IdSource>,
}

/// The far end of one link.
pub(crate) struct Remote {
    address: String,
    signer: Signer,
    state: Mutex<State>,
    /// Held while dialling: at most one dial at once.
    dialling: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct State {
    connection: Option<Arc<Connection>>,
    failures: u32,
    not_before: Option<Instant>,
}

struct Connection {
    channel: Channel<Envelope, Reply>,
    alive: Arc<AtomicBool>,
    /// How many answers came: a connection on which nothing comes any more is given up.
    answers: AtomicU64,
}

impl Connection {
    fn is_alive(&self) -> bool {
        self.alive.load(Ordering::Acquire)
    }
}

impl Remote {
    pub(crate) fn new(config: RemoteConfig) -> Self {
        Self {
            address: config.address,
            signer: Signer {
                service: config.service,
                keys: config.keys,
                clock: config.clock,
                ids: config.ids,
            },
            state: Mutex::default(),
            dialling: tokio::sync::Mutex::new(()),
        }
    }

    /// Sends one request and waits for its answer until the context's deadline.
    pub(crate) async fn call(&self, ctx: Context, method: &str, body: Vec<u8>) -> Result<Vec<u8>, RpcError> {
        let left = ctx.deadline.saturating_duration_since(now());
        if left.is_zero() {
            return Err(RpcError::DeadlineExceeded);
        }
        let within = async {
            let connection = self.connection().await?;
            let answers = connection.answers.load(Ordering::Relaxed);
            let envelope = self.signer.seal(method, body);
            let mut silence = GiveUpIfSilent {
                remote: self,
                connection: &connection,
                answers,
                deadline: ctx.deadline,
                answered: false,
            };
            let answer = connection.channel.call(ctx, envelope).await;
            silence.answered = true;
            if matches!(answer, Ok(_) | Err(RpcError::Server(_))) {
                connection.answers.fetch_add(1, Ordering::Relaxed);
            }
            if matches!(answer, Err(RpcError::DeadlineExceeded)) {
                silence.answered = false;
            }
            answer.map(|reply| reply.body.0)
        };
        tokio::time::timeout(left, within)
            .await
            .unwrap_or(Err(RpcError::DeadlineExceeded))
    }

    /// Whether the service answers that it is ready.
    pub(crate) async fn ping(&self, patience: Duration) -> bool {
        let mut ctx = Context::current();
        ctx.deadline = now() + patience;
        let answer = self.call(ctx, PING, Vec::new()).await;
        answer.ok().and_then(|body| wire::decode(&body)).unwrap_or(false)
    }

    /// The live connection, or a new one.
    async fn connection(&self) -> Result<Arc<Connection>, RpcError> {
        if let Some(connection) = self.live()? {
            return Ok(connection);
        }
        let _one_dials = self.dialling.lock().await;
        // Whoever dialled before may have brought a connection, or learnt that there is none to be had now.
        if let Some(connection) = self.live()? {
            return Ok(connection);
        }
        let dialled = tokio::time::timeout(CONNECT_PATIENCE, TcpStream::connect(self.address.as_str())).await;
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let Ok(Ok(stream)) = dialled else {
            state.failures = state.failures.saturating_add(1);
            let wait = self.wait_after(state.failures);
            state.not_before = Some(now() + wait);
            tracing::warn!(
                rpc.service = self.signer.service,
                error.code = "CALL_UNREACHABLE",
                attempt = state.failures,
                "a service cannot be reached"
            );
            return Err(away());
        };
        let connection = Arc::new(self.open(stream));
        *state = State {
            connection: Some(Arc::clone(&connection)),
            ..State::default()
        };
        Ok(connection)
    }

    /// The connection if it lives; an error while the service is known to be away.
    fn live(&self) -> Result<Option<Arc<Connection>>, RpcError> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(connection) = state
            .connection
            .as_ref()
            .filter(|connection| connection.is_alive())
        {
            return Ok(Some(Arc::clone(connection)));
        }
        state.connection = None;
        if state.not_before.is_some_and(|at| now() < at) {
            return Err(away());
        }
        Ok(None)
    }

    fn open(&self, stream: TcpStream) -> Connection {
        // Requests are small and somebody waits for each of them.
        let _ = stream.set_nodelay(true);
        let transport = serde_transport::new(wire::framed(stream), MessagePack);
        let opened = client::new(client::Config::default(), transport);
        let alive = Arc::new(AtomicBool::new(true));
        let (dispatch, ends, service) = (opened.dispatch, Arc::clone(&alive), self.signer.service);
        tokio::spawn(async move {
            // A panic of the transport must not leave the connection looking alive.
            let _guard = Ends(ends);
            if dispatch.await.is_err() {
                tracing::warn!(
                    rpc.service = service,
                    error.code = "CALL_CONNECTION_BROKEN",
                    "the connection to a service broke"
                );
            }
        });
        Connection {
            channel: opened.client,
            alive,
            answers: AtomicU64::new(0),
        }
    }

    /// Doubling from the first wait to the longest, spread over its upper half, so that many processes don't dial as one.
    fn wait_after(&self, failures: u32) -> Duration {
        let full = FIRST_WAIT
            .saturating_mul(1 << failures.saturating_sub(1).min(10))
            .min(LONGEST_WAIT);
        let spread = self.signer.ids.next(self.signer.clock.now()).as_bytes()[15];
        full / 2 + (full / 2).mul_f64(f64::from(spread) / 255.0)
    }

    fn give_up(&self, connection: &Arc<Connection>) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state
            .connection
            .as_ref()
            .is_some_and(|current| Arc::ptr_eq(current, connection))
        {
            // Calls under way keep it until they end; the next one dials.
            state.connection = None;
        }
    }
}

/// Marks the connection as gone when its task ends, in whichever way.
struct Ends(Arc<AtomicBool>);

impl Drop for Ends {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Release);
    }
}

/// Gives the connection up if a call ran out of time and nothing at all came in meanwhile: the other machine may be gone without
/// a word, and TCP would notice it after many minutes.
struct GiveUpIfSilent<'a> {
    remote: &'a Remote,
    connection: &'a Arc<Connection>,
    answers: u64,
    deadline: Instant,
    answered: bool,
}

impl Drop for GiveUpIfSilent<'_> {
    fn drop(&mut self) {
        let silent = self.connection.answers.load(Ordering::Relaxed) == self.answers;
        if !self.answered && silent && now() >= self.deadline {
            self.remote.give_up(self.connection);
        }
    }
}

fn away() -> RpcError {
    RpcError::Server(ServerError::new(std::io::ErrorKind::NotConnected, String::new()))
}
