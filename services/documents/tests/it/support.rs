//! A centre with a project, the service on a clock that stands at the present, and a client of the storage.

use std::sync::Arc;

use reqwest::StatusCode;
use sha2::{Digest, Sha256};
use uuid::Uuid;
use wsparcie_documents::{DocumentsService, S3Config, Storage};
use wsparcie_documents_api::{
    Document, DocumentKind, DocumentsApi, FinaliseUpload, NewDocument, SignedRequest, UploadTicket,
};
use wsparcie_kernel::ids::{ProjectId, TenantId};
use wsparcie_kernel::{
    Actor, Call, CallError, CallResult, Clock, FixedClock, Idempotency, Role, SystemClock, SystemIds,
};
use wsparcie_postgres::jobs::Runner;
use wsparcie_rpc::tarpc::context;
use wsparcie_testkit::{TestDb, call, user};

pub const PDF: &[u8] = b"%PDF-1.7 regulamin projektu";

pub struct World {
    pub test_db: TestDb,
    pub clock: Arc<FixedClock>,
    pub service: DocumentsService,
    pub tenant: TenantId,
    pub project: ProjectId,
    pub actor: Actor,
}

pub fn s3_config() -> S3Config {
    let var = |name: &str| {
        std::env::var(name).unwrap_or_else(|_| panic!("{name} is not set: run with `make test`"))
    };
    S3Config {
        endpoint: Some(var("S3_ENDPOINT")),
        public_endpoint: None,
        region: var("S3_REGION"),
        bucket: var("S3_BUCKET"),
        access_key: var("S3_ACCESS_KEY"),
        secret_key: var("S3_SECRET_KEY"),
        path_style: true,
    }
}

pub async fn world() -> World {
    let test_db = TestDb::start().await;
    let clock = Arc::new(FixedClock::at(SystemClock.now()));
    let service = service_on(&test_db, &clock, &s3_config());
    let tenant = test_db.centre("MOPS Próba").await;
    let project = project(&test_db, tenant).await;
    let actor = user(tenant, Role::Coordinator);
    World {
        test_db,
        clock,
        service,
        tenant,
        project,
        actor,
    }
}

pub fn service_on(test_db: &TestDb, clock: &Arc<FixedClock>, config: &S3Config) -> DocumentsService {
    DocumentsService::new(
        test_db.db.clone(),
        clock.clone(),
        Arc::new(SystemIds),
        Storage::new(config),
    )
}

pub async fn project(test_db: &TestDb, tenant: TenantId) -> ProjectId {
    let id = new_id();
    let mut admin = test_db.admin().await;
    sqlx::query(
        "insert into programmes.project (tenant_id, id, title, partners, source_notes, version, created_at, updated_at)
         values ($1, $2, 'Próba', '[]', '[]', 1, now(), now())",
    )
    .bind(tenant.into_uuid())
    .bind(id)
    .execute(&mut admin)
    .await
    .unwrap();
    ProjectId::from_uuid(id)
}

pub fn new_id() -> Uuid {
    wsparcie_kernel::IdSource::next(&SystemIds, SystemClock.now())
}

pub fn sha256(bytes: &[u8]) -> String {
    format!("{:x}", Sha256::digest(bytes))
}

/// The codes of a refusal.
pub fn codes<T: std::fmt::Debug>(answer: CallResult<T>) -> Vec<String> {
    match answer {
        Err(CallError::Refused(problems)) => problems.into_iter().map(|problem| problem.code).collect(),
        other => panic!("no refusal: {other:?}"),
    }
}

pub fn once(actor: &Actor, key: &str, fingerprint: &str) -> Call {
    call(actor).once(Some(Idempotency {
        key: key.to_owned(),
        fingerprint: fingerprint.to_owned(),
    }))
}

impl World {
    pub fn call(&self) -> Call {
        call(&self.actor)
    }

