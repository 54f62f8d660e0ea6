//! Sign-in at an organisation's own provider: OpenID Connect, code flow with PKCE.
//!
//! `GET /sign-in/provider/{organisation}` sends the browser to the provider, `GET /sign-in/provider/callback` takes it back.
//! Between them stand, behind the hash of `state`, the organisation, the issuer, the nonce and the PKCE verifier, for ten
//! minutes and one use, bound to the browser by a cookie. Whom a checked token means, the tenants service decides; no rule
//! about members is known here. Providers are others' machines: [`fetch`] says where we connect at all.

mod address;
mod fetch;
mod pending;
mod provider;

use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::body::Body;
use axum::extract::{Extension, Path, Request, State};
use axum::response::Response;
use axum::routing::get;
use futures::future::BoxFuture;
use http::header::{CONTENT_TYPE, LOCATION, SET_COOKIE};
use http::request::Parts;
use http::{HeaderValue, StatusCode};
use wsparcie_kernel::ids::TenantId;
use wsparcie_kernel::{Actor, Call, CallError, Locale};
use wsparcie_tenants_api::{ProviderIdentity, SignInMethod};

use self::pending::{Pending, browser_cookie, forget_cookie};
pub(crate) use self::provider::Providers;
use super::answer::{self, Marks};
use super::credentials::{only_cookie, session_cookie};
use super::fault::Fault;
use super::negotiate::{self, Media};
use super::sessions::{NewSession, SessionToken};
use super::throttle::{Attempt, Door, PeerAddress, Visitor};
use crate::gateway::Shared;
use crate::services::{Backend, ask};

/// Where the provider sends the browser back to, below the origin.
const CALLBACK: &str = "/sign-in/provider/callback";
/// Where a sign-in that failed ends; the page says what to do.
const FAILED: HeaderValue = HeaderValue::from_static("/sign-in?error=provider");

/// The routes.
pub(super) fn routes() -> Router<Arc<Shared>> {
    Router::new()
        .route(CALLBACK, get(callback))
        .route("/sign-in/provider/{organisation}", get(begin))
}

/// Why a sign-in at a provider came to nothing. Logged by its code; the browser learns only that it did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub(crate) struct Trouble(pub(crate) &'static str);

/// What ends a step: a trouble that the browser is sent away with, or a fault of the platform.
enum Ending {
    Trouble(Trouble),
    Fault(Fault),
}

impl From<Trouble> for Ending {
    fn from(trouble: Trouble) -> Self {
        Self::Trouble(trouble)
    }
}

impl<T: Into<Fault>> From<T> for Ending {
    fn from(fault: T) -> Self {
        Self::Fault(fault.into())
    }
}

async fn begin(
    State(shared): State<Arc<Shared>>,
    Extension(marks): Extension<Marks>,
    Path(organisation): Path<String>,
    request: Request,
) -> Response {
    let (head, _) = request.into_parts();
    let step = send_away(&shared, &marks, &head, &organisation);
    settle(&shared, &marks, step).await
}

async fn callback(
    State(shared): State<Arc<Shared>>,
    Extension(marks): Extension<Marks>,
    request: Request,
) -> Response {
    let (head, _) = request.into_parts();
    let step = take_back(&shared, &marks, &head);
    let mut response = settle(&shared, &marks, step).await;
    response
        .headers_mut()
        .append(SET_COOKIE, HeaderValue::from_static(forget_cookie()));
    response
}

async fn settle(shared: &Shared, marks: &Marks, step: BoxFuture<'_, Result<Response, Ending>>) -> Response {
    match tokio::time::timeout(shared.config.request_deadline, step).await {
        Ok(Ok(response)) => response,
        Ok(Err(Ending::Trouble(trouble))) => {
            tracing::info!(error.code = trouble.0, "a sign-in at a provider failed");
            see_other(FAILED)
        }
        Ok(Err(Ending::Fault(fault))) => answer::fault(&fault, marks, Media::Json),
        Err(_elapsed) => answer::fault(&Fault::deadline(), marks, Media::Json),
    }
}

