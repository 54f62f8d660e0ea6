//! What the grammar notes about a document: counts and spreads per definition, no syntax tree. Its size is bounded by
//! the number of tokens.

use super::OperationKind;
use super::lexer::Mark;

/// Everything noted about one document.
#[derive(Debug, Default)]
pub(super) struct Outline<'a> {
    /// Operations and fragments in the order of the text.
    pub(super) definitions: Vec<Definition<'a>>,
    /// `__schema` or `__type` occurs as a field.
    pub(super) introspects: bool,
}

/// One operation or fragment.
#[derive(Debug)]
pub(super) struct Definition<'a> {
    /// `None` for a fragment.
    pub(super) operation: Option<OperationKind>,
    pub(super) name: Option<&'a str>,
    pub(super) mark: Mark,
    /// What stands in the definition itself.
    pub(super) own: Tally,
    pub(super) spreads: Vec<Spread<'a>>,
    /// Fields and spreads that are not inside a field.
    pub(super) roots: Vec<Root<'a>>,
}

impl<'a> Definition<'a> {
    pub(super) fn new(operation: Option<OperationKind>, name: Option<&'a str>, mark: Mark) -> Self {
        Self {
            operation,
            name,
            mark,
            own: Tally::default(),
            spreads: Vec::new(),
            roots: Vec::new(),
        }
    }
}

/// Counts of a definition, without or with its fragments.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Tally {
    pub(super) fields: usize,
    pub(super) aliases: usize,
    pub(super) directives: usize,
    pub(super) tokens: usize,
    pub(super) root_fields: usize,
    /// Fields inside fields outside a root `__schema` or `__type`.
    pub(super) depth: usize,
    /// Fields inside fields from a root `__schema` or `__type`.
    pub(super) introspection_depth: usize,
    /// Selection sets inside selection sets.
    pub(super) nesting: usize,
}

/// One `...Name`.
#[derive(Debug)]
pub(super) struct Spread<'a> {
    pub(super) name: &'a str,
    pub(super) mark: Mark,
    /// Fields around it in its definition; 0 at the root.
    pub(super) depth: usize,
    /// Selection sets around it in its definition, at least 1.
    pub(super) nesting: usize,
    /// It stands below a root `__schema` or `__type`.
    pub(super) in_introspection: bool,
}

/// What stands at the root of a definition.
#[derive(Debug)]
pub(super) enum Root<'a> {
    /// A field, by its name.
    Field(&'a str),
    /// A spread, by the fragment's name.
    Spread(&'a str),
}
