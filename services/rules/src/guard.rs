//! Bounds a condition before the CEL parser sees it, in one pass over its bytes.
//!
//! The parser is recursive (measured, cel 0.15: some 200 KiB of stack for each bracket in a debug build, so that a dozen
//! brackets overflow a server's worker thread) and was not written for hostile input. So only the few signs that conditions need get through, in
//! plain ASCII, with bounded length, count and nesting; whatever passes costs the parser little.

use super::problem::{ConditionProblem, ConditionProblemCode as Code};

/// Longest condition, in characters.
pub(super) const MAX_CHARACTERS: usize = 1_000;
/// Most words and signs.
pub(super) const MAX_TOKENS: usize = 300;
/// Deepest nesting of brackets.
pub(super) const MAX_DEPTH: usize = 8;
/// Most `? :` choices; each nests the next.
pub(super) const MAX_CHOICES: usize = 8;
/// Most `!` or `-` in a row.
const MAX_PREFIX_RUN: usize = 3;
/// The one function that conditions may call.
pub(super) const STARTS_WITH: &str = "startsWith";

/// Lets a condition through, or says where it goes wrong.
pub(super) fn admit(source: &str) -> Result<(), ConditionProblem> {
    if source.trim().is_empty() {
        return Err(ConditionProblem::whole(
            Code::ConditionEmpty,
            "warunek jest pusty",
            "the condition is empty",
        ));
    }
    // Bytes first: counting characters of a megabyte would be wasted work.
    if source.len() > MAX_CHARACTERS * 4 || source.chars().count() > MAX_CHARACTERS {
        return Err(ConditionProblem::whole(
            Code::ConditionTooLong,
            format!("warunek jest dłuższy niż {MAX_CHARACTERS} znaków"),
            format!("the condition is longer than {MAX_CHARACTERS} characters"),
        ));
    }
    if let Some(position) = source.chars().position(|character| !character.is_ascii()) {
        return Err(unexpected(position));
    }
    Guard {
        bytes: source.as_bytes(),
        at: 0,
        tokens: 0,
        open: Vec::new(),
        choices: 0,
        prefix_run: 0,
    }
    .run()
}

struct Guard<'a> {
    bytes: &'a [u8],
    at: usize,
    tokens: usize,
    open: Vec<(u8, usize)>,
    choices: usize,
    prefix_run: usize,
}

