//! Goes through a centre's deadlines once a day and tells of those that come near or are over.

use std::sync::Arc;

use serde::Deserialize;
use wsparcie_kernel::{Clock, Date, IdSource};
use wsparcie_postgres::Db;
use wsparcie_postgres::jobs::{Handler, Job, JobFailure};

use crate::app::deadlines;

pub use crate::app::deadlines::REMIND_JOB;

#[derive(Deserialize)]
struct Payload {
    on: Date,
}

/// Does a centre's round of reminders and sets the next day's. Running it twice tells of nothing twice.
pub fn remind_handler(db: Db, clock: Arc<dyn Clock>, ids: Arc<dyn IdSource>) -> Handler {
    Arc::new(move |job: Job| {
        let (db, clock, ids) = (db.clone(), Arc::clone(&clock), Arc::clone(&ids));
        Box::pin(async move {
            let Payload { on } = serde_json::from_value(job.payload).map_err(|_| JobFailure("PAYLOAD"))?;
            deadlines::round(&db, &*clock, &*ids, job.tenant_id, on).await?;
            Ok(())
        })
    })
}
