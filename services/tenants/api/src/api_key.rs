//! The form of an API key: `wsp_`, 43 characters of a 256-bit secret, 6 characters of a checksum.
//!
//! Pure. The gateway refuses a malformed key with it before any SQL; the prefix and the checksum let scanners of leaked
//! secrets recognise a key without asking anyone. What a key may do is decided elsewhere.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use crate::Secret;

const PREFIX: &str = "wsp_";
/// 32 bytes in base64url without padding.
const SECRET_LENGTH: usize = 43;
/// 36 bits in base64url.
const CHECKSUM_LENGTH: usize = 6;

/// The key that carries these 256 random bits.
pub fn from_secret(secret: &[u8; 32]) -> Secret {
    let body = format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(secret));
    let checksum = checksum(&body);
    Secret::new(body + &checksum)
}

/// Whether the text has the form of a key. Says nothing about whether such a key was ever given out.
pub fn check_format(key: &str) -> bool {
    let length = PREFIX.len() + SECRET_LENGTH;
    if key.len() != length + CHECKSUM_LENGTH || !key.is_ascii() {
        return false;
    }
    let (body, sum) = key.split_at(length);
    let Some(secret) = body.strip_prefix(PREFIX) else {
        return false;
    };
    URL_SAFE_NO_PAD.decode(secret).is_ok() && checksum(body) == sum
}

/// The SHA-256 of a whole key: what is stored and asked for. 256 random bits need no slow hash.
pub fn digest(key: &str) -> [u8; 32] {
    Sha256::digest(key.as_bytes()).into()
}

fn checksum(body: &str) -> String {
    let mut text = URL_SAFE_NO_PAD.encode(Sha256::digest(body.as_bytes()));
    text.truncate(CHECKSUM_LENGTH);
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_key_is_recognised_by_its_prefix_length_and_checksum() {
        let key = from_secret(&[7; 32]);
        let key = key.expose();
        assert_eq!(key.len(), 53);
        assert!(key.starts_with("wsp_") && check_format(key));
        for bad in [
            "",
            "wsp_",
            &key[1..],
            &format!("{key}A"),
            &key.replace("wsp_", "wsq_"),
            &format!(" {key}"),
        ] {
            assert!(!check_format(bad), "{bad:?}");
        }
    }

    #[test]
    fn letters_that_only_look_alike_are_not_a_key() {
        let key = from_secret(&[7; 32]).expose().replacen('w', "ԝ", 1);
        assert!(!check_format(&key));
        assert!(!check_format(&"ą".repeat(27)));
    }

    proptest! {
        #[test]
        fn every_secret_gives_a_key_of_the_right_form(secret: [u8; 32]) {
            prop_assert!(check_format(from_secret(&secret).expose()));
        }

        #[test]
        fn one_changed_character_breaks_the_form(secret: [u8; 32], place in 0_usize..53, put in "[A-Za-z0-9_-]") {
            let key = from_secret(&secret);
            let mut changed = key.expose().to_owned();
            changed.replace_range(place..=place, &put);
            prop_assume!(changed != key.expose());
            prop_assert!(!check_format(&changed));
        }

        #[test]
        fn no_text_makes_the_check_panic(text in ".*") {
            let _outcome = check_format(&text);
        }
    }
}
