//! The OTLP exporters, and the last check before a span leaves the process.

use std::future::Future;
use std::time::Duration;

use opentelemetry::trace::{SpanContext, Status, TraceState};
use opentelemetry::{KeyValue, Value};
use opentelemetry_otlp::{LogExporter, MetricExporter, Protocol, SpanExporter, WithExportConfig};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::error::OTelSdkResult;
use opentelemetry_sdk::logs::SdkLoggerProvider;
use opentelemetry_sdk::metrics::{PeriodicReader, SdkMeterProvider};
use opentelemetry_sdk::trace::{
    Sampler, SdkTracerProvider, SpanData, SpanEvents, SpanExporter as SpanExport, SpanLinks,
};

use crate::config::{TelemetryConfig, TelemetryError};
use crate::fields::{SafeValue, WITHHELD, shape_of};
use crate::redact::span_name;

/// What sends telemetry away. Without an endpoint only the tracer exists: it makes the trace ids.
#[derive(Debug)]
pub(crate) struct Providers {
    pub(crate) traces: SdkTracerProvider,
    pub(crate) metrics: Option<SdkMeterProvider>,
    pub(crate) logs: Option<SdkLoggerProvider>,
}

impl Providers {
    /// Builds what the configuration asks for.
    ///
    /// The exporters' HTTP client is a blocking one, made and used on threads of their own (one per signal), so this may
    /// run inside or outside an async runtime.
    ///
    /// # Errors
    /// A [`TelemetryError`] about the endpoint or an exporter.
    pub(crate) fn build(config: &TelemetryConfig) -> Result<Self, TelemetryError> {
        let resource = Resource::builder()
            .with_service_name(config.service_name.clone())
            .with_attribute(KeyValue::new("service.version", config.service_version.clone()))
            .build();
        // Always sampled: a client must not be able to hide its requests by the flag in its `traceparent`.
        let tracer = SdkTracerProvider::builder()
            .with_sampler(Sampler::AlwaysOn)
            .with_resource(resource.clone());
        let Some(endpoint) = &config.otlp_endpoint else {
            return Ok(Self {
                traces: tracer.build(),
                metrics: None,
                logs: None,
            });
        };
        let base = checked_endpoint(endpoint)?;

        let spans = SpanExporter::builder()
            .with_http()
            .with_protocol(Protocol::HttpBinary)
            .with_endpoint(format!("{base}/v1/traces"))
            .build()
            .map_err(|_| TelemetryError::Exporter("traces"))?;
        let metrics = MetricExporter::builder()
            .with_http()
            .with_protocol(Protocol::HttpBinary)
            .with_endpoint(format!("{base}/v1/metrics"))
            .build()
            .map_err(|_| TelemetryError::Exporter("metrics"))?;
        let logs = LogExporter::builder()
            .with_http()
            .with_protocol(Protocol::HttpBinary)
            .with_endpoint(format!("{base}/v1/logs"))
            .build()
            .map_err(|_| TelemetryError::Exporter("logs"))?;
        let reader = PeriodicReader::builder(metrics)
            .with_interval(config.metric_interval)
            .build();

        Ok(Self {
            traces: tracer.with_batch_exporter(Redacting(spans)).build(),
            metrics: Some(
                SdkMeterProvider::builder()
                    .with_reader(reader)
                    .with_resource(resource.clone())
                    .build(),
            ),
            logs: Some(
                SdkLoggerProvider::builder()
                    .with_batch_exporter(logs)
                    .with_resource(resource)
                    .build(),
            ),
        })
    }

    /// Sends what is left and stops. Failures are not reported: there is nobody left to tell.
    pub(crate) fn shut_down(&self, timeout: Duration) {
        let _ = self.traces.shutdown_with_timeout(timeout);
        if let Some(logs) = &self.logs {
            let _ = logs.shutdown_with_timeout(timeout);
        }
        if let Some(metrics) = &self.metrics {
            let _ = metrics.shutdown_with_timeout(timeout);
        }
    }

    /// Sends what is waiting.
    pub(crate) fn flush(&self) {
        let _ = self.traces.force_flush();
        if let Some(logs) = &self.logs {
            let _ = logs.force_flush();
        }
        if let Some(metrics) = &self.metrics {
            let _ = metrics.force_flush();
        }
    }
}

