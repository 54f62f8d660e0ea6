//! The request around the document, as GraphQL over HTTP describes it: `query`, `operationName`, `variables`,
//! `extensions`. Knows JSON and the limits of a body, nothing of GraphQL's grammar.
//!
//! Decisions: a key given twice is refused at every level, because two readers of one body could otherwise see two
//! requests. U+0000 is refused in every string, because PostgreSQL's text cannot hold it and would fail later with
//! a message that helps nobody. Unknown top-level keys are ignored, as the specification allows.

use serde_json::{Map, Value};

use super::error::{GuardCode, GuardError};
use super::json;
use super::limits::Limits;

/// One GraphQL request, taken out of its transport.
#[derive(Clone, PartialEq)]
pub struct Envelope {
    /// The GraphQL document. Not empty; its size is checked together with its content.
    pub query: String,
    /// Which operation of the document to execute.
    pub operation_name: Option<String>,
    /// Values of the operation's variables; empty if absent or null.
    pub variables: Map<String, Value>,
    /// Protocol extensions; empty if absent or null.
    pub extensions: Map<String, Value>,
}

// Documents and variables hold personal data, which has no place in logs: sizes only.
impl std::fmt::Debug for Envelope {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Envelope")
            .field("query_bytes", &self.query.len())
            .field("has_operation_name", &self.operation_name.is_some())
            .field("variables", &self.variables.len())
            .field("extensions", &self.extensions.len())
            .finish()
    }
}

impl Envelope {
    /// Reads the body of an HTTP `POST`.
    ///
    /// # Errors
    /// The body is too large, too deep, not UTF-8, not JSON, a list, has a key twice, half a surrogate pair or
    /// U+0000, or one of its four members has the wrong type.
    pub fn from_body(body: &[u8], limits: &Limits) -> Result<Self, GuardError> {
        if body.len() > limits.body_bytes {
            return Err(GuardError::over(GuardCode::BodyTooLarge, limits.body_bytes));
        }
        let text = json::utf8(body)?;
        match json::first_byte(text) {
            Some(b'{') => {}
            Some(b'[') => return Err(GuardError::new(GuardCode::BatchNotSupported)),
            // Scalars, and what is no JSON at all: reading tells which.
            _ => {
                json::read(text, limits)?;
                return Err(GuardError::new(GuardCode::RequestNotAnObject));
            }
        }
        let Value::Object(mut members) = json::read(text, limits)? else {
            return Err(GuardError::new(GuardCode::RequestNotAnObject));
        };
        let query = match members.remove("query") {
            None | Some(Value::Null) => return Err(GuardError::new(GuardCode::QueryMissing)),
            Some(Value::String(query)) => not_blank(query, limits)?,
            Some(_) => return Err(GuardError::new(GuardCode::QueryNotAString)),
        };
        let operation_name = match members.remove("operationName") {
            None | Some(Value::Null) => None,
            Some(Value::String(name)) => Some(name),
            Some(_) => return Err(GuardError::new(GuardCode::OperationNameNotAString)),
        };
        let variables = object(members.remove("variables"), GuardCode::VariablesNotAnObject)?;
        let extensions = object(members.remove("extensions"), GuardCode::ExtensionsNotAnObject)?;
        Ok(Self {
            query,
            operation_name,
            variables,
            extensions,
        })
    }

    /// Reads the decoded URL parameters of an HTTP `GET`; `variables` and `extensions` are JSON texts. An empty
    /// parameter counts as absent, as the specification says for `operationName`.
    ///
    /// # Errors
    /// As [`Self::from_body`]; the limit on bytes holds for all four together.
    pub fn from_parameters(
        query: Option<&str>,
        operation_name: Option<&str>,
        variables: Option<&str>,
        extensions: Option<&str>,
        limits: &Limits,
    ) -> Result<Self, GuardError> {
        let bytes = [query, operation_name, variables, extensions]
            .iter()
            .flatten()
            .map(|part| part.len())
            .sum();
        if usize::gt(&bytes, &limits.body_bytes) {
            return Err(GuardError::over(GuardCode::BodyTooLarge, limits.body_bytes));
        }
        let query = not_blank(query.unwrap_or_default().to_owned(), limits)?;
        let read = |text: Option<&str>| {
            text.filter(|text| !text.is_empty())
                .map(|text| json::read(text, limits))
                .transpose()
        };
        let variables = object(read(variables)?, GuardCode::VariablesNotAnObject)?;
        let extensions = object(read(extensions)?, GuardCode::ExtensionsNotAnObject)?;
        let operation_name = operation_name.filter(|name| !name.is_empty()).map(str::to_owned);
        Ok(Self {
            query,
            operation_name,
            variables,
            extensions,
        })
    }
}

fn not_blank(query: String, limits: &Limits) -> Result<String, GuardError> {
    // A document over the limit is refused for its size, so nobody needs to look through it.
    if query.len() <= limits.document_bytes && query.bytes().all(|byte| byte.is_ascii_whitespace()) {
        return Err(GuardError::new(GuardCode::QueryMissing));
    }
    Ok(query)
}

fn object(value: Option<Value>, otherwise: GuardCode) -> Result<Map<String, Value>, GuardError> {
    match value {
        None | Some(Value::Null) => Ok(Map::new()),
        Some(Value::Object(members)) => Ok(members),
        Some(_) => Err(GuardError::new(otherwise)),
    }
}