    pub fn input(&self, bytes: &[u8]) -> NewDocument {
        NewDocument {
            project_id: self.project,
            kind: DocumentKind::Rules,
            title: "Regulamin".to_owned(),
            file_name: "Załącznik \"1\"; x=.pdf".to_owned(),
            media_type: "application/pdf".to_owned(),
            size_bytes: i64::try_from(bytes.len()).unwrap(),
            sha256: sha256(bytes),
        }
    }

    pub async fn request(&self, call: Call, input: NewDocument) -> CallResult<UploadTicket> {
        self.service
            .clone()
            .request_upload(context::current(), call, input)
            .await
    }

    /// Announces a file; gives the document and where its bytes go.
    pub async fn announce(&self, bytes: &[u8]) -> (Document, SignedRequest) {
        let ticket = self.request(self.call(), self.input(bytes)).await.unwrap();
        (ticket.document, ticket.upload.unwrap())
    }

    pub async fn finalise_by(&self, call: Call, document: &Document) -> CallResult<Document> {
        let input = FinaliseUpload {
            document_id: document.id,
            expected_version: document.version,
        };
        self.service
            .clone()
            .finalise_upload(context::current(), call, input)
            .await
    }

    pub async fn finalise(&self, document: &Document) -> CallResult<Document> {
        self.finalise_by(self.call(), document).await
    }

    /// Announces, uploads and finalises a file.
    pub async fn available(&self, bytes: &[u8]) -> Document {
        let (document, upload) = self.announce(bytes).await;
        assert_eq!(put(&upload, bytes).await, StatusCode::OK);
        self.finalise(&document).await.unwrap()
    }

    pub async fn link(&self, document: &Document) -> CallResult<SignedRequest> {
        let link = self
            .service
            .clone()
            .issue_download_link(context::current(), self.call(), document.id)
            .await;
        link.map(|link| link.request)
    }

    pub async fn download(&self, document: &Document) -> Vec<u8> {
        let link = self.link(document).await.unwrap();
        let response = http().get(link.url).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        response.bytes().await.unwrap().to_vec()
    }

    /// The acts on a document in the audit trail, oldest first, with the kind of who did them.
    pub async fn trail(&self, document: &Document) -> Vec<(String, String)> {
        let mut admin = self.test_db.admin().await;
        sqlx::query_as(
            "select action, principal_kind from platform.audit_event where subject_id = $1 order by at, id",
        )
        .bind(document.id.into_uuid())
        .fetch_all(&mut admin)
        .await
        .unwrap()
    }

    /// Does the background work that is due.
    pub async fn work(&self, service: &DocumentsService) {
        let mut runner = Runner::new(
            self.test_db.db.clone(),
            self.clock.clone(),
            Arc::new(SystemIds),
            Arc::new(|_, _| {}),
        );
        for (kind, handler) in service.handlers() {
            runner = runner.handle(kind, handler);
        }
        runner.work_once().await.unwrap();
    }

    /// How many jobs wait.
    pub async fn jobs(&self) -> i64 {
        let mut admin = self.test_db.admin().await;
        sqlx::query_scalar("select count(*) from platform.job")
            .fetch_one(&mut admin)
            .await
            .unwrap()
    }
}

pub fn http() -> reqwest::Client {
    reqwest::Client::builder().no_proxy().build().unwrap()
}

/// Sends bytes on a signed upload with exactly its headers.
pub async fn put(upload: &SignedRequest, bytes: &[u8]) -> StatusCode {
    put_with(upload, bytes, &[]).await
}

/// Sends bytes on a signed upload with some headers changed; an empty value leaves a header out.
pub async fn put_with(upload: &SignedRequest, bytes: &[u8], changes: &[(&str, &str)]) -> StatusCode {
    assert_eq!(upload.method, "PUT");
    let mut request = http().put(&upload.url).body(bytes.to_vec());
    for (name, value) in &upload.headers {
        let instead = changes.iter().find(|(changed, _)| changed == name);
        let value = instead.map_or(value.as_str(), |(_, value)| *value);
        // The length is the body's own; the client counts it.
        if name != "content-length" && !value.is_empty() {
            request = request.header(name, value);
        }
    }
    request.send().await.unwrap().status()
}
