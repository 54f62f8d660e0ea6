//! Statements on single documents.

use uuid::Uuid;
use wsparcie_documents_api::{Document, DocumentState};
use wsparcie_kernel::Instant;
use wsparcie_kernel::ids::DocumentId;
use wsparcie_postgres::{DbError, TenantTx};

pub(crate) use super::page::{count, list};
use super::row::{Row, StoredDocument, documents};
use crate::domain::announcement::Announcement;

/// Why a document cannot be stored.
pub(crate) enum InsertError {
    /// This centre has no such project.
    NoProject,
    /// The database failed.
    Db(DbError),
}

/// Stores an announced document. Its project is looked up by the foreign key, whose check names the tenant.
#[tracing::instrument(name = "db.document.insert", skip_all)]
pub(crate) async fn insert(
    tx: &mut TenantTx,
    id: DocumentId,
    announced: &Announcement,
    now: Instant,
) -> Result<(), InsertError> {
    let inserted = sqlx::query!(
        "insert into documents.document
             (tenant_id, id, project_id, kind, title, file_name, media_type, size_bytes, sha256, state, version, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1, $11)",
        tx.tenant().into_uuid(),
        id.into_uuid(),
        announced.project_id.into_uuid(),
        announced.kind.code(),
        announced.title,
        announced.file_name,
        announced.media_type,
        announced.size_bytes,
        announced.sha256.to_hex(),
        DocumentState::AwaitingUpload.code(),
        now,
    )
    .execute(tx.conn())
    .await;
    match inserted.map_err(DbError::from) {
        Ok(_) => Ok(()),
        Err(DbError::MissingReference { constraint }) if constraint == "document_project" => {
            Err(InsertError::NoProject)
        }
        Err(error) => Err(InsertError::Db(error)),
    }
}

/// Reads a document; `None` if this centre has no such document.
#[tracing::instrument(name = "db.document.find", skip_all, err(level = "debug"))]
pub(crate) async fn find(tx: &mut TenantTx, id: DocumentId) -> Result<Option<StoredDocument>, DbError> {
    let row = sqlx::query_as!(
        Row,
        "select id, project_id, kind, title, file_name, media_type, size_bytes, sha256, state, object_id, version,
                created_at
         from documents.document where tenant_id = $1 and id = $2",
        tx.tenant().into_uuid(),
        id.into_uuid(),
    )
    .fetch_optional(tx.conn())
    .await?;
    row.map(StoredDocument::try_from).transpose()
}

/// Locks a document and reads it; `None` if this centre has no such document.
#[tracing::instrument(name = "db.document.lock", skip_all, err(level = "debug"))]
pub(crate) async fn lock(tx: &mut TenantTx, id: DocumentId) -> Result<Option<StoredDocument>, DbError> {
    let row = sqlx::query_as!(
        Row,
        "select id, project_id, kind, title, file_name, media_type, size_bytes, sha256, state, object_id, version,
                created_at
         from documents.document where tenant_id = $1 and id = $2 for update",
        tx.tenant().into_uuid(),
        id.into_uuid(),
    )
    .fetch_optional(tx.conn())
    .await?;
    row.map(StoredDocument::try_from).transpose()
}

/// Makes a locked document available with its file, and gives it as it is then.
#[tracing::instrument(name = "db.document.make_available", skip_all, err(level = "debug"))]
pub(crate) async fn make_available(
    tx: &mut TenantTx,
    locked: Document,
    object_id: Uuid,
) -> Result<Document, DbError> {
    let available = Document {
        state: DocumentState::Available,
        version: locked.version + 1,
        ..locked
    };
    sqlx::query!(
        "update documents.document set state = $3, object_id = $4, version = $5 where tenant_id = $1 and id = $2",
        tx.tenant().into_uuid(),
        available.id.into_uuid(),
        available.state.code(),
        object_id,
        available.version,
    )
    .execute(tx.conn())
    .await?;
    Ok(available)
}

/// Forgets a locked document whose file never came.
#[tracing::instrument(name = "db.document.delete", skip_all, err(level = "debug"))]
pub(crate) async fn delete(tx: &mut TenantTx, id: DocumentId) -> Result<(), DbError> {
    sqlx::query!(
        "delete from documents.document where tenant_id = $1 and id = $2 and state = 'awaiting_upload'",
        tx.tenant().into_uuid(),
        id.into_uuid(),
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The documents among `ids` that this centre has, in one statement.
#[tracing::instrument(name = "db.document.by_ids", skip_all, err(level = "debug"))]
pub(crate) async fn by_ids(tx: &mut TenantTx, ids: &[DocumentId]) -> Result<Vec<Document>, DbError> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.into_uuid()).collect();
    let rows = sqlx::query_as!(
        Row,
        "select id, project_id, kind, title, file_name, media_type, size_bytes, sha256, state, object_id, version,
                created_at
         from documents.document where tenant_id = $1 and id = any($2) order by id",
        tx.tenant().into_uuid(),
        &ids,
    )
    .fetch_all(tx.conn())
    .await?;
    documents(rows)
}
