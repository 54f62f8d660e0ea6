//! TODO-OWNER

use wsparcie_kernel::{Call, CallError, CallResult};
use wsparcie_tenants_api::{Organisation, SetOrganisationStatus};

use super::Tenants;

pub(crate) async fn set(
    _tenants: &Tenants,
    _call: &Call,
    _input: &SetOrganisationStatus,
) -> CallResult<Organisation> {
    Err(CallError::Internal)
}
