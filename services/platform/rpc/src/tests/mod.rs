//! Calls over real sockets.

mod outage;
mod refused;
mod served;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tarpc::context::Context;
use tarpc::server::Serve;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use wsparcie_kernel::{CallResult, SystemClock, SystemIds};

use crate::{CallKeys, Link, RemoteConfig, ServerConfig, settle};

/// A service that does what tests ask.
#[tarpc::service]
trait Probe {
    async fn echo(text: String) -> CallResult<String>;
    async fn sleep(milliseconds: u64) -> CallResult<u64>;
    async fn defect() -> CallResult<()>;
    async fn long(bytes: usize) -> CallResult<String>;
    async fn left() -> CallResult<u64>;
}

/// Counts how often a handler ran.
#[derive(Clone, Default)]
struct Service {
    handled: Arc<AtomicUsize>,
}

impl Probe for Service {
    async fn echo(self, _: Context, text: String) -> CallResult<String> {
        self.handled.fetch_add(1, Ordering::SeqCst);
        Ok(text)
    }

    async fn sleep(self, _: Context, milliseconds: u64) -> CallResult<u64> {
        self.handled.fetch_add(1, Ordering::SeqCst);
        tokio::time::sleep(Duration::from_millis(milliseconds)).await;
        Ok(milliseconds)
    }

    async fn defect(self, _: Context) -> CallResult<()> {
        panic!("a defect")
    }

    async fn long(self, _: Context, bytes: usize) -> CallResult<String> {
        Ok("a".repeat(bytes))
    }

    async fn left(self, context: Context) -> CallResult<u64> {
        let left = context.deadline.saturating_duration_since(crate::link::now());
        Ok(u64::try_from(left.as_millis()).unwrap())
    }
}

type Client = ProbeClient<Link<ProbeRequest, ProbeResponse>>;

const KEY: [u8; 32] = [7; 32];

struct Served {
    address: String,
    service: Service,
    stop: CancellationToken,
    task: JoinHandle<()>,
}

impl Served {
    async fn start() -> Self {
        Self::start_with("127.0.0.1:0", |_| {}).await
    }

    async fn start_with(address: &str, change: impl FnOnce(&mut ServerConfig)) -> Self {
        let listener = TcpListener::bind(address).await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let service = Service::default();
        let mut config = ServerConfig::new(
            "probe",
            CallKeys::single(KEY),
            Arc::new(SystemClock),
            Arc::new(|| Box::pin(async { true })),
        );
        change(&mut config);
        let stop = CancellationToken::new();
        let task = tokio::spawn(crate::serve(config, listener, handler(&service), stop.clone()));
        Self {
            address,
            service,
            stop,
            task,
        }
    }

    fn client(&self) -> Client {
        client(&self.address, CallKeys::single(KEY))
    }

    fn handled(&self) -> usize {
        self.service.handled.load(Ordering::SeqCst)
    }

    /// As a process that is killed: no draining, every connection gone.
    async fn stop(self) {
        self.stop.cancel();
        self.task.await.unwrap();
    }
}

fn handler(service: &Service) -> crate::Handler<ProbeRequest, ProbeResponse> {
    let service = service.clone();
    Arc::new(move |context, request| {
        let service = service.clone();
        Box::pin(async move { service.serve().serve(context, request).await })
    })
}

fn client(address: &str, keys: CallKeys) -> Client {
    ProbeClient::from(Link::remote(RemoteConfig {
        service: "probe",
        address: address.to_owned(),
        keys,
        clock: Arc::new(SystemClock),
        ids: Arc::new(SystemIds),
    }))
}

async fn echo(client: &Client, text: &str) -> CallResult<String> {
    settle(client.echo(within(5_000), text.to_owned()).await)
}

fn within(milliseconds: u64) -> Context {
    crate::context(Duration::from_millis(milliseconds))
}
