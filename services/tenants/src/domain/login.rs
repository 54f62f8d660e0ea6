//! Logins: what a user types to say who they are.

use wsparcie_kernel::Problem;

const SHORTEST: usize = 3;
const LONGEST: usize = 100;

/// A login: 3 to 100 characters of `a-z 0-9 . _ - @ +`. Two logins that read alike are the same login.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Login(String);

impl Login {
    /// Reads a login as typed: white space around it is dropped, capitals become small letters.
    ///
    /// Anything outside ASCII is refused before letters are made small, because some foreign letters look like Latin ones
    /// (Cyrillic `а`) and some become Latin ones (the Kelvin sign becomes `k`).
    pub(crate) fn parse(text: &str) -> Result<Self, Problem> {
        let login = text.trim().to_ascii_lowercase();
        if !login
            .bytes()
            .all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'_' | b'-' | b'@' | b'+'))
        {
            return Err(Problem::new(
                "LOGIN_CHARACTER",
                "login składa się z liter bez znaków polskich, cyfr i znaków . _ - @ +; usuń inne znaki",
                "a login consists of the letters a to z, digits and the characters . _ - @ +; remove other characters",
            ));
        }
        if !(SHORTEST..=LONGEST).contains(&login.len()) {
            return Err(Problem::new(
                "LOGIN_LENGTH",
                format!("login ma od {SHORTEST} do {LONGEST} znaków; popraw go"),
                format!("a login has {SHORTEST} to {LONGEST} characters; correct it"),
            ));
        }
        Ok(Self(login))
    }

    /// The login in small letters.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn capitals_and_spaces_around_do_not_matter() {
        assert_eq!(
            Login::parse(" Anna.Nowak@MOPS.example ").unwrap().as_str(),
            "anna.nowak@mops.example"
        );
    }

    #[test]
    fn letters_that_only_look_latin_are_refused() {
        // Cyrillic а, the Kelvin sign, dotless ı, a full-width letter, a letter with an ogonek.
        for text in [
            "аnna",
            "\u{212A}rzysztof",
            "ıgor",
            "ａnna",
            "łukasz",
            "anna nowak",
            "anna\0",
        ] {
            assert_eq!(
                Login::parse(text).unwrap_err().code,
                "LOGIN_CHARACTER",
                "{text:?}"
            );
        }
    }

    #[test]
    fn a_login_is_three_to_a_hundred_characters_long() {
        for text in ["", "  ", "ab", &"a".repeat(101)] {
            assert_eq!(Login::parse(text).unwrap_err().code, "LOGIN_LENGTH", "{text:?}");
        }
        assert!(Login::parse("abc").is_ok() && Login::parse(&"a".repeat(100)).is_ok());
    }

    proptest! {
        #[test]
        fn a_login_read_again_stays_itself(text in ".{0,120}") {
            if let Ok(login) = Login::parse(&text) {
                prop_assert_eq!(Login::parse(login.as_str()), Ok(login.clone()));
                prop_assert!(login.as_str().is_ascii());
            }
        }
    }
}
