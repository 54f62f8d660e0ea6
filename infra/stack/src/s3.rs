//! A private S3 inside this process: s3s with files as its store. Every request must be signed with our key.
//!
//! Good enough to run and to test against. It has no encryption, versions or list of unfinished uploads, keeps an
//! object whose checksum didn't fit, and `If-None-Match: *` isn't atomic: a real S3 is named by `S3_ENDPOINT`.

use std::fs::Permissions;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::thread::JoinHandle;
use std::time::Duration;

use anyhow::{Context, Result, anyhow};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use s3s::auth::SimpleAuth;
use s3s::service::{S3Service, S3ServiceBuilder};
use s3s_fs::FileSystem;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::control::{Server, Stop};
use crate::ports;

/// The region that a private S3 is said to be in; it has no meaning beyond the signature.
pub(crate) const REGION: &str = "eu-central-1";

/// The bucket of a private S3.
pub(crate) const BUCKET: &str = "wsparcie";

/// How long requests under way may take to finish when the server stops.
const DRAIN: Duration = Duration::from_secs(3);

/// How to reach an S3 server, path-style.
#[derive(Clone, PartialEq, Eq)]
pub struct S3Settings {
    /// Address without a bucket, e.g. `http://127.0.0.1:9000`.
    pub endpoint: String,
    /// Access key id.
    pub access_key: String,
    /// Secret access key.
    pub secret_key: String,
    /// Region, as signatures name it.
    pub region: String,
    /// The bucket that everything goes to.
    pub bucket: String,
}

impl std::fmt::Debug for S3Settings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("S3Settings")
            .field("endpoint", &self.endpoint)
            .field("region", &self.region)
            .field("bucket", &self.bucket)
            .finish_non_exhaustive()
    }
}

pub(crate) struct S3Server {
    store: PathBuf,
    access_key: String,
    secret_key: String,
    port: u16,
    running: Option<Running>,
}

/// A serving thread, with its own runtime: tests share a stack between runtimes that come and go.
struct Running {
    stop: watch::Sender<Option<Stop>>,
    thread: JoinHandle<()>,
}

impl S3Server {
    /// Makes the bucket. Starts nothing yet.
    pub(crate) fn prepare(folder: &Path, access_key: &str, secret_key: &str, port: u16) -> Result<Self> {
        let store = folder.join("s3");
        let bucket = store.join(BUCKET);
        std::fs::create_dir_all(&bucket).with_context(|| format!("cannot create {}", bucket.display()))?;
        // The folder around it lets others pass, as PostgreSQL's user must; people's documents are for nobody else.
        std::fs::set_permissions(&store, Permissions::from_mode(0o700))
            .with_context(|| format!("cannot close {} to others", store.display()))?;
        Ok(Self {
            store,
            access_key: access_key.to_owned(),
            secret_key: secret_key.to_owned(),
            port,
            running: None,
        })
    }

    pub(crate) fn settings(&self) -> S3Settings {
        S3Settings {
            endpoint: format!("http://127.0.0.1:{}", self.port),
            access_key: self.access_key.clone(),
            secret_key: self.secret_key.clone(),
            region: REGION.to_owned(),
            bucket: BUCKET.to_owned(),
        }
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// Takes the wished-for port, or any if that is taken. Later starts stay on it.
    pub(crate) fn start_on_free_port(&mut self) -> Result<()> {
        let listener = ports::listen_on_same_or_any(self.port).context("no free port for S3")?;
        self.port = listener.local_addr().context("cannot read S3's port")?.port();
        self.start_on(listener)
    }

    fn service(&self) -> Result<S3Service> {
        // s3s-fs's error has no `Error` implementation.
        let files = FileSystem::new(&self.store)
            .map_err(|error| anyhow!("cannot open {}: {error:?}", self.store.display()))?;
        let mut builder = S3ServiceBuilder::new(files);
        builder.set_auth(SimpleAuth::from_single(
            self.access_key.clone(),
            self.secret_key.clone(),
        ));
        Ok(builder.build())
    }

    fn start_on(&mut self, listener: TcpListener) -> Result<()> {
        let service = self.service()?;
        listener
            .set_nonblocking(true)
            .context("cannot set up S3's port")?;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("private-s3")
            .enable_all()
            .build()
            .context("cannot start S3's threads")?;
        let (stop, stopped) = watch::channel(None);
        let thread = std::thread::Builder::new()
            .name("private-s3".to_owned())
            .spawn(move || {
                if let Err(error) = runtime.block_on(serve(listener, service, stopped)) {
                    tracing::error!(%error, "the private S3 has ended");
                }
                runtime.shutdown_timeout(DRAIN);
            })
            .context("cannot start S3's thread")?;
        self.running = Some(Running { stop, thread });
        Ok(())
    }
}

impl Server for S3Server {
    fn start(&mut self) -> Result<()> {
        if self.running.is_some() {
            return Ok(());
        }
        let listener =
            ports::listen(self.port).with_context(|| format!("S3 cannot listen on port {}", self.port))?;
        self.start_on(listener)
    }

    fn stop(&mut self, how: Stop) -> Result<()> {
        let Some(running) = self.running.take() else {
            return Ok(());
        };
        running.stop.send_replace(Some(how));
        running
            .thread
            .join()
            .map_err(|_panic| anyhow!("the private S3 broke off"))
    }
}

impl Drop for S3Server {
    fn drop(&mut self) {
        let _ = self.stop(Stop::Immediate);
    }
}

/// Serves until told to stop, then lets the requests under way finish if the stop is orderly.
async fn serve(
    listener: TcpListener,
    service: S3Service,
    mut stopped: watch::Receiver<Option<Stop>>,
) -> std::io::Result<()> {
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let mut connections = JoinSet::new();
    loop {
        let stream = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _peer)) => stream,
                Err(error) => {
                    // Out of file descriptors, say: without a pause the loop would spin.
                    tracing::warn!(%error, "the private S3 could not accept a connection");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
            },
            _ = stopped.changed() => break,
            Some(_ended) = connections.join_next() => continue,
        };
        connections.spawn(serve_connection(stream, service.clone(), stopped.clone()));
    }
    drop(listener);
    if *stopped.borrow() == Some(Stop::Orderly) {
        let all_done = async { while connections.join_next().await.is_some() {} };
        let _ = tokio::time::timeout(DRAIN, all_done).await;
    }
    Ok(())
}

async fn serve_connection(
    stream: tokio::net::TcpStream,
    service: S3Service,
    mut stopped: watch::Receiver<Option<Stop>>,
) {
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .serve_connection(TokioIo::new(stream), service);
    let mut connection = pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        _ = stopped.changed() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection to the private S3 broke off");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_other_user_can_look_into_the_store() {
        let folder = std::env::temp_dir().join(format!("wsparcie-s3-closed-{}", std::process::id()));
        S3Server::prepare(&folder, "key", "secret", 0).unwrap();
        let mode = folder.join("s3").metadata().unwrap().permissions().mode();
        std::fs::remove_dir_all(&folder).unwrap();
        assert_eq!(mode & 0o077, 0);
    }
}
