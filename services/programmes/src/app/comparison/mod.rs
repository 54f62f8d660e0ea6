//! The regional comparison: consents of centres, releases of authorities, reading them, a centre's own view.

pub(crate) mod consents;
pub(crate) mod export;
pub(crate) mod freeze;
pub(crate) mod own;
pub(crate) mod read;
pub(crate) mod releases;
pub(crate) mod unfinished;
pub(crate) mod verify;

use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::{Call, CallError, CallResult, TenantId};

/// The authority that acts, and its region: it may compare, and has one.
fn authority(call: &Call, action: Action) -> CallResult<(TenantId, &str)> {
    let tenant = permission::require(&call.actor, Resource::Comparison, action)?;
    let organisation = call.actor.organisation.as_ref();
    let region = organisation
        .and_then(|organisation| organisation.region.as_deref())
        .ok_or(CallError::Forbidden)?;
    Ok((tenant, region))
}
