//! The shapes that the calls take and give.

use std::fmt;

use serde::{Deserialize, Serialize};
use wsparcie_kernel::ids::{DocumentId, ProjectId};
use wsparcie_kernel::{Instant, codes};

codes! {
    /// What a document is.
    pub enum DocumentKind {
        /// Regulamin projektu.
        Rules => "rules", "regulamin", "rules";
        /// Ankieta rekrutacyjna.
        RecruitmentSurvey => "recruitment_survey", "ankieta rekrutacyjna", "recruitment survey";
        /// Anything else.
        Other => "other", "inny dokument", "other document";
    }
}

codes! {
    /// Where a document stands.
    pub enum DocumentState {
        /// Announced, its file not yet there.
        AwaitingUpload => "awaiting_upload", "oczekuje na plik", "awaiting upload";
        /// Its file is there and is the announced one.
        Available => "available", "dostępny", "available";
    }
}

/// A document.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Id.
    pub id: DocumentId,
    /// The project it belongs to.
    pub project_id: ProjectId,
    /// What it is.
    pub kind: DocumentKind,
    /// Title, in Polish.
    pub title: String,
    /// The file's name for whoever downloads it.
    pub file_name: String,
    /// Media type.
    pub media_type: String,
    /// Size in bytes.
    pub size_bytes: i64,
    /// SHA-256 of the file, 64 hexadecimal digits.
    pub sha256: String,
    /// Where it stands.
    pub state: DocumentState,
    /// Version, for conflict-safe updates.
    pub version: i64,
    /// When it was announced.
    pub created_at: Instant,
}

impl fmt::Debug for Document {
    /// Without title and file name: people put names into them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Document")
            .field("id", &self.id)
            .field("state", &self.state)
            .field("version", &self.version)
            .finish_non_exhaustive()
    }
}

/// A file to be uploaded.
#[derive(Clone, Serialize, Deserialize)]
pub struct NewDocument {
    /// The project it belongs to.
    pub project_id: ProjectId,
    /// What it is.
    pub kind: DocumentKind,
    /// Title, 1 to 200 characters.
    pub title: String,
    /// File name, 1 to 200 characters, without a path.
    pub file_name: String,
    /// Media type, one of the allowed.
    pub media_type: String,
    /// Size in bytes, 1 to 50 MiB.
    pub size_bytes: i64,
    /// SHA-256 of the file, 64 hexadecimal digits.
    pub sha256: String,
}

impl fmt::Debug for NewDocument {
    /// Without title and file name: people put names into them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewDocument")
            .field("project_id", &self.project_id)
            .field("kind", &self.kind)
            .field("media_type", &self.media_type)
            .field("size_bytes", &self.size_bytes)
            .finish_non_exhaustive()
    }
}

/// Where and how to upload an announced file.
#[derive(Clone, Serialize, Deserialize)]
pub struct UploadTicket {
    /// The document.
    pub document: Document,
    /// Where the file goes: the address and the headers to send with it, exactly. Absent once the document is available.
    pub upload: Option<SignedRequest>,
}

impl fmt::Debug for UploadTicket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "UploadTicket({:?})", self.document.id)
    }
}

/// A signed request to the storage. Whoever has it can use it: never logged.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedRequest {
    /// HTTP method.
    pub method: String,
    /// Address with signature.
    pub url: String,
    /// Headers that must be sent with these values.
    pub headers: Vec<(String, String)>,
    /// The last instant it is accepted.
    pub expires_at: Instant,
}

impl fmt::Debug for SignedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SignedRequest(***)")
    }
}

/// An upload to be finalised.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FinaliseUpload {
    /// The document.
    pub document_id: DocumentId,
    /// The version that the change is based on.
    pub expected_version: i64,
}

/// A link to download a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DownloadLink {
    /// The document.
    pub document_id: DocumentId,
    /// The signed request.
    pub request: SignedRequest,
}
