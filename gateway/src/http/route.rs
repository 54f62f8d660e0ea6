//! The routes, and a GraphQL request's way through the gateway.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::extract::{Extension, Request, State};
use axum::middleware::from_fn_with_state;
use axum::response::Response;
use axum::routing::{any, get};
use http::header::CONTENT_TYPE;
use http::{HeaderValue, Method, StatusCode};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use wsparcie_kernel::{Actor, Call};

use super::answer::{self, Marks};
use super::fault::Fault;
use super::guard::{self, Envelope, OperationKind};
use super::negotiate::{self, Media};
use super::{authenticate, credentials, edge, health, origin};
use crate::gateway::Shared;
use crate::graphql::{self, Asked};
use crate::services::Backend;

/// Root fields that nobody has to be signed in for, even with a session that has ended.
const PUBLIC_FIELDS: [&str; 3] = ["signIn", "signOut", "__typename"];
/// What calls get less than the request, so that their typed answers still arrive before the request is cut off.
const GRACE: Duration = Duration::from_millis(250);

/// All routes.
pub(crate) fn router(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/graphql", any(graphql_request))
        .route("/schema.graphql", get(schema))
        .route("/health/live", get(health::live))
        .route("/health/ready", get(health::ready))
        .fallback(not_found)
        .method_not_allowed_fallback(method_not_allowed)
        .layer(from_fn_with_state(Arc::clone(&shared), edge::around))
        .with_state(shared)
}

async fn schema(State(shared): State<Arc<Shared>>) -> Response {
    let mut response = Response::new(Body::from(shared.schema.sdl().to_owned()));
    response.headers_mut().insert(
        CONTENT_TYPE,
        HeaderValue::from_static("application/graphql; charset=utf-8"),
    );
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

fn wrong_method(allow: &'static str) -> Fault {
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

async fn graphql_request(
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
        Ok(Err(fault)) => answer::fault(&fault, &marks, media),
        Err(_elapsed) => answer::fault(&Fault::deadline(), &marks, media),
    }
}

/// Guard → origin → credentials → schema.
async fn pass(shared: &Shared, request: Request, marks: &Marks, media: Media) -> Result<Response, Fault> {
    let deadline = Instant::now() + shared.config.request_deadline.saturating_sub(GRACE);
    let Ok(_permit) = shared.permits.try_acquire() else {
        let fault = Fault::unavailable();
        return Err(Fault {
            code: "OVERLOADED",
            ..fault
        });
    };
    let (head, body) = request.into_parts();
    credentials::none_in_the_address(&head.uri)?;
    origin::check(&head.headers, &head.uri, shared.config.public_origin.as_deref())?;
    let checked = match head.method {
        Method::POST => posted(shared, &head.headers, body).await?,
        Method::GET => asked_by_address(shared, head.uri.query().unwrap_or_default())?,
        _ => return Err(wrong_method("GET, POST")),
    };
    let roots = &checked.checked.root_fields;
    let public_only = roots.iter().all(|field| PUBLIC_FIELDS.contains(&field.as_str()));

    if head.method == Method::GET && !public_only {
        // An address ends up in logs, histories and referrers, and what is asked here is often about people.
        return Err(wrong_method("POST"));
    }

    let nobody = Call::new(Actor::anonymous(), marks.request_id);
    let backend = Backend {
        services: shared.services.clone(),
        call: nobody,
        deadline,
    };
    let credentials = credentials::read(&head.headers);
    let identity = authenticate::identify(credentials, &shared.sessions, &backend, public_only).await?;
    if checked.checked.introspects && identity.actor.is_anonymous() {
        return Err(Fault::introspection());
    }
    if roots.iter().any(|field| field == "signIn") {
        // Without a place for the session there is no point in checking a password.
        shared.sessions.ping().await?;
    }
    let locale = negotiate::locale(&head.headers);
    let backend = backend.acting_as(identity.actor.clone());
    let asked = Asked {
        envelope: checked.envelope,
        identity,
        backend,
        locale,
    };
    let outcome = graphql::execute(&shared.schema, shared, asked).await;
    Ok(outcome.into_response(marks, media))
}

async fn posted(shared: &Shared, headers: &http::HeaderMap, body: Body) -> Result<guard::Request, Fault> {
    if !negotiate::is_json(headers) {
        return Err(Fault::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "UNSUPPORTED_MEDIA_TYPE",
            "wyślij treść jako application/json w UTF-8",
            "send the body as application/json in UTF-8",
        ));
    }
    let limit = shared.config.limits.body_bytes;
    let bytes = match Limited::new(body, limit).collect().await {
        Ok(body) => body.to_bytes(),
        Err(error) if is_too_long(error.as_ref()) => {
            // One byte over the limit, for the guard to say so in its own words.
            return Err(guard::check_body(&vec![b' '; limit + 1], &shared.config.limits)
                .err()
                .map_or_else(Fault::internal, Fault::from));
        }
        Err(_) => {
            return Err(Fault::new(
                StatusCode::BAD_REQUEST,
                "BODY_NOT_READ",
                "treść żądania nie dotarła w całości; wyślij je jeszcze raz",
                "the request's body did not arrive whole; send it again",
            ));
        }
    };
    Ok(guard::check_body(&bytes, &shared.config.limits)?)
}

/// axum wraps the error of the body inside.
fn is_too_long(error: &(dyn std::error::Error + 'static)) -> bool {
    std::iter::successors(Some(error), |error| error.source())
        .any(<dyn std::error::Error>::is::<LengthLimitError>)
}

fn asked_by_address(shared: &Shared, query: &str) -> Result<guard::Request, Fault> {
    let (mut document, mut name, mut variables, mut extensions) = (None, None, None, None);
    for (key, value) in form_urlencoded::parse(query.as_bytes()) {
        let slot = match key.as_ref() {
            "query" => &mut document,
            "operationName" => &mut name,
            "variables" => &mut variables,
            "extensions" => &mut extensions,
            _ => continue,
        };
        if slot.replace(value).is_some() {
            return Err(Fault::new(
                StatusCode::BAD_REQUEST,
                "DUPLICATE_KEY",
                "parametr adresu jest podany dwa razy",
                "a parameter of the address is given twice",
            ));
        }
    }
    let limits = &shared.config.limits;
    let envelope = Envelope::from_parameters(
        document.as_deref(),
        name.as_deref(),
        variables.as_deref(),
        extensions.as_deref(),
        limits,
    )?;
    let request = guard::check_envelope(envelope, limits)?;
    if request.checked.operation_kind != OperationKind::Query {
        return Err(wrong_method("POST"));
    }
    Ok(request)
}
