//! What the composition root decides about the gateway. Numbers, keys and hooks only.

use std::sync::Arc;
use std::time::Duration;

use futures::future::BoxFuture;
use http::HeaderMap;
use rand::TryRngCore;
use tracing::Span;
use wsparcie_kernel::{IdSource, SystemIds};

use crate::http::bucket::BucketLimits;
use crate::http::guard::Limits;
use crate::http::limits::ConnectionLimits;
use crate::http::sessions::SessionLimits;
use crate::http::shed::ShedLimits;
use crate::http::throttle::{Network, ThrottleLimits};

/// Tells whether what the gateway needs behind it (services, their database) answers.
pub type Readiness = Arc<dyn Fn() -> BoxFuture<'static, bool> + Send + Sync>;

/// The gateway's settings. The defaults are those of the architecture's section "Limits".
#[derive(Clone)]
pub struct GatewayConfig {
    /// What the guard lets through to the parser.
    pub limits: Limits,
    /// How long sessions live.
    pub sessions: SessionLimits,
    /// How often somebody may try to sign in.
    pub throttles: ThrottleLimits,
    /// Proxies of one's own, whose `X-Forwarded-For` is believed. Nobody else's is.
    pub trusted_proxies: Vec<Network>,
    /// From the first byte of a request's head to its answer.
    pub request_deadline: Duration,
    /// How long a connection may take to send a request's head; also how long it may stay idle.
    pub header_read_timeout: Duration,
    /// How long requests in flight may go on once the gateway stops.
    pub drain_timeout: Duration,
    /// What one connection may take, and how many there may be.
    pub connections: ConnectionLimits,
    /// How many requests are worked on at the same time; more are refused at once.
    pub shed: ShedLimits,
    /// The highest price of one request, in points (`docs/cost.md`).
    pub max_cost: u64,
    /// What clients have for their requests, in points.
    pub buckets: BucketLimits,
    /// Whether people reach the gateway over HTTPS: browsers are then told to use nothing else.
    pub https: bool,
    /// The origin that people's browsers see (`https://wsparcie.example`), if it is not the `Host` of their requests.
    pub public_origin: Option<String>,
    /// The origin that organisations' sign-in providers send people back to, `https://` but on this machine. Without one nobody
    /// signs in at a provider.
    pub provider_origin: Option<String>,
    /// Asked by `/health/ready`, besides Redis.
    pub readiness: Readiness,
    /// Where trace ids come from.
    pub observability: Observability,
    /// Where request ids come from.
    pub ids: Arc<dyn IdSource>,
    /// Where session tokens come from.
    pub random: Arc<dyn RandomSource>,
}

impl Default for GatewayConfig {
    fn default() -> Self {
        Self {
            limits: Limits::default(),
            sessions: SessionLimits::default(),
            throttles: ThrottleLimits::default(),
            trusted_proxies: Vec::new(),
            request_deadline: Duration::from_secs(10),
            header_read_timeout: Duration::from_secs(10),
            drain_timeout: Duration::from_secs(10),
            connections: ConnectionLimits::default(),
            shed: ShedLimits::default(),
            max_cost: 5_000,
            buckets: BucketLimits::default(),
            https: false,
            public_origin: None,
            provider_origin: None,
            readiness: Arc::new(|| Box::pin(async { true })),
            observability: Observability::default(),
            ids: Arc::new(SystemIds),
            random: Arc::new(OsRandom),
        }
    }
}

/// Lets a span continue the trace that a request's headers name.
pub type ContinueTrace = Arc<dyn Fn(&Span, &HeaderMap) + Send + Sync>;

/// Hears of every root field that was answered: whether it is a mutation, its name, its outcome (`OK` or the error's code),
/// how long it took.
pub type RootFieldListener = Arc<dyn Fn(bool, &str, &str, Duration) + Send + Sync>;

/// Which of a request's two buckets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BucketKind {
    /// The client's own; a stranger's is that of their address.
    Client,
    /// The one that all of an organisation share; strangers share that of their network.
    Organisation,
}

/// What became of a charge, without a word of who was charged.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Charge {
    /// Redis answered.
    Answered {
        /// How full the client's bucket is afterwards, 0 to 1; below 0 it is in debt.
        client: f64,
        /// How full the organisation's is.
        organisation: f64,
        /// The bucket that had too little, if the request was refused for it.
        refused_by: Option<BucketKind>,
    },
    /// Redis did not answer, so nothing was executed.
    Unavailable,
}

/// Hears of every charge.
pub type ChargeListener = Arc<dyn Fn(Charge) + Send + Sync>;

/// Hears the code of every request that was refused before anything was executed.
pub type RefusalListener = Arc<dyn Fn(&'static str) + Send + Sync>;

/// The hooks into telemetry, which the gateway does not know itself.
#[derive(Clone)]
pub struct Observability {
    /// The id of the running trace, if there is one.
    pub trace_id: Arc<dyn Fn() -> Option<String> + Send + Sync>,
    /// Lets a request's span continue the trace that the request's headers name; called before the span is entered.
    pub continue_trace: ContinueTrace,
    /// Told of every root field.
    pub root_field: RootFieldListener,
    /// Told of every charge of a client's and its organisation's bucket.
    pub charge: ChargeListener,
    /// Told of every request that was refused as a whole.
    pub refusal: RefusalListener,
}

impl Default for Observability {
    fn default() -> Self {
        Self {
            trace_id: Arc::new(|| None),
            continue_trace: Arc::new(|_, _| {}),
            root_field: Arc::new(|_, _, _, _| {}),
            charge: Arc::new(|_| {}),
            refusal: Arc::new(|_| {}),
        }
    }
}

/// The gateway's keys: 256 random bits each, the same in every process of an instance. Never printed.
#[derive(Clone)]
pub struct Secrets {
    /// Signs cursors.
    pub cursor_key: [u8; 32],
    /// Digests the input behind an idempotency key.
    pub fingerprint_key: [u8; 32],
    /// Signs the cookies of known devices, and digests what throttles count.
    pub device_key: [u8; 32],
}

/// Where unguessable bytes come from. Injected, so that a test can repeat what happened.
pub trait RandomSource: Send + Sync {
    /// 256 random bits; `None` if the source fails, and then no token is made.
    fn bytes(&self) -> Option<[u8; 32]>;
}

/// The operating system's random numbers.
#[derive(Debug, Default, Clone, Copy)]
pub struct OsRandom;

impl RandomSource for OsRandom {
    fn bytes(&self) -> Option<[u8; 32]> {
        let mut bytes = [0; 32];
        rand::rngs::OsRng.try_fill_bytes(&mut bytes).ok().map(|()| bytes)
    }
}
