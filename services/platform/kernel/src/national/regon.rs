//! REGON, the number of an entity (nine digits) or of its local unit (fourteen) in the statistical register.

use super::digits::{are_digits, are_zeros, last_value, weighted_sum, without_separators};
use super::problem::{parsed_from_text, shown_as_text, value_problem};

const ENTITY_LENGTH: usize = 9;
const LOCAL_UNIT_LENGTH: usize = 14;
const ENTITY_WEIGHTS: [u32; 8] = [8, 9, 2, 3, 4, 5, 6, 7];
const LOCAL_UNIT_WEIGHTS: [u32; 13] = [2, 4, 8, 5, 0, 9, 7, 3, 6, 1, 2, 4, 8];

/// A number in the REGON register. Among centres only the pair (REGON, kind of centre) is unique.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Regon(String);

/// Why a text is not a REGON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RegonProblem {
    /// Nothing was typed.
    Empty,
    /// Something other than digits and separators was typed.
    Character,
    /// Neither nine nor fourteen digits.
    Length {
        /// How many digits were typed.
        given: usize,
    },
    /// The first nine digits are zeros: they pass the checksum, yet nobody has that number.
    Zeros,
    /// The ninth digit does not agree with the first eight.
    Checksum,
    /// The first nine digits agree, the fourteenth does not.
    LocalUnitChecksum,
}

impl Regon {
    /// Reads a REGON of nine or fourteen digits; spaces and dashes are dropped.
    ///
    /// # Errors
    /// [`RegonProblem`] names the first rule that the text breaks.
    pub fn parse(text: &str) -> Result<Self, RegonProblem> {
        let digits = without_separators(text);
        if digits.is_empty() {
            return Err(RegonProblem::Empty);
        }
        if !are_digits(&digits) {
            return Err(RegonProblem::Character);
        }
        if digits.len() != ENTITY_LENGTH && digits.len() != LOCAL_UNIT_LENGTH {
            return Err(RegonProblem::Length { given: digits.len() });
        }
        let entity = &digits[..ENTITY_LENGTH];
        if are_zeros(entity) {
            return Err(RegonProblem::Zeros);
        }
        if !check_digit_agrees(entity, &ENTITY_WEIGHTS) {
            return Err(RegonProblem::Checksum);
        }
        if digits.len() == LOCAL_UNIT_LENGTH && !check_digit_agrees(&digits, &LOCAL_UNIT_WEIGHTS) {
            return Err(RegonProblem::LocalUnitChecksum);
        }
        Ok(Self(digits))
    }

    /// The nine or fourteen digits, without separators.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this is the number of a local unit (fourteen digits).
    pub fn is_local_unit(&self) -> bool {
        self.0.len() == LOCAL_UNIT_LENGTH
    }
}

/// The last digit is the weighted sum of the others modulo 11, where 10 is written as 0.
fn check_digit_agrees(digits: &str, weights: &[u32]) -> bool {
    last_value(digits) == Some(weighted_sum(digits, weights) % 11 % 10)
}

impl RegonProblem {
    /// Stable code for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "REGON_EMPTY",
            Self::Character => "REGON_CHARACTER",
            Self::Length { .. } => "REGON_LENGTH",
            Self::Zeros => "REGON_ZEROS",
            Self::Checksum => "REGON_CHECKSUM",
            Self::LocalUnitChecksum => "REGON_LOCAL_UNIT_CHECKSUM",
        }
    }

    /// What is wrong and what to do, in Polish.
    pub fn message_pl(&self) -> String {
        match self {
            Self::Empty => "podaj REGON: 9 cyfr, a dla jednostki lokalnej 14".to_owned(),
            Self::Character => "REGON składa się z samych cyfr (9 albo 14); usuń inne znaki".to_owned(),
            Self::Length { given } => {
                format!("REGON ma 9 albo 14 cyfr, a liczba podanych cyfr to {given}; popraw numer (zera z przodu też się liczą)")
            }
            Self::Zeros => "same zera nie są numerem REGON; podaj nadany REGON albo zostaw pole puste".to_owned(),
            Self::Checksum => {
                "cyfra kontrolna REGON (dziewiąta) się nie zgadza; sprawdź, czy wszystkie cyfry przepisano poprawnie".to_owned()
            }
            Self::LocalUnitChecksum => {
                "cyfra kontrolna 14-cyfrowego REGON (ostatnia) się nie zgadza; pierwsze 9 cyfr jest poprawne; sprawdź ostatnie 5 cyfr"
                    .to_owned()
            }
        }
    }

    /// What is wrong and what to do, in English.
    pub fn message_en(&self) -> String {
        match self {
            Self::Empty => "enter the REGON: 9 digits, or 14 for a local unit".to_owned(),
            Self::Character => "a REGON consists of digits only (9 or 14); remove other characters".to_owned(),
            Self::Length { given } => format!(
                "a REGON has 9 or 14 digits; the number of digits given is {given}; correct it (leading zeros count too)"
            ),
            Self::Zeros => "zeros alone are not a REGON; enter the assigned REGON or leave the field empty".to_owned(),
            Self::Checksum => {
                "the check digit of the REGON (the ninth) does not agree; check that every digit was copied correctly"
                    .to_owned()
            }
            Self::LocalUnitChecksum => {
                "the check digit of the 14-digit REGON (the last) does not agree; the first 9 digits do; check the last 5"
                    .to_owned()
            }
        }
    }
}

