//! Executes one request and writes its answer, every error with a code and the request's ids.

use async_graphql::parser::types::ExecutableDocument;
use async_graphql::{ServerError, Value, Variables};
use axum::body::Body;
use axum::response::Response;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, StatusCode};
use serde::Serialize;
use wsparcie_kernel::Locale;

use super::schema::Schema;
use super::scope::Scope;
use crate::gateway::Shared;
use crate::http::authenticate::Identity;
use crate::http::guard::Envelope;
use crate::http::{Fault, Marks, Media, fault_response};
use crate::services::Backend;

/// A request that passed the guard, with who asks it.
pub(crate) struct Asked {
    pub(crate) envelope: Envelope,
    pub(crate) identity: Identity,
    /// The services, called as that actor.
    pub(crate) backend: Backend,
    pub(crate) locale: Locale,
}

/// What became of it.
pub(crate) struct Outcome(async_graphql::Response);

/// Executes a request.
pub(crate) async fn execute(schema: &Schema, shared: &Shared, asked: Asked) -> Outcome {
    let Asked {
        envelope,
        identity,
        backend,
        locale,
    } = asked;
    let mut request = async_graphql::Request::new(envelope.query);
    if let Err(error) = request.parsed_query().map(|_: &ExecutableDocument| ()) {
        return Outcome(async_graphql::Response::from_errors(vec![with_code(
            error,
            "GRAPHQL_PARSE_FAILED",
            "dokument nie jest poprawnym GraphQL",
        )]));
    }
    if let Some(name) = envelope.operation_name {
        request = request.operation_name(name);
    }
    let variables = serde_json::Value::Object(envelope.variables);
    let scope = Scope::new(shared, identity, backend, locale);
    let request = request.variables(Variables::from_json(variables)).data(scope);
    Outcome(schema.inner.execute(request).await)
}

#[derive(Serialize)]
struct Written<'a> {
    data: &'a Value,
    #[serde(skip_serializing_if = "<[ServerError]>::is_empty")]
    errors: &'a [ServerError],
}

#[derive(Serialize)]
struct Refused<'a> {
    errors: &'a [ServerError],
}

impl Outcome {
    /// The HTTP answer, as GraphQL over HTTP says.
    pub(crate) fn into_response(self, marks: &Marks, media: Media) -> Response {
        let mut result = self.0;
        // Nothing was executed if no error happened at a field.
        let executed = result.data != Value::Null || result.errors.iter().any(|error| !error.path.is_empty());
        for error in &mut result.errors {
            complete(error, executed, marks);
        }
        let status = match (executed || result.errors.is_empty(), media) {
            (false, Media::GraphQl) => StatusCode::BAD_REQUEST,
            _ => StatusCode::OK,
        };
        let written = if executed || result.errors.is_empty() {
            serde_json::to_vec(&Written {
                data: &result.data,
                errors: &result.errors,
            })
        } else {
            serde_json::to_vec(&Refused {
                errors: &result.errors,
            })
        };
        let Ok(written) = written else {
            return fault_response(&Fault::internal(), marks, media);
        };
        let mut response = Response::new(Body::from(written));
        *response.status_mut() = status;
        // What resolvers set: the session cookie.
        response.headers_mut().extend(result.http_headers);
        response
            .headers_mut()
            .insert(CONTENT_TYPE, HeaderValue::from_static(media.content_type()));
        response
    }
}

/// What async-graphql says of a document over the schema's cost limit; it gives no code.
const TOO_COMPLEX: &str = "Query is too complex.";

/// Gives every error a code and the request's ids. Errors of resolvers have codes; an error without one is either
/// async-graphql's own complaint about the request or unknown, and what is unknown is masked.
fn complete(error: &mut ServerError, executed: bool, marks: &Marks) {
    let has_code = error
        .extensions
        .as_ref()
        .is_some_and(|extensions| extensions.get("code").is_some());
    if !has_code {
        let taken = std::mem::replace(error, ServerError::new("", None));
        *error = if !executed && taken.message == TOO_COMPLEX {
            let message = "the request asks for too much at once; ask for fewer rows, or in several requests"
                .to_owned();
            with_code(
                ServerError { message, ..taken },
                "TOO_COSTLY",
                "zapytanie prosi o zbyt wiele naraz; poproś o mniej wierszy albo podziel je",
            )
        } else if !executed {
            with_code(
                taken,
                "GRAPHQL_VALIDATION_FAILED",
                "dokument nie pasuje do schematu GraphQL",
            )
        } else if taken.source.is_none() {
            let message = "an argument or a variable has a value of the wrong type".to_owned();
            with_code(
                ServerError { message, ..taken },
                "BAD_INPUT",
                "argument lub zmienna ma wartość złego typu",
            )
        } else {
            tracing::error!(error.code = "UNTYPED_ERROR", "an error without a code was masked");
            let message = Fault::internal().message_en.into_string();
            with_code(
                ServerError {
                    message,
                    source: None,
                    ..taken
                },
                "INTERNAL",
                &Fault::internal().message_pl,
            )
        };
    }
    let extensions = error.extensions.get_or_insert_default();
    extensions.set("requestId", marks.request_id.to_string());
    if let Some(trace_id) = &marks.trace_id {
        extensions.set("traceId", trace_id.as_str());
    }
}

fn with_code(mut error: ServerError, code: &str, message_pl: &str) -> ServerError {
    let extensions = error.extensions.get_or_insert_default();
    extensions.set("code", code);
    extensions.set("messagePl", message_pl);
    error
}
