//! TODO-OWNER

use wsparcie_kernel::ids::BreakGlassId;
use wsparcie_kernel::{Call, CallError, CallResult, Page, PageRequest};
use wsparcie_tenants_api::{BreakGlass, NewBreakGlass, ReviewBreakGlass};

use super::Tenants;

pub(crate) async fn open(_tenants: &Tenants, _call: &Call, _input: &NewBreakGlass) -> CallResult<BreakGlass> {
    Err(CallError::Internal)
}

pub(crate) async fn list(
    _tenants: &Tenants,
    _call: &Call,
    _page: PageRequest,
) -> CallResult<Page<BreakGlass>> {
    Err(CallError::Internal)
}

pub(crate) async fn by_id(
    _tenants: &Tenants,
    _call: &Call,
    _ids: &[BreakGlassId],
) -> CallResult<Vec<BreakGlass>> {
    Err(CallError::Internal)
}

pub(crate) async fn review(
    _tenants: &Tenants,
    _call: &Call,
    _input: &ReviewBreakGlass,
) -> CallResult<BreakGlass> {
    Err(CallError::Internal)
}
