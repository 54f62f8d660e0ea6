//! Work after a commit: telling a centre's participations again.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use wsparcie_casework_api::REPUBLISH_JOB;
use wsparcie_kernel::ids::EnrolmentId;
use wsparcie_kernel::{Actor, Call, OrganisationKind};
use wsparcie_postgres::jobs::{self, Handler, Job, JobFailure};

use crate::app::Casework;
use crate::app::course::republish::republish;
use crate::service::CaseworkService;

#[derive(Serialize, Deserialize)]
struct Payload {
    /// The last participation that was told.
    after: Option<EnrolmentId>,
}

impl CaseworkService {
    /// Does a job of [`REPUBLISH_JOB`]: one page of a centre's participations, and the next as a job of its own. Running it
    /// twice does no harm.
    pub fn republish_handler(&self) -> Handler {
        let inner = Arc::clone(&self.inner);
        Arc::new(move |job: Job| {
            let inner = Arc::clone(&inner);
            Box::pin(async move { tell_page(&inner, job).await })
        })
    }
}

async fn tell_page(svc: &Casework, job: Job) -> Result<(), JobFailure> {
    let Payload { after } = serde_json::from_value(job.payload).map_err(|_| JobFailure("PAYLOAD"))?;
    let now = svc.clock.now();
    let actor = Actor::system(REPUBLISH_JOB, job.tenant_id, OrganisationKind::Centre);
    let call = Call::new(actor, svc.ids.next(now));
    let page = republish(svc, &call, None, after).await;
    let page = page.map_err(|_| JobFailure("REPUBLISH"))?;
    let Some(next) = page.next else { return Ok(()) };
    let payload = serde_json::to_value(Payload { after: Some(next) }).map_err(|_| JobFailure("PAYLOAD"))?;
    let mut tx = svc.db.begin(job.tenant_id).await?;
    jobs::enqueue(&mut tx, svc.ids.next(now), REPUBLISH_JOB, &payload, now, now).await?;
    tx.commit().await?;
    Ok(())
}
