//! A subscriber whose lines are kept.

use std::sync::{Arc, Mutex};

use tracing::Dispatch;
use wsparcie_telemetry::{LogFormat, LogSink, Telemetry, TelemetryConfig, TelemetryGuard};

#[derive(Clone, Default)]
pub(crate) struct Lines(Arc<Mutex<String>>);

impl LogSink for Lines {
    fn write_line(&self, line: &str) {
        self.0.lock().unwrap().push_str(line);
    }
}

impl Lines {
    pub(crate) fn text(&self) -> String {
        self.0.lock().unwrap().clone()
    }
}

pub(crate) fn config(filter: &str) -> (TelemetryConfig, Lines) {
    let lines = Lines::default();
    let mut config = TelemetryConfig::new("wsparcie-test");
    filter.clone_into(&mut config.filter);
    config.sink = Arc::new(lines.clone());
    (config, lines)
}

pub(crate) fn build(config: TelemetryConfig) -> (Dispatch, TelemetryGuard) {
    Telemetry::build(config).unwrap()
}

/// Runs `work` under a subscriber of its own and returns the lines it wrote.
pub(crate) fn lines_of(format: LogFormat, filter: &str, work: impl FnOnce()) -> String {
    let (mut config, lines) = config(filter);
    config.format = format;
    let (dispatch, _guard) = build(config);
    tracing::dispatcher::with_default(&dispatch, work);
    lines.text()
}

/// The lines as JSON objects.
pub(crate) fn json_lines(work: impl FnOnce()) -> Vec<serde_json::Value> {
    let text = lines_of(LogFormat::Json, "trace", work);
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}
