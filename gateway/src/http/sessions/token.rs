//! The token that stands for a session, and its digest.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// 32 bytes in base64url without padding.
const TOKEN_CHARACTERS: usize = 43;

/// A session's token: 256 random bits. Whoever has it is signed in; it is given out once and never stored or printed.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionToken(String);

impl SessionToken {
    /// A token of these random bytes.
    pub fn from_random(bytes: [u8; 32]) -> Self {
        Self(URL_SAFE_NO_PAD.encode(bytes))
    }

    /// Takes a text for a token if it has a token's shape; whether a session has it, only the store knows.
    pub fn parse(text: &str) -> Option<Self> {
        let well_formed = text.len() == TOKEN_CHARACTERS && URL_SAFE_NO_PAD.decode(text).is_ok();
        well_formed.then(|| Self(text.to_owned()))
    }

    /// The text for the client.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// What the session is stored under.
    pub fn hash(&self) -> SessionHash {
        SessionHash(format!("{:x}", Sha256::digest(self.0.as_bytes())))
    }
}

impl fmt::Debug for SessionToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionToken(***)")
    }
}

/// The SHA-256 of a token, in hexadecimal digits: names a session without opening it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SessionHash(String);

impl SessionHash {
    pub(super) fn from_stored(text: String) -> Self {
        Self(text)
    }

    /// The 64 hexadecimal digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_texts_of_a_tokens_shape_are_looked_up() {
        let token = SessionToken::from_random([7; 32]);
        assert_eq!(SessionToken::parse(token.expose()), Some(token.clone()));
        for text in [
            "",
            "a",
            &token.expose()[1..],
            &format!("{}=", token.expose()),
            &"ż".repeat(43),
            &"*".repeat(43),
        ] {
            assert_eq!(SessionToken::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_token_is_never_printed() {
        let token = SessionToken::from_random([7; 32]);
        assert!(!format!("{token:?}").contains(token.expose()));
        assert!(!token.hash().as_str().contains(token.expose()));
        assert_eq!(token.hash().as_str().len(), 64);
    }
}
