//! TODO-OWNER

use wsparcie_kernel::ids::DistrictRuleId;
use wsparcie_kernel::{Call, CallError, CallResult, Date, Page, PageRequest};
use wsparcie_tenants_api::{AddressQuestion, DistrictRule, EndDistrictRule, NewDistrictRule};

use super::Tenants;

pub(crate) async fn list(
    _tenants: &Tenants,
    _call: &Call,
    _on: Option<Date>,
    _page: PageRequest,
) -> CallResult<Page<DistrictRule>> {
    Err(CallError::Internal)
}

pub(crate) async fn by_id(
    _tenants: &Tenants,
    _call: &Call,
    _ids: &[DistrictRuleId],
) -> CallResult<Vec<DistrictRule>> {
    Err(CallError::Internal)
}

pub(crate) async fn create(
    _tenants: &Tenants,
    _call: &Call,
    _input: &NewDistrictRule,
) -> CallResult<DistrictRule> {
    Err(CallError::Internal)
}

pub(crate) async fn end(
    _tenants: &Tenants,
    _call: &Call,
    _input: &EndDistrictRule,
) -> CallResult<DistrictRule> {
    Err(CallError::Internal)
}

pub(crate) async fn responsible(
    _tenants: &Tenants,
    _call: &Call,
    _question: &AddressQuestion,
) -> CallResult<Option<DistrictRule>> {
    Err(CallError::Internal)
}
