//! Uploads and downloads.

use async_graphql::{Context, Object, SimpleObject};
use wsparcie_documents_api as api;
use wsparcie_kernel::CallError;
use wsparcie_kernel::ids::DocumentId;

use super::types::{
    Document, FinaliseUploadInput, IssueDownloadLinkInput, RequestUploadInput, SignedRequest,
};
use crate::graphql::Nullable;
use crate::graphql::ids;
use crate::graphql::payload::{Check, Payload, UserError, payloads};
use crate::graphql::permissions::open;
use crate::graphql::scope::load;
use crate::services::ask;

payloads! {
    /// What became of `finaliseUpload`.
    ///
    /// Permission: document:update
    FinaliseUploadPayload {
        /// The document as it is now, also after a conflict of versions; null if it was refused otherwise.
        document: Document
    }

    /// What became of `issueDownloadLink`.
    ///
    /// Permission: document:read
    IssueDownloadLinkPayload {
        /// The request that fetches the file, valid for minutes; null if it was refused.
        download: SignedRequest
    }
}

/// What became of `requestUpload`.
///
/// Permission: document:create
#[derive(SimpleObject)]
pub(crate) struct RequestUploadPayload {
    /// The document, awaiting its file; null if it was refused.
    document: Option<Document>,
    /// The request that stores the file; null if it was refused, or once the document is available.
    upload: Option<SignedRequest>,
    /// What has to be put right; empty if the mutation happened.
    user_errors: Vec<UserError>,
}

#[derive(Default)]
pub(crate) struct DocumentsMutation;

#[Object]
impl DocumentsMutation {
    /// Announces a file and gives a signed request to upload it with, bound to its size, type and SHA-256.
    ///
    /// Permission: document:create
    async fn request_upload(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The file.")] input: RequestUploadInput,
    ) -> Nullable<RequestUploadPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.requestUpload")?;
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            let new = api::NewDocument {
                project_id: ids::parse(&input.project_id)?,
                kind: input.kind.into(),
                title: input.title,
                file_name: input.file_name,
                media_type: input.media_type,
                size_bytes: input.size_bytes,
                sha256: input.sha256,
            };
            let answer = match check.into_result() {
                Ok(()) => ask!(scope.backend, documents.request_upload(call, new)),
                Err(refused) => Err(refused),
            };
            match answer {
                Ok(ticket) => Ok(RequestUploadPayload {
                    document: Some(ticket.document.into()),
                    upload: ticket.upload.map(Into::into),
                    user_errors: Vec::new(),
                }),
                Err(CallError::Refused(problems)) => Ok(RequestUploadPayload {
                    document: None,
                    upload: None,
                    user_errors: UserError::all(problems, scope.locale),
                }),
                Err(failure) => Err(failure.into()),
            }
        };
        Some(change.await)
    }

    /// Checks that the uploaded file is the announced one and makes the document available.
    ///
    /// Permission: document:update
    async fn finalise_upload(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The document.")] input: FinaliseUploadInput,
    ) -> Nullable<FinaliseUploadPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.finaliseUpload")?;
            let document_id: DocumentId = ids::parse(&input.document_id)?;
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            let finalise = api::FinaliseUpload {
                document_id,
                expected_version: input.expected_version,
            };
            let answer = match check.into_result() {
                Ok(()) => ask!(scope.backend, documents.finalise_upload(call, finalise)),
                Err(refused) => Err(refused),
            };
            FinaliseUploadPayload::settle_or_current(scope, answer, async { load!(scope, document_id) }).await
        };
        Some(change.await)
    }

    /// Gives a signed request to download an available document with; recorded in the audit trail.
    ///
    /// Permission: document:read
    async fn issue_download_link(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The document.")] input: IssueDownloadLinkInput,
    ) -> Nullable<IssueDownloadLinkPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.issueDownloadLink")?;
            let document = ids::parse(&input.document_id)?;
            let answer = ask!(
                scope.backend,
                documents.issue_download_link(scope.call(), document)
            );
            IssueDownloadLinkPayload::settle(scope, answer.map(|link| link.request))
        };
        Some(change.await)
    }
}
