//! TODO-OWNER

use wsparcie_kernel::ids::AccessReviewId;
use wsparcie_kernel::{Call, CallError, CallResult, Page, PageRequest};
use wsparcie_tenants_api::{AccessReview, AccessReviewItem, DecideAccess};

use super::Tenants;

pub(crate) async fn start(_tenants: &Tenants, _call: &Call) -> CallResult<AccessReview> {
    Err(CallError::Internal)
}

pub(crate) async fn list(
    _tenants: &Tenants,
    _call: &Call,
    _page: PageRequest,
) -> CallResult<Page<AccessReview>> {
    Err(CallError::Internal)
}

pub(crate) async fn by_id(
    _tenants: &Tenants,
    _call: &Call,
    _ids: &[AccessReviewId],
) -> CallResult<Vec<AccessReview>> {
    Err(CallError::Internal)
}

pub(crate) async fn items(
    _tenants: &Tenants,
    _call: &Call,
    _review: AccessReviewId,
    _page: PageRequest,
) -> CallResult<Page<AccessReviewItem>> {
    Err(CallError::Internal)
}

pub(crate) async fn decide(
    _tenants: &Tenants,
    _call: &Call,
    _input: &DecideAccess,
) -> CallResult<AccessReviewItem> {
    Err(CallError::Internal)
}
