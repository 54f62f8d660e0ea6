//! Values, arguments, directives, types and variable definitions: the parts of the grammar that hold no selections.
//! Nested values are followed with a stack that the limit on brackets bounds.

use super::super::error::{GuardCode, GuardError, SyntaxProblem};
use super::lexer::Kind;
use super::reader::Reader;

/// Whether variables may stand in a value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Variables {
    Allowed,
    Forbidden,
}

enum Open {
    List,
    Object,
}

impl Reader<'_, '_> {
    fn value(&mut self, variables: Variables) -> Result<(), GuardError> {
        let mut open = Vec::new();
        loop {
            match self.current.kind {
                Kind::Number | Kind::Text => {
                    self.take()?;
                }
                Kind::Name => self.named_value()?,
                Kind::Punctuator(b'$') if variables == Variables::Allowed => {
                    self.take()?;
                    self.expect_name()?;
                }
                Kind::Punctuator(b'[') => {
                    self.take()?;
                    open.push(Open::List);
                }
                Kind::Punctuator(b'{') => {
                    self.take()?;
                    open.push(Open::Object);
                }
                _ => return Err(self.unexpected()),
            }
            // A value is complete, or a bracket has just been opened: close what closes, then the next item follows.
            loop {
                match open.last() {
                    None => return Ok(()),
                    Some(Open::List) if !self.take_if(b']')? => break,
                    Some(Open::Object) if !self.take_if(b'}')? => {
                        self.expect_name()?;
                        self.expect(b':')?;
                        break;
                    }
                    Some(_) => open.pop(),
                };
            }
        }
    }

    /// `true`, `false`, `null` or an enum value. async-graphql's parser cuts `[trueish]` into `true` and `ish`; such
    /// a name is refused.
    fn named_value(&mut self) -> Result<(), GuardError> {
        let text = self.current.text;
        for keyword in ["true", "false", "null"] {
            if text.len() > keyword.len() && text.starts_with(keyword) {
                return Err(self.problem(SyntaxProblem::KeywordPrefix));
            }
        }
        self.take()?;
        Ok(())
    }

    /// Arguments in parentheses, if any.
    pub(super) fn arguments(&mut self, variables: Variables) -> Result<(), GuardError> {
        if !self.take_if(b'(')? {
            return Ok(());
        }
        if self.is(b')') {
            return Err(self.problem(SyntaxProblem::EmptyBrackets));
        }
        while !self.take_if(b')')? {
            self.expect_name()?;
            self.expect(b':')?;
            self.value(variables)?;
        }
        Ok(())
    }

    /// Directives, if any; how many.
    pub(super) fn directives(&mut self, variables: Variables) -> Result<usize, GuardError> {
        let mut count = 0;
        while self.take_if(b'@')? {
            self.expect_name()?;
            self.arguments(variables)?;
            count += 1;
        }
        Ok(count)
    }

    /// Variable definitions in parentheses, if any; how many directives they carry.
    pub(super) fn variable_definitions(&mut self) -> Result<usize, GuardError> {
        if !self.take_if(b'(')? {
            return Ok(0);
        }
        if self.is(b')') {
            return Err(self.problem(SyntaxProblem::EmptyBrackets));
        }
        let (mut variables, mut directives) = (0, 0);
        while !self.is(b')') {
            variables += 1;
            if variables > self.limits.variables {
                return Err(self.over(
                    GuardCode::TooManyVariables,
                    self.limits.variables,
                    self.current.mark,
                ));
            }
            self.expect(b'$')?;
            self.expect_name()?;
            self.expect(b':')?;
            self.type_reference()?;
            if self.take_if(b'=')? {
                self.value(Variables::Forbidden)?;
            }
            directives += self.directives(Variables::Forbidden)?;
        }
        self.take()?;
        Ok(directives)
    }

    /// `Name`, `[Name!]`, `[[Name]!]!` and so on.
    fn type_reference(&mut self) -> Result<(), GuardError> {
        let mut lists = 0_usize;
        while self.take_if(b'[')? {
            lists += 1;
        }
        self.expect_name()?;
        self.take_if(b'!')?;
        for _ in 0..lists {
            self.expect(b']')?;
            self.take_if(b'!')?;
        }
        Ok(())
    }
}
