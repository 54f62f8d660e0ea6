//! TODO-OWNER

use wsparcie_kernel::ids::TenantId;
use wsparcie_kernel::{Call, CallError, CallResult};
use wsparcie_tenants_api::{ProviderAccess, ProviderIdentity, SetSignInProvider, SignInProvider, SignedIn};

use super::Tenants;

pub(crate) async fn sign_in(
    _tenants: &Tenants,
    _call: &Call,
    _identity: &ProviderIdentity,
) -> CallResult<SignedIn> {
    Err(CallError::Internal)
}

pub(crate) async fn access(
    _tenants: &Tenants,
    _call: &Call,
    _organisation: TenantId,
) -> CallResult<Option<ProviderAccess>> {
    Err(CallError::Internal)
}

pub(crate) async fn set(
    _tenants: &Tenants,
    _call: &Call,
    _input: &SetSignInProvider,
) -> CallResult<SignInProvider> {
    Err(CallError::Internal)
}

pub(crate) async fn of_organisations(
    _tenants: &Tenants,
    _call: &Call,
    _organisations: &[TenantId],
) -> CallResult<Vec<SignInProvider>> {
    Err(CallError::Internal)
}