fn checked_endpoint(endpoint: &str) -> Result<&str, TelemetryError> {
    let uri: http::Uri = endpoint.trim().parse().map_err(|_| TelemetryError::Endpoint)?;
    match uri.scheme_str() {
        Some("http") if uri.host().is_some_and(|host| !host.is_empty()) && uri.query().is_none() => {
            Ok(endpoint.trim().trim_end_matches('/'))
        }
        Some("https") => Err(TelemetryError::TlsUnsupported),
        _ => Err(TelemetryError::Endpoint),
    }
}

/// A span exporter that only lets listed attributes through.
#[derive(Debug)]
struct Redacting<E>(E);

impl<E: SpanExport> SpanExport for Redacting<E> {
    fn export(&self, batch: Vec<SpanData>) -> impl Future<Output = OTelSdkResult> + Send {
        self.0.export(batch.into_iter().map(redacted).collect())
    }

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        self.0.shutdown_with_timeout(timeout)
    }

    fn force_flush(&self) -> OTelSdkResult {
        self.0.force_flush()
    }

    fn set_resource(&mut self, resource: &Resource) {
        self.0.set_resource(resource);
    }
}

fn redacted(mut span: SpanData) -> SpanData {
    // The first attribute of this name is the one that the trace layer wrote.
    let target = span
        .attributes
        .iter()
        .find(|attribute| attribute.key.as_str() == "target");
    let target = target.map_or_else(String::new, |attribute| attribute.value.to_string());
    span.name = span_name(span.name, &target);
    span.attributes = span
        .attributes
        .into_iter()
        .filter_map(redacted_attribute)
        .collect();
    // Events repeat log lines, which are exported on their own, after their own check.
    span.events = SpanEvents::default();
    span.links = SpanLinks::default();
    if matches!(span.status, Status::Error { .. }) {
        span.status = Status::error("");
    }
    let known = &span.span_context;
    span.span_context = SpanContext::new(
        known.trace_id(),
        known.span_id(),
        known.trace_flags(),
        known.is_remote(),
        TraceState::NONE,
    );
    span
}

fn redacted_attribute(attribute: KeyValue) -> Option<KeyValue> {
    let shape = shape_of(attribute.key.as_str())?;
    let safe = match &attribute.value {
        Value::I64(value) => shape.int(*value),
        Value::F64(value) => shape.float(*value),
        Value::Bool(value) => shape.flag(*value),
        Value::String(value) => shape.text(value.as_str()),
        _ => SafeValue::Withheld,
    };
    let value: Value = match safe {
        SafeValue::Int(value) => value.into(),
        SafeValue::Float(value) => value.into(),
        SafeValue::Bool(value) => value.into(),
        SafeValue::Text(value) => value.into(),
        SafeValue::Withheld => WITHHELD.into(),
    };
    Some(KeyValue::new(attribute.key, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endpoint_is_a_plain_http_url() {
        assert_eq!(
            checked_endpoint("http://127.0.0.1:4318/"),
            Ok("http://127.0.0.1:4318")
        );
        assert_eq!(
            checked_endpoint("https://collector.example"),
            Err(TelemetryError::TlsUnsupported)
        );
        for bad in [
            "",
            "collector:4318",
            "ftp://x",
            "http://",
            "http://x/?token=1",
            "http://x y",
        ] {
            assert_eq!(checked_endpoint(bad), Err(TelemetryError::Endpoint), "{bad}");
        }
    }

    #[test]
    fn an_attribute_off_the_list_is_dropped_and_an_unlikely_one_withheld() {
        assert_eq!(redacted_attribute(KeyValue::new("person.name", "Kanarek")), None);
        assert_eq!(redacted_attribute(KeyValue::new("target", "wsparcie_x")), None);
        assert_eq!(
            redacted_attribute(KeyValue::new("job.kind", "Jan Kanarek")),
            Some(KeyValue::new("job.kind", WITHHELD))
        );
        assert_eq!(
            redacted_attribute(KeyValue::new("count", "12")),
            Some(KeyValue::new("count", 12_i64))
        );
    }
}
