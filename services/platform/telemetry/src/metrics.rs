//! Rate, errors and duration of calls and root fields; the sizes of pools; how full buckets and queues are.
//!
//! Recording takes some hundred nanoseconds and never waits: a thread of the exporter's own reads and sends.

use std::sync::OnceLock;

use opentelemetry::KeyValue;
use opentelemetry::metrics::{Counter, Histogram, Meter, MeterProvider};
use opentelemetry_sdk::metrics::SdkMeterProvider;

use crate::label::Label;

static INSTRUMENTS: OnceLock<Instruments> = OnceLock::new();

/// Upper bounds of the duration buckets, in seconds: up to the 10 s deadline of a request.
const SECONDS: [f64; 12] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0,
];

/// Upper bounds of the buckets for how full a bucket of points is; below zero it is in debt.
const SHARES: [f64; 9] = [-0.5, 0.0, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0];

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

/// Counts a request that this process served to another, as [`record_call`].
pub fn record_served(service: &Label, method: &Label, outcome: &Label, seconds: f64) {
    if let Some(instruments) = INSTRUMENTS.get() {
        let labels = [
            KeyValue::new("rpc.service", service.value()),
            KeyValue::new("rpc.method", method.value()),
            KeyValue::new("outcome", outcome.value()),
        ];
        instruments.served.record(seconds, &labels);
    }
}

/// Records how full a bucket of points is after a charge, 0 to 1; in debt it is below 0. `bucket` is its kind, never whose it is.
pub fn record_bucket(bucket: &Label, share: f64) {
    if let Some(instruments) = INSTRUMENTS.get() {
        let labels = [KeyValue::new("bucket", bucket.value())];
        instruments.fullness.record(share, &labels);
    }
}

/// Counts a charge with its outcome.
pub fn record_charge(outcome: &Label) {
    if let Some(instruments) = INSTRUMENTS.get() {
        let labels = [KeyValue::new("outcome", outcome.value())];
        instruments.charges.add(1, &labels);
    }
}

/// Counts a request that was refused as a whole, by its code.
pub fn record_refusal(code: &Label) {
    if let Some(instruments) = INSTRUMENTS.get() {
        let labels = [KeyValue::new("error.code", code.value())];
        instruments.refusals.add(1, &labels);
    }
}

/// Reports what gates hold with every export from now on: gate, state and count each. `read` must be quick and must not block.
/// Does nothing unless metrics are exported.
pub fn observe_gates(read: impl Fn() -> Vec<(&'static str, &'static str, usize)> + Send + Sync + 'static) {
    let Some(instruments) = INSTRUMENTS.get() else {
        return;
    };
    let _gauge = instruments
        .meter
        .u64_observable_gauge("wsparcie.gateway.requests")
        .with_description("requests under work and waiting, by gate and state")
        .with_callback(move |observer| {
            for (gate, state, count) in read() {
                let labels = [
                    KeyValue::new("gate", Label::literal(gate).value()),
                    KeyValue::new("state", Label::literal(state).value()),
                ];
                observer.observe(u64::try_from(count).unwrap_or(u64::MAX), &labels);
            }
        })
        .build();
}

/// Reports with every export from now on how long what waits longest in each queue has been waiting, in seconds. `read` must
/// be quick and must not block; what it leaves out is not told. Does nothing unless metrics are exported.
pub fn observe_backlog(read: impl Fn() -> Vec<(&'static str, f64)> + Send + Sync + 'static) {
    let Some(instruments) = INSTRUMENTS.get() else {
        return;
    };
    let _gauge = instruments
        .meter
        .f64_observable_gauge("wsparcie.backlog.age")
        .with_unit("s")
        .with_description("how long what waits longest has been waiting, by queue")
        .with_callback(move |observer| {
            for (queue, seconds) in read() {
                observer.observe(seconds, &[KeyValue::new("queue", Label::literal(queue).value())]);
            }
        })
        .build();
}

struct Instruments {
    meter: Meter,
    calls: Histogram<f64>,
    served: Histogram<f64>,
    root_fields: Histogram<f64>,
    fullness: Histogram<f64>,
    charges: Counter<u64>,
    refusals: Counter<u64>,
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
    let served = seconds(
        "wsparcie.served.duration",
        "calls that a service answered to another process",
    );
    let fullness = meter
        .f64_histogram("wsparcie.bucket.fullness")
        .with_description("how full buckets of points are after a charge, as a share")
        .with_boundaries(SHARES.to_vec())
        .build();
    let count =
        |name: &'static str, what: &'static str| meter.u64_counter(name).with_description(what).build();
    let charges = count(
        "wsparcie.bucket.charges",
        "charges of buckets of points, by outcome",
    );
    let refusals = count(
        "wsparcie.gateway.refusals",
        "requests refused as a whole, by code",
    );
    let _ = INSTRUMENTS.set(Instruments {
        calls,
        served,
        root_fields,
        fullness,
        charges,
        refusals,
        meter: meter.clone(),
    });
}
