//! Counts the SQL statements of one test's thread.

use std::fmt::Debug;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Once};

use tracing::field::{Field, Visit};
use tracing::subscriber::DefaultGuard;
use tracing::{Event, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::{Context, SubscriberExt};

static WANTED: Once = Once::new();

/// While it lives, statements executed on this thread are counted. For tests on a current-thread runtime.
pub struct Statements {
    count: Arc<AtomicUsize>,
    _guard: DefaultGuard,
}

impl Statements {
    /// Starts counting on this thread, until the value is dropped.
    pub fn watch() -> Self {
        // Tests on other threads have no subscriber; were theirs the first to meet sqlx's log line, tracing would remember
        // that nobody wants it. A subscriber for everyone that wants everything keeps it wanted.
        WANTED.call_once(|| {
            let _ = tracing::subscriber::set_global_default(tracing_subscriber::registry());
        });
        let count = Arc::new(AtomicUsize::new(0));
        let subscriber = tracing_subscriber::registry().with(Counter(Arc::clone(&count)));
        Self {
            count,
            _guard: tracing::subscriber::set_default(subscriber),
        }
    }

    /// How many were executed since the last time.
    pub fn take(&self) -> usize {
        self.count.swap(0, Ordering::SeqCst)
    }
}

struct Counter(Arc<AtomicUsize>);

impl<S: Subscriber> Layer<S> for Counter {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        if event.metadata().target() == "sqlx::query" {
            let mut housekeeping = IsRollback(false);
            event.record(&mut housekeeping);
            self.0.fetch_add(usize::from(!housekeeping.0), Ordering::SeqCst);
        }
    }
}

/// The pool rolls every connection back behind the caller's back, at some later moment.
struct IsRollback(bool);

impl Visit for IsRollback {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0 |= field.name() == "summary" && format!("{value:?}").contains("ROLLBACK");
    }
}
