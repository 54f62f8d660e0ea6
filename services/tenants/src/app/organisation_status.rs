//! Whether an organisation takes part: set by the operator, in force with the next request of anybody there.
//!
//! Only `app_identity` may write the status, and only `app_rw` the two trails that hear of it, so three transactions take
//! part. All are open before anything is stored, so every refusal is known; the trails commit first. After a crash between
//! the commits the repeated request finds the organisation as it was, by its version, and changes it then. So no status is
//! ever without its entries; an entry whose change never came means that a crash was not followed by a repetition.

use serde_json::json;
use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::problem::stale_version;
use wsparcie_kernel::{Call, CallError, CallResult, OrganisationKind};
use wsparcie_postgres::audit::Act;
use wsparcie_postgres::idempotency::{self, Outcome};
use wsparcie_tenants_api::{Organisation, SetOrganisationStatus};

use super::Tenants;
use crate::db;
use crate::domain::reason::reason;
use crate::domain::status;

/// Sets an organisation's status.
pub(crate) async fn set(
    tenants: &Tenants,
    call: &Call,
    input: &SetOrganisationStatus,
) -> CallResult<Organisation> {
    let operator = permission::require(&call.actor, Resource::Organisations, Action::Update)?;
    let reason = reason(&input.reason, status::SHORTEST_REASON)
        .map_err(|problem| CallError::refused(problem.at(&["reason"])))?;
    let now = tenants.clock.now();
    let mut trail = tenants.db.begin(operator).await?;
    let outcome = idempotency::begin(&mut trail, call, now).await?;
    let mut their_trail = tenants.db.begin(input.id).await?;
    let mut identity = tenants.db.begin_identity().await?;
    let current = db::organisations::lock_any(&mut identity, input.id)
        .await?
        .ok_or(CallError::NotFound)?;
    if current.version != input.expected_version {
        return match outcome {
            Outcome::Fresh => Err(stale_version()),
            Outcome::Repeated(_) => Ok(current),
        };
    }
    if current.organisation_type.kind() == OrganisationKind::Platform {
        return Err(CallError::refused(status::of_the_platform()));
    }
    status::check(current.status, input.status).map_err(CallError::refused)?;
    let before = current.status;
    let organisation = Organisation {
        status: input.status,
        version: current.version + 1,
        ..current
    };
    db::organisations::update_status(&mut identity, &organisation, &reason, now).await?;
    if outcome == Outcome::Fresh {
        let id = organisation.id.into_uuid();
        let act = Act::on("organisation.status_changed", "organisation", id)
            .with(json!({ "from": before.code(), "to": organisation.status.code() }));
        tenants.record(&mut their_trail, call, act.clone(), now).await?;
        tenants.record(&mut trail, call, act, now).await?;
        idempotency::complete(&mut trail, call, id).await?;
    }
    their_trail.commit().await?;
    trail.commit().await?;
    identity.commit().await?;
    Ok(organisation)
}
