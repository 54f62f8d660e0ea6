//! The hash chain over audit events: pure, so that sealing and verifying cannot disagree.

use serde_json::Value;
use sha2::{Digest, Sha256};
use uuid::Uuid;
use wsparcie_kernel::Instant;

/// The hash before the first event of a chain.
pub const GENESIS: [u8; 32] = [0; 32];

/// An event as the chain covers it: every column.
#[derive(Debug, Clone)]
pub struct ChainedEvent {
    /// The tenant whose chain it is in.
    pub tenant_id: Uuid,
    /// The event's id.
    pub id: Uuid,
    /// When it happened.
    pub at: Instant,
    /// Who: kind.
    pub principal_kind: String,
    /// Who: id.
    pub principal_id: String,
    /// What was done.
    pub action: String,
    /// To what kind of thing.
    pub subject_kind: String,
    /// To which thing.
    pub subject_id: Option<Uuid>,
    /// In which request.
    pub request_id: Uuid,
    /// Codes, ids, counts.
    pub details: Value,
}

/// The hash of an event at its place in the chain. Each part goes in behind its length, so that no two events run together.
pub fn hash(previous: &[u8; 32], seq: i64, event: &ChainedEvent) -> [u8; 32] {
    let mut hasher = Sha256::new();
    let mut put = |bytes: &[u8]| {
        hasher.update((bytes.len() as u64).to_be_bytes());
        hasher.update(bytes);
    };
    put(b"wsparcie-audit-1");
    put(previous);
    put(&seq.to_be_bytes());
    put(event.tenant_id.as_bytes());
    put(event.id.as_bytes());
    put(&event.at.timestamp_micros().to_be_bytes());
    put(event.principal_kind.as_bytes());
    put(event.principal_id.as_bytes());
    put(event.action.as_bytes());
    put(event.subject_kind.as_bytes());
    put(event.subject_id.as_ref().map_or(&[][..], |id| id.as_bytes()));
    put(event.request_id.as_bytes());
    let mut details = String::new();
    canonical(&event.details, &mut details);
    put(details.as_bytes());
    hasher.finalize().into()
}

/// JSON with sorted keys and no spaces, whatever order the parser kept.
fn canonical(value: &Value, out: &mut String) {
    match value {
        Value::Object(map) => {
            let mut keys: Vec<&String> = map.keys().collect();
            keys.sort();
            out.push('{');
            for key in keys {
                out.push_str(&Value::String(key.clone()).to_string());
                out.push(':');
                canonical(&map[key], out);
                out.push(',');
            }
            out.push('}');
        }
        Value::Array(items) => {
            out.push('[');
            for item in items {
                canonical(item, out);
                out.push(',');
            }
            out.push(']');
        }
        plain => out.push_str(&plain.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event() -> ChainedEvent {
        ChainedEvent {
            tenant_id: Uuid::from_u128(1),
            id: Uuid::from_u128(2),
            at: Instant::from_timestamp_micros(3).unwrap(),
            principal_kind: "user".into(),
            principal_id: "u".into(),
            action: "person.read".into(),
            subject_kind: "person".into(),
            subject_id: Some(Uuid::from_u128(4)),
            request_id: Uuid::from_u128(5),
            details: serde_json::json!({"b": 1, "a": [true, null]}),
        }
    }

    #[test]
    fn every_column_and_the_place_in_the_chain_change_the_hash() {
        let original = hash(&GENESIS, 1, &event());
        let edits: [fn(&mut ChainedEvent); 10] = [
            |e| e.tenant_id = Uuid::from_u128(9),
            |e| e.id = Uuid::from_u128(9),
            |e| e.at = Instant::from_timestamp_micros(4).unwrap(),
            |e| e.principal_kind = "system".into(),
            |e| e.principal_id = "v".into(),
            |e| e.action = "person.write".into(),
            |e| e.subject_kind = "fact".into(),
            |e| e.subject_id = None,
            |e| e.request_id = Uuid::from_u128(9),
            |e| e.details = serde_json::json!({"b": 1, "a": [true, false]}),
        ];
        for edit in edits {
            let mut edited = event();
            edit(&mut edited);
            assert_ne!(hash(&GENESIS, 1, &edited), original, "{edited:?}");
        }
        assert_ne!(hash(&GENESIS, 2, &event()), original);
        assert_ne!(hash(&[1; 32], 1, &event()), original);
    }

    #[test]
    fn the_order_of_keys_in_details_does_not_matter() {
        let mut other = event();
        other.details = serde_json::from_str(r#"{ "a": [true, null], "b": 1 }"#).unwrap();
        assert_eq!(hash(&GENESIS, 1, &other), hash(&GENESIS, 1, &event()));
    }

    #[test]
    fn text_cannot_move_from_one_column_to_the_next() {
        let (mut left, mut right) = (event(), event());
        (left.principal_kind, left.principal_id) = ("us".into(), "eru".into());
        (right.principal_kind, right.principal_id) = ("user".into(), "u".into());
        assert_ne!(hash(&GENESIS, 1, &left), hash(&GENESIS, 1, &right));
    }
}