/// Sends the browser to the organisation's provider.
fn send_away<'a>(
    shared: &'a Shared,
    marks: &'a Marks,
    head: &'a Parts,
    organisation: &'a str,
) -> BoxFuture<'a, Result<Response, Ending>> {
    Box::pin(async move {
        let organisation = organisation_of(organisation).ok_or(Trouble("PROVIDER_UNKNOWN"))?;
        let origin = shared.providers.origin().ok_or(Trouble("PROVIDER_NO_ORIGIN"))?;
        let visitor = visitor(shared, head);
        let attempt = attempt_of(&visitor);
        if shared.throttle.enter(&attempt).await?.is_err() {
            return Err(Trouble("TOO_MANY_ATTEMPTS").into());
        }
        let backend = backend(shared, marks);
        let access = ask!(
            backend,
            tenants.provider_access(backend.call.clone(), organisation)
        )?
        .ok_or(Trouble("PROVIDER_UNKNOWN"))?;
        let random = || {
            let bytes = shared.config.random.bytes();
            bytes
                .map(SessionToken::from_random)
                .ok_or(Trouble("NO_RANDOMNESS"))
        };
        let (state, browser) = (random()?, random()?);
        let pending = Pending {
            organisation,
            issuer: access.issuer.clone(),
            nonce: random()?.expose().to_owned(),
            verifier: random()?.expose().to_owned(),
            browser: browser.hash().as_str().to_owned(),
        };
        let target = shared
            .providers
            .authorisation_url(&access, &redirect_uri(origin), state.expose(), &pending)
            .await?;
        let target = HeaderValue::from_str(&target).map_err(|_| Trouble("PROVIDER_ENDPOINT"))?;
        shared.providers.keep(&state, &pending).await?;
        let mut response = see_other(target);
        let cookie = HeaderValue::from_str(&browser_cookie(&browser)).map_err(|_| Trouble("COOKIE"))?;
        response.headers_mut().append(SET_COOKIE, cookie);
        Ok(response)
    })
}

/// Takes the browser back from a provider, and signs in whom it has recognised.
fn take_back<'a>(
    shared: &'a Shared,
    marks: &'a Marks,
    head: &'a Parts,
) -> BoxFuture<'a, Result<Response, Ending>> {
    Box::pin(async move {
        let query = Query::read(head.uri.query().unwrap_or_default());
        let origin = shared.providers.origin().ok_or(Trouble("PROVIDER_NO_ORIGIN"))?;
        let state = query.one("state")?.and_then(SessionToken::parse);
        let state = state.ok_or(Trouble("STATE_UNKNOWN"))?;
        // Taken whatever comes next: a state is good for one answer.
        let pending = shared
            .providers
            .take(&state)
            .await?
            .ok_or(Trouble("STATE_UNKNOWN"))?;
        let browser = only_cookie(&head.headers, pending::COOKIE_NAME).and_then(SessionToken::parse);
        if browser.is_none_or(|browser| browser.hash().as_str() != pending.browser) {
            return Err(Trouble("STATE_OF_ANOTHER_BROWSER").into());
        }
        let backend = backend(shared, marks);
        let access = ask!(
            backend,
            tenants.provider_access(backend.call.clone(), pending.organisation)
        )?;
        let access = access
            .filter(|access| access.issuer == pending.issuer)
            .ok_or(Trouble("PROVIDER_CHANGED"))?;
        let named = query.one("iss")?;
        shared.providers.check_issuer(&access, named).await?;
        if query.one("error")?.is_some() {
            return Err(Trouble("PROVIDER_REFUSED").into());
        }
        let code = query.one("code")?.ok_or(Trouble("PROVIDER_NO_CODE"))?;
        let person = shared
            .providers
            .redeem(&access, &redirect_uri(origin), code, &pending)
            .await?;

        let identity = ProviderIdentity {
            organisation: pending.organisation,
            issuer: access.issuer,
            subject: person.subject,
            verified_email: person.verified_email,
        };
        shared.sessions.ping().await?;
        let signed_in = match ask!(
            backend,
            tenants.sign_in_by_provider(backend.call.clone(), identity)
        ) {
            Ok(signed_in) => signed_in,
            Err(CallError::Refused(_)) => return Err(Trouble("SIGN_IN_FAILED").into()),
            Err(other) => return Err(other.into()),
        };
        let visitor = visitor(shared, head);
        // Only failures count: people behind one router must not wait for each other every morning.
        shared.throttle.forgive(&attempt_of(&visitor)).await?;
        let session = NewSession {
            user: signed_in.viewer.user_id,
            organisation: pending.organisation,
            method: SignInMethod::Provider,
            client: visitor.client,
        };
        let token = shared.sessions.start(session, None).await?;
        let cookie = HeaderValue::from_str(&session_cookie(&token)).map_err(|_| Trouble("COOKIE"))?;
        let mut response = welcome(negotiate::locale(&head.headers));
        response.headers_mut().append(SET_COOKIE, cookie);
        Ok(response)
    })
}

