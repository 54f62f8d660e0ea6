//! Reading programme trees and project numbers.

use wsparcie_kernel::ids::ProgrammeId;
use wsparcie_kernel::input::check_id_count;
use wsparcie_kernel::national::ValueProblem;
use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::{Call, CallError, CallResult, Page, PageRequest};
use wsparcie_programmes_api::{Programme, ProjectNumber};

use super::Programmes;
use crate::db;
use crate::domain::{number, project};
use crate::service::uuids;

/// One page of the roots, or of the children of one level. A level that does not exist has no children.
pub(crate) async fn list(
    svc: &Programmes,
    call: &Call,
    parent: Option<ProgrammeId>,
    page: PageRequest,
) -> CallResult<Page<Programme>> {
    let tenant = permission::require(&call.actor, Resource::Programme, Action::Read)?;
    let mut tx = svc.db.begin(tenant).await?;
    let rows = db::programmes::list(&mut tx, parent, &page).await?;
    let total = if page.with_total {
        Some(db::programmes::count(&mut tx, parent).await?)
    } else {
        None
    };
    tx.commit().await?;
    Ok(Page::from_fetched(&page, rows, total, |programme| {
        programme.id.into_uuid()
    }))
}

/// Levels by id.
pub(crate) async fn by_id(svc: &Programmes, call: &Call, ids: &[ProgrammeId]) -> CallResult<Vec<Programme>> {
    let tenant = permission::require(&call.actor, Resource::Programme, Action::Read)?;
    check_id_count(ids.len())?;
    let mut tx = svc.db.begin(tenant).await?;
    let found = db::programmes::find_all(&mut tx, &uuids(ids, ProgrammeId::into_uuid)).await?;
    tx.commit().await?;
    Ok(found)
}

/// Reads a project number.
pub(crate) fn parse_number(call: &Call, text: &str) -> CallResult<ProjectNumber> {
    permission::require(&call.actor, Resource::Programme, Action::Read)?;
    match number::ProjectNumber::parse(text.trim()) {
        Ok(number) => Ok(project::parts(&number)),
        Err(problem) => Err(CallError::refused(problem.to_problem().at(&["text"]))),
    }
}
