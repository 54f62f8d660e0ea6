//! The audit trail of the acting organisation.

use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::{Call, CallResult, Page, PageRequest};
use wsparcie_tenants_api::AuditEvent;

use super::Tenants;
use crate::db;

/// A page of the trail, oldest first. It names ids only; reading it is not recorded, or it would grow by being read.
pub(crate) async fn list(tenants: &Tenants, call: &Call, page: PageRequest) -> CallResult<Page<AuditEvent>> {
    let tenant = permission::require(&call.actor, Resource::AuditTrail, Action::Read)?;
    let mut tx = tenants.db.begin(tenant).await?;
    let rows = db::audit_events::list(&mut tx, &page).await?;
    let total = if page.with_total {
        Some(db::audit_events::count(&mut tx).await?)
    } else {
        None
    };
    tx.commit().await?;
    Ok(Page::from_fetched(&page, rows, total, |event| {
        event.id.into_uuid()
    }))
}
