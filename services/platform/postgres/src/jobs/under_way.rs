//! The jobs that a runner has begun and not finished.

use tokio::task::JoinSet;

use super::runner::waits_for_database;
use crate::error::DbError;

/// Jobs under way, each a task of its own. Dropped, they are broken off, and claimed again when their lease has ended.
#[derive(Default)]
pub(super) struct UnderWay(JoinSet<Result<(), DbError>>);

impl UnderWay {
    /// How many of `places` are free.
    pub(super) fn free(&mut self, places: usize) -> usize {
        // Those that ended meanwhile hold no place.
        while let Some(ended) = self.0.try_join_next() {
            note(ended);
        }
        places.saturating_sub(self.0.len())
    }

    /// Begins a job.
    pub(super) fn begin(&mut self, job: impl Future<Output = Result<(), DbError>> + Send + 'static) {
        self.0.spawn(job);
    }

    /// Waits until a job ends; `None` if none is under way.
    pub(super) async fn one_ended(&mut self) -> Option<()> {
        self.0.join_next().await.map(note)
    }
}

/// A job whose end could not be stored is claimed again when its lease has ended.
fn note(ended: Result<Result<(), DbError>, tokio::task::JoinError>) {
    match ended {
        Ok(Ok(())) => {}
        Ok(Err(error)) => waits_for_database(&error),
        Err(_broken_off) => tracing::error!(error.code = "JOB_BROKEN_OFF", "a job's task broke off"),
    }
}
