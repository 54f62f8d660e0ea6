//! Rate, errors and duration of calls and root fields, and the sizes of pools.
//!
//! A label can only be a literal of the source or a member of a set fixed at start-up, so nothing that a user sends can become
//! a label: neither personal data nor an unbounded number of time series.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use opentelemetry::metrics::{Histogram, Meter, MeterProvider};
use opentelemetry::{KeyValue, StringValue, Value};
use opentelemetry_sdk::metrics::SdkMeterProvider;

use crate::fields::is_code;

static INSTRUMENTS: OnceLock<Instruments> = OnceLock::new();

/// Upper bounds of the duration buckets, in seconds: up to the 10 s deadline of a request.
const SECONDS: [f64; 12] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0,
];

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

    /// The text.
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Text::Literal(text) => text,
            Text::Member(text) => text,
        }
    }

    fn value(&self) -> Value {
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

/// The kind of a GraphQL root field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RootKind {
    /// Reads.
    Query,
    /// Changes.
    Mutation,
}

/// The connections of a pool at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PoolSize {
    /// Open connections, idle ones among them.
    pub open: u32,
    /// Open connections that nobody uses.
    pub idle: u32,
    /// The most that may be open.
    pub max: u32,
}

/// Counts a call from the gateway to a service, with its outcome (`OK` or the error's code) and its duration in seconds.
/// Does nothing unless metrics are exported.
pub fn record_call(service: &Label, method: &Label, outcome: &Label, seconds: f64) {
    if let Some(instruments) = INSTRUMENTS.get() {
        let labels = [
            KeyValue::new("rpc.service", service.value()),
            KeyValue::new("rpc.method", method.value()),
            KeyValue::new("outcome", outcome.value()),
        ];
        instruments.calls.record(seconds, &labels);
    }
}

/// Counts one GraphQL root field, with its outcome (`OK` or the error's code) and its duration in seconds. Does nothing
/// unless metrics are exported.
pub fn record_root_field(kind: RootKind, field: &Label, outcome: &Label, seconds: f64) {
    if let Some(instruments) = INSTRUMENTS.get() {
        let kind = match kind {
            RootKind::Query => "query",
            RootKind::Mutation => "mutation",
        };
        let labels = [
            KeyValue::new("graphql.operation_kind", kind),
            KeyValue::new("graphql.root_field", field.value()),
            KeyValue::new("outcome", outcome.value()),
        ];
        instruments.root_fields.record(seconds, &labels);
    }
}

/// Reports the size of a pool with every export from now on. `read` must be quick and must not block. Does nothing unless
/// metrics are exported.
pub fn observe_pool(pool: &Label, read: impl Fn() -> PoolSize + Send + Sync + 'static) {
    let Some(instruments) = INSTRUMENTS.get() else {
        return;
    };
    let pool = pool.value();
    // The instrument lives as long as its meter; the handle that is returned is not needed.
    let _gauge = instruments
        .meter
        .u64_observable_gauge("wsparcie.pool.connections")
        .with_description("connections of a pool, by state")
        .with_callback(move |observer| {
            let size = read();
            for (state, count) in [("open", size.open), ("idle", size.idle), ("max", size.max)] {
                let labels = [
                    KeyValue::new("db.pool", pool.clone()),
                    KeyValue::new("state", state),
                ];
                observer.observe(u64::from(count), &labels);
            }
        })
        .build();
}

struct Instruments {
    meter: Meter,
    calls: Histogram<f64>,
    root_fields: Histogram<f64>,
}

/// Makes the recording functions record. The first provider stays for the life of the process.
pub(crate) fn install(provider: &SdkMeterProvider) {
    let meter = provider.meter("wsparcie");
    let seconds = |name: &'static str, what: &'static str| {
        let histogram = meter.f64_histogram(name).with_unit("s").with_description(what);
        histogram.with_boundaries(SECONDS.to_vec()).build()
    };
    let calls = seconds("wsparcie.call.duration", "calls from the gateway to a service");
    let root_fields = seconds("wsparcie.graphql.root_field.duration", "GraphQL root fields");
    let _ = INSTRUMENTS.set(Instruments {
        calls,
        root_fields,
        meter: meter.clone(),
    });
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
        assert_eq!(Label::literal("NOT_FOUND").as_str(), "NOT_FOUND");
        assert_eq!(Label::literal("Jan Kanarek").as_str(), "invalid");
    }
}
