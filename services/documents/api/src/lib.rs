//! What the documents service does for others: files in S3-compatible storage. Bytes never travel through these calls.
//!
//! Types and calls only.

mod types;

pub use types::*;
use wsparcie_kernel::ids::{DocumentId, ProjectId};
use wsparcie_kernel::{Call, CallResult, Page, PageRequest};

/// The calls of the documents service.
#[tarpc::service]
pub trait DocumentsApi {
    /// Documents of the acting centre, of one project if given.
    async fn list_documents(
        call: Call,
        project: Option<ProjectId>,
        page: PageRequest,
    ) -> CallResult<Page<Document>>;

    /// Documents by id. Unseen ids are left out.
    async fn documents_by_id(call: Call, ids: Vec<DocumentId>) -> CallResult<Vec<Document>>;

    /// Announces a file and gives a signed address to upload it to, bound to its size, type and SHA-256.
    async fn request_upload(call: Call, input: NewDocument) -> CallResult<UploadTicket>;

    /// Checks that the uploaded object is the announced one and makes the document available.
    /// Refused with `UPLOAD_MISSING` or `UPLOAD_DIFFERS` otherwise.
    async fn finalise_upload(call: Call, input: FinaliseUpload) -> CallResult<Document>;

    /// A signed address to download an available document from, valid for minutes; recorded in the audit trail.
    async fn issue_download_link(call: Call, document: DocumentId) -> CallResult<DownloadLink>;
}
