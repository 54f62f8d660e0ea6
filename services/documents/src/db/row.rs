//! A row of `documents.document`, as it is read.

use uuid::Uuid;
use wsparcie_documents_api::{Document, DocumentKind, DocumentState};
use wsparcie_kernel::Instant;
use wsparcie_kernel::ids::{DocumentId, ProjectId};
use wsparcie_postgres::DbError;

/// A document and what only this service knows of it.
pub(crate) struct StoredDocument {
    pub(crate) document: Document,
    /// The object that is its file, once it is available.
    pub(crate) object_id: Option<Uuid>,
}

/// The columns, as every statement selects them.
pub(super) struct Row {
    pub(super) id: Uuid,
    pub(super) project_id: Uuid,
    pub(super) kind: String,
    pub(super) title: String,
    pub(super) file_name: String,
    pub(super) media_type: String,
    pub(super) size_bytes: i64,
    pub(super) sha256: String,
    pub(super) state: String,
    pub(super) object_id: Option<Uuid>,
    pub(super) version: i64,
    pub(super) created_at: Instant,
}

impl TryFrom<Row> for StoredDocument {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        let inconsistent = |column| DbError::Inconsistent {
            table: "documents.document",
            column,
        };
        Ok(Self {
            document: Document {
                id: DocumentId::from_uuid(row.id),
                project_id: ProjectId::from_uuid(row.project_id),
                kind: DocumentKind::parse(&row.kind).ok_or_else(|| inconsistent("kind"))?,
                title: row.title,
                file_name: row.file_name,
                media_type: row.media_type,
                size_bytes: row.size_bytes,
                sha256: row.sha256,
                state: DocumentState::parse(&row.state).ok_or_else(|| inconsistent("state"))?,
                version: row.version,
                created_at: row.created_at,
            },
            object_id: row.object_id,
        })
    }
}

/// Reads all rows as documents.
pub(super) fn documents(rows: Vec<Row>) -> Result<Vec<Document>, DbError> {
    rows.into_iter()
        .map(|row| StoredDocument::try_from(row).map(|stored| stored.document))
        .collect()
}
