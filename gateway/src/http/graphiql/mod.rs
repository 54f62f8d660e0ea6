//! `GET /graphiql`: a console for GraphQL in the browser, for signed-in people.
//!
//! A page of our own, without a build step and without anything from elsewhere: a document, its variables, a button, the
//! answer and the schema's text. It sends what it is given to `/graphql` with the person's own session and can do nothing
//! else; the policy lets it speak to this server only.

use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::body::Body;
use axum::extract::{Extension, Request, State};
use axum::response::Response;
use axum::routing::get;
use http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION, VARY};
use http::request::Parts;
use http::{HeaderValue, StatusCode};
use wsparcie_kernel::{Actor, Call};

use super::answer::{self, Marks};
use super::fault::Fault;
use super::negotiate::Media;
use super::throttle::{PeerAddress, Visitor};
use super::{authenticate, credentials};
use crate::gateway::Shared;
use crate::services::Backend;
use crate::web::Lang;

const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; \
     form-action 'none'; frame-ancestors 'none'; base-uri 'none'",
);

const PAGE_PL: &str = include_str!("page.pl.html");
const PAGE_EN: &str = include_str!("page.en.html");

/// The console's routes.
pub(super) fn routes() -> Router<Arc<Shared>> {
    Router::new()
        .route("/graphiql", get(page))
        .route("/graphiql/console.js", get(script))
        .route("/graphiql/console.css", get(style))
}

async fn page(
    State(shared): State<Arc<Shared>>,
    Extension(marks): Extension<Marks>,
    request: Request,
) -> Response {
    let (head, _) = request.into_parts();
    match is_signed_in(&shared, &marks, &head).await {
        Ok(true) => {}
        Ok(false) => return to_sign_in(),
        Err(fault) if fault.status == StatusCode::UNAUTHORIZED => return to_sign_in(),
        Err(fault) => return answer::fault(&fault, &marks, Media::Json),
    }
    // As on the pages: what was chosen there, else what the browser asks for.
    let text = Lang::of(&head.headers).t(PAGE_PL, PAGE_EN);
    let mut response = file(text, "text/html; charset=utf-8");
    let headers = response.headers_mut();
    headers.insert(CONTENT_SECURITY_POLICY, POLICY);
    headers.insert(VARY, HeaderValue::from_static("accept-language, cookie"));
    response
}

async fn is_signed_in(shared: &Shared, marks: &Marks, head: &Parts) -> Result<bool, Fault> {
    let backend = Backend {
        services: shared.services.clone(),
        call: Call::new(Actor::anonymous(), marks.request_id),
        deadline: Instant::now() + shared.config.request_deadline,
    };
    let peer = head.extensions.get::<PeerAddress>().copied().unwrap_or_default();
    let visitor = Visitor::of(peer, &head.headers, &shared.config.trusted_proxies);
    let credentials = credentials::read(&head.headers);
    let _place = shared.shed.enter().await?;
    let identity = authenticate::identify(credentials, visitor, &shared.sessions, &backend, false).await?;
    Ok(!identity.actor.is_anonymous())
}

fn to_sign_in() -> Response {
    let mut response = Response::default();
    *response.status_mut() = StatusCode::SEE_OTHER;
    response
        .headers_mut()
        .insert(LOCATION, HeaderValue::from_static("/sign-in"));
    response
}

async fn script() -> Response {
    file(include_str!("console.js"), "text/javascript; charset=utf-8")
}

async fn style() -> Response {
    file(include_str!("console.css"), "text/css; charset=utf-8")
}

fn file(text: &'static str, media: &'static str) -> Response {
    let mut response = Response::new(Body::from(text));
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static(media));
    response
}
