//! The documents service: announced files, their upload to S3-compatible storage, and links to download them.
//!
//! It owns the schema `documents` and every object in the bucket. Bytes go between clients and the storage on signed
//! addresses and never through calls. It must not know GraphQL, or another service's tables.
//!
//! Inside, `domain` holds the rules, `storage` alone names S3, `db` alone names SQL, `app` puts them in order.

mod app;
mod db;
mod domain;
mod jobs;
mod storage;

use std::sync::Arc;

use wsparcie_documents_api::{
    Document, DocumentsApi, DownloadLink, FinaliseUpload, NewDocument, UploadTicket,
};
use wsparcie_kernel::ids::{DocumentId, ProjectId};
use wsparcie_kernel::{Call, CallResult, Clock, IdSource, Page, PageRequest};
use wsparcie_postgres::Db;
use wsparcie_postgres::jobs::Handler;
use wsparcie_rpc::tarpc::context::Context;

pub use domain::rules::{MAX_SIZE_BYTES, UploadRules};
pub use jobs::SWEEP_INCOMING;
pub use storage::{S3Config, Storage};

/// The documents service. Cheap to clone.
#[derive(Clone)]
pub struct DocumentsService {
    inner: Arc<Inner>,
}

/// What every use case needs.
struct Inner {
    db: Db,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn IdSource>,
    storage: Storage,
    rules: UploadRules,
}

impl DocumentsService {
    /// The service with the default [`UploadRules`].
    pub fn new(db: Db, clock: Arc<dyn Clock>, ids: Arc<dyn IdSource>, storage: Storage) -> Self {
        Self::with_rules(db, clock, ids, storage, UploadRules::default())
    }

    /// The service with other rules on what may be uploaded.
    pub fn with_rules(
        db: Db,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn IdSource>,
        storage: Storage,
        rules: UploadRules,
    ) -> Self {
        Self {
            inner: Arc::new(Inner {
                db,
                clock,
                ids,
                storage,
                rules,
            }),
        }
    }

    /// Whether the storage answers and has the bucket. The database's readiness is asked of [`Db`].
    pub async fn is_ready(&self) -> bool {
        self.inner.storage.is_ready().await
    }

    /// The background work of this service, by job kind, for the job runner.
    pub fn handlers(&self) -> [(&'static str, Handler); 1] {
        let service = self.clone();
        let sweep: Handler = Arc::new(move |job| {
            let service = service.clone();
            Box::pin(async move { jobs::sweep_incoming(&service.inner, &job).await })
        });
        [(SWEEP_INCOMING, sweep)]
    }
}

impl DocumentsApi for DocumentsService {
    async fn list_documents(
        self,
        _: Context,
        call: Call,
        project: Option<ProjectId>,
        page: PageRequest,
    ) -> CallResult<Page<Document>> {
        app::read::list_documents(&self.inner, &call, project, &page).await
    }

    async fn documents_by_id(
        self,
        _: Context,
        call: Call,
        ids: Vec<DocumentId>,
    ) -> CallResult<Vec<Document>> {
        app::read::documents_by_id(&self.inner, &call, &ids).await
    }

    async fn request_upload(self, _: Context, call: Call, input: NewDocument) -> CallResult<UploadTicket> {
        app::announce::request_upload(&self.inner, &call, input).await
    }

    async fn finalise_upload(self, _: Context, call: Call, input: FinaliseUpload) -> CallResult<Document> {
        app::finalise::finalise_upload(&self.inner, &call, &input).await
    }

    async fn issue_download_link(
        self,
        _: Context,
        call: Call,
        document: DocumentId,
    ) -> CallResult<DownloadLink> {
        app::download::issue_download_link(&self.inner, &call, document).await
    }
}
