//! Takes casework's events of participation in: the read model, and the comparison that stands on it.

use std::sync::Arc;

use wsparcie_casework_api::{PARTICIPATION_SCHEMA, ParticipationEvent};
use wsparcie_kernel::Clock;
use wsparcie_postgres::Db;
use wsparcie_postgres::jobs::{Handler, Job, JobFailure};

use crate::db;
use crate::domain::indicator::derive;

/// The kind of job. Its payload is a [`ParticipationEvent`].
pub const PARTICIPATION_JOB: &str = "programmes.participation";

/// Takes an event in. Running it twice, late or after a newer one does no harm.
pub fn participation_handler(db: Db, clock: Arc<dyn Clock>) -> Handler {
    Arc::new(move |job: Job| {
        let (db, clock) = (db.clone(), Arc::clone(&clock));
        Box::pin(async move { take_in(&db, &*clock, job).await })
    })
}

async fn take_in(db: &Db, clock: &dyn Clock, job: Job) -> Result<(), JobFailure> {
    let event: ParticipationEvent = serde_json::from_value(job.payload).map_err(|_| JobFailure("PAYLOAD"))?;
    if event.schema != PARTICIPATION_SCHEMA {
        return Err(JobFailure("SCHEMA"));
    }
    let now = clock.now();
    let mut tx = db.begin(job.tenant_id).await?;
    let parameters = db::indicators::parameters::read(&mut tx).await?;
    let derived = derive(&event, |day| parameters.effects(day));
    db::participation::take_in(&mut tx, &event, &derived, now).await?;
    db::comparison::recount(&mut tx, event.project_id, now).await?;
    tx.commit().await?;
    Ok(())
}
