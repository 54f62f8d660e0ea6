//! Puts the layers together and takes them down again.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::Duration;

use opentelemetry::logs::LoggerProvider;
use opentelemetry::trace::TracerProvider;
use tracing::Dispatch;
use tracing_subscriber::Layer;
use tracing_subscriber::layer::SubscriberExt;

use crate::config::{TelemetryConfig, TelemetryError};
use crate::export::Providers;
use crate::layer::LogLayer;
use crate::{filter, metrics, statements};

/// Whether this process has started telemetry; what other subscriber it has, only installing ours can tell.
static STARTED: AtomicBool = AtomicBool::new(false);

/// The telemetry of a process.
#[derive(Debug, Clone, Copy)]
pub struct Telemetry;

impl Telemetry {
    /// Starts logging, tracing and metrics for the whole process. Keep the guard until the end of `main`.
    ///
    /// If the process already has a subscriber (as in tests) that one stays and the guard guards nothing.
    ///
    /// # Errors
    /// A [`TelemetryError`] if the settings cannot be used.
    pub fn start(config: TelemetryConfig) -> Result<TelemetryGuard, TelemetryError> {
        let inactive = TelemetryGuard {
            providers: None,
            timeout: config.shutdown_timeout,
        };
        if STARTED.swap(true, Ordering::SeqCst) {
            return Ok(inactive);
        }
        let built = Self::build(config);
        if built.is_err() {
            STARTED.store(false, Ordering::SeqCst);
        }
        let (dispatch, guard) = built?;
        if tracing::dispatcher::set_global_default(dispatch).is_err() {
            return Ok(inactive);
        }
        if let Some(provider) = guard
            .providers
            .as_ref()
            .and_then(|providers| providers.metrics.as_ref())
        {
            metrics::install(provider);
        }
        Ok(guard)
    }

    /// Builds the same subscriber without installing it, for tests that use it on one thread
    /// (`tracing::dispatcher::with_default`). Metrics are not recorded through it.
    ///
    /// # Errors
    /// As [`Telemetry::start`].
    pub fn build(config: TelemetryConfig) -> Result<(Dispatch, TelemetryGuard), TelemetryError> {
        let log_filter = filter::for_logs(&config.filter)?;
        let providers = Providers::build(&config)?;
        let logs = LogLayer {
            format: config.format,
            clock: config.clock,
            sink: config.sink,
            exporter: providers
                .logs
                .as_ref()
                .map(|provider| provider.logger("wsparcie")),
            dispatch: OnceLock::new(),
        };
        // The target is needed by the redacting exporter, which removes it. Errors must not become attributes or status
        // texts; places in the source and thread names are noise.
        let traces = tracing_opentelemetry::layer()
            .with_tracer(providers.traces.tracer("wsparcie"))
            .with_target(true)
            .with_context_activation(true)
            .with_location(false)
            .with_threads(false)
            .with_tracked_inactivity(false)
            .with_error_fields_to_exceptions(false)
            .with_error_events_to_exceptions(false)
            .with_error_events_to_status(false)
            .with_error_records_to_exceptions(false);
        let subscriber = tracing_subscriber::registry()
            .with(traces.with_filter(filter::for_traces()))
            .with(logs.with_filter(log_filter))
            .with(statements::counting_layer(config.count_statements));
        let guard = TelemetryGuard {
            providers: Some(Arc::new(providers)),
            timeout: config.shutdown_timeout,
        };
        Ok((Dispatch::new(subscriber), guard))
    }
}

/// Sends what is left when it is dropped, within the configured time.
#[derive(Debug)]
#[must_use = "telemetry stops when the guard is dropped"]
pub struct TelemetryGuard {
    providers: Option<Arc<Providers>>,
    timeout: Duration,
}

impl TelemetryGuard {
    /// Whether this guard holds the telemetry of the process.
    pub const fn is_active(&self) -> bool {
        self.providers.is_some()
    }

    /// Sends what is waiting and goes on. Returns after the configured time at the latest.
    pub fn flush(&self) {
        if let Some(providers) = &self.providers {
            let providers = Arc::clone(providers);
            within(self.timeout, move || providers.flush());
        }
    }

    /// Sends what is left and stops; the same as dropping the guard. Blocks the calling thread for the configured time at
    /// most: call it after the last request, not from a task that others wait for.
    pub fn shut_down(self) {
        drop(self);
    }
}

impl Drop for TelemetryGuard {
    fn drop(&mut self) {
        if let Some(providers) = self.providers.take() {
            let timeout = self.timeout;
            within(timeout, move || providers.shut_down(timeout));
        }
    }
}

/// Does the work on a thread of its own and waits for it for so long at most. A thread of its own also because the
/// exporters' blocking HTTP client must not be dropped inside an async runtime.
fn within(timeout: Duration, work: impl FnOnce() + Send + 'static) {
    let (done, wait) = mpsc::channel();
    let spawned = thread::Builder::new()
        .name("telemetry-shutdown".to_owned())
        .spawn(move || {
            work();
            let _ = done.send(());
        });
    if spawned.is_ok() {
        let _ = wait.recv_timeout(timeout);
    }
}
