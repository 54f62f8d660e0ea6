//! How to reach the storage.

use std::fmt;
use std::time::Duration;

use aws_sdk_s3::Client;
use aws_sdk_s3::config::retry::RetryConfig;
use aws_sdk_s3::config::timeout::TimeoutConfig;
use aws_sdk_s3::config::{
    BehaviorVersion, Config, Credentials, Region, RequestChecksumCalculation, ResponseChecksumValidation,
    SharedHttpClient,
};
use aws_smithy_http_client::Builder;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_http_client::tls::{Provider, TlsContext, TrustStore};
use serde::Deserialize;

/// The longest wait for a connection.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(1);
/// The longest one operation may take until its answer begins, repetition included.
const OPERATION_TIMEOUT: Duration = Duration::from_secs(5);
const ATTEMPTS: u32 = 2;
const PAUSE_BEFORE_REPETITION: Duration = Duration::from_millis(100);

/// How to reach an S3-compatible storage. Credentials come from here alone: no file, environment or metadata service is
/// asked for them.
#[derive(Clone, PartialEq, Eq, Deserialize)]
pub struct S3Config {
    /// Address without a bucket, as this process reaches it. Absent: Amazon's, for the region.
    pub endpoint: Option<String>,
    /// The same as clients reach it, if that is another one.
    pub public_endpoint: Option<String>,
    /// Region, as signatures name it.
    pub region: String,
    /// The bucket that everything goes to. It must exist.
    pub bucket: String,
    /// Access key id.
    pub access_key: String,
    /// Secret access key.
    pub secret_key: String,
    /// Whether the bucket stands in the path rather than in the host's name.
    pub path_style: bool,
}

impl fmt::Debug for S3Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("S3Config")
            .field("endpoint", &self.endpoint)
            .field("public_endpoint", &self.public_endpoint)
            .field("region", &self.region)
            .field("bucket", &self.bucket)
            .field("path_style", &self.path_style)
            .finish_non_exhaustive()
    }
}

impl S3Config {
    /// A client for one of the addresses.
    pub(super) fn client(&self, endpoint: Option<&str>) -> Client {
        let credentials = Credentials::new(&self.access_key, &self.secret_key, None, None, "configuration");
        let timeouts = TimeoutConfig::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            .read_timeout(OPERATION_TIMEOUT)
            .operation_timeout(OPERATION_TIMEOUT)
            .build();
        let retries = RetryConfig::standard()
            .with_max_attempts(ATTEMPTS)
            .with_initial_backoff(PAUSE_BEFORE_REPETITION)
            .with_max_backoff(PAUSE_BEFORE_REPETITION);
        let mut config = Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new(self.region.clone()))
            .credentials_provider(credentials)
            .force_path_style(self.path_style)
            .http_client(http_client(endpoint))
            .timeout_config(timeouts)
            .retry_config(retries)
            // We hash what matters ourselves; not every S3-compatible server knows the newer checksums.
            .request_checksum_calculation(RequestChecksumCalculation::WhenRequired)
            .response_checksum_validation(ResponseChecksumValidation::WhenRequired);
        if let Some(endpoint) = endpoint {
            config = config.endpoint_url(endpoint);
        }
        Client::from_conf(config.build())
    }
}

fn http_client(endpoint: Option<&str>) -> SharedHttpClient {
    let provider = Provider::Rustls(CryptoMode::Ring);
    let builder = Builder::new().tls_provider(provider);
    // A private storage on loopback speaks plain HTTP: it must not need a machine with certificates installed.
    let is_plain = endpoint.is_some_and(|address| address.starts_with("http://"));
    match TlsContext::builder()
        .with_trust_store(TrustStore::empty())
        .build()
    {
        Ok(trusting_nobody) if is_plain => builder.tls_context(trusting_nobody).build_https(),
        _ => builder.build_https(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_debug_print_shows_no_secret() {
        let config = S3Config {
            endpoint: Some("http://127.0.0.1:9".to_owned()),
            public_endpoint: None,
            region: "eu-central-1".to_owned(),
            bucket: "b".to_owned(),
            access_key: "AccessCanary".to_owned(),
            secret_key: "SecretCanary".to_owned(),
            path_style: true,
        };
        let storage = super::super::Storage::new(&config);
        assert!(!format!("{config:?} {storage:?}").contains("Canary"));
    }
}
