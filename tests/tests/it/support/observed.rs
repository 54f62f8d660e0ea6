//! Telemetry of the tests' own process: log lines are kept in memory, SQL statements are counted by trace, and all that is
//! exported goes to a collector.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use serde_json::Value;
use wsparcie_kernel::{Clock, IdSource, SystemClock, SystemIds};
use wsparcie_telemetry::{LogSink, StatementCounter, Telemetry, TelemetryConfig, TelemetryGuard};
use wsparcie_testkit::Collector;

use super::Client;

static LINES: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// Takes the lines of all platforms of this process.
struct Memory;

impl LogSink for Memory {
    fn write_line(&self, line: &str) {
        LINES
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(line.to_owned());
    }
}

/// Telemetry once for the process, as talkative as an operator can make it, with all that leaves it.
static TELEMETRY: OnceLock<(TelemetryGuard, Collector)> = OnceLock::new();

pub(super) fn start() {
    TELEMETRY.get_or_init(|| {
        let collector = Collector::start();
        let mut config = TelemetryConfig::new("wsparcie-tests");
        "trace".clone_into(&mut config.filter);
        config.count_statements = true;
        config.otlp_endpoint = Some(collector.endpoint());
        config.shutdown_timeout = Duration::from_mins(1);
        config.sink = Arc::new(Memory);
        (Telemetry::start(config).expect("telemetry starts"), collector)
    });
}

/// Everything that was exported so far.
pub(crate) fn exported() -> &'static Collector {
    let (guard, collector) = TELEMETRY.get().expect("a platform was started");
    guard.flush();
    collector
}

/// The first log line of this process that fits. Copies nothing else.
pub(crate) fn any_log_line(fits: impl Fn(&str) -> bool) -> Option<String> {
    let lines = LINES.lock().unwrap_or_else(PoisonError::into_inner);
    lines.iter().find(|line| fits(line)).cloned()
}

/// Every log line of this process so far, as written.
pub(crate) fn log_lines() -> Vec<String> {
    LINES.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

/// One request's trace, named by the client, so that its statements and lines are found among those of other tests.
pub(crate) struct Trace(String);

impl Trace {
    /// A trace that no other request has.
    pub(crate) fn new() -> Self {
        Self(SystemIds.next(SystemClock.now()).simple().to_string())
    }

    /// The id, 32 hexadecimal digits.
    pub(crate) fn id(&self) -> &str {
        &self.0
    }

    /// The SQL statements executed within the trace.
    pub(crate) fn statements(&self) -> Vec<String> {
        StatementCounter::texts_in_trace(&self.0)
    }

    /// The log lines written within the trace.
    pub(crate) fn lines(&self) -> Vec<Value> {
        let lines = log_lines();
        let parsed = lines
            .iter()
            .map(|line| serde_json::from_str::<Value>(line).expect("a line is JSON"));
        parsed
            .filter(|line| line["trace_id"] == self.0.as_str())
            .collect()
    }
}

impl Client {
    /// The same client with its next request inside the trace.
    pub(crate) fn traced(&self, trace: &Trace) -> Self {
        self.with_header("traceparent", format!("00-{}-00000000000000a1-01", trace.id()))
    }
}
