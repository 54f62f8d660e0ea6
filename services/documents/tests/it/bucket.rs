//! A look behind the curtain: what is really in the bucket.

use aws_sdk_s3::Client;
use aws_sdk_s3::config::{BehaviorVersion, Config, Credentials, Region};
use aws_sdk_s3::primitives::ByteStream;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_http_client::tls::{Provider, TlsContext, TrustStore};
use wsparcie_documents_api::Document;
use wsparcie_kernel::ids::TenantId;

use crate::support::s3_config;

fn client() -> Client {
    let s3 = s3_config();
    let tls = TlsContext::builder()
        .with_trust_store(TrustStore::empty())
        .build()
        .unwrap();
    let http = aws_smithy_http_client::Builder::new()
        .tls_provider(Provider::Rustls(CryptoMode::Ring))
        .tls_context(tls);
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new(s3.region))
        .credentials_provider(Credentials::new(s3.access_key, s3.secret_key, None, None, "test"))
        .endpoint_url(s3.endpoint.unwrap())
        .force_path_style(true)
        .http_client(http.build_https())
        .build();
    Client::from_conf(config)
}

/// How many objects a document has under `incoming/` and under `files/`.
pub async fn objects(tenant: TenantId, document: &Document) -> (usize, usize) {
    let client = client();
    let mut counts = [0, 0];
    for (count, area) in counts.iter_mut().zip(["incoming", "files"]) {
        let prefix = prefix(area, tenant, document);
        let list = client
            .list_objects_v2()
            .bucket(s3_config().bucket)
            .prefix(prefix)
            .send()
            .await
            .unwrap();
        *count = list.contents().len();
    }
    (counts[0], counts[1])
}

/// Leaves a file of the document as an attempt at finalising that was broken off would.
pub async fn leave_file(tenant: TenantId, document: &Document) {
    let key = format!("{}/broken-off", prefix("files", tenant, document));
    let body = ByteStream::from_static(b"left over");
    client()
        .put_object()
        .bucket(s3_config().bucket)
        .key(key)
        .body(body)
        .send()
        .await
        .unwrap();
}

/// Replaces the incoming object by other bytes of any kind, as only a faulty storage could.
pub async fn replace_incoming(tenant: TenantId, document: &Document, bytes: &'static [u8], media_type: &str) {
    let key = prefix("incoming", tenant, document);
    let put = client()
        .put_object()
        .bucket(s3_config().bucket)
        .key(key)
        .content_type(media_type);
    put.body(ByteStream::from_static(bytes)).send().await.unwrap();
}

fn prefix(area: &str, tenant: TenantId, document: &Document) -> String {
    format!(
        "{area}/{}/{}",
        tenant.into_uuid().simple(),
        document.id.into_uuid().simple()
    )
}
