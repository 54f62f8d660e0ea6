//! Which passwords are accepted, and the one form in which a password is hashed.

use unicode_normalization::UnicodeNormalization;
use wsparcie_kernel::Problem;

/// Shorter ones are guessed.
const SHORTEST_CHARACTERS: usize = 12;
/// Longer ones only cost work.
const LONGEST_BYTES: usize = 1_000;

/// The password as it is hashed: Unicode NFC, so that `ó` typed on one keyboard is the `ó` typed on another.
/// `None` if it is too long to be anyone's password.
pub(crate) fn typed(text: &str) -> Option<String> {
    (text.len() <= LONGEST_BYTES).then(|| text.nfc().collect())
}

/// Accepts a new password: at least 12 characters, at most 1,000 bytes.
pub(crate) fn accept(text: &str) -> Result<String, Problem> {
    let Some(password) = typed(text) else {
        return Err(Problem::new(
            "PASSWORD_TOO_LONG",
            format!("hasło może mieć najwyżej {LONGEST_BYTES} bajtów; skróć je"),
            format!("a password may have at most {LONGEST_BYTES} bytes; shorten it"),
        ));
    };
    if password.chars().count() < SHORTEST_CHARACTERS {
        return Err(Problem::new(
            "PASSWORD_TOO_SHORT",
            format!(
                "hasło musi mieć co najmniej {SHORTEST_CHARACTERS} znaków; wydłuż je, na przykład o kilka słów"
            ),
            format!(
                "a password needs at least {SHORTEST_CHARACTERS} characters; make it longer, by a few words for example"
            ),
        ));
    }
    Ok(password)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_counted_in_characters_after_composition() {
        assert_eq!(accept("żżżżżżżżżżżż").unwrap().chars().count(), 12);
        // Eleven letters, each typed as a base letter and a combining dot.
        assert_eq!(
            accept(&"z\u{307}".repeat(11)).unwrap_err().code,
            "PASSWORD_TOO_SHORT"
        );
    }

    #[test]
    fn the_same_letters_typed_differently_are_the_same_password() {
        assert_eq!(typed("zaz\u{307}o\u{301}łc\u{301}"), typed("zażółć"));
    }

    #[test]
    fn a_password_of_a_megabyte_is_refused_before_any_work() {
        assert_eq!(accept(&"a".repeat(1_001)).unwrap_err().code, "PASSWORD_TOO_LONG");
        assert!(accept(&"a".repeat(1_000)).is_ok());
        assert_eq!(typed(&"a".repeat(1_000_000)), None);
    }
}
