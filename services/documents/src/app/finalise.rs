//! Finalising an upload: the object becomes the document's file, or stays worth nothing.
//!
//! The holder of a signed upload can send once more at any moment while the signature lives, so looking at the incoming
//! object proves nothing about what it is a moment later. The order is therefore: copy it to a key of this attempt's own that
//! nobody can write to, hash *the copy*, and only then let the row point to it. No row is locked while the storage works;
//! of two attempts at once the second finds the version changed and throws its copy away. What a broken-off attempt leaves
//! behind is swept a day later.

use std::time::Duration;

use uuid::Uuid;
use wsparcie_documents_api::{Document, FinaliseUpload};
use wsparcie_kernel::ids::{DocumentId, TenantId};
use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::{Call, CallError, CallResult};
use wsparcie_postgres::TenantTx;
use wsparcie_postgres::audit::{self, Act};
use wsparcie_postgres::idempotency::{self, Outcome};

use super::SUBJECT;
use crate::domain::upload::{self, Standing};
use crate::storage::{ObjectKey, StorageError};
use crate::{Inner, db};

/// The longest that the storage may take for all of it: less than a request's deadline.
const STORAGE_LIMIT: Duration = Duration::from_secs(8);
/// The longest that throwing something away may hold the answer up.
const DISCARD_LIMIT: Duration = Duration::from_secs(1);

/// Where an attempt begins.
enum Start {
    /// The document is as asked for.
    Done(Document),
    /// Its object is to be checked.
    Due(Document),
}

/// Checks that the uploaded object is the announced file and makes the document available.
pub(crate) async fn finalise_upload(
    svc: &Inner,
    call: &Call,
    input: &FinaliseUpload,
) -> CallResult<Document> {
    let tenant = permission::require(&call.actor, Resource::Document, Action::Update)?;
    let announced = match start(svc, call, tenant, input).await? {
        Start::Done(document) => return Ok(document),
        Start::Due(document) => document,
    };
    let object_id = svc.ids.next(svc.clock.now());
    let incoming = ObjectKey::incoming(tenant, announced.id);
    let file = ObjectKey::file(tenant, announced.id, object_id);
    let kept = tokio::time::timeout(STORAGE_LIMIT, keep_copy(svc, &announced, &incoming, &file))
        .await
        .unwrap_or_else(|_elapsed| Err(StorageError::Unavailable.into()));
    match kept {
        Ok(()) => {}
        // Another attempt may have finished in the meantime and thrown the incoming object away: then its result counts.
        Err(refusal @ CallError::Refused(_)) => {
            return match start(svc, call, tenant, input).await? {
                Start::Done(document) => Ok(document),
                Start::Due(_) => Err(refusal),
            };
        }
        Err(failure) => return Err(failure),
    }
    match point_to(svc, call, tenant, input, object_id).await {
        Ok(End::MadeAvailable(document)) => {
            discard(svc, &incoming).await;
            Ok(document)
        }
        Ok(End::WasAvailable(document)) => {
            discard(svc, &file).await;
            Ok(document)
        }
        Err(refusal @ (CallError::Refused(_) | CallError::NotFound)) => {
            discard(svc, &file).await;
            Err(refusal)
        }
        // A commit whose answer was lost may have happened: the copy must stay.
        Err(failure) => Err(failure),
    }
}

/// A first look, without a lock, so that nothing is copied in vain.
async fn start(svc: &Inner, call: &Call, tenant: TenantId, input: &FinaliseUpload) -> CallResult<Start> {
    let now = svc.clock.now();
    let mut tx = svc.db.begin(tenant).await?;
    // Claims the key only to let go of it: this transaction is never committed.
    if let Outcome::Repeated(id) = idempotency::begin(&mut tx, call, now).await? {
        return Ok(Start::Done(get(&mut tx, id).await?));
    }
    let stored = db::documents::find(&mut tx, input.document_id)
        .await?
        .ok_or(CallError::NotFound)?;
    Ok(
        match upload::standing(&stored.document, input.expected_version, now)? {
            Standing::Done => Start::Done(stored.document),
            Standing::Due => Start::Due(stored.document),
        },
    )
}

/// Copies the incoming object and makes sure that the copy is the announced file; otherwise no copy stays.
async fn keep_copy(
    svc: &Inner,
    announced: &Document,
    incoming: &ObjectKey,
    file: &ObjectKey,
) -> CallResult<()> {
    let missing = || CallError::refused(upload::missing());
    let object = svc.storage.find(incoming).await?.ok_or_else(missing)?;
    let differences = upload::visible_differences(announced, &object);
    if !differences.is_empty() {
        return Err(CallError::Refused(differences));
    }
    if !svc.storage.copy(incoming, file, announced).await? {
        return Err(missing());
    }
    let (size_bytes, sha256) = svc
        .storage
        .hash(file, announced.size_bytes)
        .await?
        .ok_or_else(missing)?;
    if !upload::is_announced(announced, size_bytes, sha256) {
        discard(svc, file).await;
        return Err(CallError::refused(upload::other_bytes()));
    }
    Ok(())
}

/// How an attempt ends.
enum End {
    /// The document's file is this attempt's copy.
    MadeAvailable(Document),
    /// Another attempt with the same key was faster.
    WasAvailable(Document),
}

/// Makes the document available with the copy as its file.
async fn point_to(
    svc: &Inner,
    call: &Call,
    tenant: TenantId,
    input: &FinaliseUpload,
    object_id: Uuid,
) -> CallResult<End> {
    let now = svc.clock.now();
    let mut tx = svc.db.begin(tenant).await?;
    if let Outcome::Repeated(id) = idempotency::begin(&mut tx, call, now).await? {
        return Ok(End::WasAvailable(get(&mut tx, id).await?));
    }
    let locked = db::documents::lock(&mut tx, input.document_id)
        .await?
        .ok_or(CallError::NotFound)?;
    if upload::standing(&locked.document, input.expected_version, now)? == Standing::Done {
        return Ok(End::WasAvailable(locked.document));
    }
    let document = db::documents::make_available(&mut tx, locked.document, object_id).await?;
    let act = Act::on("document.finalised", SUBJECT, document.id.into_uuid());
    audit::record(&mut tx, &*svc.ids, call, act, now).await?;
    idempotency::complete(&mut tx, call, document.id.into_uuid()).await?;
    tx.commit().await?;
    Ok(End::MadeAvailable(document))
}

async fn get(tx: &mut TenantTx, id: Uuid) -> CallResult<Document> {
    let stored = db::documents::find(tx, DocumentId::from_uuid(id)).await?;
    stored.map(|stored| stored.document).ok_or(CallError::NotFound)
}

/// Throws an object away if that goes quickly; the sweep comes for what stays.
async fn discard(svc: &Inner, key: &ObjectKey) {
    if !matches!(
        tokio::time::timeout(DISCARD_LIMIT, svc.storage.delete(key)).await,
        Ok(Ok(()))
    ) {
        tracing::warn!(error.code = "S3_LEFT_OVER", "an object is left to the sweep");
    }
}
