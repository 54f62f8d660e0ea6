//! Failures of the storage, in words that leak nothing.

use aws_sdk_s3::config::http::HttpResponse;
use aws_sdk_s3::error::{ProvideErrorMetadata, SdkError};
use wsparcie_kernel::CallError;

/// A failure of the storage. Its text names no address and no key.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StorageError {
    /// The server cannot be reached, is overloaded or too slow: trying later may help.
    #[error("the storage is unavailable")]
    Unavailable,
    /// A refusal that only another configuration or code can change. `code` is the storage's.
    #[error("the storage refused with {code}")]
    Defect {
        /// S3's error code, or `client` for a failure on our side.
        code: String,
    },
}

impl StorageError {
    /// A failure on our side.
    pub(super) fn client() -> Self {
        Self::Defect {
            code: "client".to_owned(),
        }
    }
}

impl<E: ProvideErrorMetadata> From<SdkError<E, HttpResponse>> for StorageError {
    fn from(error: SdkError<E, HttpResponse>) -> Self {
        match error {
            SdkError::TimeoutError(_) | SdkError::DispatchFailure(_) | SdkError::ResponseError(_) => {
                Self::Unavailable
            }
            SdkError::ServiceError(refusal) => {
                let status = refusal.raw().status().as_u16();
                if status >= 500 || status == 429 {
                    Self::Unavailable
                } else {
                    Self::Defect {
                        code: refusal.err().code().unwrap_or("unknown").to_owned(),
                    }
                }
            }
            _ => Self::client(),
        }
    }
}

/// Whether the storage says that there is no such object. A missing bucket is a defect, where the answer tells.
pub(super) fn is_missing<E: ProvideErrorMetadata>(error: &SdkError<E, HttpResponse>) -> bool {
    matches!(error, SdkError::ServiceError(refusal)
        if refusal.raw().status().as_u16() == 404 && refusal.err().code() != Some("NoSuchBucket"))
}

impl From<StorageError> for CallError {
    /// What the caller learns: whether trying later may help. The failure is logged here, once.
    fn from(error: StorageError) -> Self {
        match error {
            StorageError::Unavailable => {
                tracing::warn!(error.code = "S3_UNAVAILABLE", "the storage is unavailable");
                Self::Unavailable
            }
            StorageError::Defect { code } => {
                tracing::error!(error.code = "S3_DEFECT", s3.code = %code, "the storage refused a request");
                Self::Internal
            }
        }
    }
}
