//! TODO-OWNER

use wsparcie_kernel::{Call, CallError, CallResult};
use wsparcie_tenants_api::ProcessingAgreement;

use super::Tenants;

pub(crate) async fn current(_tenants: &Tenants, _call: &Call) -> CallResult<ProcessingAgreement> {
    Err(CallError::Internal)
}

pub(crate) async fn accept(
    _tenants: &Tenants,
    _call: &Call,
    _version: &str,
) -> CallResult<ProcessingAgreement> {
    Err(CallError::Internal)
}
