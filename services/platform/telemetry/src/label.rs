//! Labels of metrics.
//!
//! A label can only be a literal of the source or a member of a set fixed at start-up, so nothing that a user sends can become
//! a label: neither personal data nor an unbounded number of time series.

use std::collections::BTreeMap;
use std::sync::Arc;

use opentelemetry::{StringValue, Value};

use crate::fields::is_code;

/// The value of a label.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Label(Text);

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Text {
    Literal(&'static str),
    Member(Arc<str>),
}

impl Label {
    /// A literal of the source. Text that is not a code (see [`crate::fields::Shape::Code`]) is counted as `invalid`.
    pub fn literal(text: &'static str) -> Self {
        Self(Text::Literal(if is_code(text) { text } else { "invalid" }))
    }

    /// The name of a request type that was decoded: one of a set that the source fixes. Not for any other text, for nothing bounds
    /// the number of such labels.
    pub fn request_name(name: &str) -> Self {
        if is_code(name) {
            Self(Text::Member(Arc::from(name)))
        } else {
            Self::literal("invalid")
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Text::Literal(text) => text,
            Text::Member(text) => text,
        }
    }

    /// As the SDK takes it.
    pub(crate) fn value(&self) -> Value {
        Value::String(match &self.0 {
            Text::Literal(text) => StringValue::from(*text),
            Text::Member(text) => StringValue::from(Arc::clone(text)),
        })
    }
}

/// A closed set of labels whose members are only known at start-up, such as the root fields of a schema.
#[derive(Debug, Clone, Default)]
pub struct LabelSet(BTreeMap<Arc<str>, Label>);

impl LabelSet {
    /// A set of these members; texts that are not codes are left out.
    pub fn new<'a>(members: impl IntoIterator<Item = &'a str>) -> Self {
        let codes = members
            .into_iter()
            .filter(|text| is_code(text))
            .map(Arc::<str>::from);
        Self(
            codes
                .map(|text| (Arc::clone(&text), Label(Text::Member(text))))
                .collect(),
        )
    }

    /// The label for a text: itself if it is a member, else `other`.
    pub fn get(&self, text: &str) -> Label {
        self.0
            .get(text)
            .cloned()
            .unwrap_or_else(|| Label::literal("other"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_from_outside_the_set_is_other() {
        let fields = LabelSet::new(["projects", "addProject", "not a code"]);
        assert_eq!(fields.get("projects").as_str(), "projects");
        assert_eq!(fields.get("kanarek").as_str(), "other");
        assert_eq!(fields.get("not a code").as_str(), "other");
    }

    #[test]
    fn a_literal_that_is_no_code_is_invalid() {
        assert_eq!(Label::request_name("find_person").as_str(), "find_person");
        assert_eq!(Label::request_name("Jan Kanarek").as_str(), "invalid");
        assert_eq!(Label::literal("NOT_FOUND").as_str(), "NOT_FOUND");
        assert_eq!(Label::literal("Jan Kanarek").as_str(), "invalid");
    }
}
