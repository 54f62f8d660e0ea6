//! What the gateway signs and digests with its own keys: cursors and the fingerprints of inputs.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use serde_json::Value;
use sha2::Sha256;
use uuid::Uuid;

use crate::config::Secrets;

/// A cursor is the position (16 bytes) and half of its HMAC-SHA-256 (16 bytes).
const CURSOR_BYTES: usize = 32;

/// Signs and checks. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Signer(Arc<Secrets>);

impl Signer {
    pub(crate) fn new(secrets: Secrets) -> Self {
        Self(Arc::new(secrets))
    }

    /// An opaque cursor for a position in one list (`field`) of one tenant.
    pub(crate) fn cursor(&self, tenant: Uuid, field: &str, position: Uuid) -> String {
        let mut bytes = position.as_bytes().to_vec();
        bytes.extend_from_slice(&self.cursor_mac(tenant, field, position).finalize().into_bytes()[..16]);
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// The position behind a cursor; `None` if the cursor was not made for this list of this tenant.
    pub(crate) fn position(&self, tenant: Uuid, field: &str, cursor: &str) -> Option<Uuid> {
        // Longer texts are no cursors of ours and are not even decoded.
        if cursor.len() > CURSOR_BYTES * 2 {
            return None;
        }
        let bytes: [u8; CURSOR_BYTES] = URL_SAFE_NO_PAD.decode(cursor).ok()?.try_into().ok()?;
        let (position, signature) = bytes.split_at(16);
        let position = Uuid::from_slice(position).ok()?;
        self.cursor_mac(tenant, field, position)
            .verify_truncated_left(signature)
            .ok()?;
        Some(position)
    }

    fn cursor_mac(&self, tenant: Uuid, field: &str, position: Uuid) -> Hmac<Sha256> {
        let mut mac = keyed(&self.0.cursor_key);
        mac.update(tenant.as_bytes());
        mac.update(position.as_bytes());
        mac.update(field.as_bytes());
        mac
    }

    /// A digest of an operation and its input, the same however the input's keys are ordered. `null` and absence are one.
    pub(crate) fn fingerprint(&self, operation: &str, input: &Value) -> String {
        let mut mac = keyed(&self.0.fingerprint_key);
        mac.update(operation.as_bytes());
        mac.update(b"\0");
        let mut text = String::new();
        write_canonical(input, &mut text);
        mac.update(text.as_bytes());
        mac.finalize()
            .into_bytes()
            .iter()
            .fold(String::with_capacity(64), |mut hex, byte| {
                hex.push(char::from(b"0123456789abcdef"[usize::from(byte >> 4)]));
                hex.push(char::from(b"0123456789abcdef"[usize::from(byte & 15)]));
                hex
            })
    }
}

impl Signer {
    /// A keyed digest of something that only names a place in Redis or a device: of an address, a login, a cookie's entry.
    pub(crate) fn device_mac(&self, label: &str, parts: &[&[u8]]) -> [u8; 32] {
        self.device_hmac(label, parts).finalize().into_bytes().into()
    }

    /// Whether the digest begins with these bytes; takes the same time wherever they differ.
    pub(crate) fn device_mac_is(&self, label: &str, parts: &[&[u8]], beginning: &[u8]) -> bool {
        self.device_hmac(label, parts)
            .verify_truncated_left(beginning)
            .is_ok()
    }

    fn device_hmac(&self, label: &str, parts: &[&[u8]]) -> Hmac<Sha256> {
        let mut mac = keyed(&self.0.device_key);
        // Lengths go in front, so that no two lists of parts read alike.
        for part in std::iter::once(&label.as_bytes()).chain(parts) {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac
    }
}

fn keyed(key: &[u8; 32]) -> Hmac<Sha256> {
    // HMAC itself fills a short key with zeros up to the digest's block of 64 bytes.
    let mut block = [0; 64];
    block[..32].copy_from_slice(key);
    Hmac::new(&block.into())
}

/// Writes JSON with sorted keys and without nulls. The input's depth is bounded by the guard.
fn write_canonical(value: &Value, text: &mut String) {
    match value {
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().filter(|(_, value)| !value.is_null()).collect();
            members.sort_by_key(|(name, _)| *name);
            text.push('{');
            for (name, value) in members {
                text.push_str(&Value::from(name.as_str()).to_string());
                text.push(':');
                write_canonical(value, text);
                text.push(',');
            }
            text.push('}');
        }
        Value::Array(items) => {
            text.push('[');
            for item in items {
                write_canonical(item, text);
                text.push(',');
            }
            text.push(']');
        }
        scalar => text.push_str(&scalar.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn signer() -> Signer {
        Signer::new(Secrets {
            cursor_key: [1; 32],
            fingerprint_key: [2; 32],
            device_key: [3; 32],
        })
    }

    fn id(n: u128) -> Uuid {
        Uuid::from_u128(n)
    }

    #[test]
    fn a_cursor_leads_back_only_to_its_own_list_and_tenant() {
        let cursor = signer().cursor(id(1), "Query.projects", id(7));
        assert_eq!(signer().position(id(1), "Query.projects", &cursor), Some(id(7)));
        assert_eq!(signer().position(id(2), "Query.projects", &cursor), None);
        assert_eq!(signer().position(id(1), "Query.people", &cursor), None);
        let other = Signer::new(Secrets {
            cursor_key: [9; 32],
            fingerprint_key: [2; 32],
            device_key: [3; 32],
        });
        assert_eq!(other.position(id(1), "Query.projects", &cursor), None);
    }

    #[test]
    fn a_forged_cursor_is_no_position() {
        let cursor = signer().cursor(id(1), "Query.projects", id(7));
        for forged in [
            "",
            "abc",
            "%%%",
            &cursor[1..],
            &format!("{cursor}AA"),
            &"A".repeat(43),
            &"A".repeat(100_000),
        ] {
            assert_eq!(signer().position(id(1), "Query.projects", forged), None);
        }
        let mut flipped = URL_SAFE_NO_PAD.decode(&cursor).unwrap();
        flipped[3] ^= 1;
        assert_eq!(
            signer().position(id(1), "Query.projects", &URL_SAFE_NO_PAD.encode(flipped)),
            None
        );
    }

    #[test]
    fn a_fingerprint_is_of_what_is_said_and_not_of_how_it_is_ordered() {
        let one = signer().fingerprint("createProject", &json!({"a": 1, "b": {"c": [1, 2], "d": null}}));
        assert_eq!(
            one,
            signer().fingerprint("createProject", &json!({"b": {"c": [1, 2]}, "a": 1}))
        );
        assert_ne!(
            one,
            signer().fingerprint("createProject", &json!({"b": {"c": [2, 1]}, "a": 1}))
        );
        assert_ne!(
            one,
            signer().fingerprint("createPerson", &json!({"b": {"c": [1, 2]}, "a": 1}))
        );
        assert_eq!(one.len(), 64);
    }
}
