//! The header that makes a browser save a file instead of showing it.

use std::fmt::Write;

/// `Content-Disposition: attachment` with the file's name (RFC 6266, RFC 8187). Everything but letters, digits and a few
/// harmless signs is percent-encoded, so no name can end the header or add another one.
pub(super) fn attachment(file_name: &str) -> String {
    let mut header = String::from("attachment; filename*=UTF-8''");
    for byte in file_name.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            header.push(char::from(byte));
        } else {
            let _ = write!(header, "%{byte:02X}");
        }
    }
    header
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_polish_name_is_percent_encoded() {
        assert_eq!(
            attachment("Zał. 1.pdf"),
            "attachment; filename*=UTF-8''Za%C5%82.%201.pdf"
        );
    }

    proptest! {
        #[test]
        fn no_name_leaves_its_place_in_the_header(name in any::<String>()) {
            let header = attachment(&name);
            let value = header.strip_prefix("attachment; filename*=UTF-8''").unwrap_or(";");
            let is_harmless = |c: char| c.is_ascii_alphanumeric() || "-._~%".contains(c);
            prop_assert!(value.chars().all(is_harmless), "{}", header);
        }
    }
}
