//! Announcing a file. The storage is not asked: a ticket can be given while it is down.

use serde_json::json;
use wsparcie_documents_api::{Document, DocumentState, NewDocument, UploadTicket};
use wsparcie_kernel::ids::{DocumentId, TenantId};
use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::{Call, CallError, CallResult, Instant};
use wsparcie_postgres::audit::{self, Act};
use wsparcie_postgres::idempotency::{self, Outcome};
use wsparcie_postgres::{TenantTx, jobs};

use super::SUBJECT;
use crate::db::documents::InsertError;
use crate::domain::announcement::Announcement;
use crate::domain::upload;
use crate::jobs::SWEEP_INCOMING;
use crate::storage::ObjectKey;
use crate::{Inner, db};

/// Announces a file and signs its upload. The same key gives the same document, with a fresh signature while it waits.
pub(crate) async fn request_upload(svc: &Inner, call: &Call, input: NewDocument) -> CallResult<UploadTicket> {
    let tenant = permission::require(&call.actor, Resource::Document, Action::Create)?;
    let now = svc.clock.now();
    let mut tx = svc.db.begin(tenant).await?;
    let document = match idempotency::begin(&mut tx, call, now).await? {
        Outcome::Fresh => announce(svc, call, &mut tx, input, now).await?,
        // Only a sweep makes a document go away.
        Outcome::Repeated(id) => db::documents::find(&mut tx, DocumentId::from_uuid(id))
            .await?
            .map(|stored| stored.document)
            .ok_or_else(|| CallError::refused(upload::expired()))?,
    };
    let ticket = ticket(svc, tenant, document, now).await?;
    tx.commit().await?;
    Ok(ticket)
}

async fn announce(
    svc: &Inner,
    call: &Call,
    tx: &mut TenantTx,
    input: NewDocument,
    now: Instant,
) -> CallResult<Document> {
    let announced = Announcement::parse(&input, &svc.rules).map_err(CallError::Refused)?;
    let id = DocumentId::from_uuid(svc.ids.next(now));
    match db::documents::insert(tx, id, &announced, now).await {
        Ok(()) => {}
        Err(InsertError::NoProject) => return Err(CallError::NotFound),
        Err(InsertError::Db(error)) => return Err(error.into()),
    }
    let payload = json!({ "document_id": id });
    jobs::enqueue(
        tx,
        svc.ids.next(now),
        SWEEP_INCOMING,
        &payload,
        now + upload::SWEEP_AFTER,
        now,
    )
    .await?;
    let details = json!({ "project_id": announced.project_id, "kind": announced.kind });
    let act = Act::on("document.announced", SUBJECT, id.into_uuid()).with(details);
    audit::record(tx, &*svc.ids, call, act, now).await?;
    idempotency::complete(tx, call, id.into_uuid()).await?;
    Ok(Document {
        id,
        project_id: announced.project_id,
        kind: announced.kind,
        title: announced.title,
        file_name: announced.file_name,
        media_type: announced.media_type,
        size_bytes: announced.size_bytes,
        sha256: announced.sha256.to_hex(),
        state: DocumentState::AwaitingUpload,
        version: 1,
        created_at: now,
    })
}

async fn ticket(svc: &Inner, tenant: TenantId, document: Document, now: Instant) -> CallResult<UploadTicket> {
    if document.state == DocumentState::Available {
        return Ok(UploadTicket {
            document,
            upload: None,
        });
    }
    if !upload::may_be_uploaded(&document, now) {
        return Err(CallError::refused(upload::expired()));
    }
    let key = ObjectKey::incoming(tenant, document.id);
    let signed = svc
        .storage
        .sign_upload(&key, &document, now, upload::UPLOAD_LIFETIME)
        .await?;
    Ok(UploadTicket {
        document,
        upload: Some(signed),
    })
}
