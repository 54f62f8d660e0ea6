//! What the operator can set, and what can be wrong with it.

use std::fmt;
use std::io::{IsTerminal, Write};
use std::sync::Arc;
use std::time::Duration;

use wsparcie_kernel::{Clock, SystemClock};

/// How a log line is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// One JSON object a line, for machines.
    Json,
    /// One readable line, for a terminal.
    Human,
}

/// Where log lines go. The real one is standard error; tests collect them.
pub trait LogSink: Send + Sync {
    /// Takes one line, with its line end. A sink that cannot write stays silent: logging never fails a request.
    fn write_line(&self, line: &str);
}

/// Standard error.
#[derive(Debug, Clone, Copy)]
struct Stderr;

impl LogSink for Stderr {
    fn write_line(&self, line: &str) {
        let _ = std::io::stderr().lock().write_all(line.as_bytes());
    }
}

/// Settings of the telemetry of one process.
#[derive(Clone)]
pub struct TelemetryConfig {
    /// Name of the process in traces and metrics, e.g. `wsparcie-gateway`.
    pub service_name: String,
    /// Version of the process.
    pub service_version: String,
    /// Form of the log lines.
    pub format: LogFormat,
    /// Which lines are written: `info`, or `info,wsparcie_casework=debug`. It only applies to our own crates; for others
    /// nothing below a warning is ever written, whatever stands here, and of sqlx's statements nothing at all.
    pub filter: String,
    /// Base URL of an OTLP collector (`http://127.0.0.1:4318`); the signals go to `/v1/traces`, `/v1/metrics` and `/v1/logs`
    /// below it. `None`: nothing leaves the process, and trace ids exist all the same.
    ///
    /// Only `http`: this build speaks no TLS to the collector, which belongs on the same host or private network.
    pub otlp_endpoint: Option<String>,
    /// How often metrics are sent.
    pub metric_interval: Duration,
    /// How long the end of the process may wait for the last export.
    pub shutdown_timeout: Duration,
    /// Whether executed SQL statements are counted; see [`crate::StatementCounter`]. For tests: sqlx then formats every
    /// statement, which costs about a microsecond each.
    pub count_statements: bool,
    /// Gives the time of log lines.
    pub clock: Arc<dyn Clock>,
    /// Takes the log lines.
    pub sink: Arc<dyn LogSink>,
}

impl TelemetryConfig {
    /// JSON lines from `info` on standard error, no export.
    pub fn new(service_name: &str) -> Self {
        Self {
            service_name: service_name.to_owned(),
            service_version: env!("CARGO_PKG_VERSION").to_owned(),
            format: LogFormat::Json,
            filter: "info".to_owned(),
            otlp_endpoint: None,
            metric_interval: Duration::from_secs(15),
            shutdown_timeout: Duration::from_secs(3),
            count_statements: false,
            clock: Arc::new(SystemClock),
            sink: Arc::new(Stderr),
        }
    }

    /// The settings of the environment: `WSPARCIE_LOG` (filter), `WSPARCIE_LOG_FORMAT` (`json` or `human`; by default
    /// `human` on a terminal), `OTEL_EXPORTER_OTLP_ENDPOINT` and `OTEL_METRIC_EXPORT_INTERVAL` (in milliseconds).
    pub fn from_env(service_name: &str) -> Self {
        Self::from_lookup(service_name, std::io::stderr().is_terminal(), |name| {
            std::env::var(name).ok()
        })
    }

    fn from_lookup(service_name: &str, terminal: bool, lookup: impl Fn(&str) -> Option<String>) -> Self {
        let set = |name| lookup(name).filter(|value| !value.trim().is_empty());
        let mut config = Self::new(service_name);
        config.format = match set("WSPARCIE_LOG_FORMAT").as_deref() {
            Some("human") => LogFormat::Human,
            None if terminal => LogFormat::Human,
            _ => LogFormat::Json,
        };
        if let Some(filter) = set("WSPARCIE_LOG") {
            config.filter = filter;
        }
        config.otlp_endpoint = set("OTEL_EXPORTER_OTLP_ENDPOINT");
        let interval = set("OTEL_METRIC_EXPORT_INTERVAL").and_then(|interval| interval.trim().parse().ok());
        if let Some(interval) = interval.filter(|interval| *interval > 0) {
            config.metric_interval = Duration::from_millis(interval);
        }
        config
    }
}

impl fmt::Debug for TelemetryConfig {
    /// Without the endpoint: a URL may carry a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TelemetryConfig")
            .field("service_name", &self.service_name)
            .field("format", &self.format)
            .field("filter", &self.filter)
            .field("exports", &self.otlp_endpoint.is_some())
            .finish_non_exhaustive()
    }
}

/// Why telemetry could not start. Never quotes the settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TelemetryError {
    /// The filter is not a list of `target=level`.
    #[error("the log filter is not a list of target=level")]
    Filter,
    /// The endpoint is not an `http://host[:port][/path]` URL.
    #[error("the OTLP endpoint is not an http URL")]
    Endpoint,
    /// The endpoint asks for TLS, which this build does not speak to a collector.
    #[error("the OTLP endpoint asks for TLS: send to a collector on this host over http")]
    TlsUnsupported,
    /// An exporter for a signal (`traces`, `metrics`, `logs`) could not be built.
    #[error("the OTLP exporter for {0} could not be built")]
    Exporter(&'static str),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_variable_counts_as_unset() {
        let config = TelemetryConfig::from_lookup("t", false, |_| Some(" ".to_owned()));
        assert_eq!(config.otlp_endpoint, None);
        assert_eq!(config.filter, "info");
        assert_eq!(config.format, LogFormat::Json);
    }

    #[test]
    fn metrics_are_sent_as_often_as_the_environment_says() {
        let interval = |value: &'static str| {
            let set = move |name: &str| (name == "OTEL_METRIC_EXPORT_INTERVAL").then(|| value.to_owned());
            TelemetryConfig::from_lookup("t", false, set).metric_interval
        };
        assert_eq!(interval("500"), Duration::from_millis(500));
        assert_eq!(interval("0"), Duration::from_secs(15));
        assert_eq!(interval("often"), Duration::from_secs(15));
    }

    #[test]
    fn a_terminal_gets_readable_lines_unless_told_otherwise() {
        assert_eq!(
            TelemetryConfig::from_lookup("t", true, |_| None).format,
            LogFormat::Human
        );
        let json = |name: &str| (name == "WSPARCIE_LOG_FORMAT").then(|| "json".to_owned());
        assert_eq!(
            TelemetryConfig::from_lookup("t", true, json).format,
            LogFormat::Json
        );
    }

    #[test]
    fn the_debug_form_hides_the_endpoint() {
        let mut config = TelemetryConfig::new("t");
        config.otlp_endpoint = Some("http://user:kanarek@127.0.0.1".to_owned());
        assert!(!format!("{config:?}").contains("kanarek"));
    }
}
