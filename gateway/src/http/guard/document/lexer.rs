//! GraphQL's lexical grammar over bytes, one token at a time. Knows no limits but the text's own end.
//!
//! White space is space, tab, comma, byte order mark and the line ends LF, CR, CRLF: nothing else, so U+2028 does not
//! end a line or a comment. async-graphql's parser agrees. U+0000 is refused everywhere, in comments too.

use super::super::error::{GuardCode, GuardError, Part, Place, SyntaxProblem};

/// A place in the text that is cheap to keep; [`Mark::place`] turns it into a line and a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Mark {
    offset: usize,
    line: usize,
    line_start: usize,
}

impl Mark {
    /// Counts the characters since the start of the line: made once, when a document is refused.
    pub(super) fn place(self, text: &str) -> Place {
        let before = text.get(self.line_start..self.offset).unwrap_or_default();
        Place {
            line: self.line,
            column: before.chars().count() + 1,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// One of ``! $ & ( ) : = @ [ ] { | }``.
    Punctuator(u8),
    /// `...`
    Spread,
    Name,
    Number,
    /// `"…"` or `"""…"""`.
    Text,
    End,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Token<'a> {
    pub(super) kind: Kind,
    pub(super) text: &'a str,
    pub(super) mark: Mark,
    /// A comment stands between the token before and this one.
    pub(super) after_comment: bool,
}

pub(super) struct Lexer<'a> {
    text: &'a str,
    at: usize,
    line: usize,
    line_start: usize,
    /// Turns of the loops over bytes.
    pub(super) steps: usize,
}

impl<'a> Lexer<'a> {
    pub(super) const fn new(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            line: 1,
            line_start: 0,
            steps: 0,
        }
    }

    /// The next token; [`Kind::End`] at the end, however often it is asked for.
    pub(super) fn next(&mut self) -> Result<Token<'a>, GuardError> {
        let after_comment = self.skip_ignored()?;
        let mark = self.mark();
        let kind = match self.peek(0) {
            None => Kind::End,
            Some(b'"') => {
                self.string()?;
                Kind::Text
            }
            Some(b'.') if self.rest().starts_with("...") => {
                self.advance(3);
                Kind::Spread
            }
            Some(
                byte @ (b'!' | b'$' | b'&' | b'(' | b')' | b':' | b'=' | b'@' | b'[' | b']' | b'{' | b'|'
                | b'}'),
            ) => {
                self.advance(1);
                Kind::Punctuator(byte)
            }
            Some(byte) if is_name_start(byte) => {
                self.skip_while(is_name_part);
                Kind::Name
            }
            Some(byte) if byte == b'-' || byte.is_ascii_digit() => {
                self.number()?;
                Kind::Number
            }
            Some(0) => return Err(self.refuse(GuardError::new(GuardCode::NulCharacter), mark)),
            Some(_) => return Err(self.syntax(SyntaxProblem::UnexpectedCharacter, mark)),
        };
        let text = self.text.get(mark.offset..self.at).unwrap_or_default();
        Ok(Token {
            kind,
            text,
            mark,
            after_comment,
        })
    }

    /// Passes white space and comments; whether a comment was among them.
    fn skip_ignored(&mut self) -> Result<bool, GuardError> {
        let mut commented = false;
        while let Some(byte) = self.peek(0) {
            match byte {
                b' ' | b'\t' | b',' => self.advance(1),
                b'\n' | b'\r' => self.line_end(),
                0xEF if self.rest().starts_with('\u{feff}') => self.advance(3),
                b'#' => {
                    commented = true;
                    self.skip_while(|byte| !matches!(byte, b'\n' | b'\r' | 0));
                    if self.peek(0) == Some(0) {
                        return Err(self.refuse(GuardError::new(GuardCode::NulCharacter), self.mark()));
                    }
                }
                _ => break,
            }
        }
        Ok(commented)
    }

    /// `-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?`, not followed by a digit, a dot or a name.
    fn number(&mut self) -> Result<(), GuardError> {
        let start = self.mark();
        let bad = SyntaxProblem::BadNumber;
        if self.peek(0) == Some(b'-') {
            self.advance(1);
        }
        if self.peek(0) == Some(b'0') {
            self.advance(1);
        } else if self.digits() == 0 {
            return Err(self.syntax(bad, start));
        }
        if self.peek(0) == Some(b'.') {
            self.advance(1);
            if self.digits() == 0 {
                return Err(self.syntax(bad, start));
            }
        }
        if matches!(self.peek(0), Some(b'e' | b'E')) {
            self.advance(1);
            if matches!(self.peek(0), Some(b'+' | b'-')) {
                self.advance(1);
            }
            if self.digits() == 0 {
                return Err(self.syntax(bad, start));
            }
        }
        match self.peek(0) {
            Some(byte) if byte == b'.' || is_name_part(byte) => Err(self.syntax(bad, start)),
            _ => Ok(()),
        }
    }

    fn digits(&mut self) -> usize {
        let start = self.at;
        self.skip_while(|byte| byte.is_ascii_digit());
        self.at - start
    }

    pub(super) fn skip_while(&mut self, belongs: impl Fn(u8) -> bool) {
        while self.peek(0).is_some_and(&belongs) {
            self.advance(1);
        }
    }

    /// Passes LF, CR or CRLF.
    pub(super) fn line_end(&mut self) {
        let crlf = self.peek(0) == Some(b'\r') && self.peek(1) == Some(b'\n');
        self.advance(if crlf { 2 } else { 1 });
        self.line += 1;
        self.line_start = self.at;
    }

    pub(super) fn advance(&mut self, bytes: usize) {
        self.at += bytes;
        self.steps += 1;
    }

    pub(super) fn peek(&self, ahead: usize) -> Option<u8> {
        self.text.as_bytes().get(self.at + ahead).copied()
    }

    /// The text from here on. Empty inside of a character, which only the string lexer passes through.
    pub(super) fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    pub(super) const fn mark(&self) -> Mark {
        Mark {
            offset: self.at,
            line: self.line,
            line_start: self.line_start,
        }
    }

    pub(super) fn syntax(&self, problem: SyntaxProblem, mark: Mark) -> GuardError {
        self.refuse(GuardError::syntax(problem), mark)
    }

    pub(super) fn refuse(&self, error: GuardError, mark: Mark) -> GuardError {
        error.at(Part::Document, mark.place(self.text))
    }
}

const fn is_name_start(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_'
}

const fn is_name_part(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}
