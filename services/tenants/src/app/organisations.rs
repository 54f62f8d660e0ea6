//! Reading and changing organisations. Making one is `founding`.

use serde_json::json;
use wsparcie_kernel::ids::TenantId;
use wsparcie_kernel::input::check_id_count;
use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::problem::stale_version;
use wsparcie_kernel::{Call, CallError, CallResult, Page, PageRequest};
use wsparcie_postgres::audit::Act;
use wsparcie_tenants_api::{Organisation, UpdateOrganisation};

use super::{Tenants, bare};
use crate::db;
use crate::domain::organisation::OrganisationChange;

/// Organisations by id: the acting one, or any for the operator.
pub(crate) async fn by_id(tenants: &Tenants, call: &Call, ids: &[TenantId]) -> CallResult<Vec<Organisation>> {
    let tenant = permission::require(&call.actor, Resource::Organisation, Action::Read)?;
    check_id_count(ids.len())?;
    let ids = bare(ids, TenantId::into_uuid);
    if permission::allows(&call.actor, Resource::Organisations, Action::Read) {
        let mut identity = tenants.db.identity_conn().await?;
        return Ok(db::organisations::by_ids(identity.conn(), &ids).await?);
    }
    let mut tx = tenants.db.begin(tenant).await?;
    let organisations = db::organisations::by_ids(tx.conn(), &ids).await?;
    tx.commit().await?;
    Ok(organisations)
}

/// All organisations of the instance, for the operator. An organisation is not a person: the reading is not recorded.
pub(crate) async fn list(
    tenants: &Tenants,
    call: &Call,
    page: PageRequest,
) -> CallResult<Page<Organisation>> {
    permission::require(&call.actor, Resource::Organisations, Action::Read)?;
    let mut identity = tenants.db.identity_conn().await?;
    let rows = db::organisations::list(identity.conn(), &page).await?;
    let total = if page.with_total {
        Some(db::organisations::count(identity.conn()).await?)
    } else {
        None
    };
    Ok(Page::from_fetched(&page, rows, total, |organisation| {
        organisation.id.into_uuid()
    }))
}

/// Changes names and address of the acting organisation.
pub(crate) async fn update(
    tenants: &Tenants,
    call: &Call,
    input: UpdateOrganisation,
) -> CallResult<Organisation> {
    let tenant = permission::require(&call.actor, Resource::Organisation, Action::Update)?;
    let change = OrganisationChange::parse(&input)?;
    let now = tenants.clock.now();
    let mut tx = tenants.db.begin(tenant).await?;
    let current = db::organisations::lock(&mut tx, input.id)
        .await?
        .ok_or(CallError::NotFound)?;
    if current.version != input.expected_version {
        return Err(stale_version());
    }
    let fields = change.fields();
    let organisation = change.apply(current);
    db::organisations::update(&mut tx, &organisation).await?;
    let act = Act::on(
        "organisation.updated",
        "organisation",
        organisation.id.into_uuid(),
    );
    tenants
        .record(&mut tx, call, act.with(json!({ "fields": fields })), now)
        .await?;
    tx.commit().await?;
    Ok(organisation)
}
