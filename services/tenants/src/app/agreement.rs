//! The agreement on processing personal data between a centre and the operator. Casework asks a published view about it.

use serde_json::json;
use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::{Call, CallError, CallResult, OrganisationKind, TenantId};
use wsparcie_postgres::TenantTx;
use wsparcie_postgres::audit::Act;
use wsparcie_postgres::idempotency::{self, Outcome};
use wsparcie_tenants_api::{AgreementAcceptance, ProcessingAgreement};

use super::{Tenants, acting, signed_in_user};
use crate::db;
use crate::domain::agreement;

/// The version in force and whether the acting centre has accepted it.
pub(crate) async fn current(tenants: &Tenants, call: &Call) -> CallResult<ProcessingAgreement> {
    let tenant = of_a_centre(call, Action::Read)?;
    let mut tx = tenants.db.begin(tenant).await?;
    let found = in_force(tenants, &mut tx).await?;
    tx.commit().await?;
    Ok(found)
}

/// Accepts the version in force for the acting centre.
pub(crate) async fn accept(tenants: &Tenants, call: &Call, version: &str) -> CallResult<ProcessingAgreement> {
    let tenant = of_a_centre(call, Action::Decide)?;
    let user = signed_in_user(call)?;
    let now = tenants.clock.now();
    let mut tx = tenants.db.begin(tenant).await?;
    if let Outcome::Repeated(_) = idempotency::begin(&mut tx, call, now).await? {
        return in_force(tenants, &mut tx).await;
    }
    let found = in_force(tenants, &mut tx).await?;
    if found.version != version {
        return Err(CallError::refused(agreement::other_version()));
    }
    if !db::agreements::accept(&mut tx, version, user, now).await? {
        return Err(CallError::refused(agreement::already_accepted()));
    }
    let act = Act::on(
        "processing_agreement.accepted",
        "organisation",
        tenant.into_uuid(),
    )
    .with(json!({ "version": version }));
    tenants.record(&mut tx, call, act, now).await?;
    idempotency::complete(&mut tx, call, tenant.into_uuid()).await?;
    tx.commit().await?;
    Ok(ProcessingAgreement {
        accepted: Some(AgreementAcceptance { at: now, by: user }),
        ..found
    })
}

/// Authorities have administrators too, but no data to entrust.
fn of_a_centre(call: &Call, action: Action) -> CallResult<TenantId> {
    let tenant = permission::require(&call.actor, Resource::ProcessingAgreement, action)?;
    if acting(call)?.kind == OrganisationKind::Centre {
        return Ok(tenant);
    }
    Err(CallError::Forbidden)
}

async fn in_force(tenants: &Tenants, tx: &mut TenantTx) -> CallResult<ProcessingAgreement> {
    let today = tenants.clock.now().date_naive();
    db::agreements::in_force(tx, today)
        .await?
        .ok_or(CallError::NotFound)
}
