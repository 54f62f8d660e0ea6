//! SHA-256 digests, as people and storages write them.

/// A SHA-256 digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sha256Digest([u8; 32]);

impl Sha256Digest {
    /// Wraps the digest's bytes.
    pub(crate) const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Reads 64 hexadecimal digits in either case.
    pub(crate) fn parse(hex: &str) -> Option<Self> {
        if hex.len() != 64 || !hex.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return None;
        }
        let mut bytes = [0; 32];
        for (byte, digits) in bytes.iter_mut().zip(hex.as_bytes().chunks_exact(2)) {
            *byte = u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
        }
        Some(Self(bytes))
    }

    /// The bytes.
    pub(crate) const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// 64 hexadecimal digits in lower case.
    pub(crate) fn to_hex(self) -> String {
        use std::fmt::Write;
        self.0.iter().fold(String::with_capacity(64), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_sixty_four_hexadecimal_digits_are_a_digest() {
        let good = "0A".repeat(32);
        assert_eq!(
            Sha256Digest::parse(&good).map(Sha256Digest::to_hex),
            Some(good.to_lowercase())
        );
        for bad in [
            "",
            "0a",
            &"0g".repeat(32),
            &"+1".repeat(32),
            &"ą".repeat(32),
            &"0a".repeat(33),
        ] {
            assert_eq!(Sha256Digest::parse(bad), None, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn a_digest_is_read_as_it_was_written(bytes: [u8; 32]) {
            let digest = Sha256Digest::from_bytes(bytes);
            prop_assert_eq!(Sha256Digest::parse(&digest.to_hex()), Some(digest));
        }
    }
}
