//! A request's words become a GraphQL request: from a JSON body, or from the parameters of an address.

use axum::body::Body;
use http::{HeaderMap, StatusCode};
use http_body_util::{BodyExt, LengthLimitError, Limited};

use super::fault::Fault;
use super::guard::{self, Envelope, OperationKind};
use super::limits::BodyTooSlow;
use super::negotiate;
use super::route::wrong_method;
use crate::gateway::Shared;

/// Reads a `POST`.
pub(super) async fn posted(
    shared: &Shared,
    headers: &HeaderMap,
    body: Body,
) -> Result<guard::Request, Fault> {
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
        Err(error) if is::<LengthLimitError>(error.as_ref()) => {
            // One byte over the limit, for the guard to say so in its own words.
            return Err(guard::check_body(&vec![b' '; limit + 1], &shared.config.limits)
                .err()
                .map_or_else(Fault::internal, Fault::from));
        }
        Err(error) if is::<BodyTooSlow>(error.as_ref()) => return Err(Fault::body_too_slow()),
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
fn is<E: std::error::Error + 'static>(error: &(dyn std::error::Error + 'static)) -> bool {
    std::iter::successors(Some(error), |error| error.source()).any(<dyn std::error::Error>::is::<E>)
}

/// Reads a `GET`.
pub(super) fn asked_by_address(shared: &Shared, query: &str) -> Result<guard::Request, Fault> {
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
