//! The transport behind a service's client.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde::Serialize;
use serde::de::DeserializeOwned;
use tarpc::client::RpcError;
use tarpc::client::stub::Stub;
use tarpc::context::Context;
use tarpc::{RequestName, ServerError};

use crate::guarded::{self, Broken};
use crate::remote::{Remote, RemoteConfig};
use crate::wire;

/// What a service does with one request.
pub type LocalFuture<Resp> = Pin<Box<dyn Future<Output = Result<Resp, ServerError>> + Send>>;

/// A service as the composition root hands it over: its generated `serve`.
pub type Handler<Req, Resp> = Arc<dyn Fn(Context, Req) -> LocalFuture<Resp> + Send + Sync>;

/// The longest any call may take, whatever its context says: a signed request lives no longer.
pub const MAX_CALL: Duration = Duration::from_secs(30);

/// A service's client end. Cheap to clone.
///
/// *Local* calls the service in the same process, with no channel and no serialisation. *Remote* sends a signed request over
/// TCP. Either way panics of the service and its silence end here: the caller always gets an answer by the context's deadline.
pub struct Link<Req, Resp> {
    way: Way<Req, Resp>,
}

enum Way<Req, Resp> {
    Local(Handler<Req, Resp>),
    Remote(Arc<Remote>),
}

impl<Req, Resp> Clone for Link<Req, Resp> {
    fn clone(&self) -> Self {
        let way = match &self.way {
            Way::Local(handler) => Way::Local(Arc::clone(handler)),
            Way::Remote(remote) => Way::Remote(Arc::clone(remote)),
        };
        Self { way }
    }
}

impl<Req, Resp> Link<Req, Resp> {
    /// A link to a service in this process. `handler` is the service's generated `serve` (see the composition root).
    pub fn local(handler: impl Fn(Context, Req) -> LocalFuture<Resp> + Send + Sync + 'static) -> Self {
        Self {
            way: Way::Local(Arc::new(handler)),
        }
    }

    /// A link to a service in another process. Nothing is dialled before the first call.
    pub fn remote(config: RemoteConfig) -> Self {
        Self {
            way: Way::Remote(Arc::new(Remote::new(config))),
        }
    }

    /// Whether the service says that it is ready; a service in this process is asked by other means. `false` after
    /// `patience`.
    pub async fn is_ready(&self, patience: Duration) -> bool {
        match &self.way {
            Way::Local(_) => true,
            Way::Remote(remote) => remote.ping(patience).await,
        }
    }
}

impl<Req, Resp> Stub for Link<Req, Resp>
where
    Req: RequestName + Serialize,
    Resp: DeserializeOwned,
{
    type Req = Req;
    type Resp = Resp;

    async fn call(&self, mut ctx: Context, request: Req) -> Result<Resp, RpcError> {
        // tarpc's own default is ten seconds, and a deadline years ahead kills its client.
        ctx.deadline = ctx.deadline.min(now() + MAX_CALL);
        match &self.way {
            Way::Local(handler) => {
                let method = request.name().to_owned();
                guarded::answer(&method, ctx.deadline, handler(ctx, request))
                    .await
                    .map_err(|broken| match broken {
                        Broken::Late => RpcError::DeadlineExceeded,
                        Broken::Failed(error) => RpcError::Server(error),
                    })
            }
            Way::Remote(remote) => {
                let body = wire::encode(&request).ok_or_else(|| unsendable("CALL_UNENCODABLE"))?;
                if body.len() > wire::MAX_BODY {
                    return Err(unsendable("CALL_TOO_LONG"));
                }
                let answer = remote.call(ctx, request.name(), body).await?;
                wire::decode(&answer).ok_or_else(|| {
                    tracing::error!(
                        error.code = "CALL_ANSWER_UNREADABLE",
                        "a service answered in another language"
                    );
                    RpcError::Server(ServerError::new(std::io::ErrorKind::InvalidData, String::new()))
                })
            }
        }
    }
}

fn unsendable(code: &'static str) -> RpcError {
    tracing::error!(error.code = code, "a request cannot be sent");
    RpcError::Server(ServerError::new(std::io::ErrorKind::InvalidInput, String::new()))
}

pub(crate) fn now() -> Instant {
    Instant::now()
}
