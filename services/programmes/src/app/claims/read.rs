//! Reading claims.

use wsparcie_kernel::ids::{ClaimId, ProjectId};
use wsparcie_kernel::input::check_id_count;
use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::{Call, CallResult};
use wsparcie_programmes_api::{Claim, ClaimContents, ClaimEvent, ClaimSnapshot};

use super::indicators::{hide_from, put_into, read_for_caller};
use crate::app::Programmes;
use crate::db;
use crate::service::uuids;

/// The claims of several projects.
pub(crate) async fn by_project(
    svc: &Programmes,
    call: &Call,
    projects: &[ProjectId],
) -> CallResult<Vec<Claim>> {
    let tenant = permission::require(&call.actor, Resource::Claim, Action::Read)?;
    check_id_count(projects.len())?;
    let mut tx = svc.db.begin(tenant).await?;
    let rules = db::claims::deadline_rules(&mut tx).await?;
    let found = db::claims::find_by_project(&mut tx, &uuids(projects, ProjectId::into_uuid), &rules).await?;
    tx.commit().await?;
    Ok(found)
}

/// Claims by id.
pub(crate) async fn by_id(svc: &Programmes, call: &Call, ids: &[ClaimId]) -> CallResult<Vec<Claim>> {
    let tenant = permission::require(&call.actor, Resource::Claim, Action::Read)?;
    check_id_count(ids.len())?;
    let mut tx = svc.db.begin(tenant).await?;
    let rules = db::claims::deadline_rules(&mut tx).await?;
    let found = db::claims::find_by_id(&mut tx, &uuids(ids, ClaimId::into_uuid), &rules).await?;
    tx.commit().await?;
    Ok(found)
}

/// What claims say now, whatever was submitted before. Of indicators, what the caller may know.
pub(crate) async fn contents(
    svc: &Programmes,
    call: &Call,
    ids: &[ClaimId],
) -> CallResult<Vec<ClaimContents>> {
    let tenant = permission::require(&call.actor, Resource::Claim, Action::Read)?;
    check_id_count(ids.len())?;
    let mut tx = svc.db.begin(tenant).await?;
    let rules = db::claims::deadline_rules(&mut tx).await?;
    let claims = db::claims::find_by_id(&mut tx, &uuids(ids, ClaimId::into_uuid), &rules).await?;
    let mut found = db::claims::contents_of(&mut tx, &claims).await?;
    let uncounted = if permission::allows(&call.actor, Resource::Indicator, Action::Read) {
        Some(read_for_caller(&mut tx, call, &found).await?)
    } else {
        None
    };
    tx.commit().await?;
    if let Some(uncounted) = uncounted {
        put_into(uncounted.count(svc).await?, &mut found);
    }
    Ok(found)
}

/// The newest submission of each claim. It is stored whole; in the answer are of indicators those that the caller may know.
pub(crate) async fn snapshots(
    svc: &Programmes,
    call: &Call,
    ids: &[ClaimId],
) -> CallResult<Vec<ClaimSnapshot>> {
    let tenant = permission::require(&call.actor, Resource::Claim, Action::Read)?;
    check_id_count(ids.len())?;
    let mut tx = svc.db.begin(tenant).await?;
    let mut found = db::claims::newest_snapshots(&mut tx, &uuids(ids, ClaimId::into_uuid)).await?;
    tx.commit().await?;
    for snapshot in &mut found {
        hide_from(call, &mut snapshot.contents);
    }
    Ok(found)
}

/// The history of claims.
pub(crate) async fn history(svc: &Programmes, call: &Call, ids: &[ClaimId]) -> CallResult<Vec<ClaimEvent>> {
    let tenant = permission::require(&call.actor, Resource::Claim, Action::Read)?;
    check_id_count(ids.len())?;
    let mut tx = svc.db.begin(tenant).await?;
    let found = db::claims::events(&mut tx, &uuids(ids, ClaimId::into_uuid)).await?;
    tx.commit().await?;
    Ok(found)
}
