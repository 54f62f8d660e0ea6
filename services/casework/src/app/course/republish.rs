//! Telling participations again: after a restore of whoever listens, and those from before there were events.

use serde_json::json;
use wsparcie_casework_api::{PARTICIPATION_CHANGED, Republished};
use wsparcie_kernel::ids::{EnrolmentId, ProjectId};
use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::{Call, CallError, CallResult, Principal};
use wsparcie_postgres::audit::Act;

use super::telling;
use crate::app::Casework;
use crate::db;

/// The most participations that one call tells.
const AT_ONCE: i64 = 200;

/// Tells the next participations. Only for the platform's own commands: nobody of a centre needs it.
pub(crate) async fn republish(
    svc: &Casework,
    call: &Call,
    project: Option<ProjectId>,
    after: Option<EnrolmentId>,
) -> CallResult<Republished> {
    let tenant = permission::require(&call.actor, Resource::Participation, Action::Read)?;
    if !matches!(call.actor.principal, Principal::System(_)) {
        return Err(CallError::Forbidden);
    }
    let now = svc.clock.now();
    let mut tx = svc.db.begin(tenant).await?;
    let ids = db::course::after(&mut tx, project, after, AT_ONCE).await?;
    for id in &ids {
        // One lock at a time and in the order of ids, as everywhere.
        if db::course::lock(&mut tx, *id).await?.is_some() {
            telling::changed(svc, &mut tx, PARTICIPATION_CHANGED, *id, now).await?;
        }
    }
    let told = i64::try_from(ids.len()).unwrap_or(i64::MAX);
    let act = Act::on("participation.republished", "organisation", tenant.into_uuid())
        .with(json!({"project_id": project, "told": told}));
    svc.record(&mut tx, call, vec![act], now).await?;
    tx.commit().await?;
    Ok(Republished {
        told,
        next: ids.last().copied().filter(|_| told == AT_ONCE),
    })
}
