//! One condition: checked when it is saved, so that evaluating it cannot go wrong.

use cel::IdedExpr;
use cel::common::ast::SourceInfo;
use cel::parser::Parser;

use super::check::Checker;
use super::guard;
use super::problem::{ConditionProblem, ConditionProblemCode as Code};
use super::vocabulary::Vocabulary;

/// The logic of a checked condition. CEL decides the leaves; what joins them has three values and is ours, because CEL
/// knows no "not established yet".
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    Constant(bool),
    /// A yes-or-no fact.
    Fact(String),
    Not(Box<Node>),
    And(Vec<Node>),
    Or(Vec<Node>),
    Choice(Box<Node>, Box<Node>, Box<Node>),
    /// Two yes-or-no parts compared by `==`.
    Same(Box<Node>, Box<Node>),
    /// A comparison of numbers or texts.
    Leaf(Leaf),
}

/// A part that CEL evaluates once the values of its facts stand in it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Leaf {
    pub(super) expr: IdedExpr,
    pub(super) facts: Vec<String>,
}

/// A condition over a vocabulary that has passed every check.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    source: String,
    names: Vec<String>,
    node: Node,
}

impl Condition {
    /// Parses and checks a condition: bounded in size, only names of the vocabulary, yes or no as its result.
    ///
    /// # Errors
    /// [`ConditionProblem`] says what is wrong, and where.
    pub fn check(source: &str, vocabulary: &Vocabulary) -> Result<Self, ConditionProblem> {
        guard::admit(source)?;
        let (expr, info) = parse(source)?;
        let mut checker = Checker::new(vocabulary, &info);
        let node = checker.logic(&expr)?;
        Ok(Self {
            source: source.to_owned(),
            names: checker.into_names(),
            node,
        })
    }

    /// The condition as it was written.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The facts it names, each once, in the order of their first use.
    pub fn facts(&self) -> &[String] {
        &self.names
    }

    pub(super) const fn node(&self) -> &Node {
        &self.node
    }
}

/// Stack of the thread that parses. What the guard admits needs less than a quarter of it, even in a debug build.
pub(super) const PARSER_STACK_BYTES: usize = 8 * 1024 * 1024;

/// Parses on a thread of its own: with a known stack, and where a panic of the parser would end nothing else.
fn parse(source: &str) -> Result<(IdedExpr, SourceInfo), ConditionProblem> {
    std::thread::scope(|scope| {
        let parser = std::thread::Builder::new()
            .name("condition-parser".to_owned())
            .stack_size(PARSER_STACK_BYTES);
        match parser.spawn_scoped(scope, || parse_here(source)) {
            Ok(thread) => thread
                .join()
                .unwrap_or_else(|_| Err(syntax_problem(source, None))),
            Err(_) => Err(ConditionProblem::whole(
                Code::ConditionNotChecked,
                "warunku nie udało się teraz sprawdzić; spróbuj ponownie",
                "the condition could not be checked now; try again",
            )),
        }
    })
}

pub(super) fn parse_here(source: &str) -> Result<(IdedExpr, SourceInfo), ConditionProblem> {
    Parser::new()
        .parse_with_source_info(source)
        .map_err(|errors| syntax_problem(source, errors.errors.first().map(|error| error.pos)))
}

/// The parser's own text is English and speaks of its grammar, so only the place is taken from it.
fn syntax_problem(source: &str, at: Option<(isize, isize)>) -> ConditionProblem {
    let position = at.and_then(|(line, column)| {
        let line = usize::try_from(line).ok()?.checked_sub(1)?;
        let column = usize::try_from(column).ok()?.checked_sub(1)?;
        let before: usize = source.split_inclusive('\n').take(line).map(str::len).sum();
        Some((before + column).min(source.len()))
    });
    ConditionProblem::at(
        position,
        Code::ConditionSyntax,
        "to nie jest poprawne wyrażenie",
        "this is not a correct expression",
    )
}
