//! The gateway as one thing: made once by the composition root, then served.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use redis::aio::ConnectionManager;
use tokio::net::TcpListener;
use wsparcie_kernel::Clock;

use crate::config::{GatewayConfig, Secrets};
use crate::graphql::Schema;
use crate::http;
use crate::http::LastLook;
use crate::http::bucket::Buckets;
use crate::http::oidc::Providers;
use crate::http::sessions::{Challenges, RedisDoor, SessionStore};
use crate::http::shed::{Load, Shed};
use crate::http::throttle::Throttle;
use crate::services::Services;
use crate::signing::Signer;

/// What every request needs.
pub(crate) struct Shared {
    pub(crate) config: GatewayConfig,
    pub(crate) services: Services,
    pub(crate) sessions: SessionStore,
    pub(crate) challenges: Challenges,
    pub(crate) throttle: Throttle,
    pub(crate) providers: Providers,
    pub(crate) signer: Signer,
    pub(crate) schema: Schema,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) shed: Shed,
    pub(crate) buckets: Buckets,
    pub(crate) draining: AtomicBool,
    pub(crate) last_look: LastLook,
}

/// The gateway. Cheap to clone.
#[derive(Clone)]
pub struct Gateway {
    shared: Arc<Shared>,
}

impl Gateway {
    /// Puts the gateway together. Nothing is asked of Redis or of a service before the first request
    /// (see [`connect`](crate::http::sessions::connect) for a connection that waits as well).
    pub fn new(
        config: GatewayConfig,
        services: Services,
        redis: ConnectionManager,
        secrets: Secrets,
        clock: Arc<dyn Clock>,
    ) -> Self {
        let signer = Signer::new(secrets);
        let throttle = Throttle::new(
            redis.clone(),
            &config.sessions,
            config.throttles.clone(),
            Arc::clone(&clock),
            signer.clone(),
        );
        let challenges = Challenges::new(
            redis.clone(),
            &config.sessions,
            Arc::clone(&clock),
            Arc::clone(&config.random),
        );
        let buckets = Buckets::new(
            RedisDoor {
                manager: redis.clone(),
                timeout: config.sessions.redis_timeout,
            },
            config.sessions.key_prefix.clone(),
            config.buckets.clone(),
            Arc::clone(&config.observability.charge),
        );
        let providers = Providers::new(
            config.provider_origin.clone(),
            redis.clone(),
            &config.sessions,
            Arc::clone(&clock),
        );
        let sessions = SessionStore::new(
            redis,
            config.sessions.clone(),
            Arc::clone(&clock),
            Arc::clone(&config.random),
        );
        let shared = Shared {
            services,
            sessions,
            challenges,
            throttle,
            providers,
            signer,
            schema: Schema::new(Arc::clone(&config.observability.root_field)),
            clock,
            shed: Shed::new(config.shed.clone()),
            buckets,
            draining: AtomicBool::new(false),
            last_look: LastLook::default(),
            config,
        };
        Self {
            shared: Arc::new(shared),
        }
    }

    /// The sessions, for operator commands.
    pub fn sessions(&self) -> &SessionStore {
        &self.shared.sessions
    }

    /// How many requests are worked on and wait at this moment.
    pub fn load(&self) -> Load {
        self.shared.shed.load()
    }

    /// The routes, for a server of one's own or a test without a network.
    pub fn router(&self) -> axum::Router {
        http::router(Arc::clone(&self.shared))
    }

    /// Lets `/health/ready` refuse from now on, before [`Self::serve`] is told to stop.
    pub fn drain(&self) {
        self.shared.draining.store(true, Ordering::Relaxed);
    }

    /// Serves until `shutdown` completes; then accepts no connection, and returns once the requests in flight are answered
    /// or the drain timeout is over.
    ///
    /// # Errors
    /// The listener has accepted nothing for seconds.
    pub async fn serve(
        &self,
        listener: TcpListener,
        shutdown: impl Future<Output = ()> + Send,
    ) -> std::io::Result<()> {
        http::serve(Arc::clone(&self.shared), self.router(), listener, shutdown).await
    }
}
