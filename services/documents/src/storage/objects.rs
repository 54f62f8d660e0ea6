//! Our own requests to the storage.

use aws_sdk_s3::types::MetadataDirective;
use sha2::{Digest, Sha256};
use wsparcie_documents_api::Document;
use wsparcie_kernel::ids::{DocumentId, TenantId};

use super::disposition::attachment;
use super::error::is_missing;
use super::{ObjectKey, Storage, StorageError, keys};
use crate::domain::digest::Sha256Digest;
use crate::domain::upload::ObjectFacts;

impl Storage {
    /// What the storage says of an object; `None` if there is none.
    #[tracing::instrument(name = "s3.find_object", skip_all, err(level = "debug"))]
    pub(crate) async fn find(&self, key: &ObjectKey) -> Result<Option<ObjectFacts>, StorageError> {
        match self
            .inside
            .head_object()
            .bucket(&self.bucket)
            .key(key.as_str())
            .send()
            .await
        {
            Ok(object) => Ok(Some(ObjectFacts {
                size_bytes: object.content_length().unwrap_or(0),
                media_type: object.content_type().map(str::to_owned),
            })),
            Err(error) if is_missing(&error) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Copies an object within the storage, with the document's type and name as its headers; `false` if there is none.
    #[tracing::instrument(name = "s3.copy_object", skip_all, err(level = "debug"))]
    pub(crate) async fn copy(
        &self,
        from: &ObjectKey,
        to: &ObjectKey,
        document: &Document,
    ) -> Result<bool, StorageError> {
        let copied = self
            .inside
            .copy_object()
            .bucket(&self.bucket)
            .copy_source(format!("{}/{}", self.bucket, from.as_str()))
            .key(to.as_str())
            .metadata_directive(MetadataDirective::Replace)
            .content_type(&document.media_type)
            .content_disposition(attachment(&document.file_name))
            .send()
            .await;
        match copied {
            Ok(_) => Ok(true),
            Err(error) if is_missing(&error) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Reads an object and hashes what is read, piece by piece; `None` if there is none.
    ///
    /// The checksum that the storage keeps is not asked: a server may keep the checksum of an earlier upload beside the bytes
    /// of a later one that it refused. Reading stops beyond `at_most` bytes.
    #[tracing::instrument(name = "s3.hash_object", skip_all, err(level = "debug"))]
    pub(crate) async fn hash(
        &self,
        key: &ObjectKey,
        at_most: i64,
    ) -> Result<Option<(i64, Sha256Digest)>, StorageError> {
        let object = match self
            .inside
            .get_object()
            .bucket(&self.bucket)
            .key(key.as_str())
            .send()
            .await
        {
            Ok(object) => object,
            Err(error) if is_missing(&error) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let mut body = object.body;
        let mut hasher = Sha256::new();
        let mut size_bytes = 0_i64;
        while let Some(piece) = body.try_next().await.map_err(|_| StorageError::Unavailable)? {
            size_bytes = size_bytes.saturating_add(i64::try_from(piece.len()).unwrap_or(i64::MAX));
            if size_bytes > at_most {
                break;
            }
            hasher.update(&piece);
        }
        Ok(Some((
            size_bytes,
            Sha256Digest::from_bytes(hasher.finalize().into()),
        )))
    }

    /// Deletes an object; deleting what isn't there is no failure.
    #[tracing::instrument(name = "s3.delete_object", skip_all, err(level = "debug"))]
    pub(crate) async fn delete(&self, key: &ObjectKey) -> Result<(), StorageError> {
        match self
            .inside
            .delete_object()
            .bucket(&self.bucket)
            .key(key.as_str())
            .send()
            .await
        {
            Ok(_) => Ok(()),
            Err(error) if is_missing(&error) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// The files that finalising left for a document: one that is served, and those of attempts broken off. At most a
    /// thousand.
    #[tracing::instrument(name = "s3.list_files", skip_all, err(level = "debug"))]
    pub(crate) async fn list_files(
        &self,
        tenant: TenantId,
        document: DocumentId,
    ) -> Result<Vec<ObjectKey>, StorageError> {
        let prefix = keys::files_prefix(tenant, document);
        let listed = self
            .inside
            .list_objects_v2()
            .bucket(&self.bucket)
            .prefix(prefix)
            .send()
            .await?;
        let names = listed
            .contents
            .unwrap_or_default()
            .into_iter()
            .filter_map(|object| object.key);
        Ok(names.map(ObjectKey::listed).collect())
    }
}
