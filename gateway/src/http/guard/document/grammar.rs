//! Definitions and selections of an executable document, followed without recursion.
//!
//! Where async-graphql's parser differs from the specification, what both accept must mean the same here and there;
//! two places need care. That parser wants only white space between `on` and a type name: with a comment in between
//! it reads `... on # comment` as the spread of a fragment called `on`, so such comments are refused, and so is a
//! fragment called `on`. And it reads keywords without looking behind them (`queryName` is a query called `Name`):
//! here a keyword is a whole name, so such texts are refused.

use super::super::error::{GuardCode, GuardError, SyntaxProblem};
use super::super::limits::Limits;
use super::lexer::{Kind, Token};
use super::outline::{Definition, Outline, Root, Spread};
use super::reader::Reader;
use super::values::Variables;
use super::{OperationKind, Work};

/// Reads the whole document. `work` is written even if the document is refused.
pub(super) fn read<'a>(text: &'a str, limits: &Limits, work: &mut Work) -> Result<Outline<'a>, GuardError> {
    let mut reader = Reader::new(text, limits);
    let outline = reader.document();
    *work = reader.work();
    outline
}

/// A selection set that is open.
struct OpenSet {
    /// It belongs to a field, not to an inline fragment or a definition.
    of_field: bool,
    in_introspection: bool,
    is_empty: bool,
}

impl<'a> Reader<'a, '_> {
    fn document(&mut self) -> Result<Outline<'a>, GuardError> {
        let mut outline = Outline::default();
        let (mut operations, mut fragments) = (0, 0);
        self.start()?;
        while self.current.kind != Kind::End {
            let first = self.passed;
            let mut definition = self.definition_head()?;
            let (count, limit, code) = match definition.operation {
                Some(_) => (
                    &mut operations,
                    self.limits.operations,
                    GuardCode::TooManyOperations,
                ),
                None => (&mut fragments, self.limits.fragments, GuardCode::TooManyFragments),
            };
            *count += 1;
            if *count > limit {
                return Err(self.over(code, limit, definition.mark));
            }
            outline.introspects |= self.selections(&mut definition)?;
            definition.own.tokens = self.passed - first;
            outline.definitions.push(definition);
        }
        Ok(outline)
    }

    /// Everything of a definition before its selections.
    fn definition_head(&mut self) -> Result<Definition<'a>, GuardError> {
        let mark = self.current.mark;
        if self.is(b'{') {
            return Ok(Definition::new(Some(OperationKind::Query), None, mark));
        }
        if self.is_keyword("fragment") {
            self.take()?;
            if self.is_keyword("on") {
                return Err(self.unexpected());
            }
            let name = self.expect_name()?;
            if !self.is_keyword("on") {
                return Err(self.unexpected());
            }
            self.take()?;
            self.type_condition()?;
            let mut fragment = Definition::new(None, Some(name.text), mark);
            fragment.own.directives = self.directives(Variables::Allowed)?;
            return Ok(fragment);
        }
        let kind = match self.current.text {
            _ if self.current.kind != Kind::Name => return Err(self.unexpected()),
            "query" => OperationKind::Query,
            "mutation" => OperationKind::Mutation,
            "subscription" => OperationKind::Subscription,
            _ => return Err(self.unexpected()),
        };
        self.take()?;
        let name = if self.current.kind == Kind::Name {
            Some(self.take()?.text)
        } else {
            None
        };
        let mut operation = Definition::new(Some(kind), name, mark);
        operation.own.directives = self.variable_definitions()? + self.directives(Variables::Allowed)?;
        Ok(operation)
    }

    /// The type's name behind `on`, which has just been taken.
    fn type_condition(&mut self) -> Result<(), GuardError> {
        if self.current.after_comment {
            return Err(self.problem(SyntaxProblem::CommentAfterOn));
        }
        self.expect_name()?;
        Ok(())
    }

    /// The selection set of a definition with everything in it; whether `__schema` or `__type` occurs.
    fn selections(&mut self, definition: &mut Definition<'a>) -> Result<bool, GuardError> {
        let mut introspects = false;
        self.expect(b'{')?;
        let mut open = vec![OpenSet {
            of_field: false,
            in_introspection: false,
            is_empty: true,
        }];
        // Fields around the current token: how many of the open sets belong to one.
        let mut depth = 0;
        let tally = &mut definition.own;
        while let Some(set) = open.last_mut() {
            if self.is(b'}') {
                if set.is_empty {
                    return Err(self.problem(SyntaxProblem::EmptyBrackets));
                }
                depth -= usize::from(set.of_field);
                open.pop();
                self.take()?;
                continue;
            }
            set.is_empty = false;
            let in_introspection = set.in_introspection;
            let nesting = open.len();
            tally.nesting = tally.nesting.max(nesting);
            match self.current.kind {
                Kind::Name => {
                    let (name, aliased) = self.field_name()?;
                    let opens_schema = matches!(name.text, "__schema" | "__type");
                    let in_introspection = in_introspection || (depth == 0 && opens_schema);
                    introspects |= opens_schema;
                    tally.fields += 1;
                    tally.aliases += usize::from(aliased);
                    if depth == 0 {
                        tally.root_fields += 1;
                        definition.roots.push(Root::Field(name.text));
                    }
                    let deepest = if in_introspection {
                        &mut tally.introspection_depth
                    } else {
                        &mut tally.depth
                    };
                    *deepest = (*deepest).max(depth + 1);
                    self.arguments(Variables::Allowed)?;
                    tally.directives += self.directives(Variables::Allowed)?;
                    if self.take_if(b'{')? {
                        depth += 1;
                        open.push(OpenSet {
                            of_field: true,
                            in_introspection,
                            is_empty: true,
                        });
                    }
                }
                Kind::Spread => {
                    let mark = self.take()?.mark;
                    if self.current.kind == Kind::Name && !self.is_keyword("on") {
                        let name = self.take()?.text;
                        definition.spreads.push(Spread {
                            name,
                            mark,
                            depth,
                            nesting,
                            in_introspection,
                        });
                        if depth == 0 {
                            definition.roots.push(Root::Spread(name));
                        }
                        tally.directives += self.directives(Variables::Allowed)?;
                    } else {
                        if self.is_keyword("on") {
                            self.take()?;
                            self.type_condition()?;
                        }
                        tally.directives += self.directives(Variables::Allowed)?;
                        self.expect(b'{')?;
                        open.push(OpenSet {
                            of_field: false,
                            in_introspection,
                            is_empty: true,
                        });
                    }
                }
                _ => return Err(self.unexpected()),
            }
        }
        Ok(introspects)
    }

    /// A field's name, and whether an alias stands before it.
    fn field_name(&mut self) -> Result<(Token<'a>, bool), GuardError> {
        let first = self.expect_name()?;
        if self.take_if(b':')? {
            Ok((self.expect_name()?, true))
        } else {
            Ok((first, false))
        }
    }
}
