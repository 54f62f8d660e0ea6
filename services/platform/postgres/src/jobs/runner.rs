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

use super::store::{self, Backlog, Job};
use super::under_way::UnderWay;
use crate::audit::seal::{self, Head};
use crate::db::Db;
use crate::error::DbError;

/// How often an idle runner looks for work.
const PAUSE: Duration = Duration::from_millis(250);
/// How long a job may take; its claim lasts a little longer.
const TIME_LIMIT: Duration = Duration::from_secs(50);
const LEASE: TimeDelta = TimeDelta::seconds(60);
const JOBS_AT_ONCE: usize = 8;
/// Of slow kinds, beside the others.
const SLOW_AT_ONCE: usize = 2;
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
    quick: HashMap<&'static str, Handler>,
    slow: HashMap<&'static str, Handler>,
    subscriptions: Vec<(&'static str, &'static str)>,
    heads: HeadSink,
    only_jobs: bool,
}

/// What one look for work found.
struct Found {
    relayed: usize,
    quick: Vec<Job>,
    slow: Vec<Job>,
}

impl Runner {
    /// A runner without handlers.
    pub fn new(db: Db, clock: Arc<dyn Clock>, ids: Arc<dyn IdSource>, heads: HeadSink) -> Self {
        Self {
            db,
            clock,
            ids,
            quick: HashMap::new(),
            slow: HashMap::new(),
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
        self.quick.insert(kind, handler);
        self
    }

    /// Does jobs of `kind` with `handler`, which may take most of a minute: few of them at once, and never in the place of
    /// others.
    #[must_use]
    pub fn handle_slow(mut self, kind: &'static str, handler: Handler) -> Self {
        self.slow.insert(kind, handler);
        self
    }

    /// Makes a job of `kind` from each event of `topic`; its payload is the event's.
    #[must_use]
    pub fn subscribe(mut self, topic: &'static str, kind: &'static str) -> Self {
        self.subscriptions.push((topic, kind));
        self
    }

    /// Works until told to stop; what it has begun it finishes. Relaying, sealing and the next jobs do not wait for those under
    /// way. Failures of the database are waited out.
    pub async fn run(&self, stop: CancellationToken) {
        let (mut quick, mut slow) = (UnderWay::default(), UnderWay::default());
        while !stop.is_cancelled() {
            let pause = match self.round(&mut quick, &mut slow).await {
                Ok(0) => PAUSE,
                Ok(_) => Duration::ZERO,
                Err(error) => {
                    waits_for_database(&error);
                    PAUSE * 4
                }
            };
            tokio::select! {
                () = stop.cancelled() => {}
                () = tokio::time::sleep(pause) => {}
                // A place is free: the next job need not wait.
                Some(()) = quick.one_ended() => {}
                Some(()) = slow.one_ended() => {}
            }
        }
        while quick.one_ended().await.is_some() {}
        while slow.one_ended().await.is_some() {}
    }

    /// Looks for work, begins the jobs for which there is a place, and seals. Gives how much there was to do.
    async fn round(&self, quick: &mut UnderWay, slow: &mut UnderWay) -> Result<usize, DbError> {
        let free = [quick.free(JOBS_AT_ONCE), slow.free(SLOW_AT_ONCE)];
        let found = self.look(free).await?;
        let begun = found.quick.len() + found.slow.len();
        for job in found.quick {
            quick.begin(self.run_job(job));
        }
        for job in found.slow {
            slow.begin(self.run_job(job));
        }
        Ok(found.relayed + begun + self.seal().await?)
    }

    /// One round: relay, jobs, seals, each finished when it returns. Gives how much there was to do. Tests call it instead of
    /// waiting.
    pub async fn work_once(&self) -> Result<usize, DbError> {
        let found = self.look([JOBS_AT_ONCE, SLOW_AT_ONCE]).await?;
        let jobs: Vec<Job> = found.quick.into_iter().chain(found.slow).collect();
        let ran = jobs.len();
        for outcome in futures::future::join_all(jobs.into_iter().map(|job| self.run_job(job))).await {
            outcome?;
        }
        Ok(found.relayed + ran + self.seal().await?)
    }

    /// Relays, and claims as many jobs as there are places, of quick kinds and of slow ones.
    async fn look(&self, [quick, slow]: [usize; 2]) -> Result<Found, DbError> {
        let now = self.clock.now();
        let mut found = Found {
            relayed: 0,
            quick: Vec::new(),
            slow: Vec::new(),
        };
        let wanted = |handlers: &HashMap<&'static str, Handler>, places: usize| {
            let kinds = handlers.keys().map(|kind| (*kind).to_owned());
            let kinds: Vec<String> = kinds.collect();
            (places > 0 && !kinds.is_empty()).then_some((kinds, i64::try_from(places).unwrap_or(i64::MAX)))
        };
        let (quick, slow) = (wanted(&self.quick, quick), wanted(&self.slow, slow));
        if self.only_jobs && quick.is_none() && slow.is_none() {
            return Ok(found);
        }
        let mut tx = self.db.begin_worker().await?;
        if !self.only_jobs {
            found.relayed = store::relay(&mut tx, &*self.ids, &self.subscriptions, now).await?;
        }
        if let Some((kinds, places)) = quick {
            found.quick = store::claim(&mut tx, &kinds, places, LEASE, now).await?;
        }
        if let Some((kinds, places)) = slow {
            found.slow = store::claim(&mut tx, &kinds, places, LEASE, now).await?;
        }
        tx.commit().await?;
        Ok(found)
    }

