//! Codes of a second factor: TOTP (RFC 6238: SHA-1, 6 digits, 30 seconds) and recovery codes.

use totp_rs::{Algorithm, Builder, Secret, Totp};
use wsparcie_kernel::{Instant, Problem};

/// How the platform calls itself in an authenticator.
const ISSUER: &str = "Wsparcie";
const DIGITS: u8 = 6;
const STEP_SECONDS: u64 = 30;
/// How many steps before and after the present one a code may come from: clocks differ, and typing takes time.
const WINDOW: i64 = 1;

/// Bytes of a secret: as many as HMAC-SHA-1 puts out.
pub(crate) const SECRET_BYTES: usize = 20;
/// Bytes of a recovery code: 80 bits, 16 letters of base32.
pub(crate) const RECOVERY_BYTES: usize = 10;
/// How many recovery codes a user gets.
pub(crate) const RECOVERY_CODES: usize = 10;

/// A code as somebody typed it.
pub(crate) enum TypedCode {
    /// Six digits of an authenticator.
    Totp(String),
    /// A recovery code, in capitals and without dashes.
    Recovery(String),
}

impl TypedCode {
    /// Reads a code; white space and dashes don't matter. `None` if it cannot be one.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        if text.len() > 100 {
            return None;
        }
        let bare: String = text
            .chars()
            .filter(|letter| !letter.is_whitespace() && *letter != '-')
            .map(|letter| letter.to_ascii_uppercase())
            .collect();
        let base32 = |letter: u8| matches!(letter, b'A'..=b'Z' | b'2'..=b'7');
        if bare.len() == usize::from(DIGITS) && bare.bytes().all(|digit| digit.is_ascii_digit()) {
            Some(Self::Totp(bare))
        } else if bare.len() == RECOVERY_BYTES * 8 / 5 && bare.bytes().all(base32) {
            Some(Self::Recovery(bare))
        } else {
            None
        }
    }
}

/// The step of 30 seconds that a code belongs to: within the window around `now` and later than the last one used.
pub(crate) fn step_of(secret: &[u8], code: &str, now: Instant, last_step: i64) -> Option<i64> {
    let totp = totp(secret, "");
    let present = now.timestamp().div_euclid(STEP_SECONDS.cast_signed());
    (present - WINDOW..=present + WINDOW)
        .filter(|step| *step > last_step)
        .find(|step| u64::try_from(*step).is_ok_and(|step| totp.check(code, step * STEP_SECONDS).is_some()))
}

/// The secret in base32 and as an `otpauth://` address; `None` if the login cannot stand in one.
pub(crate) fn setup(secret: &[u8], login: &str) -> Option<(String, String)> {
    let totp = totp(secret, login);
    Some((totp.secret().to_base32(), totp.to_url().ok()?))
}

fn totp(secret: &[u8], login: &str) -> Totp {
    Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_digits(DIGITS)
        .with_step_duration(STEP_SECONDS)
        .with_skew(0)
        .with_secret(secret.to_vec())
        .with_account_name(login)
        .with_issuer(Some(ISSUER))
        .build_noncompliant()
}

/// A recovery code without dashes, as its digest is made of.
pub(crate) fn recovery_code(random: [u8; RECOVERY_BYTES]) -> String {
    Secret::from(random.to_vec()).to_base32()
}

/// A recovery code as it is shown: `XXXX-XXXX-XXXX-XXXX`.
pub(crate) fn shown(code: &str) -> String {
    let mut shown = String::with_capacity(19);
    for (at, letter) in code.chars().enumerate() {
        if at > 0 && at % 4 == 0 {
            shown.push('-');
        }
        shown.push(letter);
    }
    shown
}

/// The refusal of a code that is wrong, used or outdated.
pub(crate) fn wrong() -> Problem {
    Problem::new(
        "CODE_WRONG",
        "kod się nie zgadza albo był już użyty; poczekaj na następny i wpisz go lub użyj kodu zapasowego",
        "the code is wrong or has been used; wait for the next one and type it, or use a recovery code",
    )
    .at(&["code"])
}

/// The refusal to set up a second one.
pub(crate) fn exists() -> Problem {
    Problem::new(
        "SECOND_FACTOR_EXISTS",
        "drugi składnik logowania jest już ustawiony; jeśli go nie masz, poproś operatora o usunięcie",
        "the second factor is set up already; if you have lost it, ask the operator to remove it",
    )
}

/// The refusal of what needs a second factor that is not there.
pub(crate) fn missing() -> Problem {
    Problem::new(
        "SECOND_FACTOR_MISSING",
        "drugi składnik logowania nie jest ustawiony; najpierw go ustaw",
        "no second factor is set up; set it up first",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Instant {
        Instant::from_timestamp(seconds, 0).unwrap()
    }

    #[test]
    fn codes_are_those_of_rfc_6238() {
        // Appendix B, SHA-1, cut to six digits.
        let secret = b"12345678901234567890";
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
        ] {
            assert_eq!(
                step_of(secret, code, at(seconds), 0),
                Some(seconds / 30),
                "{seconds}"
            );
        }
    }

    #[test]
    fn a_code_is_good_in_its_own_and_the_neighbouring_steps_and_never_after_a_later_one() {
        let secret = b"12345678901234567890";
        let (code, step) = ("081804", 1_111_111_109 / 30);
        for (now, last, good) in [
            (1_111_111_109, 0, true),
            (1_111_111_109 - 30, 0, true),
            (1_111_111_109 + 30, 0, true),
            (1_111_111_109 + 60, 0, false),
            (1_111_111_109 - 60, 0, false),
            (1_111_111_109, step - 1, true),
            (1_111_111_109, step, false),
        ] {
            assert_eq!(
                step_of(secret, code, at(now), last).is_some(),
                good,
                "{now} {last}"
            );
        }
        assert_eq!(step_of(secret, "+81804", at(1_111_111_109), 0), None);
    }

    #[test]
    fn a_typed_code_is_read_with_spaces_dashes_and_small_letters() {
        assert!(matches!(TypedCode::parse(" 123 456 "), Some(TypedCode::Totp(code)) if code == "123456"));
        let code = recovery_code([7; RECOVERY_BYTES]);
        let typed = shown(&code).to_ascii_lowercase();
        assert_eq!((code.len(), typed.len()), (16, 19));
        assert!(matches!(TypedCode::parse(&typed), Some(TypedCode::Recovery(read)) if read == code));
        for nothing in [
            "",
            "12345",
            "1234567",
            "１２３４５６",
            "ABCD-EFGH-IJKL-MNO1",
            &"1".repeat(1_000),
        ] {
            assert!(TypedCode::parse(nothing).is_none(), "{nothing}");
        }
    }

    #[test]
    fn the_address_for_an_authenticator_names_the_platform_and_the_login() {
        let (secret, uri) = setup(&[1; SECRET_BYTES], "anna+x@mops.example").unwrap();
        assert_eq!(secret.len(), 32);
        assert!(
            uri.starts_with("otpauth://totp/Wsparcie:anna%2Bx%40mops.example?secret="),
            "{uri}"
        );
        assert!(uri.contains("issuer=Wsparcie") && uri.contains(&secret), "{uri}");
    }
}
