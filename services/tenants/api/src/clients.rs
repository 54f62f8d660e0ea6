//! Programs that call the API, and their keys.

use serde::{Deserialize, Serialize};
use wsparcie_kernel::ids::{ApiClientId, ApiKeyId};
use wsparcie_kernel::{Date, Instant, Scope};

use crate::Secret;

/// A program that calls the API.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiClient {
    /// The client's id.
    pub id: ApiClientId,
    /// What it is for.
    pub name: String,
    /// What it may do.
    pub scopes: Vec<Scope>,
    /// Its keys, newest first: at most two of them live, so that one can be exchanged without a pause.
    pub keys: Vec<ApiKey>,
    /// When the client was revoked for good, if it was.
    pub revoked_at: Option<Instant>,
    /// When it was created.
    pub created_at: Instant,
    /// Version, for conflict-safe updates.
    pub version: i64,
}

/// One key of a client. The key itself is known to nobody but its holder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiKey {
    /// The key's id.
    pub id: ApiKeyId,
    /// When it was made.
    pub created_at: Instant,
    /// The last day (UTC) it is valid.
    pub expires_on: Date,
    /// When it was revoked, if it was.
    pub revoked_at: Option<Instant>,
    /// When it was last used, to within five minutes; absent if never.
    pub last_used_at: Option<Instant>,
}

/// An API client to be created, with its first key.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NewApiClient {
    /// What it is for, 1 to 100 characters.
    pub name: String,
    /// At least one scope that fits this kind of organisation.
    pub scopes: Vec<Scope>,
    /// The last day its key is valid: not in the past, at most two years ahead.
    pub expires_on: Date,
}

/// A client with its new key.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CreatedApiClient {
    /// The client.
    pub client: ApiClient,
    /// `wsp_` + 43 characters of a 256-bit secret + 6 characters of a checksum. Absent when the request was a repetition.
    pub key: Option<Secret>,
}

/// A client to be revoked with all its keys.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RevokeApiClient {
    /// The client.
    pub id: ApiClientId,
    /// The version that the change is based on.
    pub expected_version: i64,
}

/// A second key for a client, so that the first can be taken out of use later. Refused while two keys are live.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AddApiKey {
    /// The client.
    pub client: ApiClientId,
    /// The version that the change is based on.
    pub expected_version: i64,
    /// The last day the key is valid: not in the past, at most two years ahead.
    pub expires_on: Date,
}

/// One key to be revoked.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RevokeApiKey {
    /// The client.
    pub client: ApiClientId,
    /// The key.
    pub key: ApiKeyId,
    /// The version that the change is based on.
    pub expected_version: i64,
}
