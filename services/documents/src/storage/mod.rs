//! S3-compatible storage: signed addresses for clients, and our own look at what they left there.
//!
//! Which server it is, is configuration. It must not know the database or who acts. What is stored where:
//!
//! - `incoming/<tenant>/<document>`: where a signed upload goes. Whoever holds the signed address can overwrite it while the
//!   signature lives, and a server may keep bytes that failed its own checksum, so nothing here is ever served.
//! - `files/<tenant>/<document>/<object>`: what downloads come from. Made by our own copy, under a key that was never
//!   signed for writing and is used once; its bytes are hashed after the copy. Replaying an upload cannot change it.

mod config;
mod disposition;
mod error;
mod keys;
mod objects;
mod sign;

pub use config::S3Config;
pub(crate) use error::StorageError;
pub(crate) use keys::ObjectKey;

use aws_sdk_s3::Client;

/// The bucket. Cheap to clone.
#[derive(Clone)]
pub struct Storage {
    /// For our own requests.
    inside: Client,
    /// For addresses that clients get; it sends nothing.
    outside: Client,
    bucket: String,
}

impl std::fmt::Debug for Storage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Storage")
            .field("bucket", &self.bucket)
            .finish_non_exhaustive()
    }
}

impl Storage {
    /// Makes the clients; nothing is connected before the first request.
    pub fn new(config: &S3Config) -> Self {
        let public_endpoint = config.public_endpoint.as_deref().or(config.endpoint.as_deref());
        Self {
            inside: config.client(config.endpoint.as_deref()),
            outside: config.client(public_endpoint),
            bucket: config.bucket.clone(),
        }
    }

    /// Whether the storage answers and has the bucket.
    pub async fn is_ready(&self) -> bool {
        self.inside
            .head_bucket()
            .bucket(&self.bucket)
            .send()
            .await
            .is_ok()
    }
}
