//! PESEL, the personal number of a natural person.
//!
//! It is personal data: no `Display`, a masked `Debug`, and no problem that repeats any of it.

#[cfg(test)]
mod tests;

use std::fmt;

use chrono::NaiveDate;

use crate::national::Sex;
use crate::national::digits::{are_digits, last_value, values, weighted_sum};
use crate::national::problem::{parsed_from_text, value_problem};

const LENGTH: usize = 11;
/// Act of 24 September 2010 on the population register, and its regulation on the PESEL number.
const WEIGHTS: [u32; 10] = [1, 3, 7, 9, 1, 3, 7, 9, 1, 3];

/// A personal number: birth date, a serial whose last digit tells the sex, and a check digit.
///
/// It is serialised in clear, because it travels between services; it never belongs in a log, span or error.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Pesel {
    digits: String,
    birth_date: NaiveDate,
    sex: Sex,
}

/// Why a text is not a PESEL. Holds nothing of what was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PeselProblem {
    /// Nothing was typed.
    Empty,
    /// Something other than digits was typed.
    Character,
    /// Not eleven digits.
    Length {
        /// How many digits were typed.
        given: usize,
    },
    /// The check digit does not agree with the other ten.
    Checksum,
    /// The first six digits are not a day of the calendar.
    BirthDate,
}

impl Pesel {
    /// Reads a PESEL; white space around it is dropped.
    ///
    /// # Errors
    /// [`PeselProblem`] names the first rule that the text breaks.
    pub fn parse(text: &str) -> Result<Self, PeselProblem> {
        let digits = text.trim();
        if digits.is_empty() {
            return Err(PeselProblem::Empty);
        }
        if !are_digits(digits) {
            return Err(PeselProblem::Character);
        }
        if digits.len() != LENGTH {
            return Err(PeselProblem::Length { given: digits.len() });
        }
        let expected = (10 - weighted_sum(digits, &WEIGHTS) % 10) % 10;
        if last_value(digits) != Some(expected) {
            return Err(PeselProblem::Checksum);
        }
        let birth_date = encoded_date(digits).ok_or(PeselProblem::BirthDate)?;
        let is_male = values(digits).nth(9).is_some_and(|digit| digit % 2 == 1);
        let sex = if is_male { Sex::Male } else { Sex::Female };
        Ok(Self {
            digits: digits.to_owned(),
            birth_date,
            sex,
        })
    }

    /// The eleven digits. Named so that a reader of the calling code sees personal data leave.
    pub fn expose(&self) -> &str {
        &self.digits
    }

    /// Birth date that the number encodes.
    pub fn birth_date(&self) -> NaiveDate {
        self.birth_date
    }

    /// Sex that the number encodes: an odd tenth digit is a man.
    pub fn sex(&self) -> Sex {
        self.sex
    }
}

/// Day that the first six digits encode; the century is added to the month. `None` if the calendar has no such day.
fn encoded_date(digits: &str) -> Option<NaiveDate> {
    let two_digits = |at: usize| {
        values(digits)
            .skip(at)
            .take(2)
            .fold(0, |number, digit| number * 10 + digit)
    };
    let (year, month, day) = (two_digits(0), two_digits(2), two_digits(4));
    let century = match month {
        81..=92 => 1800,
        1..=12 => 1900,
        21..=32 => 2000,
        41..=52 => 2100,
        61..=72 => 2200,
        _ => return None,
    };
    NaiveDate::from_ymd_opt(i32::try_from(century + year).ok()?, month % 20, day)
}

impl fmt::Debug for Pesel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pesel(***)")
    }
}

impl serde::Serialize for Pesel {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.expose())
    }
}

impl PeselProblem {
    /// Stable code for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "PESEL_EMPTY",
            Self::Character => "PESEL_CHARACTER",
            Self::Length { .. } => "PESEL_LENGTH",
            Self::Checksum => "PESEL_CHECKSUM",
            Self::BirthDate => "PESEL_BIRTH_DATE",
        }
    }

    /// What is wrong and what to do, in Polish.
    pub fn message_pl(&self) -> String {
        match self {
            Self::Empty => "podaj PESEL: 11 cyfr; jeśli osoba nie ma numeru, zaznacz „brak PESEL”".to_owned(),
            Self::Character => "PESEL składa się z 11 cyfr, bez spacji i kresek; usuń inne znaki".to_owned(),
            Self::Length { given } => {
                format!("PESEL ma 11 cyfr, a liczba podanych cyfr to {given}; popraw numer (zera z przodu też się liczą)")
            }
            Self::Checksum => {
                "cyfra kontrolna PESEL się nie zgadza; sprawdź z dokumentem, czy wszystkie cyfry przepisano poprawnie".to_owned()
            }
            Self::BirthDate => {
                "pierwsze 6 cyfr PESEL nie jest datą urodzenia; sprawdź rok, miesiąc i dzień z dokumentem".to_owned()
            }
        }
    }

    /// What is wrong and what to do, in English.
    pub fn message_en(&self) -> String {
        match self {
            Self::Empty => "enter the PESEL: 11 digits; if the person has none, tick “no PESEL”".to_owned(),
            Self::Character => {
                "a PESEL consists of 11 digits without spaces or dashes; remove other characters".to_owned()
            }
            Self::Length { given } => format!(
                "a PESEL has 11 digits; the number of digits given is {given}; correct it (leading zeros count too)"
            ),
            Self::Checksum => {
                "the check digit of the PESEL does not agree; compare every digit with the document".to_owned()
            }
            Self::BirthDate => {
                "the first 6 digits of the PESEL are not a birth date; compare year, month and day with the document"
                    .to_owned()
            }
        }
    }
}

value_problem!(PeselProblem);
parsed_from_text!(Pesel, PeselProblem);