/// One way to a provider, counted by the address it is asked from.
fn attempt_of(visitor: &Visitor) -> Attempt<'static> {
    Attempt {
        door: Door::Provider,
        address: Some(visitor.address),
        account: None,
        device: None,
    }
}

/// A page that goes on to the first one at once. Not a redirect: the session's cookie is `SameSite=Strict`, and browsers
/// would not send it along a chain of redirects that began at the provider; from a page of ours they do.
fn welcome(locale: Locale) -> Response {
    let (lang, text) = match locale {
        Locale::Pl => ("pl", "Zalogowano. Przejdź dalej"),
        Locale::En => ("en", "Signed in. Go on"),
    };
    let page = format!(
        "<!doctype html><html lang=\"{lang}\"><head><meta charset=\"utf-8\"><title>Wsparcie</title>\
         <meta http-equiv=\"refresh\" content=\"0;url=/\"></head>\
         <body><main><p><a href=\"/\">{text}</a></p></main></body></html>"
    );
    let mut response = Response::new(Body::from(page));
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    response
}

fn see_other(target: HeaderValue) -> Response {
    let mut response = Response::default();
    *response.status_mut() = StatusCode::SEE_OTHER;
    response.headers_mut().insert(LOCATION, target);
    response
}

fn redirect_uri(origin: &str) -> String {
    format!("{origin}{CALLBACK}")
}

/// An organisation's global id, or the bare one.
fn organisation_of(text: &str) -> Option<TenantId> {
    let bare = uuid::Uuid::try_parse(text).ok().map(TenantId::from_uuid);
    bare.or_else(|| crate::graphql::organisation_id(text))
}

fn visitor(shared: &Shared, head: &Parts) -> Visitor {
    let peer = head.extensions.get::<PeerAddress>().copied().unwrap_or_default();
    Visitor::of(peer, &head.headers, &shared.config.trusted_proxies)
}

fn backend(shared: &Shared, marks: &Marks) -> Backend {
    Backend {
        services: shared.services.clone(),
        call: Call::new(Actor::anonymous(), marks.request_id),
        deadline: Instant::now() + shared.config.request_deadline,
    }
}

/// The parameters of a provider's answer.
struct Query(Vec<(String, String)>);

impl Query {
    fn read(text: &str) -> Self {
        Self(form_urlencoded::parse(text.as_bytes()).into_owned().collect())
    }

    /// A parameter that may be there once.
    fn one(&self, name: &str) -> Result<Option<&str>, Trouble> {
        let mut found = self.0.iter().filter(|(known, _)| known == name);
        match (found.next(), found.next()) {
            (None, _) => Ok(None),
            (Some((_, value)), None) => Ok(Some(value)),
            (Some(_), Some(_)) => Err(Trouble("PARAMETER_TWICE")),
        }
    }
}

#[cfg(test)]
mod tests;
