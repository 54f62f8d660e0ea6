//! Background work: what is left of an upload a day after its announcement is swept away.
//!
//! The row is decided first and committed, the objects go after it: a file that a row points to is never deleted, and an
//! attempt at finalising that is still under way finds no row and throws its copy away. It may run twice.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use wsparcie_documents_api::DocumentState;
use wsparcie_kernel::ids::DocumentId;
use wsparcie_kernel::{Actor, Call, OrganisationKind};
use wsparcie_postgres::audit::{self, Act};
use wsparcie_postgres::jobs::{self, Job, JobFailure};

use crate::app::SUBJECT;
use crate::storage::{ObjectKey, StorageError};
use crate::{Inner, db};

/// The kind of the job that sweeps what is left of one document's upload.
pub const SWEEP_INCOMING: &str = "documents.sweep_incoming";

/// How long a sweep waits for a storage that is down. Files that nobody may have must go in the end, so it never gives up.
const WAIT_FOR_STORAGE: TimeDelta = TimeDelta::hours(1);

/// What a sweep is about.
#[derive(Serialize, Deserialize)]
pub(crate) struct Sweep {
    /// The document whose upload may have left something.
    pub(crate) document_id: DocumentId,
}

/// Forgets a document whose file never came, and every object of it that is not its file.
pub(crate) async fn sweep_incoming(svc: &Inner, job: &Job) -> Result<(), JobFailure> {
    let Sweep { document_id } = Sweep::deserialize(&job.payload).map_err(|_| JobFailure("PAYLOAD"))?;
    let kept = forget_unless_available(svc, job, document_id).await?;
    match delete_all_but(svc, job, document_id, kept).await {
        Ok(()) => Ok(()),
        Err(StorageError::Unavailable) => Ok(sweep_later(svc, job).await?),
        Err(StorageError::Defect { .. }) => Err(JobFailure("S3")),
    }
}

/// Gives the document's file, if it has one.
async fn forget_unless_available(
    svc: &Inner,
    job: &Job,
    document_id: DocumentId,
) -> Result<Option<ObjectKey>, JobFailure> {
    let now = svc.clock.now();
    let mut tx = svc.db.begin(job.tenant_id).await?;
    let Some(stored) = db::documents::lock(&mut tx, document_id).await? else {
        return Ok(None);
    };
    if stored.document.state == DocumentState::AwaitingUpload {
        db::documents::delete(&mut tx, document_id).await?;
        let actor = Actor::system(SWEEP_INCOMING, job.tenant_id, OrganisationKind::Centre);
        let call = Call::new(actor, job.id.into_uuid());
        let act = Act::on("document.expired", SUBJECT, document_id.into_uuid());
        audit::record(&mut tx, &*svc.ids, &call, act, now).await?;
    }
    tx.commit().await?;
    Ok(stored
        .object_id
        .map(|object_id| ObjectKey::file(job.tenant_id, document_id, object_id)))
}

async fn delete_all_but(
    svc: &Inner,
    job: &Job,
    document_id: DocumentId,
    kept: Option<ObjectKey>,
) -> Result<(), StorageError> {
    svc.storage
        .delete(&ObjectKey::incoming(job.tenant_id, document_id))
        .await?;
    for file in svc.storage.list_files(job.tenant_id, document_id).await? {
        if Some(&file) != kept.as_ref() {
            svc.storage.delete(&file).await?;
        }
    }
    Ok(())
}

async fn sweep_later(svc: &Inner, job: &Job) -> Result<(), JobFailure> {
    let now = svc.clock.now();
    let mut tx = svc.db.begin(job.tenant_id).await?;
    jobs::enqueue(
        &mut tx,
        svc.ids.next(now),
        SWEEP_INCOMING,
        &job.payload,
        now + WAIT_FOR_STORAGE,
        now,
    )
    .await?;
    tx.commit().await?;
    tracing::warn!(error.code = "S3_UNAVAILABLE", "a sweep waits for the storage");
    Ok(())
}
