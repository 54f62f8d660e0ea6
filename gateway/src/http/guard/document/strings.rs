//! String literals: `"…"` with escapes and `"""…"""`. Their values are not built, only their ends are found.

use super::super::error::{GuardCode, GuardError, SyntaxProblem};
use super::lexer::{Lexer, Mark};

impl Lexer<'_> {
    /// Passes a string; the next byte is its opening quote.
    pub(super) fn string(&mut self) -> Result<(), GuardError> {
        let start = self.mark();
        // Three quotes always begin a block string. async-graphql's parser reads an unterminated one as an empty
        // string and another string behind it; here it is refused, as the specification says.
        if self.quotes() == 3 {
            self.advance(3);
            return self.block_string(start);
        }
        self.advance(1);
        loop {
            let here = self.mark();
            match self.peek(0) {
                Some(b'"') => {
                    self.advance(1);
                    return Ok(());
                }
                None | Some(b'\n' | b'\r') => {
                    return Err(self.syntax(SyntaxProblem::UnterminatedString, start));
                }
                Some(0) => return Err(self.refuse(GuardError::new(GuardCode::NulCharacter), here)),
                Some(b'\\') => self.escape(here)?,
                Some(_) => self.advance(1),
            }
        }
    }

    fn block_string(&mut self, start: Mark) -> Result<(), GuardError> {
        loop {
            let here = self.mark();
            match self.peek(0) {
                Some(b'"') if self.quotes() == 3 => {
                    self.advance(3);
                    return Ok(());
                }
                Some(b'\\') if (1..4).all(|ahead| self.peek(ahead) == Some(b'"')) => self.advance(4),
                None => return Err(self.syntax(SyntaxProblem::UnterminatedBlockString, start)),
                Some(0) => return Err(self.refuse(GuardError::new(GuardCode::NulCharacter), here)),
                Some(b'\n' | b'\r') => self.line_end(),
                Some(_) => self.advance(1),
            }
        }
    }

    /// Quotes that stand here in a row, up to three.
    fn quotes(&self) -> usize {
        (0..3).take_while(|&ahead| self.peek(ahead) == Some(b'"')).count()
    }

    fn escape(&mut self, here: Mark) -> Result<(), GuardError> {
        match self.peek(1) {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => {
                self.advance(2);
                Ok(())
            }
            Some(b'u') if self.peek(2) == Some(b'{') => self.braced_unicode(here),
            Some(b'u') => self.fixed_unicode(here),
            _ => Err(self.syntax(SyntaxProblem::BadEscape, here)),
        }
    }

    /// `\uXXXX`, or two of them for a character outside the basic plane.
    fn fixed_unicode(&mut self, here: Mark) -> Result<(), GuardError> {
        match self.four_digits(2) {
            None => return Err(self.syntax(SyntaxProblem::BadEscape, here)),
            Some(0) => return Err(self.refuse(GuardError::new(GuardCode::NulCharacter), here)),
            Some(0xD800..=0xDBFF) => {
                let pair = self.peek(6) == Some(b'\\') && self.peek(7) == Some(b'u');
                if !(pair && matches!(self.four_digits(8), Some(0xDC00..=0xDFFF))) {
                    return Err(self.refuse(GuardError::new(GuardCode::UnpairedSurrogate), here));
                }
                self.advance(12);
            }
            Some(0xDC00..=0xDFFF) => {
                return Err(self.refuse(GuardError::new(GuardCode::UnpairedSurrogate), here));
            }
            Some(_) => self.advance(6),
        }
        Ok(())
    }

    fn four_digits(&self, ahead: usize) -> Option<u32> {
        (ahead..ahead + 4).try_fold(0, |value, at| {
            Some(value * 16 + char::from(self.peek(at)?).to_digit(16)?)
        })
    }

    /// `\u{X…}`: any number of digits, a Unicode scalar value.
    fn braced_unicode(&mut self, here: Mark) -> Result<(), GuardError> {
        self.advance(3);
        let mut value: u32 = 0;
        let mut digits = 0;
        while let Some(digit) = self.peek(0).and_then(|byte| char::from(byte).to_digit(16)) {
            value = value.saturating_mul(16).saturating_add(digit);
            digits += 1;
            self.advance(1);
        }
        if digits == 0 || self.peek(0) != Some(b'}') || value > 0x0010_FFFF {
            return Err(self.syntax(SyntaxProblem::BadEscape, here));
        }
        self.advance(1);
        match value {
            0 => Err(self.refuse(GuardError::new(GuardCode::NulCharacter), here)),
            0xD800..=0xDFFF => Err(self.refuse(GuardError::new(GuardCode::UnpairedSurrogate), here)),
            _ => Ok(()),
        }
    }
}
