//! TODO-OWNER

use wsparcie_kernel::ids::UserId;
use wsparcie_kernel::{Call, CallError, CallResult};
use wsparcie_tenants_api::{ChangePassword, ResetPassword};

use super::Tenants;

pub(crate) async fn change(_tenants: &Tenants, _call: &Call, _input: &ChangePassword) -> CallResult<()> {
    Err(CallError::Internal)
}

pub(crate) async fn request(_tenants: &Tenants, _call: &Call, _login: &str) -> CallResult<()> {
    Err(CallError::Internal)
}

pub(crate) async fn reset(_tenants: &Tenants, _call: &Call, _input: &ResetPassword) -> CallResult<UserId> {
    Err(CallError::Internal)
}
