//! The transport behind a service's client.

use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Instant;

use futures::FutureExt;
use tarpc::client::RpcError;
use tarpc::client::stub::Stub;
use tarpc::context::Context;
use tarpc::{RequestName, ServerError};

/// What a service in this process does with one request.
pub type LocalFuture<Resp> = Pin<Box<dyn Future<Output = Result<Resp, ServerError>> + Send>>;

type LocalHandler<Req, Resp> = Arc<dyn Fn(Context, Req) -> LocalFuture<Resp> + Send + Sync>;

/// A service's client end. Cheap to clone.
///
/// *Local* calls the service in the same process, with no channel and no serialisation. Panics of the service and its
/// silence end here: the caller always gets an answer by the context's deadline.
pub struct Link<Req, Resp> {
    handler: LocalHandler<Req, Resp>,
}

impl<Req, Resp> Clone for Link<Req, Resp> {
    fn clone(&self) -> Self {
        Self {
            handler: Arc::clone(&self.handler),
        }
    }
}

impl<Req, Resp> Link<Req, Resp> {
    /// A link to a service in this process. `handler` is the service's generated `serve` (see the composition root).
    pub fn local(handler: impl Fn(Context, Req) -> LocalFuture<Resp> + Send + Sync + 'static) -> Self {
        Self {
            handler: Arc::new(handler),
        }
    }
}

impl<Req: RequestName, Resp> Stub for Link<Req, Resp> {
    type Req = Req;
    type Resp = Resp;

    async fn call(&self, ctx: Context, request: Req) -> Result<Resp, RpcError> {
        let method = request.name().to_owned();
        let left = ctx.deadline.saturating_duration_since(now());
        let answer = AssertUnwindSafe((self.handler)(ctx, request)).catch_unwind();
        match tokio::time::timeout(left, answer).await {
            Ok(Ok(answer)) => answer.map_err(RpcError::Server),
            Ok(Err(_panic)) => {
                // The panic hook has told where; the payload may hold anything and is not looked at.
                tracing::error!(rpc.method = %method, error.code = "PANIC", "a service call panicked");
                Err(RpcError::Server(ServerError::new(
                    std::io::ErrorKind::Other,
                    "internal error".to_owned(),
                )))
            }
            Err(_elapsed) => {
                tracing::warn!(rpc.method = %method, error.code = "DEADLINE_EXCEEDED", "a service call ran out of time");
                Err(RpcError::DeadlineExceeded)
            }
        }
    }
}

pub(crate) fn now() -> Instant {
    Instant::now()
}
