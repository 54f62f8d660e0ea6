//! Reading what is known of documents. Their bytes are read over links, which are audited one by one.

use wsparcie_documents_api::Document;
use wsparcie_kernel::ids::{DocumentId, ProjectId};
use wsparcie_kernel::input::check_id_count;
use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::{Call, CallResult, Page, PageRequest};

use crate::{Inner, db};

/// Documents of the acting centre, of one project if given. A project of another centre has none.
pub(crate) async fn list_documents(
    svc: &Inner,
    call: &Call,
    project: Option<ProjectId>,
    page: &PageRequest,
) -> CallResult<Page<Document>> {
    let tenant = permission::require(&call.actor, Resource::Document, Action::Read)?;
    let mut tx = svc.db.begin(tenant).await?;
    let rows = db::documents::list(&mut tx, project, page).await?;
    let total = if page.with_total {
        Some(db::documents::count(&mut tx, project).await?)
    } else {
        None
    };
    tx.commit().await?;
    Ok(Page::from_fetched(page, rows, total, |document| {
        document.id.into_uuid()
    }))
}

/// Documents by id; unseen ids are left out.
pub(crate) async fn documents_by_id(
    svc: &Inner,
    call: &Call,
    ids: &[DocumentId],
) -> CallResult<Vec<Document>> {
    let tenant = permission::require(&call.actor, Resource::Document, Action::Read)?;
    check_id_count(ids.len())?;
    let mut tx = svc.db.begin(tenant).await?;
    let documents = db::documents::by_ids(&mut tx, ids).await?;
    tx.commit().await?;
    Ok(documents)
}
