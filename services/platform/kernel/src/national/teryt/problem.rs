//! Why a text is not a TERYT code.

use crate::national::problem::value_problem;

/// Why a text is not the TERYT code that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TerytProblem {
    /// Nothing was typed.
    Empty,
    /// Something other than digits was typed.
    Character,
    /// A wrong number of digits: 4 for a powiat, 7 for a gmina with its kind.
    Length {
        /// How many digits the code has.
        expected: usize,
        /// How many digits were typed.
        given: usize,
    },
    /// The first two digits are not a voivodeship.
    Voivodeship,
    /// The powiat digits are 00, which stands for a whole voivodeship.
    Powiat,
    /// The gmina digits are 00, which stands for a whole powiat.
    Gmina,
    /// The last digit is not a kind of gmina.
    Kind,
}

impl TerytProblem {
    /// Stable code for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "TERYT_EMPTY",
            Self::Character => "TERYT_CHARACTER",
            Self::Length { .. } => "TERYT_LENGTH",
            Self::Voivodeship => "TERYT_VOIVODESHIP",
            Self::Powiat => "TERYT_POWIAT",
            Self::Gmina => "TERYT_GMINA",
            Self::Kind => "TERYT_KIND",
        }
    }

    /// What is wrong and what to do, in Polish.
    pub fn message_pl(&self) -> String {
        match self {
            Self::Empty => "podaj kod TERYT: 7 cyfr dla gminy, 4 dla powiatu".to_owned(),
            Self::Character => "kod TERYT składa się z samych cyfr, bez spacji; usuń inne znaki".to_owned(),
            Self::Length { expected, given } => format!(
                "wymagana liczba cyfr kodu TERYT to {expected}, a podano ich {given}; popraw kod (zera z przodu też się liczą)"
            ),
            Self::Voivodeship => {
                "pierwsze dwie cyfry kodu TERYT nie są kodem województwa (02, 04, …, 32); sprawdź kod".to_owned()
            }
            Self::Powiat => {
                "trzecia i czwarta cyfra kodu TERYT to 00, czyli całe województwo; podaj kod powiatu albo gminy".to_owned()
            }
            Self::Gmina => "piąta i szósta cyfra kodu TERYT to 00, czyli cały powiat; podaj kod gminy".to_owned(),
            Self::Kind => {
                "ostatnia cyfra kodu TERYT to rodzaj gminy: 1, 2, 3, 4, 5, 8 albo 9; sprawdź kod".to_owned()
            }
        }
    }

    /// What is wrong and what to do, in English.
    pub fn message_en(&self) -> String {
        match self {
            Self::Empty => "enter the TERYT code: 7 digits for a gmina, 4 for a powiat".to_owned(),
            Self::Character => "a TERYT code consists of digits only, without spaces; remove other characters".to_owned(),
            Self::Length { expected, given } => format!(
                "this TERYT code has {expected} digits; the number of digits given is {given}; correct it (leading zeros count too)"
            ),
            Self::Voivodeship => {
                "the first two digits of the TERYT code are not a voivodeship (02, 04, …, 32); check the code".to_owned()
            }
            Self::Powiat => {
                "the third and fourth digit of the TERYT code are 00, a whole voivodeship; enter the code of a powiat or gmina"
                    .to_owned()
            }
            Self::Gmina => {
                "the fifth and sixth digit of the TERYT code are 00, a whole powiat; enter the code of a gmina".to_owned()
            }
            Self::Kind => {
                "the last digit of the TERYT code is the kind of gmina: 1, 2, 3, 4, 5, 8 or 9; check the code".to_owned()
            }
        }
    }
}

value_problem!(TerytProblem);
