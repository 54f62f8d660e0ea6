//! What travels with every call from the gateway to a service.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::actor::Actor;

/// The language people are answered in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Locale {
    /// Polish, the first language of the platform.
    #[default]
    Pl,
    /// English.
    En,
}

/// A client's own key for one create or transition, so that a repeated request happens once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Idempotency {
    /// The key as the client gave it (1 to 100 characters).
    pub key: String,
    /// Keyed digest (hex) of the operation and its whole input, made by the gateway: the same key with another input is
    /// an error, and the digest tells nothing about the input.
    pub fingerprint: String,
}

/// The context of one call: who acts, for which request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// Who acts.
    pub actor: Actor,
    /// The HTTP request this call belongs to; stands in logs and in the audit trail.
    pub request_id: Uuid,
    /// Present on creates and transitions.
    #[serde(default)]
    pub idempotency: Option<Idempotency>,
}

impl Call {
    /// A call by `actor` within a request.
    pub const fn new(actor: Actor, request_id: Uuid) -> Self {
        Self {
            actor,
            request_id,
            idempotency: None,
        }
    }

    /// The same call, to happen once.
    #[must_use]
    pub fn once(mut self, idempotency: Option<Idempotency>) -> Self {
        self.idempotency = idempotency;
        self
    }
}
