//! Hands tokens to the grammar, one ahead, and bounds their number and the brackets open at once.

use super::super::error::{GuardCode, GuardError, SyntaxProblem};
use super::super::limits::Limits;
use super::Work;
use super::lexer::{Kind, Lexer, Mark, Token};

pub(super) struct Reader<'a, 'l> {
    lexer: Lexer<'a>,
    pub(super) limits: &'l Limits,
    /// The token that comes next.
    pub(super) current: Token<'a>,
    /// Tokens handed out, not counting `current`.
    pub(super) passed: usize,
    open_brackets: usize,
}

impl<'a, 'l> Reader<'a, 'l> {
    pub(super) fn new(text: &'a str, limits: &'l Limits) -> Self {
        let current = Token {
            kind: Kind::End,
            text: "",
            mark: Mark::default(),
            after_comment: false,
        };
        Self {
            lexer: Lexer::new(text),
            limits,
            current,
            passed: 0,
            open_brackets: 0,
        }
    }

    /// Reads the first token.
    pub(super) fn start(&mut self) -> Result<(), GuardError> {
        self.current = self.lex()?;
        Ok(())
    }

    pub(super) fn work(&self) -> Work {
        Work {
            bytes: self.lexer.steps,
            tokens: self.passed,
            spreads: 0,
        }
    }

    /// Takes the current token and reads the one behind it.
    pub(super) fn take(&mut self) -> Result<Token<'a>, GuardError> {
        let taken = self.current;
        if taken.kind != Kind::End {
            self.passed += 1;
            self.current = self.lex()?;
        }
        Ok(taken)
    }

    fn lex(&mut self) -> Result<Token<'a>, GuardError> {
        let token = self.lexer.next()?;
        if token.kind != Kind::End && self.passed >= self.limits.tokens {
            return Err(self.over(GuardCode::TooManyTokens, self.limits.tokens, token.mark));
        }
        match token.kind {
            Kind::Punctuator(b'(' | b'[' | b'{') => {
                self.open_brackets += 1;
                if self.open_brackets > self.limits.bracket_depth {
                    return Err(self.over(GuardCode::BracketsTooDeep, self.limits.bracket_depth, token.mark));
                }
            }
            // The grammar sees to it that brackets match.
            Kind::Punctuator(b')' | b']' | b'}') => self.open_brackets = self.open_brackets.saturating_sub(1),
            _ => {}
        }
        Ok(token)
    }

    pub(super) fn is(&self, punctuator: u8) -> bool {
        self.current.kind == Kind::Punctuator(punctuator)
    }

    pub(super) fn is_keyword(&self, word: &str) -> bool {
        self.current.kind == Kind::Name && self.current.text == word
    }

    /// Takes a punctuator if it comes next.
    pub(super) fn take_if(&mut self, punctuator: u8) -> Result<bool, GuardError> {
        let found = self.is(punctuator);
        if found {
            self.take()?;
        }
        Ok(found)
    }

    pub(super) fn expect(&mut self, punctuator: u8) -> Result<(), GuardError> {
        if self.take_if(punctuator)? {
            Ok(())
        } else {
            Err(self.unexpected())
        }
    }

    pub(super) fn expect_name(&mut self) -> Result<Token<'a>, GuardError> {
        if self.current.kind == Kind::Name {
            self.take()
        } else {
            Err(self.unexpected())
        }
    }

    /// The current token cannot stand where it stands.
    pub(super) fn unexpected(&self) -> GuardError {
        let problem = match self.current.kind {
            Kind::End => SyntaxProblem::UnexpectedEnd,
            _ => SyntaxProblem::UnexpectedToken,
        };
        self.problem(problem)
    }

    pub(super) fn problem(&self, problem: SyntaxProblem) -> GuardError {
        self.lexer.syntax(problem, self.current.mark)
    }

    pub(super) fn over(&self, code: GuardCode, limit: usize, mark: Mark) -> GuardError {
        self.lexer.refuse(GuardError::over(code, limit), mark)
    }
}
