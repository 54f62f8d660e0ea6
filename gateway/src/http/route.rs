//! The routes, and a GraphQL request's way through the gateway.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{Extension, Request, State};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::Response;
use axum::routing::{any, get};
use http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use uuid::Uuid;
use wsparcie_kernel::ids::TenantId;
use wsparcie_kernel::{Actor, Call};

use super::answer::{self, Marks};
use super::bucket::{Account, CostReport};
use super::fault::Fault;
use super::guard::Envelope;
use super::negotiate::{self, Media};
use super::throttle::{PeerAddress, Visitor};
use super::{authenticate, credentials, edge, graphiql, health, oidc, origin, read};
use crate::gateway::Shared;
use crate::graphql::{self, Asked, Prepared};
use crate::services::Backend;

/// Root fields that nobody has to be signed in for, even with a session that has ended.
const PUBLIC_FIELDS: [&str; 8] = [
    "signIn",
    "completeSignIn",
    "signOut",
    "requestPasswordReset",
    "resetPassword",
    "acceptInvitation",
    "invitationPreview",
    "__typename",
];
/// What calls get less than the request, so that their typed answers still arrive before the request is cut off.
const GRACE: Duration = Duration::from_millis(250);

/// All routes.
pub(crate) fn router(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/graphql", any(graphql_request))
        .route("/schema.graphql", get(schema))
        .merge(graphiql::routes())
        .merge(oidc::routes())
        .route("/health/live", get(health::live))
        .route("/health/ready", get(health::ready))
        .merge(crate::web::routes())
        .fallback(not_found)
        .method_not_allowed_fallback(method_not_allowed)
        .layer(from_fn(crate::web::faults_as_pages))
        .layer(from_fn_with_state(Arc::clone(&shared), edge::around))
        .with_state(shared)
}

async fn schema(State(shared): State<Arc<Shared>>, headers: HeaderMap) -> Response {
    let tag = shared.schema.sdl_tag();
    let known = headers.get(IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let is_known = known.is_some_and(|tags| {
        tags.split(',')
            .map(|one| one.trim().trim_start_matches("W/"))
            .any(|one| one == tag || one == "*")
    });
    let mut response = Response::default();
    if is_known {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
    } else {
        *response.body_mut() = shared.schema.sdl().to_owned().into();
    }
    let headers = response.headers_mut();
    headers.insert(
        CONTENT_TYPE,
        HeaderValue::from_static("application/graphql; charset=utf-8"),
    );
    // Everybody may keep it, and asks each time whether it is still the same.
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("public, no-cache"));
    if let Ok(tag) = HeaderValue::from_str(tag) {
        headers.insert(ETAG, tag);
    }
    response
}

async fn not_found(Extension(marks): Extension<Marks>) -> Response {
    let fault = Fault::new(
        StatusCode::NOT_FOUND,
        "NOT_FOUND",
        "nie ma takiego adresu",
        "no such address",
    );
    answer::fault(&fault, &marks, Media::Json)
}

async fn method_not_allowed(Extension(marks): Extension<Marks>) -> Response {
    answer::fault(&wrong_method("GET, HEAD"), &marks, Media::Json)
}

pub(super) fn wrong_method(allow: &'static str) -> Fault {
    let fault = Fault::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "METHOD_NOT_ALLOWED",
        "użyj metody podanej w nagłówku Allow",
        "use a method that the Allow header names",
    );
    Fault {
        allow: Some(allow),
        ..fault
    }
}

/// Answers a GraphQL request. Pages ask through this, too: there is no second door to the services.
pub(crate) async fn graphql_request(
    State(shared): State<Arc<Shared>>,
    Extension(marks): Extension<Marks>,
    request: Request,
) -> Response {
    let Some(media) = Media::wanted(request.headers()) else {
        let fault = Fault::new(
            StatusCode::NOT_ACCEPTABLE,
            "NOT_ACCEPTABLE",
            "odpowiadamy jako application/graphql-response+json albo application/json",
            "answers are application/graphql-response+json or application/json",
        );
        return answer::fault(&fault, &marks, Media::Json);
    };
    let limit = shared.config.request_deadline;
    match tokio::time::timeout(limit, pass(&shared, request, &marks, media)).await {
        Ok(Ok(response)) => response,
        Ok(Err(fault)) => refused(&shared, &fault, &marks, media),
        Err(_elapsed) => refused(&shared, &Fault::deadline(), &marks, media),
    }
}

/// Tells telemetry, which hears of root fields only once something is executed.
fn refused(shared: &Shared, fault: &Fault, marks: &Marks, media: Media) -> Response {
    (shared.config.observability.refusal)(fault.code);
    answer::fault(fault, marks, media)
}