value_problem!(RegonProblem);
parsed_from_text!(Regon, RegonProblem);
shown_as_text!(Regon);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn digits_of(text: &str) -> Result<String, RegonProblem> {
        Regon::parse(text).map(|regon| regon.to_string())
    }

    fn completed(digits: &str, weights: &[u32]) -> String {
        format!("{digits}{}", weighted_sum(digits, weights) % 11 % 10)
    }

    #[test]
    fn the_documented_examples_are_accepted() {
        assert_eq!(digits_of("080086485"), Ok("080086485".to_owned()));
        assert_eq!(digits_of(" 080-086 485 "), Ok("080086485".to_owned()));
        assert_eq!(digits_of("12345678512347"), Ok("12345678512347".to_owned()));
        assert_eq!(
            Regon::parse("12345678512347").map(|regon| regon.is_local_unit()),
            Ok(true)
        );
        assert_eq!(
            Regon::parse("080086485").map(|regon| regon.is_local_unit()),
            Ok(false)
        );
    }

    #[test]
    fn leading_zeros_are_kept() {
        assert_eq!(digits_of("000331501"), Ok("000331501".to_owned()));
        assert_eq!(digits_of("331501"), Err(RegonProblem::Length { given: 6 }));
    }

    #[test]
    fn a_remainder_of_ten_is_written_as_zero() {
        let eight = (10_000_000_u32..10_000_100)
            .map(|n| n.to_string())
            .find(|n| weighted_sum(n, &ENTITY_WEIGHTS) % 11 == 10);
        let eight = eight.unwrap_or_default();
        assert_eq!(digits_of(&format!("{eight}0")), Ok(format!("{eight}0")));
        assert_eq!(digits_of(&format!("{eight}1")), Err(RegonProblem::Checksum));
    }

    #[test]
    fn a_refused_regon_names_the_rule_it_breaks() {
        for (typed, problem) in [
            ("", RegonProblem::Empty),
            ("\t", RegonProblem::Empty),
            ("08008648", RegonProblem::Length { given: 8 }),
            ("0800864855", RegonProblem::Length { given: 10 }),
            ("1234567851234", RegonProblem::Length { given: 13 }),
            ("080086486", RegonProblem::Checksum),
            ("12345678612347", RegonProblem::Checksum),
            ("12345678512348", RegonProblem::LocalUnitChecksum),
            ("000000000", RegonProblem::Zeros),
            ("00000000000000", RegonProblem::Zeros),
            ("08008648A", RegonProblem::Character),
            ("०८००८६४८५", RegonProblem::Character),
        ] {
            assert_eq!(digits_of(typed), Err(problem), "{typed:?}");
        }
    }

    proptest! {
        // Ten and zero share a check digit, so the weights guarantee detection only between other remainders.
        #[test]
        fn a_changed_digit_breaks_the_checksum_unless_ten_meets_zero(
            eight in "[1-9][0-9]{7}", at in 0..8_usize, by in 1..10_u8,
        ) {
            let valid = completed(&eight, &ENTITY_WEIGHTS);
            prop_assert_eq!(digits_of(&valid), Ok(valid.clone()));
            let mut bytes = valid.into_bytes();
            bytes[at] = b'0' + (bytes[at] - b'0' + by) % 10;
            let changed = String::from_utf8_lossy(&bytes).into_owned();
            let remainders = [&eight, &changed].map(|digits| weighted_sum(digits, &ENTITY_WEIGHTS) % 11);
            prop_assert_ne!(remainders[0], remainders[1]);
            prop_assert_eq!(Regon::parse(&changed).is_ok(), remainders.iter().all(|r| r % 10 == 0));
        }

        #[test]
        fn a_changed_check_digit_is_always_refused(eight in "[1-9][0-9]{7}", four in "[0-9]{4}", by in 1..10_u8) {
            let nine = completed(&eight, &ENTITY_WEIGHTS);
            let fourteen = completed(&format!("{nine}{four}"), &LOCAL_UNIT_WEIGHTS);
            for valid in [nine, fourteen] {
                prop_assert_eq!(digits_of(&valid), Ok(valid.clone()));
                let mut bytes = valid.into_bytes();
                if let Some(last) = bytes.last_mut() {
                    *last = b'0' + (*last - b'0' + by) % 10;
                }
                prop_assert!(Regon::parse(&String::from_utf8_lossy(&bytes)).is_err());
            }
        }

        #[test]
        fn no_text_makes_the_reader_panic(text in ".*") {
            let _outcome = Regon::parse(&text);
        }
    }
}
