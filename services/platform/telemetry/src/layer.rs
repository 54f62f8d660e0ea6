//! The layer that writes log lines, and hands the same records to the OTLP log exporter.

use std::sync::{Arc, OnceLock};
use std::time::SystemTime;

use opentelemetry::logs::{AnyValue, LogRecord, Logger, Severity};
use opentelemetry::trace::{SpanContext, TraceContextExt};
use opentelemetry_sdk::logs::SdkLogger;
use tracing::dispatcher::WeakDispatch;
use tracing::span::{Attributes, Id, Record};
use tracing::{Dispatch, Event, Level, Subscriber};
use tracing_opentelemetry::get_otel_context;
use tracing_subscriber::Layer;
use tracing_subscriber::layer::Context;
use tracing_subscriber::registry::LookupSpan;
use wsparcie_kernel::{Clock, Instant};

use crate::config::{LogFormat, LogSink};
use crate::fields::{SafeValue, WITHHELD};
use crate::filter::is_ours;
use crate::line::Line;
use crate::redact::{FOREIGN_MESSAGE, SafeRecord};

/// Writes every event that its filter lets through.
pub(crate) struct LogLayer {
    pub(crate) format: LogFormat,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) sink: Arc<dyn LogSink>,
    /// Present if logs are exported.
    pub(crate) exporter: Option<SdkLogger>,
    pub(crate) dispatch: OnceLock<WeakDispatch>,
}

impl<S> Layer<S> for LogLayer
where
    S: Subscriber + for<'span> LookupSpan<'span>,
{
    fn on_register_dispatch(&self, dispatch: &Dispatch) {
        let _ = self.dispatch.set(dispatch.downgrade());
    }

    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let Some(span) = context.span(id) else { return };
        let mut safe = SafeRecord::default();
        if is_ours(attributes.metadata().target()) {
            attributes.record(&mut safe);
        }
        span.extensions_mut().insert(safe);
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        let Some(span) = context.span(id) else { return };
        if !is_ours(span.metadata().target()) {
            return;
        }
        if let Some(safe) = span.extensions_mut().get_mut::<SafeRecord>() {
            values.record(safe);
        }
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let metadata = event.metadata();
        let ours = is_ours(metadata.target());
        let mut own = SafeRecord::default();
        if ours {
            event.record(&mut own);
        }

        let mut all = SafeRecord::default();
        let mut innermost = None;
        if let Some(scope) = context.event_scope(event) {
            for span in scope.from_root() {
                if let Some(safe) = span.extensions().get::<SafeRecord>() {
                    for (name, value) in &safe.fields {
                        all.set(name, value.clone());
                    }
                }
                innermost = Some((span.id(), span.metadata().name()));
            }
        }
        for (name, value) in own.fields.drain(..) {
            all.set(name, value);
        }

        let request_id = take_request_id(&mut all.fields);
        let trace = self.trace_of(event, innermost.as_ref().map(|(id, _)| id));
        let line = Line {
            at: self.clock.now(),
            level: *metadata.level(),
            target: metadata.target(),
            message: message(ours, &own, *metadata.level()),
            span: innermost.map(|(_, name)| name),
            trace_id: trace.as_ref().map(|trace| trace.trace_id().to_string()),
            span_id: trace.as_ref().map(|trace| trace.span_id().to_string()),
            request_id: request_id.as_deref(),
            fields: &all.fields,
            dropped: own.dropped,
        };
        self.sink.write_line(&line.render(self.format));
        // Only our own events are exported: those of the exporter's own crates would feed on themselves.
        if let (Some(exporter), true) = (&self.exporter, ours) {
            export(exporter, &line, metadata.target(), trace.as_ref());
        }
    }
}

impl LogLayer {
    fn trace_of(&self, event: &Event<'_>, innermost: Option<&Id>) -> Option<SpanContext> {
        let valid = |context: &opentelemetry::Context| {
            let trace = context.span().span_context().clone();
            trace.is_valid().then_some(trace)
        };
        if event.is_contextual()
            && let Some(trace) = valid(&opentelemetry::Context::current())
        {
            return Some(trace);
        }
        // An event that names its parent need not stand inside it.
        let dispatch = self.dispatch.get()?.upgrade()?;
        valid(&get_otel_context(innermost?, &dispatch)?)
    }
}

/// What the line says. `#[instrument(err)]` writes events without a message.
fn message(ours: bool, own: &SafeRecord, level: Level) -> &str {
    match &own.message {
        _ if !ours => FOREIGN_MESSAGE,
        Some(message) => message,
        None if level == Level::ERROR => "an error was returned",
        None => "",
    }
}

/// The request's id stands under one name, whichever of the two its span used.
fn take_request_id(fields: &mut Vec<(&'static str, SafeValue)>) -> Option<String> {
    let mut found = None;
    fields.retain(|(name, value)| {
        if *name != "request.id" && *name != "request_id" {
            return true;
        }
        if let SafeValue::Text(id) = value {
            found = Some(id.clone());
        }
        false
    });
    found
}

fn export(exporter: &SdkLogger, line: &Line<'_>, target: &'static str, trace: Option<&SpanContext>) {
    let mut record = exporter.create_log_record();
    record.set_target(target);
    record.set_timestamp(system_time(line.at));
    record.set_observed_timestamp(system_time(line.at));
    record.set_severity_text(line.level.as_str());
    record.set_severity_number(severity(line.level));
    record.set_body(AnyValue::String(line.message.to_owned().into()));
    for (name, value) in line.fields {
        record.add_attribute(*name, any_value(value));
    }
    if let Some(id) = line.request_id {
        record.add_attribute("request.id", id.to_owned());
    }
    if let Some(trace) = trace {
        record.set_trace_context(trace.trace_id(), trace.span_id(), Some(trace.trace_flags()));
    }
    exporter.emit(record);
}

fn system_time(at: Instant) -> SystemTime {
    at.into()
}

const fn severity(level: Level) -> Severity {
    match level {
        Level::ERROR => Severity::Error,
        Level::WARN => Severity::Warn,
        Level::INFO => Severity::Info,
        Level::DEBUG => Severity::Debug,
        Level::TRACE => Severity::Trace,
    }
}

fn any_value(value: &SafeValue) -> AnyValue {
    match value {
        SafeValue::Int(value) => AnyValue::Int(*value),
        SafeValue::Float(value) => AnyValue::Double(*value),
        SafeValue::Bool(value) => AnyValue::Boolean(*value),
        SafeValue::Text(value) => AnyValue::String(value.clone().into()),
        SafeValue::Withheld => AnyValue::String(WITHHELD.into()),
    }
}
