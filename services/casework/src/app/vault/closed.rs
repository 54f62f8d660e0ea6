//! Why something sealed does not open, and what the caller learns of it.

use serde::Serialize;
use wsparcie_kernel::{CallError, CallResult};
use wsparcie_keys::KeyError;
use wsparcie_postgres::DbError;

/// Why something sealed does not open.
pub(super) enum Closed {
    /// The key was destroyed.
    Erased,
    /// The key store failed.
    Fault(KeyError),
    /// What was sealed is not what it should be.
    Defect,
}

impl From<KeyError> for Closed {
    fn from(error: KeyError) -> Self {
        match error {
            KeyError::Destroyed => Self::Erased,
            other => Self::Fault(other),
        }
    }
}

/// What was opened; `None` if the person was erased.
pub(super) fn unless_erased<T>(opened: Result<T, Closed>) -> CallResult<Option<T>> {
    match opened {
        Ok(value) => Ok(Some(value)),
        Err(Closed::Erased) => {
            tracing::info!(
                error.code = "PERSON_KEY_DESTROYED",
                "a row of an erased person was passed over"
            );
            Ok(None)
        }
        Err(Closed::Fault(error)) => Err(fault(&error)),
        Err(Closed::Defect) => Err(DbError::Inconsistent {
            table: "casework",
            column: "sealed",
        }
        .into()),
    }
}

/// A value as it is sealed.
pub(super) fn to_json(value: &impl Serialize) -> CallResult<Vec<u8>> {
    serde_json::to_vec(value).map_err(|_| CallError::Internal)
}

/// What the caller learns of a failure of the key store: whether trying later may help. It is logged here, once.
pub(super) fn fault(error: &KeyError) -> CallError {
    let code = match error {
        KeyError::Destroyed => "TENANT_KEY_DESTROYED",
        KeyError::Unknown => "KEY_UNKNOWN",
        KeyError::Tampered => "SEALED_TEXT_TAMPERED",
        KeyError::InstanceKeyIsNeeded => "INSTANCE_KEY_IS_NEEDED",
        KeyError::Store(_) => {
            tracing::error!(error.code = "KEY_STORE_FAULT", "the key store cannot be used");
            return CallError::Unavailable;
        }
    };
    tracing::error!(
        error.code = code,
        "a key is not to be had, or does not open what it should"
    );
    CallError::Internal
}
