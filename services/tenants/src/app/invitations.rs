//! TODO-OWNER

use wsparcie_kernel::ids::InvitationId;
use wsparcie_kernel::{Call, CallError, CallResult, Page, PageRequest};
use wsparcie_tenants_api::{
    AcceptInvitation, Invitation, InvitationPreview, NewInvitation, RevokeInvitation, Secret,
};

use super::Tenants;

pub(crate) async fn invite(
    _tenants: &Tenants,
    _call: &Call,
    _input: &NewInvitation,
) -> CallResult<Invitation> {
    Err(CallError::Internal)
}

pub(crate) async fn list(
    _tenants: &Tenants,
    _call: &Call,
    _page: PageRequest,
) -> CallResult<Page<Invitation>> {
    Err(CallError::Internal)
}

pub(crate) async fn by_id(
    _tenants: &Tenants,
    _call: &Call,
    _ids: &[InvitationId],
) -> CallResult<Vec<Invitation>> {
    Err(CallError::Internal)
}

pub(crate) async fn revoke(
    _tenants: &Tenants,
    _call: &Call,
    _input: &RevokeInvitation,
) -> CallResult<Invitation> {
    Err(CallError::Internal)
}

pub(crate) async fn preview(
    _tenants: &Tenants,
    _call: &Call,
    _token: &Secret,
) -> CallResult<InvitationPreview> {
    Err(CallError::Internal)
}

pub(crate) async fn accept(_tenants: &Tenants, _call: &Call, _input: &AcceptInvitation) -> CallResult<()> {
    Err(CallError::Internal)
}
