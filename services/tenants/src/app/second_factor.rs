//! TODO-OWNER

use wsparcie_kernel::ids::UserId;
use wsparcie_kernel::{Call, CallError, CallResult};
use wsparcie_tenants_api::{RecoveryCodes, Reproof, SecondFactorSetup, SecondFactorState, Secret};

use super::Tenants;

pub(crate) async fn prove_again(_tenants: &Tenants, _call: &Call, _proof: &Reproof) -> CallResult<()> {
    Err(CallError::Internal)
}

pub(crate) async fn state(_tenants: &Tenants, _call: &Call) -> CallResult<SecondFactorState> {
    Err(CallError::Internal)
}

pub(crate) async fn begin(_tenants: &Tenants, _call: &Call) -> CallResult<SecondFactorSetup> {
    Err(CallError::Internal)
}

pub(crate) async fn confirm(_tenants: &Tenants, _call: &Call, _code: &Secret) -> CallResult<RecoveryCodes> {
    Err(CallError::Internal)
}

pub(crate) async fn renew_recovery_codes(_tenants: &Tenants, _call: &Call) -> CallResult<RecoveryCodes> {
    Err(CallError::Internal)
}

pub(crate) async fn reset(_tenants: &Tenants, _call: &Call, _login: &str) -> CallResult<UserId> {
    Err(CallError::Internal)
}
