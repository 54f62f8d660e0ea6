//! JSON within limits: a scan of the bytes that bounds depth and size, then serde, which by then cannot recurse deeper
//! than the scan allowed.
//!
//! The scan knows only strings and brackets. Everything it lets pass that is no JSON is refused by serde afterwards.

use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::error::{GuardCode, GuardError, Part, Place};
use super::limits::Limits;

/// The bytes as text.
pub(super) fn utf8(bytes: &[u8]) -> Result<&str, GuardError> {
    std::str::from_utf8(bytes).map_err(|error| {
        GuardError::new(GuardCode::InvalidUtf8).at(Part::Body, place_of(bytes, error.valid_up_to()))
    })
}

/// The first byte that is no white space: what kind of value this is.
pub(super) fn first_byte(text: &str) -> Option<u8> {
    let mut at = 0;
    while let Some(b' ' | b'\t' | b'\n' | b'\r') = text.as_bytes().get(at) {
        at += 1;
    }
    text.as_bytes().get(at).copied()
}

/// Reads one JSON value.
pub(super) fn read(text: &str, limits: &Limits) -> Result<Value, GuardError> {
    Scan::new(text.as_bytes(), limits).run()?;
    let duplicate = Cell::new(false);
    let mut reader = serde_json::Deserializer::from_str(text);
    let value = Strict {
        duplicate: &duplicate,
    }
    .deserialize(&mut reader);
    value
        .and_then(|value| reader.end().map(|()| value))
        .map_err(|error| {
            let code = if duplicate.get() {
                GuardCode::DuplicateKey
            } else {
                GuardCode::InvalidJson
            };
            GuardError::new(code).at(
                Part::Body,
                Place {
                    line: error.line(),
                    column: error.column(),
                },
            )
        })
}

/// One pass over the bytes; `steps` counts its turns for the tests.
pub(super) struct Scan<'a> {
    bytes: &'a [u8],
    limits: &'a Limits,
    at: usize,
    depth: usize,
    tokens: usize,
    pub(super) steps: usize,
}

impl<'a> Scan<'a> {
    pub(super) const fn new(bytes: &'a [u8], limits: &'a Limits) -> Self {
        Self {
            bytes,
            limits,
            at: 0,
            depth: 0,
            tokens: 0,
            steps: 0,
        }
    }

    pub(super) fn run(&mut self) -> Result<(), GuardError> {
        while let Some(&byte) = self.bytes.get(self.at) {
            self.steps += 1;
            match byte {
                b'"' => {
                    self.string()?;
                    continue;
                }
                b'{' | b'[' => {
                    self.token()?;
                    self.depth += 1;
                    if self.depth > self.limits.bracket_depth {
                        return Err(self.refuse(GuardError::over(
                            GuardCode::JsonTooDeep,
                            self.limits.bracket_depth,
                        )));
                    }
                }
                b'}' | b']' => self.depth = self.depth.saturating_sub(1),
                b',' | b':' => self.token()?,
                _ => {}
            }
            self.at += 1;
        }
        Ok(())
    }

    /// Passes a string from its opening quote to behind its closing one.
    fn string(&mut self) -> Result<(), GuardError> {
        self.at += 1;
        while let Some(&byte) = self.bytes.get(self.at) {
            self.steps += 1;
            match byte {
                b'"' => {
                    self.at += 1;
                    return Ok(());
                }
                b'\\' => self.escape()?,
                0 => return Err(self.refuse(GuardError::new(GuardCode::NulCharacter))),
                _ => self.at += 1,
            }
        }
        // Not closed: serde says so.
        Ok(())
    }

    fn escape(&mut self) -> Result<(), GuardError> {
        if self.bytes.get(self.at + 1) != Some(&b'u') {
            self.at += 2;
            return Ok(());
        }
        match self.hex(self.at) {
            None => Err(self.refuse(GuardError::new(GuardCode::InvalidJson))),
            Some(0) => Err(self.refuse(GuardError::new(GuardCode::NulCharacter))),
            Some(0xD800..=0xDBFF) => match self.hex(self.at + 6) {
                Some(0xDC00..=0xDFFF) => {
                    self.at += 12;
                    Ok(())
                }
                _ => Err(self.refuse(GuardError::new(GuardCode::UnpairedSurrogate))),
            },
            Some(0xDC00..=0xDFFF) => Err(self.refuse(GuardError::new(GuardCode::UnpairedSurrogate))),
            Some(_) => {
                self.at += 6;
                Ok(())
            }
        }
    }

    /// The value of the `\uXXXX` that begins at an offset, if one does.
    fn hex(&self, at: usize) -> Option<u32> {
        let escape = self.bytes.get(at..at + 6)?;
        let digits = escape.strip_prefix(b"\\u")?;
        digits.iter().try_fold(0, |value, &digit| {
            Some(value * 16 + char::from(digit).to_digit(16)?)
        })
    }

    fn token(&mut self) -> Result<(), GuardError> {
        self.tokens += 1;
        if self.tokens > self.limits.json_tokens {
            return Err(self.refuse(GuardError::over(
                GuardCode::TooManyJsonTokens,
                self.limits.json_tokens,
            )));
        }
        Ok(())
    }

    fn refuse(&self, error: GuardError) -> GuardError {
        error.at(Part::Body, place_of(self.bytes, self.at))
    }
}

/// Line and column (in bytes) of an offset. One more pass, made once, when a request is refused.
fn place_of(bytes: &[u8], offset: usize) -> Place {
    let (mut line, mut column) = (1, 1);
    for &byte in bytes.get(..offset).unwrap_or(bytes) {
        column += 1;
        if byte == b'\n' {
            (line, column) = (line + 1, 1);
        }
    }
    Place { line, column }
}

/// Reads any JSON value and refuses a key given twice, where `serde_json::Value` would keep the last.
struct Strict<'c> {
    duplicate: &'c Cell<bool>,
}

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value)
            .map(Value::Number)
            .ok_or_else(|| E::custom("number out of range"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(Strict {
            duplicate: self.duplicate,
        })? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(key) = members.next_key::<String>()? {
            let value = members.next_value_seed(Strict {
                duplicate: self.duplicate,
            })?;
            if object.insert(key, value).is_some() {
                self.duplicate.set(true);
                return Err(A::Error::custom("duplicate key"));
            }
        }
        Ok(Value::Object(object))
    }
}
