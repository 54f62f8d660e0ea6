//! Trace ids: where they come from and how they travel between processes (W3C Trace Context).

use http::{HeaderMap, HeaderValue};
use opentelemetry::Context;
use opentelemetry::propagation::{Extractor, Injector, TextMapPropagator};
use opentelemetry::trace::TraceContextExt;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use tracing::Span;
use tracing_opentelemetry::OpenTelemetrySpanExt;

const TRACEPARENT: &str = "traceparent";

/// The id of the trace that the running code belongs to, as 32 hexadecimal digits; `None` outside any span.
///
/// Stands in every log line and in `errors[].extensions.traceId`, so that support can find the one by the other.
pub fn current_trace_id() -> Option<String> {
    let context = Context::current();
    let trace = context.span().span_context().clone();
    trace.is_valid().then(|| trace.trace_id().to_string())
}

/// Makes `span` continue the trace that a request's `traceparent` header names. Without a well-formed header (or with two)
/// the span starts its own trace. Call it before the span is entered; afterwards it has no effect.
///
/// `tracestate` and `baggage` are ignored: they are free text from outside.
pub fn set_remote_parent(span: &Span, headers: &HeaderMap) {
    let context = TraceContextPropagator::new().extract_with_context(&Context::new(), &Incoming(headers));
    if context.span().span_context().is_valid() {
        // Fails if the span is already running or telemetry has not started; then the span keeps its own trace.
        let _ = span.set_parent(context);
    }
}

/// Writes the running trace into the headers of a request to another process. Does nothing outside any span.
pub fn inject_current(headers: &mut HeaderMap) {
    TraceContextPropagator::new().inject_context(&Context::current(), &mut Outgoing(headers));
}

struct Incoming<'a>(&'a HeaderMap);

impl Extractor for Incoming<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        let mut values = self.0.get_all(TRACEPARENT).iter();
        let only = values.next().filter(|_| values.next().is_none())?;
        (key == TRACEPARENT).then_some(only)?.to_str().ok()
    }

    fn keys(&self) -> Vec<&str> {
        vec![TRACEPARENT]
    }
}

struct Outgoing<'a>(&'a mut HeaderMap);

impl Injector for Outgoing<'_> {
    fn set(&mut self, key: &str, value: String) {
        if key != TRACEPARENT {
            return;
        }
        if let Ok(value) = HeaderValue::try_from(value) {
            self.0.insert(TRACEPARENT, value);
        }
    }
}
