//! Executes one request and writes its answer, every error with a code and the request's ids.

use async_graphql::{ServerError, Value, Variables};
use axum::body::Body;
use axum::response::Response;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, StatusCode};
use serde::Serialize;
use wsparcie_kernel::Locale;

use super::cost::{self, Priced};
use super::dry_run::DryRun;
use super::explain;
use super::schema::Schema;
use super::scope::Scope;
use crate::gateway::Shared;
use crate::http::authenticate::Identity;
use crate::http::bucket::CostReport;
use crate::http::guard::Envelope;
use crate::http::{Fault, Marks, Media, fault_response};
use crate::services::Backend;

/// A document that was parsed and priced.
pub(crate) struct Prepared {
    request: async_graphql::Request,
    /// The document's text, to look places up in.
    query: String,
    pub(crate) priced: Priced,
}

/// A prepared request, with who asks it.
pub(crate) struct Asked {
    pub(crate) prepared: Prepared,
    pub(crate) identity: Identity,
    /// The services, called as that actor.
    pub(crate) backend: Backend,
    pub(crate) locale: Locale,
    /// Validate only.
    pub(crate) dry_run: bool,
}

/// What became of it.
pub(crate) struct Outcome {
    response: async_graphql::Response,
    query: String,
    dry_run: bool,
    /// What it turned out to cost, in points.
    pub(crate) actual: u64,
    /// What the answer says of its cost.
    pub(crate) cost: Option<CostReport>,
}

/// Parses and prices a request that passed the guard. Nothing is validated or executed yet.
///
/// # Errors
/// The answer, if the document is not GraphQL.
pub(crate) fn prepare(schema: &Schema, envelope: Envelope) -> Result<Prepared, Box<Outcome>> {
    let query = envelope.query.clone();
    let mut request = async_graphql::Request::new(envelope.query);
    let variables = Variables::from_json(serde_json::Value::Object(envelope.variables));
    let name = envelope.operation_name;
    let priced = match request.parsed_query() {
        Ok(document) => cost::price(&schema.tariff, document, name.as_deref(), &variables),
        Err(error) => {
            let error = with_code(
                error,
                "GRAPHQL_PARSE_FAILED",
                "dokument nie jest poprawnym GraphQL",
            );
            return Err(Box::new(Outcome {
                response: async_graphql::Response::from_errors(vec![error]),
                query,
                dry_run: false,
                actual: 0,
                cost: None,
            }));
        }
    };
    if let Some(name) = name {
        request = request.operation_name(name);
    }
    Ok(Prepared {
        request: request.variables(variables),
        query,
        priced,
    })
}

/// Executes a request.
pub(crate) async fn execute(schema: &Schema, shared: &Shared, asked: Asked) -> Outcome {
    let Asked {
        prepared,
        identity,
        backend,
        locale,
        dry_run,
    } = asked;
    let scope = Scope::new(shared, identity, backend, locale);
    let mut request = prepared.request.data(scope);
    if dry_run {
        request = request.data(DryRun);
    }
    let response = schema.inner.execute(request).await;
    Outcome {
        actual: cost::actual(&prepared.priced, &response.data),
        response,
        query: prepared.query,
        dry_run,
        cost: None,
    }
}

#[derive(Serialize)]
struct Written<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<&'a Value>,
    #[serde(skip_serializing_if = "<[ServerError]>::is_empty")]
    errors: &'a [ServerError],
    #[serde(skip_serializing_if = "Option::is_none")]
    extensions: Option<Extensions>,
}

#[derive(Serialize)]
struct Extensions {
    cost: CostReport,
}

impl Outcome {
    /// The HTTP answer, as GraphQL over HTTP says.
    pub(crate) fn into_response(self, marks: &Marks, media: Media) -> Response {
        let mut result = self.response;
        // Nothing was executed if no error happened at a field.
        let executed = result.data != Value::Null || result.errors.iter().any(|error| !error.path.is_empty());
        for error in &mut result.errors {
            complete(error, executed, &self.query, marks);
        }
        let status = match (executed || result.errors.is_empty(), media) {
            (false, Media::GraphQl) => StatusCode::BAD_REQUEST,
            _ => StatusCode::OK,
        };
        let has_data = (executed || result.errors.is_empty()) && !self.dry_run;
        let written = serde_json::to_vec(&Written {
            data: has_data.then_some(&result.data),
            errors: &result.errors,
            extensions: self.cost.map(|cost| Extensions { cost }),
        });
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
fn complete(error: &mut ServerError, executed: bool, query: &str, marks: &Marks) {
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
        } else if let (false, Some(wrong)) = (executed, explain::wrong_value(&taken, query)) {
            let message = wrong.message_en;
            let mut error = with_code(
                ServerError { message, ..taken },
                "GRAPHQL_VALIDATION_FAILED",
                &wrong.message_pl,
            );
            let extensions = error.extensions.get_or_insert_default();
            extensions.set("path", wrong.path);
            if let Some(variable) = wrong.variable {
                extensions.set("variable", variable);
            }
            error
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
