//! The guard before the parser: refuses requests that would cost more than they may, before anything recursive,
//! quadratic or exponential reads them.
//!
//! async-graphql's parser is a recursive PEG and its validator follows fragment spreads without counting them. A few
//! kilobytes of nested lists, or of fragments that each spread the next twice, bring such a server down. So every
//! request passes two steps here first:
//!
//! 1. [`envelope`]: the JSON body becomes a query, an operation name and variables;
//! 2. [`document`]: the query is read token by token and its cost is bounded with fragments expanded.
//!
//! Both are pure and linear in the body, use explicit stacks of bounded height, and never panic. The guard knows no
//! schema, no actor and no I/O. **Where it and the parser could read a text differently, it refuses the text**: it
//! must never see less than the parser does. (`tests/differential.rs` looks for such texts.)
//!
//! A caller executes the [`Envelope`] that it gets back, never its own second reading of the body.

pub mod document;
pub mod envelope;
mod error;
mod json;
mod limits;
mod messages;
#[cfg(test)]
mod tests;

pub use document::{Checked, OperationKind, Work};
pub use envelope::Envelope;
pub use error::{GuardCode, GuardError, Part, Place, SyntaxProblem};
pub use limits::Limits;

/// A request that may go on to the parser.
#[derive(Debug)]
pub struct Request {
    /// What to execute.
    pub envelope: Envelope,
    /// What is known about it without a schema.
    pub checked: Checked,
}

/// Checks the body of an HTTP `POST`.
///
/// # Errors
/// [`GuardError`] names the first limit or rule that the request breaks.
pub fn check_body(body: &[u8], limits: &Limits) -> Result<Request, GuardError> {
    check_envelope(Envelope::from_body(body, limits)?, limits)
}

/// Checks the document of a request that was already taken apart, such as the parameters of an HTTP `GET`.
///
/// # Errors
/// [`GuardError`] names the first limit or rule that the document breaks.
pub fn check_envelope(envelope: Envelope, limits: &Limits) -> Result<Request, GuardError> {
    let checked = document::check(&envelope.query, envelope.operation_name.as_deref(), limits)?;
    Ok(Request { envelope, checked })
}
