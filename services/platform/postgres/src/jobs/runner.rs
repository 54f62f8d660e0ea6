//! The loop that relays events, runs due jobs and seals the audit trail.

use std::collections::HashMap;
use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use futures::FutureExt;
use tokio_util::sync::CancellationToken;
use wsparcie_kernel::ids::TenantId;
use wsparcie_kernel::{Clock, IdSource};

use super::store::{self, Job};
use crate::audit::seal::{self, Head};
use crate::db::Db;
use crate::error::DbError;

/// How often an idle runner looks for work.
const PAUSE: Duration = Duration::from_millis(250);
/// How long a job may take; its claim lasts a little longer.
const TIME_LIMIT: Duration = Duration::from_secs(50);
const LEASE: TimeDelta = TimeDelta::seconds(60);
const JOBS_AT_ONCE: i64 = 8;
/// With the waits doubling from one second this is about seventeen minutes.
const MAX_ATTEMPTS: i32 = 10;

/// Why a job failed: a stable code for the row and the log. Never personal data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JobFailure(pub &'static str);

impl From<DbError> for JobFailure {
    fn from(_: DbError) -> Self {
        Self("DB")
    }
}

/// What does the jobs of one kind. It may be run twice for one job.
pub type Handler =
    Arc<dyn Fn(Job) -> Pin<Box<dyn Future<Output = Result<(), JobFailure>> + Send>> + Send + Sync>;

/// What is done with a new head of an audit chain: it is signed and kept outside the database.
pub type HeadSink = Arc<dyn Fn(TenantId, Head) + Send + Sync>;

/// Runs background work of one process. Several processes share the work.
pub struct Runner {
    db: Db,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn IdSource>,
    handlers: HashMap<&'static str, Handler>,
    subscriptions: Vec<(&'static str, &'static str)>,
    heads: HeadSink,
    only_jobs: bool,
}

impl Runner {
    /// A runner without handlers.
    pub fn new(db: Db, clock: Arc<dyn Clock>, ids: Arc<dyn IdSource>, heads: HeadSink) -> Self {
        Self {
            db,
            clock,
            ids,
            handlers: HashMap::new(),
            subscriptions: Vec::new(),
            heads,
            only_jobs: false,
        }
    }

    /// Leaves relaying, sealing and housekeeping to another process: this one does the jobs that it has handlers for.
    #[must_use]
    pub fn only_jobs(mut self) -> Self {
        self.only_jobs = true;
        self
    }

    /// Does jobs of `kind` with `handler`.
    #[must_use]
    pub fn handle(mut self, kind: &'static str, handler: Handler) -> Self {
        self.handlers.insert(kind, handler);
        self
    }

    /// Makes a job of `kind` from each event of `topic`; its payload is the event's.
    #[must_use]
    pub fn subscribe(mut self, topic: &'static str, kind: &'static str) -> Self {
        self.subscriptions.push((topic, kind));
        self
    }

    /// Works until told to stop; what it has begun it finishes. Failures of the database are waited out.
    pub async fn run(&self, stop: CancellationToken) {
        while !stop.is_cancelled() {
            let pause = match self.work_once().await {
                Ok(0) => PAUSE,
                Ok(_) => Duration::ZERO,
                Err(error) => {
                    tracing::warn!(error.code = %error_code(&error), "background work waits for the database");
                    PAUSE * 4
                }
            };
            tokio::select! {
                () = stop.cancelled() => {}
                () = tokio::time::sleep(pause) => {}
            }
        }
    }

    /// One round: relay, jobs, seals. Gives how much there was to do. Tests call it instead of waiting.
    pub async fn work_once(&self) -> Result<usize, DbError> {
        let now = self.clock.now();
        let kinds: Vec<String> = self.handlers.keys().map(|kind| (*kind).to_owned()).collect();
        if self.only_jobs && kinds.is_empty() {
            return Ok(0);
        }
        let mut tx = self.db.begin_worker().await?;
        let relayed = if self.only_jobs {
            0
        } else {
            store::relay(&mut tx, &*self.ids, &self.subscriptions, now).await?
        };
        let jobs = store::claim(&mut tx, &kinds, JOBS_AT_ONCE, LEASE, now).await?;
        tx.commit().await?;
        let ran = jobs.len();
        for outcome in futures::future::join_all(jobs.into_iter().map(|job| self.run_job(job))).await {
            outcome?;
        }
        if self.only_jobs {
            return Ok(ran);
        }
        let heads = seal::seal_waiting(&self.db, now).await?;
        let sealed = heads.len();
        for (tenant, head) in heads {
            (self.heads)(tenant, head);
        }
        Ok(relayed + ran + sealed)
    }

    /// Forgets what has served its time. Called now and then by the process's housekeeping.
    pub async fn housekeep(&self) -> Result<(), DbError> {
        if self.only_jobs {
            return Ok(());
        }
        let mut tx = self.db.begin_worker().await?;
        store::forget_idempotency(&mut tx).await?;
        tx.commit().await
    }

    async fn run_job(&self, job: Job) -> Result<(), DbError> {
        let outcome = match self.handlers.get(job.kind.as_str()) {
            None => Err(JobFailure("NO_HANDLER")),
            Some(handler) => {
                let work = AssertUnwindSafe(handler(job.clone())).catch_unwind();
                match tokio::time::timeout(TIME_LIMIT, work).await {
                    Ok(Ok(outcome)) => outcome,
                    Ok(Err(_panic)) => Err(JobFailure("PANIC")),
                    Err(_elapsed) => Err(JobFailure("TIMEOUT")),
                }
            }
        };
        let mut tx = self.db.begin_worker().await?;
        match outcome {
            Ok(()) => store::finish(&mut tx, &job).await?,
            Err(JobFailure(code)) => {
                tracing::warn!(job.kind = %job.kind, attempt = job.attempts, error.code = code, "a job failed");
                let wait = TimeDelta::seconds(1 << job.attempts.clamp(0, 12));
                let retry_at = (job.attempts < MAX_ATTEMPTS).then(|| self.clock.now() + wait);
                store::fail(&mut tx, &job, code, retry_at).await?;
            }
        }
        tx.commit().await
    }
}

fn error_code(error: &DbError) -> &'static str {
    match error {
        DbError::Unavailable => "DB_UNAVAILABLE",
        DbError::Timeout => "DB_TIMEOUT",
        DbError::Contended => "DB_CONTENDED",
        _ => "DB_DEFECT",
    }
}
