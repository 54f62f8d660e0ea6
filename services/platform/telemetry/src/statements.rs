//! Counts the SQL statements that sqlx executes, for tests of how much work a request costs.

use std::sync::atomic::{AtomicU64, Ordering};

use tracing::{Event, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::{Context, SubscriberExt};
use tracing_subscriber::registry::LookupSpan;

use crate::filter;

static EXECUTED: AtomicU64 = AtomicU64::new(0);

/// The count of SQL statements executed in this process since it started.
///
/// Every execution of sqlx ends with one event of target `sqlx::query`, at `debug` unless the connection options set
/// another level; connections whose options switch statement logging off are not counted. The counter sees the events
/// although no log line does. It never looks at their text, except with the feature `testing`.
#[derive(Debug, Clone, Copy)]
pub struct StatementCounter;

impl StatementCounter {
    /// Starts counting in a process without [`crate::Telemetry`]. Says whether it did: `false` if a subscriber is already
    /// installed (then set `count_statements` in its configuration).
    pub fn install() -> bool {
        let subscriber = tracing_subscriber::registry().with(counting_layer(true));
        tracing::subscriber::set_global_default(subscriber).is_ok()
    }

    /// Statements executed so far, by all connections of this process.
    pub fn count() -> u64 {
        EXECUTED.load(Ordering::Relaxed)
    }
}

#[cfg(feature = "testing")]
impl StatementCounter {
    /// The texts of the statements executed so far (the latest 10,000), oldest first.
    pub fn texts() -> Vec<String> {
        texts::all(|_| true)
    }

    /// The texts of the statements executed within one trace: exact even when tests run side by side. A test names its
    /// trace by the `traceparent` header it sends.
    pub fn texts_in_trace(trace_id: &str) -> Vec<String> {
        texts::all(|trace| trace == Some(trace_id))
    }

    /// How many statements were executed within one trace.
    pub fn count_in_trace(trace_id: &str) -> usize {
        Self::texts_in_trace(trace_id).len()
    }
}

struct CountingLayer;

impl<S: Subscriber> Layer<S> for CountingLayer {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        EXECUTED.fetch_add(1, Ordering::Relaxed);
        #[cfg(feature = "testing")]
        texts::remember(event);
        #[cfg(not(feature = "testing"))]
        let _ = event;
    }
}

/// The counting layer with its filter. It is always there: an absent layer (`None`) would count as one without a filter,
/// and so enable everything.
pub(crate) fn counting_layer<S>(wanted: bool) -> impl Layer<S>
where
    S: Subscriber + for<'span> LookupSpan<'span>,
{
    CountingLayer.with_filter(filter::for_statements(wanted))
}

#[cfg(feature = "testing")]
mod texts {
    //! Keeps statement texts in memory.

    use std::collections::VecDeque;
    use std::fmt::Debug;
    use std::sync::{Mutex, PoisonError};

    use tracing::Event;
    use tracing::field::{Field, Visit};

    const KEPT: usize = 10_000;
    static TEXTS: Mutex<VecDeque<(Option<String>, String)>> = Mutex::new(VecDeque::new());

    /// sqlx gives short statements as `summary` alone, and long ones as their first words and the whole `db.statement`.
    #[derive(Default)]
    struct Text {
        summary: String,
        statement: String,
    }

    impl Visit for Text {
        fn record_str(&mut self, field: &Field, value: &str) {
            match field.name() {
                "summary" => value.clone_into(&mut self.summary),
                "db.statement" => value.trim().clone_into(&mut self.statement),
                _ => {}
            }
        }

        fn record_debug(&mut self, _: &Field, _: &dyn Debug) {}
    }

    pub(super) fn remember(event: &Event<'_>) {
        let mut text = Text::default();
        event.record(&mut text);
        let whole = if text.statement.is_empty() {
            text.summary
        } else {
            text.statement
        };
        let mut texts = TEXTS.lock().unwrap_or_else(PoisonError::into_inner);
        if texts.len() == KEPT {
            texts.pop_front();
        }
        texts.push_back((crate::current_trace_id(), whole));
    }

    pub(super) fn all(wanted: impl Fn(Option<&str>) -> bool) -> Vec<String> {
        let texts = TEXTS.lock().unwrap_or_else(PoisonError::into_inner);
        texts
            .iter()
            .filter(|(trace, _)| wanted(trace.as_deref()))
            .map(|(_, text)| text.clone())
            .collect()
    }
}
