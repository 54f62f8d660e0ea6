//! NIP, the tax identification number.

use super::digits::{are_digits, are_zeros, last_value, weighted_sum, without_separators};
use super::problem::{parsed_from_text, shown_as_text, value_problem};

const LENGTH: usize = 10;
/// Act of 13 October 1995 on the registration of taxpayers; the weights are published by the tax administration.
const WEIGHTS: [u32; 9] = [6, 5, 7, 2, 3, 4, 5, 6, 7];

/// A tax identification number: ten digits, the last one a check digit.
///
/// It is not unique among centres: a centre may use its gmina's NIP.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Nip(String);

/// Why a text is not a NIP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NipProblem {
    /// Nothing was typed.
    Empty,
    /// Something other than digits, separators and a leading `PL` was typed.
    Character,
    /// Not ten digits.
    Length {
        /// How many digits were typed.
        given: usize,
    },
    /// Ten zeros: they pass the checksum, yet nobody has that number.
    Zeros,
    /// The check digit does not agree with the other nine.
    Checksum,
}

impl Nip {
    /// Reads a NIP as people type it: spaces, dashes and a leading `PL` are dropped.
    ///
    /// # Errors
    /// [`NipProblem`] names the first rule that the text breaks.
    pub fn parse(text: &str) -> Result<Self, NipProblem> {
        let typed = without_separators(text);
        let digits = match typed.get(..2) {
            Some(country) if country.eq_ignore_ascii_case("PL") => typed.get(2..).unwrap_or_default(),
            _ => typed.as_str(),
        };
        if digits.is_empty() {
            return Err(NipProblem::Empty);
        }
        if !are_digits(digits) {
            return Err(NipProblem::Character);
        }
        if digits.len() != LENGTH {
            return Err(NipProblem::Length { given: digits.len() });
        }
        if are_zeros(digits) {
            return Err(NipProblem::Zeros);
        }
        // A remainder of 10 never equals a digit, so such numbers are refused without a rule of their own.
        if last_value(digits) != Some(weighted_sum(digits, &WEIGHTS) % 11) {
            return Err(NipProblem::Checksum);
        }
        Ok(Self(digits.to_owned()))
    }

    /// The ten digits, without separators.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl NipProblem {
    /// Stable code for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "NIP_EMPTY",
            Self::Character => "NIP_CHARACTER",
            Self::Length { .. } => "NIP_LENGTH",
            Self::Zeros => "NIP_ZEROS",
            Self::Checksum => "NIP_CHECKSUM",
        }
    }

    /// What is wrong and what to do, in Polish.
    pub fn message_pl(&self) -> String {
        match self {
            Self::Empty => "podaj NIP: 10 cyfr".to_owned(),
            Self::Character => {
                "NIP składa się z 10 cyfr (dopuszczalne są spacje, kreski i „PL” na początku); usuń inne znaki"
                    .to_owned()
            }
            Self::Length { given } => format!("NIP ma 10 cyfr, a liczba podanych cyfr to {given}; popraw numer"),
            Self::Zeros => "same zera nie są numerem NIP; podaj nadany NIP albo zostaw pole puste".to_owned(),
            Self::Checksum => {
                "cyfra kontrolna NIP się nie zgadza; sprawdź, czy wszystkie cyfry przepisano poprawnie".to_owned()
            }
        }
    }

    /// What is wrong and what to do, in English.
    pub fn message_en(&self) -> String {
        match self {
            Self::Empty => "enter the NIP: 10 digits".to_owned(),
            Self::Character => {
                "a NIP consists of 10 digits (spaces, dashes and a leading “PL” are accepted); remove other characters"
                    .to_owned()
            }
            Self::Length { given } => format!("a NIP has 10 digits; the number of digits given is {given}; correct it"),
            Self::Zeros => "zeros alone are not a NIP; enter the assigned NIP or leave the field empty".to_owned(),
            Self::Checksum => {
                "the check digit of the NIP does not agree; check that every digit was copied correctly".to_owned()
            }
        }
    }
}

