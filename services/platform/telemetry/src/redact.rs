//! Turns what a span or event recorded into what may be written.
//!
//! The only place where recorded values are looked at. Texts are written into a small bounded buffer, so that a huge value
//! costs little, and are kept only if their field is listed and they look like it.

use std::error::Error;
use std::fmt::{self, Write};

use tracing::field::{Field, Visit};
use wsparcie_kernel::CallError;

use crate::fields::{SafeValue, is_code, shape_of};

/// Written in place of a message that was built from values.
pub(crate) const MESSAGE_WITHHELD: &str = "message withheld";
/// Written in place of the message of a crate that is not ours.
pub(crate) const FOREIGN_MESSAGE: &str = "a dependency reported a problem";

/// What may be written of one span or event.
#[derive(Debug, Default)]
pub(crate) struct SafeRecord {
    /// The message, if it may be written.
    pub(crate) message: Option<String>,
    /// Listed fields, in the order they were recorded.
    pub(crate) fields: Vec<(&'static str, SafeValue)>,
    /// How many fields were dropped.
    pub(crate) dropped: i64,
}

impl SafeRecord {
    /// Sets a field; a later value replaces an earlier one.
    pub(crate) fn set(&mut self, name: &'static str, value: SafeValue) {
        match self.fields.iter_mut().find(|(known, _)| *known == name) {
            Some(slot) => slot.1 = value,
            None => self.fields.push((name, value)),
        }
    }

    fn text(&mut self, field: &Field, value: &str) {
        match shape_of(field.name()) {
            Some(shape) => self.set(field.name(), shape.text(value)),
            None => self.dropped += 1,
        }
    }
}

impl Visit for SafeRecord {
    fn record_i64(&mut self, field: &Field, value: i64) {
        match shape_of(field.name()) {
            Some(shape) => self.set(field.name(), shape.int(value)),
            None => self.dropped += 1,
        }
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        match shape_of(field.name()) {
            Some(shape) => {
                let safe = i64::try_from(value).map_or(SafeValue::Withheld, |whole| shape.int(whole));
                self.set(field.name(), safe);
            }
            None => self.dropped += 1,
        }
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        match shape_of(field.name()) {
            Some(shape) => self.set(field.name(), shape.float(value)),
            None => self.dropped += 1,
        }
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        match shape_of(field.name()) {
            Some(shape) => self.set(field.name(), shape.flag(value)),
            None => self.dropped += 1,
        }
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "message" {
            // `message = some_variable`: a literal message arrives as format arguments.
            self.message = Some(MESSAGE_WITHHELD.to_owned());
            return;
        }
        self.text(field, value);
    }

    fn record_error(&mut self, field: &Field, value: &(dyn Error + 'static)) {
        // The text of an error may quote a bound value; its code, where we know it, cannot.
        if let Some(error) = value.downcast_ref::<CallError>() {
            self.set("error.code", SafeValue::Text(error.code().to_owned()));
            return;
        }
        let _ = field;
        self.dropped += 1;
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if field.name() == "message" {
            self.message = Some(literal_message(value));
            return;
        }
        if shape_of(field.name()).is_none() {
            self.dropped += 1;
            return;
        }
        let mut text = Bounded::default();
        let _ = write!(text, "{value:?}");
        self.text(field, if text.overflowed { "" } else { &text.text });
    }
}

/// The message if it can be a literal, else [`MESSAGE_WITHHELD`].
///
/// Tracing gives the message as format arguments, which do not tell whether values went in. But a literal is written in
/// exactly one piece, while text mixed with values comes in several; and ours are plain ASCII sentences with few digits. What
/// this leaves open, a message that is nothing but one value (`info!("{name}")`), a test over the sources finds.
fn literal_message(value: &dyn fmt::Debug) -> String {
    let mut text = Bounded::default();
    let _ = write!(text, "{value:?}");
    let plain = |c: char| c == ' ' || (c.is_ascii_graphic() && !"@\"{}\\<>=".contains(c));
    let digits = text.text.chars().filter(char::is_ascii_digit).count();
    let literal = text.pieces == 1 && !text.overflowed && digits <= 4 && text.text.chars().all(plain);
    if literal {
        text.text
    } else {
        MESSAGE_WITHHELD.to_owned()
    }
}

/// The name of a span in an export. A name that was made at run time is only kept for calls between our processes.
pub(crate) fn span_name(
    name: std::borrow::Cow<'static, str>,
    target: &str,
) -> std::borrow::Cow<'static, str> {
    match name {
        std::borrow::Cow::Borrowed(_) => name,
        std::borrow::Cow::Owned(made) if target.starts_with("tarpc::") && is_code(&made) => made.into(),
        std::borrow::Cow::Owned(_) => "withheld".into(),
    }
}

/// A buffer that stops taking text after a while and counts the pieces it got.
#[derive(Default)]
struct Bounded {
    text: String,
    pieces: usize,
    overflowed: bool,
}

impl Write for Bounded {
    fn write_str(&mut self, piece: &str) -> fmt::Result {
        self.pieces += 1;
        if self.text.len() + piece.len() > 256 {
            self.overflowed = true;
            return Err(fmt::Error);
        }
        self.text.push_str(piece);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_literal_message_passes_and_a_mixed_one_does_not() {
        assert_eq!(
            literal_message(&format_args!("outbox drained, 2 left")),
            "outbox drained, 2 left"
        );
        let name = String::from("Kanarek");
        assert_eq!(
            literal_message(&format_args!("person {name} failed")),
            MESSAGE_WITHHELD
        );
        assert_eq!(literal_message(&format_args!("failed: {name}")), MESSAGE_WITHHELD);
        assert_eq!(
            literal_message(&format_args!("{}", "jan@example.pl".to_owned())),
            MESSAGE_WITHHELD
        );
        assert_eq!(
            literal_message(&format_args!("{}", "x".repeat(5000))),
            MESSAGE_WITHHELD
        );
    }

    #[test]
    fn a_span_name_made_at_run_time_is_withheld() {
        assert_eq!(
            span_name("db.person.find".into(), "wsparcie_casework"),
            "db.person.find"
        );
        assert_eq!(
            span_name("Kanarek".to_owned().into(), "wsparcie_casework"),
            "withheld"
        );
        assert_eq!(
            span_name("Tenants.sign_in".to_owned().into(), "tarpc::client"),
            "Tenants.sign_in"
        );
        assert_eq!(
            span_name("Jan Kanarek".to_owned().into(), "tarpc::client"),
            "withheld"
        );
    }
}
