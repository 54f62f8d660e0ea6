//! How one log line is spelled.

use std::fmt::Write;

use chrono::SecondsFormat;
use tracing::Level;
use wsparcie_kernel::Instant;

use crate::config::LogFormat;
use crate::fields::{SafeValue, WITHHELD};

/// One log line, already free of anything that must not be written.
pub(crate) struct Line<'a> {
    pub(crate) at: Instant,
    pub(crate) level: Level,
    pub(crate) target: &'a str,
    pub(crate) message: &'a str,
    /// Name of the innermost span.
    pub(crate) span: Option<&'static str>,
    pub(crate) trace_id: Option<String>,
    pub(crate) span_id: Option<String>,
    pub(crate) request_id: Option<&'a str>,
    pub(crate) fields: &'a [(&'static str, SafeValue)],
    /// How many recorded fields are not shown.
    pub(crate) dropped: i64,
}

impl Line<'_> {
    /// The line with its line end.
    pub(crate) fn render(&self, format: LogFormat) -> String {
        match format {
            LogFormat::Json => self.json(),
            LogFormat::Human => self.human(),
        }
    }

    fn json(&self) -> String {
        let mut object = serde_json::Map::new();
        let mut put = |name: &str, value: serde_json::Value| object.insert(name.to_owned(), value);
        for (name, value) in self.fields {
            put(name, json_value(value));
        }
        // After the fields, so that no field can take the place of one of these.
        put(
            "timestamp",
            self.at.to_rfc3339_opts(SecondsFormat::Micros, true).into(),
        );
        put("level", self.level.as_str().into());
        put("target", self.target.into());
        put("message", self.message.into());
        let ids = [
            ("trace_id", self.trace_id.as_deref()),
            ("span_id", self.span_id.as_deref()),
            ("request_id", self.request_id),
            ("span", self.span),
        ];
        for (name, value) in ids {
            if let Some(value) = value {
                put(name, value.into());
            }
        }
        if self.dropped > 0 {
            put("fields_dropped", self.dropped.into());
        }
        let mut text = serde_json::Value::Object(object).to_string();
        text.push('\n');
        text
    }

    fn human(&self) -> String {
        let at = self.at.format("%H:%M:%S%.3f");
        let mut text = format!("{at} {:>5} {}: {}", self.level, self.target, self.message);
        for (name, value) in self.fields {
            let _ = write!(text, " {name}={}", plain_value(value));
        }
        for (name, value) in [
            ("request_id", self.request_id),
            ("trace_id", self.trace_id.as_deref()),
        ] {
            if let Some(value) = value {
                let _ = write!(text, " {name}={value}");
            }
        }
        if self.dropped > 0 {
            let _ = write!(text, " fields_dropped={}", self.dropped);
        }
        text.push('\n');
        text
    }
}

fn json_value(value: &SafeValue) -> serde_json::Value {
    match value {
        SafeValue::Int(value) => (*value).into(),
        SafeValue::Float(value) => (*value).into(),
        SafeValue::Bool(value) => (*value).into(),
        SafeValue::Text(value) => value.as_str().into(),
        SafeValue::Withheld => WITHHELD.into(),
    }
}

fn plain_value(value: &SafeValue) -> String {
    match value {
        SafeValue::Int(value) => value.to_string(),
        SafeValue::Float(value) => value.to_string(),
        SafeValue::Bool(value) => value.to_string(),
        SafeValue::Text(value) => value.clone(),
        SafeValue::Withheld => WITHHELD.to_owned(),
    }
}