/// Guard → origin → credentials → schema.
async fn pass(shared: &Shared, request: Request, marks: &Marks, media: Media) -> Result<Response, Fault> {
    let deadline = Instant::now() + shared.config.request_deadline.saturating_sub(GRACE);
    let (head, body) = request.into_parts();
    credentials::none_in_the_address(&head.uri)?;
    origin::check(&head.headers, &head.uri, shared.config.public_origin.as_deref())?;
    let checked = match head.method {
        Method::POST => read::posted(shared, &head.headers, body).await?,
        Method::GET => read::asked_by_address(shared, head.uri.query().unwrap_or_default())?,
        _ => return Err(wrong_method("GET, POST")),
    };
    let roots = &checked.checked.root_fields;
    let public_only = roots.iter().all(|field| PUBLIC_FIELDS.contains(&field.as_str()));

    if head.method == Method::GET && !roots.iter().all(|field| field == "__typename") {
        // An address ends up in logs, histories and referrers, and what is asked here is often about people.
        return Err(wrong_method("POST"));
    }

    let entered = shared.shed.enter().await?;
    let introspects = checked.checked.introspects;
    let signs_in = roots
        .iter()
        .any(|field| field == "signIn" || field == "completeSignIn");
    let dry_run = is_dry_run(&checked.envelope)?;
    let prepared = match graphql::prepare(&shared.schema, checked.envelope) {
        Ok(prepared) => prepared,
        Err(outcome) => return Ok(outcome.into_response(marks, media)),
    };
    let requested = affordable(shared, &prepared)?;

    let nobody = Call::new(Actor::anonymous(), marks.request_id);
    let backend = Backend {
        services: shared.services.clone(),
        call: nobody,
        deadline,
    };
    let peer = head.extensions.get::<PeerAddress>().copied().unwrap_or_default();
    let visitor = Visitor::of(peer, &head.headers, &shared.config.trusted_proxies);
    let credentials = credentials::read(&head.headers);
    let identity =
        authenticate::identify(credentials, visitor, &shared.sessions, &backend, public_only).await?;
    if introspects && identity.actor.is_anonymous() {
        return Err(Fault::introspection());
    }
    if dry_run && identity.actor.is_anonymous() && !public_only {
        return Err(Fault::sign_in_first());
    }
    let account = Account::of(&identity.actor, identity.visitor.address);
    let organisation = identity.actor.tenant().map_or(Uuid::nil(), TenantId::into_uuid);
    let _place = shared.shed.start(organisation, entered).await?;
    let charged = if dry_run { DRY_RUN } else { requested };
    // Without Redis nothing gets past here, a password's check least of all.
    let left = shared.buckets.charge(&account, charged).await?;
    if signs_in {
        // Without a place for the session there is no point in checking a password.
        shared.sessions.ping().await?;
    }
    let locale = negotiate::locale(&head.headers);
    let backend = backend.acting_as(identity.actor.clone());
    let asked = Asked {
        prepared,
        identity,
        backend,
        locale,
        dry_run,
    };
    let mut outcome = graphql::execute(&shared.schema, shared, asked).await;
    outcome.cost = Some(if dry_run {
        CostReport {
            dry_run: true,
            ..shared.buckets.report(requested, None, Some(left))
        }
    } else {
        let actual = outcome.actual;
        // What was done is done: if Redis has gone in the meantime, the answer goes out and the charge stays.
        let settled = shared.buckets.settle(&account, requested, actual).await;
        let left = settled.unwrap_or_else(|_| left.settled(requested, actual));
        shared.buckets.report(requested, Some(actual), Some(left))
    });
    Ok(outcome.into_response(marks, media))
}

/// What a dry run costs: the reading, whatever is priced.
const DRY_RUN: u64 = 1;

/// Whether the request's extensions ask for its price only.
fn is_dry_run(envelope: &Envelope) -> Result<bool, Fault> {
    match envelope.extensions.get("dryRun") {
        None | Some(serde_json::Value::Null) => Ok(false),
        Some(serde_json::Value::Bool(dry_run)) => Ok(*dry_run),
        Some(_) => Err(Fault::dry_run_not_a_boolean()),
    }
}

/// The price of a document that one request may ask for.
fn affordable(shared: &Shared, prepared: &Prepared) -> Result<u64, Fault> {
    let priced = &prepared.priced;
    if priced.sign_ins > 1 {
        return Err(Fault::sign_in_once());
    }
    if priced.requested > shared.config.max_cost {
        let cost = shared.buckets.report(priced.requested, None, None);
        return Err(Fault::too_costly(cost, shared.config.max_cost));
    }
    Ok(priced.requested)
}
