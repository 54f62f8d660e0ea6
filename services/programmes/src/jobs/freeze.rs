//! Collects and freezes a release of the comparison, after the request that asked for it.

use std::sync::Arc;
use std::time::Duration;

use serde::Deserialize;
use wsparcie_kernel::ids::ComparisonReleaseId;
use wsparcie_kernel::{Clock, IdSource};
use wsparcie_postgres::Db;
use wsparcie_postgres::jobs::{Handler, Job, JobFailure};

use crate::app::comparison::freeze::{Asked, freeze};
use crate::app::comparison::unfinished::fail;

/// The kind of job. It belongs to the authority's tenant.
pub const FREEZE_JOB: &str = "programmes.freeze";
/// After so many attempts in vain the release fails, where people see it: before the runner lays the job aside unseen.
const ENOUGH_ATTEMPTS: i32 = 8;
/// How long an attempt may take: less than the runner gives it, so that the last one is noted.
const TIME_LIMIT: Duration = Duration::from_secs(45);

#[derive(Deserialize)]
struct Payload {
    release_id: ComparisonReleaseId,
    /// How often it waited for events of participation.
    #[serde(default)]
    waits: u32,
}

/// Freezes a release. Running it twice, or late, does no harm.
pub fn freeze_handler(db: Db, clock: Arc<dyn Clock>, ids: Arc<dyn IdSource>) -> Handler {
    Arc::new(move |job: Job| {
        let (db, clock, ids) = (db.clone(), Arc::clone(&clock), Arc::clone(&ids));
        Box::pin(async move {
            let Payload { release_id, waits } =
                serde_json::from_value(job.payload).map_err(|_| JobFailure("PAYLOAD"))?;
            let asked = Asked {
                authority: job.tenant_id,
                id: release_id,
                waits,
            };
            let work = freeze(&db, &*clock, &*ids, asked);
            let outcome = tokio::time::timeout(TIME_LIMIT, work).await;
            match outcome.unwrap_or(Err(JobFailure("TIMEOUT"))) {
                Err(JobFailure(code)) if job.attempts >= ENOUGH_ATTEMPTS => {
                    fail(&db, &*ids, asked, code, clock.now()).await
                }
                outcome => outcome,
            }
        })
    })
}
