//! The keys that calls between processes are signed with.

use std::fmt;
use std::sync::Arc;

use sha2::{Digest, Sha256};
use wsparcie_kernel::hex;
use zeroize::Zeroizing;

/// Why a key file cannot be used. Names no content.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("a call key is 64 hexadecimal digits on a line of its own; one or two lines")]
pub struct CallKeyMalformed;

/// The keys of an instance. Prints nothing of itself; cheap to clone.
///
/// The first signs; all of them are believed. To change the key: give every process `old` and `new` in this order, then
/// `new` and `old`, then `new` alone; at each step every process believes what any other signs.
#[derive(Clone)]
pub struct CallKeys {
    keys: Arc<[CallKey]>,
}

/// One key with the name that envelopes call it by.
pub(crate) struct CallKey {
    pub(crate) id: String,
    pub(crate) secret: Zeroizing<[u8; 32]>,
}

impl CallKeys {
    /// One key, as derived from the key store.
    pub fn single(secret: [u8; 32]) -> Self {
        Self {
            keys: Arc::new([CallKey::new(secret)]),
        }
    }

    /// Two keys during a change: `first` signs, both are believed.
    pub fn pair(first: [u8; 32], second: [u8; 32]) -> Self {
        Self {
            keys: Arc::new([CallKey::new(first), CallKey::new(second)]),
        }
    }

    /// The content of a key file: one or two lines of 64 hexadecimal digits, the signing key first.
    pub fn parse(text: &str) -> Result<Self, CallKeyMalformed> {
        let lines: Vec<&str> = text
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .collect();
        let secrets: Option<Vec<[u8; 32]>> = lines
            .iter()
            .map(|line| hex::decode::<32>(line).filter(|_| line.len() == 64))
            .collect();
        match secrets.as_deref() {
            Some([one]) => Ok(Self::single(*one)),
            Some([first, second]) => Ok(Self::pair(*first, *second)),
            _ => Err(CallKeyMalformed),
        }
    }

    pub(crate) fn signing(&self) -> &CallKey {
        &self.keys[0]
    }

    pub(crate) fn find(&self, id: &str) -> Option<&CallKey> {
        self.keys.iter().find(|key| key.id == id)
    }
}

impl fmt::Debug for CallKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CallKeys(…)")
    }
}

impl CallKey {
    fn new(secret: [u8; 32]) -> Self {
        let mut digest = Sha256::new();
        digest.update(b"wsparcie/call-key-id/v1");
        digest.update(secret);
        Self {
            id: hex::encode(&digest.finalize()[..8]),
            secret: Zeroizing::new(secret),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_file_holds_one_or_two_keys_and_nothing_else() {
        let (one, two) = ("ab".repeat(32), "cd".repeat(32));
        let parsed = CallKeys::parse(&format!("{one}\n{two}\n")).unwrap();
        assert!(
            parsed
                .find(&CallKeys::parse(&two).unwrap().signing().id)
                .is_some()
        );
        assert_eq!(parsed.signing().id, CallKeys::parse(&one).unwrap().signing().id);
        for bad in [
            String::new(),
            one[..62].to_owned(),
            format!("{one}0"),
            "zz".repeat(32),
            format!("{one}\n{two}\n{one}"),
        ] {
            assert_eq!(CallKeys::parse(&bad).err(), Some(CallKeyMalformed), "{bad}");
        }
    }

    #[test]
    fn printing_keys_shows_nothing_of_them() {
        assert_eq!(format!("{:?}", CallKeys::single([171; 32])), "CallKeys(…)");
    }
}
