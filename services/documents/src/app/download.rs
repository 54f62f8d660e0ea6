//! Links to download files.

use wsparcie_documents_api::DownloadLink;
use wsparcie_kernel::ids::DocumentId;
use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::{Call, CallError, CallResult};
use wsparcie_postgres::audit::{self, Act};

use super::SUBJECT;
use crate::domain::upload;
use crate::storage::ObjectKey;
use crate::{Inner, db};

/// Signs a download. Whoever gets the link can read the file, so the giving is what the audit trail keeps.
pub(crate) async fn issue_download_link(
    svc: &Inner,
    call: &Call,
    document_id: DocumentId,
) -> CallResult<DownloadLink> {
    let tenant = permission::require(&call.actor, Resource::Document, Action::Read)?;
    let now = svc.clock.now();
    let mut tx = svc.db.begin(tenant).await?;
    let stored = db::documents::find(&mut tx, document_id)
        .await?
        .ok_or(CallError::NotFound)?;
    let object_id = stored
        .object_id
        .ok_or_else(|| CallError::refused(upload::not_available()))?;
    let key = ObjectKey::file(tenant, document_id, object_id);
    let request = svc
        .storage
        .sign_download(&key, &stored.document, now, upload::DOWNLOAD_LIFETIME)
        .await?;
    let act = Act::on("document.link_issued", SUBJECT, document_id.into_uuid());
    audit::record(&mut tx, &*svc.ids, call, act, now).await?;
    tx.commit().await?;
    Ok(DownloadLink { document_id, request })
}
