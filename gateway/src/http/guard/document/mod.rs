//! The GraphQL document: what it would cost, found in one pass over its bytes and one over its fragments.
//!
//! `lexer` cuts the text into tokens, `reader` hands them out within limits, `grammar` and `values` follow the
//! grammar of executable documents (October 2021 and September 2025, without descriptions) and note counts in
//! `outline`, `expand` adds the fragments up. No schema, no types, no values: whether a field exists is the
//! validator's business.

mod expand;
mod grammar;
mod lexer;
mod outline;
mod reader;
mod strings;
mod values;

use super::error::{GuardCode, GuardError, Part};
use super::limits::Limits;
use outline::{Definition, Outline};

/// What an operation does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OperationKind {
    /// Reads.
    Query,
    /// Writes.
    Mutation,
    /// Listens.
    Subscription,
}

/// How much work the guard did, so that tests can show it to be linear.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Work {
    /// Turns of the loops over bytes.
    pub bytes: usize,
    /// Tokens read.
    pub tokens: usize,
    /// Fragment spreads looked at while expanding.
    pub spreads: usize,
}

/// A document within the limits, and the operation that would be executed.
///
/// The counts are those of the selected operation, with fragments expanded, except where they say otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// What the selected operation does.
    pub operation_kind: OperationKind,
    /// Its name in the document; `None` for an operation without a name.
    pub operation_name: Option<String>,
    /// The distinct names (not aliases) of its root fields, in the order of their first occurrence, with
    /// `__typename`, `__schema` and `__type`.
    pub root_fields: Vec<String>,
    /// Whether `__schema` or `__type` occurs as a field anywhere in the document, in whatever operation or fragment
    /// and at whatever depth: a refusal of introspection that rests on this cannot be walked around.
    pub introspects: bool,
    /// Tokens of the whole document, not expanded.
    pub tokens: usize,
    /// Fields.
    pub expanded_fields: usize,
    /// Aliases.
    pub expanded_aliases: usize,
    /// Directives, with those on variables.
    pub expanded_directives: usize,
    /// Occurrences of root fields.
    pub expanded_root_fields: usize,
    /// Fields inside fields, outside `__schema` and `__type`.
    pub selection_depth: usize,
    /// Fields inside fields, counted from a root `__schema` or `__type`; 0 without one.
    pub introspection_depth: usize,
    /// What the check itself cost.
    pub work: Work,
}

/// Checks a document and selects the operation to execute.
///
/// # Errors
/// [`GuardError`] names the first limit or rule that the document breaks, and where.
pub fn check(text: &str, operation_name: Option<&str>, limits: &Limits) -> Result<Checked, GuardError> {
    let mut work = Work::default();
    check_counting(text, operation_name, limits, &mut work)
}

/// [`check`], with the work counted even if the document is refused.
pub(super) fn check_counting(
    text: &str,
    operation_name: Option<&str>,
    limits: &Limits,
    work: &mut Work,
) -> Result<Checked, GuardError> {
    if text.len() > limits.document_bytes {
        return Err(GuardError::over(
            GuardCode::DocumentTooLarge,
            limits.document_bytes,
        ));
    }
    let outline = grammar::read(text, limits, work)?;
    let tallies = expand::expand(&outline, limits, work)
        .map_err(|(error, mark)| error.at(Part::Document, mark.place(text)))?;
    let (index, operation, kind) = select(&outline, operation_name)?;
    let tally = tallies.get(index).copied().unwrap_or_default();
    Ok(Checked {
        operation_kind: kind,
        operation_name: operation.name.map(str::to_owned),
        root_fields: expand::root_fields(&outline, operation),
        introspects: outline.introspects,
        tokens: work.tokens,
        expanded_fields: tally.fields,
        expanded_aliases: tally.aliases,
        expanded_directives: tally.directives,
        expanded_root_fields: tally.root_fields,
        selection_depth: tally.depth,
        introspection_depth: tally.introspection_depth,
        work: *work,
    })
}

/// Chooses as the specification's `GetOperation` does.
fn select<'o, 'a>(
    outline: &'o Outline<'a>,
    wanted: Option<&str>,
) -> Result<(usize, &'o Definition<'a>, OperationKind), GuardError> {
    let mut operations = outline
        .definitions
        .iter()
        .enumerate()
        .filter_map(|(index, definition)| definition.operation.map(|kind| (index, definition, kind)));
    if let Some(name) = wanted {
        return operations
            .find(|(_, operation, _)| operation.name == Some(name))
            .ok_or(GuardError::new(GuardCode::OperationNotFound));
    }
    let first = operations
        .next()
        .ok_or(GuardError::new(GuardCode::OperationMissing))?;
    if operations.next().is_some() {
        return Err(GuardError::new(GuardCode::OperationNameRequired));
    }
    Ok(first)
}
