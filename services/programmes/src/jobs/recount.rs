//! Keeps the comparison's counts of people: casework tells that somebody came or left, this job counts anew.

use std::sync::Arc;

use serde::Deserialize;
use wsparcie_kernel::Clock;
use wsparcie_kernel::ids::ProjectId;
use wsparcie_postgres::Db;
use wsparcie_postgres::jobs::{Handler, Job, JobFailure};

use crate::db;

/// The kind of job. Its payload is that of a participation's event, of which `project_id` is read.
pub const RECOUNT_JOB: &str = "programmes.recount";

#[derive(Deserialize)]
struct Payload {
    project_id: ProjectId,
}

/// Counts a project's people anew. Running it twice, or late, does no harm: it always counts what there is.
pub fn recount_handler(db: Db, clock: Arc<dyn Clock>) -> Handler {
    Arc::new(move |job: Job| {
        let (db, clock) = (db.clone(), Arc::clone(&clock));
        Box::pin(async move { recount(&db, &*clock, job).await })
    })
}

async fn recount(db: &Db, clock: &dyn Clock, job: Job) -> Result<(), JobFailure> {
    let Payload { project_id } = serde_json::from_value(job.payload).map_err(|_| JobFailure("PAYLOAD"))?;
    let mut tx = db.begin(job.tenant_id).await?;
    db::comparison::recount(&mut tx, project_id, clock.now()).await?;
    tx.commit().await?;
    Ok(())
}
