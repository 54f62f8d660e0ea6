//! Documents and the signed requests that move their files.

use async_graphql::{ComplexObject, Context, ID, InputObject, SimpleObject};
use wsparcie_documents_api as api;
use wsparcie_kernel::ids::ProjectId;

use crate::graphql::Nullable;
use crate::graphql::codes::{Term, input_enums};
use crate::graphql::ids::GlobalId;
use crate::graphql::permissions::open;
use crate::graphql::programmes::Project;
use crate::graphql::scalars::DateTime;
use crate::graphql::scope::load;

input_enums! {
    /// What a document is. Answers have the code in lower case.
    DocumentKind for api::DocumentKind {
        /// Regulamin projektu.
        Rules,
        /// Ankieta rekrutacyjna.
        RecruitmentSurvey,
        /// Anything else.
        Other,
    }
}

/// A document of a project. Its file is in the storage.
///
/// Permission for all fields, unless they name another: document:read
#[derive(SimpleObject)]
#[graphql(complex)]
pub(crate) struct Document {
    /// The global id.
    #[graphql(owned)]
    pub(crate) id: ID,
    #[graphql(skip)]
    project: ProjectId,
    /// The global id of the project it belongs to.
    project_id: ID,
    /// What it is.
    kind: Term,
    /// Title, in Polish.
    title: String,
    /// The file's name for whoever downloads it.
    file_name: String,
    /// Media type: "application/pdf".
    media_type: String,
    /// Size in bytes.
    size_bytes: i64,
    /// SHA-256 of the file, 64 hexadecimal digits.
    sha256: String,
    /// Whether the file is still awaited or available.
    state: Term,
    /// Version, for `expectedVersion` of updates.
    version: i64,
    /// When it was announced.
    created_at: DateTime,
}

#[ComplexObject]
impl Document {
    /// The project it belongs to.
    ///
    /// Permission: project:read
    #[graphql(name = "project")]
    async fn its_project(&self, ctx: &Context<'_>) -> Nullable<Project> {
        let read = async {
            let scope = open(ctx, "Document.project")?;
            Ok(load!(scope, self.project)?.map(Project::from))
        };
        read.await.transpose()
    }
}

impl From<api::Document> for Document {
    fn from(row: api::Document) -> Self {
        Self {
            id: row.id.global(),
            project: row.project_id,
            project_id: row.project_id.global(),
            kind: row.kind.into(),
            title: row.title,
            file_name: row.file_name,
            media_type: row.media_type,
            size_bytes: row.size_bytes,
            sha256: row.sha256,
            state: row.state.into(),
            version: row.version,
            created_at: row.created_at.into(),
        }
    }
}

/// A header to be sent with a signed request.
///
/// Permission: as for the request.
#[derive(SimpleObject)]
pub(crate) struct HttpHeader {
    /// The header's name.
    name: String,
    /// The header's value.
    value: String,
}

/// A request to the storage that whoever has it can make once it is sent as it stands. Keep it secret.
///
/// Permission: as for the mutation that gives it.
#[derive(SimpleObject)]
pub(crate) struct SignedRequest {
    /// HTTP method: "PUT" or "GET".
    method: String,
    /// Address with signature.
    url: String,
    /// Headers that must be sent with just these values.
    headers: Vec<HttpHeader>,
    /// The last instant at which the storage accepts it.
    expires_at: DateTime,
}

impl From<api::SignedRequest> for SignedRequest {
    fn from(row: api::SignedRequest) -> Self {
        Self {
            method: row.method,
            url: row.url,
            headers: row
                .headers
                .into_iter()
                .map(|(name, value)| HttpHeader { name, value })
                .collect(),
            expires_at: row.expires_at.into(),
        }
    }
}

/// A file to be uploaded.
#[derive(InputObject)]
pub(crate) struct RequestUploadInput {
    /// Your own key for this request, 1 to 100 characters: repeated with the same input, the request happens once.
    pub(super) idempotency_key: String,
    /// The global id of the project it belongs to.
    pub(super) project_id: ID,
    /// What it is.
    pub(super) kind: DocumentKind,
    /// Title, 1 to 200 characters.
    pub(super) title: String,
    /// File name, 1 to 200 characters, without a path.
    pub(super) file_name: String,
    /// Media type, one of the allowed: "application/pdf".
    pub(super) media_type: String,
    /// Size in bytes, 1 to 52 428 800 (50 MiB); the storage takes exactly this many.
    pub(super) size_bytes: i64,
    /// SHA-256 of the file, 64 hexadecimal digits; the storage takes no other file.
    pub(super) sha256: String,
}

/// An upload that is complete.
#[derive(InputObject)]
pub(crate) struct FinaliseUploadInput {
    /// Your own key for this request, 1 to 100 characters: repeated with the same input, the request happens once.
    pub(super) idempotency_key: String,
    /// The global id of the document.
    pub(super) document_id: ID,
    /// The version that the change is based on.
    pub(super) expected_version: i64,
}

/// A document to be downloaded.
#[derive(InputObject)]
pub(crate) struct IssueDownloadLinkInput {
    /// The global id of the document.
    pub(super) document_id: ID,
}
