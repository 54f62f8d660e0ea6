//! Which passwords are accepted, and the one form in which a password is hashed.
//!
//! Length and a list of what everybody knows; no rules on capitals, digits or signs, which only make passwords alike.

mod breached;
mod stretched;

use unicode_normalization::UnicodeNormalization;
use wsparcie_kernel::Problem;

use stretched::fold;

/// Shorter ones are guessed.
const SHORTEST_CHARACTERS: usize = 12;
/// Longer ones only cost work.
const LONGEST_BYTES: usize = 1_000;
/// A login's part of fewer letters says nothing about a password that begins with it.
const SHORTEST_LOGIN_PART: usize = 4;

/// The password as it is hashed: Unicode NFC, so that `ó` typed on one keyboard is the `ó` typed on another.
/// `None` if it is too long to be anyone's password.
pub(crate) fn typed(text: &str) -> Option<String> {
    (text.len() <= LONGEST_BYTES).then(|| text.nfc().collect())
}

/// Accepts a new password of the login's user: at least 12 characters, at most 1,000 bytes, neither on the list of
/// breached passwords nor the login, nor either of them stretched by a few signs.
pub(crate) fn accept(text: &str, login: &str) -> Result<String, Problem> {
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
    if is_guessable(&password, login) {
        return Err(Problem::new(
            "PASSWORD_BREACHED",
            "to hasło jest na liście wykradzionych haseł albo łatwo je odgadnąć; wymyśl inne, na przykład z kilku przypadkowych słów",
            "this password is on the list of stolen passwords or is easy to guess; think of another, of a few random words for example",
        ));
    }
    Ok(password)
}

fn is_guessable(password: &str, login: &str) -> bool {
    let folded = fold(password);
    if stretched::is_pattern(&folded) {
        return true;
    }
    let login = fold(login.trim());
    let own = [login.as_str(), login.split('@').next().unwrap_or_default()];
    stretched::cores(&folded).iter().any(|core| {
        breached::contains(core)
            || own
                .iter()
                .any(|part| part.len() >= SHORTEST_LOGIN_PART && part == core)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> String {
        accept(text, "anna.nowak@mops.example").map_or_else(|problem| problem.code, |_| "ok".to_owned())
    }

    #[test]
    fn a_password_is_counted_in_characters_after_composition() {
        assert_eq!(accept("żółwiażółwią", "anna").unwrap().chars().count(), 12);
        // Eleven letters, each typed as a base letter and a combining dot.
        assert_eq!(code(&"z\u{307}".repeat(11)), "PASSWORD_TOO_SHORT");
    }

    #[test]
    fn the_same_letters_typed_differently_are_the_same_password() {
        assert_eq!(typed("zaz\u{307}o\u{301}łc\u{301}"), typed("zażółć"));
    }

    #[test]
    fn a_password_of_a_megabyte_is_refused_before_any_work() {
        assert_eq!(code(&"a".repeat(1_001)), "PASSWORD_TOO_LONG");
        let longest: String = "korzec makowska ".chars().cycle().take(1_000).collect();
        assert_ne!(code(&longest), "PASSWORD_TOO_LONG");
        assert_eq!(typed(&"a".repeat(1_000_000)), None);
    }

    #[test]
    fn passwords_that_everybody_knows_are_refused_however_they_are_stretched() {
        for known in [
            "passwordpassword",
            "Password1234!",
            "P@ssw0rd2024!",
            "qwertyuiop123",
            "1qaz2wsx3edc",
            "zaq12wsxcde3",
            "123456789012",
            "210987654321",
            "abcdefghijkl",
            "aaaaaaaaaaaa",
            "abcabcabcabc",
            "hasłohasło12",
            "Hasło!!!!!!!!!!",
            "HASLOHASLOHASLO",
            "kochanie1985!",
            "Kochanie2024!!",
            "polska123456",
            "Warszawa2026",
            "Małgorzata1979",
            "2026Katarzyna!",
            "wsparcie2026",
            "qazwsxedcrfv",
            "anna.nowak@mops.example",
            "anna.nowak123",
        ] {
            assert_eq!(code(known), "PASSWORD_BREACHED", "{known}");
        }
    }

    #[test]
    fn words_of_ones_own_and_random_signs_are_accepted_without_rules_on_their_kind() {
        for own in [
            "poprawny koń bateria szczegół",
            "poprawny koń bateria zszywka",
            "zażółć gęślą jaźń",
            "correct horse battery staple?",
            "839201748362",
            "xkqvjwbzpmtr",
            "Tr0ub4dor&3xyz",
            "żyrafa w kapeluszu",
            "demo demo demonstracja",
            "the attacker's password",
        ] {
            assert_eq!(code(own), "ok", "{own}");
        }
    }
}
