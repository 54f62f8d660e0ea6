//! Codes of powiats.

use super::TerytProblem;
use crate::national::Voivodeship;
use crate::national::digits::are_digits;
use crate::national::problem::{parsed_from_text, shown_as_text};

const LENGTH: usize = 4;

/// A powiat's TERYT code: two digits of the voivodeship, two of the powiat.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PowiatCode {
    digits: String,
    voivodeship: Voivodeship,
}

impl PowiatCode {
    /// Reads a powiat's code; white space around it is dropped.
    ///
    /// # Errors
    /// [`TerytProblem`] names the first rule that the text breaks.
    pub fn parse(text: &str) -> Result<Self, TerytProblem> {
        let digits = text.trim();
        if digits.is_empty() {
            return Err(TerytProblem::Empty);
        }
        if !are_digits(digits) {
            return Err(TerytProblem::Character);
        }
        if digits.len() != LENGTH {
            return Err(TerytProblem::Length {
                expected: LENGTH,
                given: digits.len(),
            });
        }
        let voivodeship = Voivodeship::from_code(&digits[..2]).ok_or(TerytProblem::Voivodeship)?;
        if &digits[2..] == "00" {
            return Err(TerytProblem::Powiat);
        }
        Ok(Self {
            digits: digits.to_owned(),
            voivodeship,
        })
    }

    /// The four digits.
    pub fn as_str(&self) -> &str {
        &self.digits
    }

    /// The voivodeship that the powiat lies in.
    pub fn voivodeship(&self) -> Voivodeship {
        self.voivodeship
    }

    /// Whether this is a city with powiat rights: powiat digits 61 and above.
    pub fn is_city_with_powiat_rights(&self) -> bool {
        // Two ASCII digits order as their numbers do.
        &self.digits[2..] >= "61"
    }
}

parsed_from_text!(PowiatCode, TerytProblem);
shown_as_text!(PowiatCode);
