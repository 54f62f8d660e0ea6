//! What may be uploaded.

use serde::Deserialize;

/// The largest file, in bytes: 50 MiB. The table has the same limit.
pub const MAX_SIZE_BYTES: i64 = 50 * 1024 * 1024;

/// The media types that an instance takes unless it is configured otherwise.
const DEFAULT_MEDIA_TYPES: &[&str] = &[
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.oasis.opendocument.text",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "image/png",
    "image/jpeg",
    "text/csv",
    "text/plain",
];

/// An instance's rules on what may be uploaded: data, so that another file type needs no release.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct UploadRules {
    /// The media types taken, in lower case and without parameters, such as `application/pdf`.
    pub media_types: Vec<String>,
}

impl Default for UploadRules {
    fn default() -> Self {
        Self {
            media_types: DEFAULT_MEDIA_TYPES
                .iter()
                .map(|name| (*name).to_owned())
                .collect(),
        }
    }
}