impl Guard<'_> {
    fn run(mut self) -> Result<(), ConditionProblem> {
        while let Some(byte) = self.peek(0) {
            if matches!(byte, b' ' | b'\t' | b'\n' | b'\r') {
                self.at += 1;
                continue;
            }
            self.tokens += 1;
            if self.tokens > MAX_TOKENS {
                return Err(ConditionProblem::at(
                    Some(self.at),
                    Code::ConditionTooManyTokens,
                    format!("warunek ma więcej niż {MAX_TOKENS} słów i znaków"),
                    format!("the condition has more than {MAX_TOKENS} words and signs"),
                ));
            }
            if !matches!(byte, b'!' | b'-') {
                self.prefix_run = 0;
            }
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'_' => self.word()?,
                b'0'..=b'9' => self.number()?,
                b'"' | b'\'' => self.text(byte)?,
                _ => self.sign(byte)?,
            }
        }
        match self.open.last() {
            Some((_, position)) => Err(unbalanced(*position)),
            None => Ok(()),
        }
    }

    fn peek(&self, ahead: usize) -> Option<u8> {
        self.bytes.get(self.at + ahead).copied()
    }

    fn word(&mut self) -> Result<(), ConditionProblem> {
        let start = self.at;
        while self
            .peek(0)
            .is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        {
            self.at += 1;
        }
        // `r"…"` and `b"…"` are other kinds of text.
        if matches!(self.peek(0), Some(b'"' | b'\'')) {
            return Err(unexpected(self.at));
        }
        let word = self.bytes.get(start..self.at).unwrap_or_default();
        let is_called = self
            .bytes
            .get(self.at..)
            .unwrap_or_default()
            .iter()
            .find(|byte| !byte.is_ascii_whitespace())
            == Some(&b'(');
        if is_called && word != b"in" && word != STARTS_WITH.as_bytes() {
            return Err(function_not_allowed(Some(start)));
        }
        Ok(())
    }

    fn number(&mut self) -> Result<(), ConditionProblem> {
        let start = self.at;
        while self.peek(0).is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        // No fractions, exponents, hexadecimal or unsigned numbers; nine digits always fit.
        let continues = self
            .peek(0)
            .is_some_and(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'.'));
        if continues || self.at - start > 9 {
            Err(unexpected(start))
        } else {
            Ok(())
        }
    }

    fn text(&mut self, quote: u8) -> Result<(), ConditionProblem> {
        let start = self.at;
        self.at += 1;
        loop {
            match self.peek(0) {
                Some(byte) if byte == quote => {
                    self.at += 1;
                    break;
                }
                Some(b'\\' | b'"' | b'\'') => return Err(unexpected(self.at)),
                Some(b' '..=b'~') => self.at += 1,
                Some(_) => return Err(unexpected(self.at)),
                None => {
                    return Err(ConditionProblem::at(
                        Some(start),
                        Code::ConditionUnclosedText,
                        "tekst nie ma cudzysłowu zamykającego",
                        "the text has no closing quote",
                    ));
                }
            }
        }
        // A quote right after a text would open CEL's triple-quoted text.
        if matches!(self.peek(0), Some(b'"' | b'\'')) {
            Err(unexpected(self.at))
        } else {
            Ok(())
        }
    }

    fn sign(&mut self, byte: u8) -> Result<(), ConditionProblem> {
        let next = self.peek(1);
        let length = match (byte, next) {
            (b'&', Some(b'&')) | (b'|', Some(b'|')) | (b'=' | b'!' | b'<' | b'>', Some(b'=')) => 2,
            (b'!' | b'-' | b'<' | b'>' | b'?' | b':' | b',' | b'.' | b'(' | b'[' | b')' | b']', _) => 1,
            (b'+' | b'*' | b'/' | b'%' | b'{' | b'}', _) => return Err(operator_not_allowed(Some(self.at))),
            _ => return Err(unexpected(self.at)),
        };
        match byte {
            b'(' | b'[' => self.open.push((byte, self.at)),
            b')' => self.close(b'(')?,
            b']' => self.close(b'[')?,
            b'?' => self.choices += 1,
            b'!' | b'-' if length == 1 => self.prefix_run += 1,
            _ => {}
        }
        if self.open.len() > MAX_DEPTH || self.choices > MAX_CHOICES || self.prefix_run > MAX_PREFIX_RUN {
            return Err(ConditionProblem::at(
                Some(self.at),
                Code::ConditionTooDeep,
                "warunek jest zbyt głęboko zagnieżdżony",
                "the condition is nested too deeply",
            ));
        }
        self.at += length;
        Ok(())
    }

    fn close(&mut self, opening: u8) -> Result<(), ConditionProblem> {
        match self.open.pop() {
            Some((byte, _)) if byte == opening => Ok(()),
            _ => Err(unbalanced(self.at)),
        }
    }
}

fn unexpected(position: usize) -> ConditionProblem {
    ConditionProblem::at(
        Some(position),
        Code::ConditionUnexpectedCharacter,
        "tego znaku warunki nie używają w tym miejscu",
        "conditions don't use this character here",
    )
}

fn unbalanced(position: usize) -> ConditionProblem {
    ConditionProblem::at(
        Some(position),
        Code::ConditionUnbalancedBracket,
        "nawias nie ma pary",
        "the bracket has no partner",
    )
}

/// A call that conditions may not make.
pub(super) fn function_not_allowed(position: Option<usize>) -> ConditionProblem {
    ConditionProblem::at(
        position,
        Code::ConditionFunctionNotAllowed,
        "warunki mogą użyć tylko funkcji startsWith z tekstem, na fakcie tekstowym",
        "conditions may only call startsWith with a text, on a text fact",
    )
}

/// An operator that conditions may not use.
pub(super) fn operator_not_allowed(position: Option<usize>) -> ConditionProblem {
    ConditionProblem::at(
        position,
        Code::ConditionOperatorNotAllowed,
        "tego działania warunki nie używają",
        "conditions don't use this operator",
    )
}
