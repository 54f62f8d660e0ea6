//! Polish postcodes.

use super::digits::are_digits;
use super::problem::{parsed_from_text, shown_as_text, value_problem};

/// A postcode, two digits, a hyphen and three digits, for example `58-500`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Postcode(String);

/// Why a text is not a postcode.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PostcodeProblem {
    /// Nothing was typed.
    Empty,
    /// Not of the form 00-000.
    Form,
}

impl Postcode {
    /// Reads a postcode; white space around it is dropped.
    ///
    /// # Errors
    /// [`PostcodeProblem`] when the text is not of the form 00-000.
    pub fn parse(text: &str) -> Result<Self, PostcodeProblem> {
        let code = text.trim();
        if code.is_empty() {
            return Err(PostcodeProblem::Empty);
        }
        match code.split_once('-') {
            Some((area, place))
                if area.len() == 2 && place.len() == 3 && are_digits(area) && are_digits(place) =>
            {
                Ok(Self(code.to_owned()))
            }
            _ => Err(PostcodeProblem::Form),
        }
    }

    /// The postcode with its hyphen.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl PostcodeProblem {
    /// Stable code for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "POSTCODE_EMPTY",
            Self::Form => "POSTCODE_FORM",
        }
    }

    /// What is wrong and what to do, in Polish.
    pub fn message_pl(&self) -> String {
        match self {
            Self::Empty => "podaj kod pocztowy, na przykład 58-500".to_owned(),
            Self::Form => {
                "kod pocztowy to dwie cyfry, kreska i trzy cyfry, na przykład 58-500; popraw zapis".to_owned()
            }
        }
    }

    /// What is wrong and what to do, in English.
    pub fn message_en(&self) -> String {
        match self {
            Self::Empty => "enter the postcode, for example 58-500".to_owned(),
            Self::Form => {
                "a postcode is two digits, a hyphen and three digits, for example 58-500; correct it"
                    .to_owned()
            }
        }
    }
}

value_problem!(PostcodeProblem);
parsed_from_text!(Postcode, PostcodeProblem);
shown_as_text!(Postcode);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_postcode_is_two_digits_a_hyphen_and_three_digits() {
        for (typed, kept) in [
            ("58-500", "58-500"),
            (" 00-950\n", "00-950"),
            ("27-200", "27-200"),
        ] {
            assert_eq!(
                Postcode::parse(typed).map(|code| code.to_string()),
                Ok(kept.to_owned()),
                "{typed:?}"
            );
        }
    }

    #[test]
    fn other_forms_are_refused() {
        for typed in [
            "58500",
            "58–500",
            "58 - 500",
            "5-8500",
            "58-5000",
            "58-50",
            "58-5O0",
            "58-500-",
            "٥٨-٥٠٠",
            "５8-500",
        ] {
            assert_eq!(Postcode::parse(typed), Err(PostcodeProblem::Form), "{typed:?}");
        }
        assert_eq!(Postcode::parse(" "), Err(PostcodeProblem::Empty));
    }

    proptest! {
        #[test]
        fn showing_and_reading_a_postcode_gives_it_back(code in "[0-9]{2}-[0-9]{3}") {
            prop_assert_eq!(Postcode::parse(&code).map(|read| read.to_string()), Ok(code));
        }

        #[test]
        fn no_text_makes_the_reader_panic(text in ".*") {
            let _outcome = Postcode::parse(&text);
        }
    }
}
