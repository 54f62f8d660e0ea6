//! How we call a provider: over TLS, at a public address, with small answers, without following anybody.
//!
//! Where a provider's endpoints are, the provider itself says. Whoever runs one could name machines inside our network, so the
//! name is resolved here, every address of it must be public, and the connection goes to just those addresses: a second
//! look-up that answers otherwise has no say. Only for a demonstration on this machine is a provider on loopback reached,
//! without TLS, and then nothing but loopback.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use futures::future::BoxFuture;
use http::header::{CONNECTION, HOST};
use http::{HeaderValue, Uri};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Bytes;
use hyper::rt::{Read, Write};
use hyper_util::rt::TokioIo;
use openidconnect::{HttpRequest, HttpResponse};
use tokio::net::{TcpStream, lookup_host};
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

use super::Trouble;
use super::address::is_public;

const TIMEOUT: Duration = Duration::from_secs(5);
const MAX_ANSWER: usize = 1024 * 1024;
const LOOPBACK: [&str; 2] = ["127.0.0.1", "localhost"];

/// The client. Cheap to clone.
#[derive(Clone)]
pub(super) struct Client {
    /// Absent if this build's TLS cannot be set up; then nobody is reached over it.
    tls: Option<TlsConnector>,
    loopback: bool,
}

impl Client {
    /// A client that reaches public addresses and, if `loopback`, providers on this machine.
    pub(super) fn new(loopback: bool) -> Self {
        Self { tls: tls(), loopback }
    }

    /// Whether a browser may be sent to the address, and we may connect to it as far as its text tells.
    pub(super) fn may_reach(&self, uri: &Uri) -> bool {
        self.target(uri).is_ok()
    }

    /// [`Self::send`] as openidconnect wants it.
    pub(super) fn sender(
        &self,
    ) -> impl Fn(HttpRequest) -> BoxFuture<'static, Result<HttpResponse, Trouble>> + Send + Sync + 'static
    {
        let client = self.clone();
        move |request| {
            let client = client.clone();
            Box::pin(async move { client.send(request).await })
        }
    }

    /// Sends one request and reads the answer whole. A redirect is an answer.
    pub(super) async fn send(&self, request: HttpRequest) -> Result<HttpResponse, Trouble> {
        tokio::time::timeout(TIMEOUT, self.exchange(request))
            .await
            .unwrap_or(Err(Trouble("PROVIDER_TIMEOUT")))
    }

    async fn exchange(&self, request: HttpRequest) -> Result<HttpResponse, Trouble> {
        let (host, port, secure) = self.target(request.uri())?;
        let found = lookup_host((host.as_str(), port)).await;
        let addresses: Vec<SocketAddr> = found.map_err(|_| Trouble("PROVIDER_UNRESOLVED"))?.collect();
        let fits = |address: &SocketAddr| {
            if secure {
                is_public(address.ip())
            } else {
                address.ip().is_loopback()
            }
        };
        if addresses.is_empty() || !addresses.iter().all(fits) {
            return Err(Trouble("PROVIDER_ADDRESS_NOT_PUBLIC"));
        }
        let mut stream = None;
        for address in addresses {
            if let Ok(connected) = TcpStream::connect(address).await {
                stream = Some(connected);
                break;
            }
        }
        let stream = stream.ok_or(Trouble("PROVIDER_UNREACHABLE"))?;
        if !secure {
            return converse(TokioIo::new(stream), request).await;
        }
        let name = ServerName::try_from(host).map_err(|_| Trouble("PROVIDER_ENDPOINT"))?;
        let tls = self.tls.as_ref().ok_or(Trouble("PROVIDER_TLS"))?;
        let stream = tls
            .connect(name, stream)
            .await
            .map_err(|_| Trouble("PROVIDER_TLS"))?;
        converse(TokioIo::new(stream), request).await
    }

    /// Host, port, and whether over TLS.
    fn target(&self, uri: &Uri) -> Result<(String, u16, bool), Trouble> {
        let refused = Trouble("PROVIDER_ENDPOINT");
        let authority = uri.authority().ok_or(refused)?;
        let host = authority.host().to_ascii_lowercase();
        let plain = host
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.');
        if !plain || authority.as_str().contains('@') {
            return Err(refused);
        }
        match uri.scheme_str() {
            // A name, so that the address is ours to check; the last part of a name has a letter in front.
            Some("https") if ends_like_a_name(&host) && !LOOPBACK.contains(&host.as_str()) => {
                Ok((host, authority.port_u16().unwrap_or(443), true))
            }
            Some("http") if self.loopback && LOOPBACK.contains(&host.as_str()) => {
                Ok((host, authority.port_u16().unwrap_or(80), false))
            }
            _ => Err(refused),
        }
    }
}

fn ends_like_a_name(host: &str) -> bool {
    host.rsplit('.')
        .next()
        .is_some_and(|last| last.starts_with(|first: char| first.is_ascii_alphabetic()))
}

fn tls() -> Option<TlsConnector> {
    let roots = RootCertStore {
        roots: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
    };
    let mut config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .ok()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Some(TlsConnector::from(Arc::new(config)))
}

/// One request and its answer over a connection of their own.
async fn converse<I>(io: I, request: HttpRequest) -> Result<HttpResponse, Trouble>
where
    I: Read + Write + Unpin + Send + 'static,
{
    let broken = |_| Trouble("PROVIDER_UNREACHABLE");
    let (mut sender, connection) = hyper::client::conn::http1::handshake(io).await.map_err(broken)?;
    let driver = AbortOnDrop(tokio::spawn(async move {
        // What goes wrong here is seen by the request.
        connection.await.ok();
    }));
    let response = sender.send_request(addressed(request)?).await.map_err(broken)?;
    let (head, body) = response.into_parts();
    let body = Limited::new(body, MAX_ANSWER)
        .collect()
        .await
        .map_err(|_| Trouble("PROVIDER_ANSWER_TOO_LARGE"))?;
    drop(driver);
    Ok(HttpResponse::from_parts(head, body.to_bytes().to_vec()))
}

/// The request in the form of HTTP/1.1: path in the first line, host in a header.
fn addressed(request: HttpRequest) -> Result<http::Request<Full<Bytes>>, Trouble> {
    let refused = Trouble("PROVIDER_ENDPOINT");
    let (mut head, body) = request.into_parts();
    let authority = head.uri.authority().ok_or(refused)?.as_str();
    let host = HeaderValue::from_str(authority).map_err(|_| refused)?;
    let path = head.uri.path_and_query().map_or("/", |path| path.as_str());
    head.uri = path.parse().map_err(|_| refused)?;
    head.headers.insert(HOST, host);
    head.headers.insert(CONNECTION, HeaderValue::from_static("close"));
    Ok(http::Request::from_parts(head, Full::new(Bytes::from(body))))
}

struct AbortOnDrop(tokio::task::JoinHandle<()>);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

#[cfg(test)]
mod tests;