    async fn seal(&self) -> Result<usize, DbError> {
        if self.only_jobs {
            return Ok(0);
        }
        let heads = seal::seal_waiting(&self.db, self.clock.now()).await?;
        let sealed = heads.len();
        for (tenant, head) in heads {
            (self.heads)(tenant, head);
        }
        Ok(sealed)
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

    /// How long what waits longest has been waiting; `None` if another process relays, which tells it.
    pub async fn backlog(&self) -> Result<Option<Backlog>, DbError> {
        if self.only_jobs {
            return Ok(None);
        }
        let mut tx = self.db.begin_worker().await?;
        let backlog = store::backlog(&mut tx, self.clock.now()).await?;
        tx.commit().await?;
        Ok(Some(backlog))
    }

    /// Does a job and notes what became of it. It holds nothing of the runner's: it may outlast a round.
    fn run_job(&self, job: Job) -> impl Future<Output = Result<(), DbError>> + Send + use<> {
        let handler = self.quick.get(job.kind.as_str());
        let handler = handler.or_else(|| self.slow.get(job.kind.as_str())).cloned();
        let (db, clock) = (self.db.clone(), Arc::clone(&self.clock));
        async move {
            let outcome = match handler {
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
            let mut tx = db.begin_worker().await?;
            match outcome {
                Ok(()) => store::finish(&mut tx, &job).await?,
                Err(JobFailure(code)) => {
                    tracing::warn!(job.kind = %job.kind, attempt = job.attempts, error.code = code, "a job failed");
                    let wait = TimeDelta::seconds(1 << job.attempts.clamp(0, 12));
                    let retry_at = (job.attempts < MAX_ATTEMPTS).then(|| clock.now() + wait);
                    store::fail(&mut tx, &job, code, retry_at).await?;
                }
            }
            tx.commit().await
        }
    }
}

/// Tells the log that work waits.
pub(super) fn waits_for_database(error: &DbError) {
    let code = match error {
        DbError::Unavailable => "DB_UNAVAILABLE",
        DbError::Timeout => "DB_TIMEOUT",
        DbError::Contended => "DB_CONTENDED",
        _ => "DB_DEFECT",
    };
    tracing::warn!(error.code = code, "background work waits for the database");
}
