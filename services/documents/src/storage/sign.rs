//! Signed addresses. Made here without a word to the storage.

use std::time::SystemTime;

use aws_sdk_s3::presigning::{PresignedRequest, PresigningConfig};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use chrono::{SubsecRound, TimeDelta};
use wsparcie_documents_api::{Document, SignedRequest};
use wsparcie_kernel::Instant;

use super::disposition::attachment;
use super::{ObjectKey, Storage, StorageError};
use crate::domain::digest::Sha256Digest;

impl Storage {
    /// An address to put exactly the announced bytes to: size, media type and SHA-256 are headers under the signature, so a
    /// request with others is refused, and the storage compares the bytes with the SHA-256.
    pub(crate) async fn sign_upload(
        &self,
        key: &ObjectKey,
        announced: &Document,
        now: Instant,
        lifetime: TimeDelta,
    ) -> Result<SignedRequest, StorageError> {
        let digest = Sha256Digest::parse(&announced.sha256).ok_or_else(StorageError::client)?;
        let (config, expires_at) = validity(now, lifetime)?;
        let request = self
            .outside
            .put_object()
            .bucket(&self.bucket)
            .key(key.as_str())
            .content_length(announced.size_bytes)
            .content_type(&announced.media_type)
            .checksum_sha256(BASE64_STANDARD.encode(digest.as_bytes()))
            .presigned(config)
            .await?;
        Ok(signed(&request, expires_at))
    }

    /// An address to get a file from, as an attachment under its own name and with its announced type, whatever the
    /// storage would say by itself.
    pub(crate) async fn sign_download(
        &self,
        key: &ObjectKey,
        document: &Document,
        now: Instant,
        lifetime: TimeDelta,
    ) -> Result<SignedRequest, StorageError> {
        let (config, expires_at) = validity(now, lifetime)?;
        let request = self
            .outside
            .get_object()
            .bucket(&self.bucket)
            .key(key.as_str())
            .response_content_disposition(attachment(&document.file_name))
            .response_content_type(&document.media_type)
            .presigned(config)
            .await?;
        Ok(signed(&request, expires_at))
    }
}

/// Signatures know whole seconds: what is said to be the last instant must be the signature's.
fn validity(now: Instant, lifetime: TimeDelta) -> Result<(PresigningConfig, Instant), StorageError> {
    let start = now.trunc_subsecs(0);
    let expires_in = lifetime.to_std().map_err(|_| StorageError::client())?;
    let config = PresigningConfig::builder()
        .start_time(SystemTime::from(start))
        .expires_in(expires_in)
        .build()
        .map_err(|_| StorageError::client())?;
    Ok((config, start + lifetime))
}

fn signed(request: &PresignedRequest, expires_at: Instant) -> SignedRequest {
    SignedRequest {
        method: request.method().to_owned(),
        url: request.uri().to_owned(),
        headers: request
            .headers()
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect(),
        expires_at,
    }
}