value_problem!(NipProblem);
parsed_from_text!(Nip, NipProblem);
shown_as_text!(Nip);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn digits_of(text: &str) -> Result<String, NipProblem> {
        Nip::parse(text).map(|nip| nip.as_str().to_owned())
    }

    /// A valid NIP made of nine digits; `None` where the remainder is 10 or all digits are zero.
    fn completed(nine: &str) -> Option<String> {
        let check = weighted_sum(nine, &WEIGHTS) % 11;
        (check < 10 && !are_zeros(nine)).then(|| format!("{nine}{check}"))
    }

    #[test]
    fn a_nip_is_read_as_people_type_it() {
        for typed in [
            "8971811633",
            "897-181-16-33",
            "897-18-11-633",
            "897 181 16 33",
            "PL8971811633",
            "pl 897-181-16-33",
            "PL-8971811633",
            "  8971811633\n",
            "897–181–16–33",
            "897\u{a0}181\u{2011}16 33",
        ] {
            assert_eq!(digits_of(typed), Ok("8971811633".to_owned()), "{typed:?}");
        }
    }

    #[test]
    fn a_refused_nip_names_the_rule_it_breaks() {
        for (typed, problem) in [
            ("", NipProblem::Empty),
            ("  - ", NipProblem::Empty),
            ("PL", NipProblem::Empty),
            ("897181163", NipProblem::Length { given: 9 }),
            ("89718116333", NipProblem::Length { given: 11 }),
            ("8971811634", NipProblem::Checksum),
            ("0000000000", NipProblem::Zeros),
            ("897181163x", NipProblem::Character),
            ("DE8971811633", NipProblem::Character),
            ("8971811633PL", NipProblem::Character),
            ("897.181.16.33", NipProblem::Character),
            ("٨٩٧١٨١١٦٣٣", NipProblem::Character),
            ("８９７１８１１６３３", NipProblem::Character),
            ("żó", NipProblem::Character),
        ] {
            assert_eq!(digits_of(typed), Err(problem), "{typed:?}");
        }
    }

    #[test]
    fn a_remainder_of_ten_is_never_a_nip() {
        let nine = (100_000_000_u32..100_000_100)
            .map(|n| n.to_string())
            .find(|n| weighted_sum(n, &WEIGHTS) % 11 == 10);
        let nine = nine.unwrap_or_default();
        for check in 0..10 {
            assert_eq!(digits_of(&format!("{nine}{check}")), Err(NipProblem::Checksum));
        }
    }

    #[test]
    fn a_nip_travels_as_checked_text() -> serde_json::Result<()> {
        let nip: Nip = serde_json::from_str(r#""897-181-16-33""#)?;
        assert_eq!(serde_json::to_string(&nip)?, r#""8971811633""#);
        assert!(serde_json::from_str::<Nip>(r#""8971811634""#).is_err());
        assert!(serde_json::from_str::<Nip>("8971811633").is_err());
        Ok(())
    }

    proptest! {
        #[test]
        fn any_single_changed_digit_breaks_the_checksum(nine in "[0-9]{9}", at in 0..10_usize, by in 1..10_u8) {
            let Some(valid) = completed(&nine) else { return Ok(()) };
            prop_assert_eq!(digits_of(&valid), Ok(valid.clone()));
            let mut bytes = valid.into_bytes();
            bytes[at] = b'0' + (bytes[at] - b'0' + by) % 10;
            prop_assert!(Nip::parse(&String::from_utf8_lossy(&bytes)).is_err());
        }

        #[test]
        fn showing_and_reading_a_nip_gives_it_back(nine in "[0-9]{9}") {
            let Some(valid) = completed(&nine) else { return Ok(()) };
            let nip = Nip::parse(&valid);
            prop_assert_eq!(nip.clone().map(|nip| nip.to_string()), Ok(valid.clone()));
            let grouped = format!("PL {}-{}-{}-{}", &valid[..3], &valid[3..6], &valid[6..8], &valid[8..]);
            prop_assert_eq!(Nip::parse(&grouped), nip);
        }

        #[test]
        fn no_text_makes_the_reader_panic(text in ".*") {
            let _outcome = Nip::parse(&text);
        }
    }
}
