//! Codes of gminas.

use super::{PowiatCode, TerytProblem};
use crate::national::Voivodeship;
use crate::national::digits::are_digits;
use crate::national::problem::{parsed_from_text, shown_as_text};

const LENGTH: usize = 7;

/// A gmina's TERYT code with the digit of its kind: voivodeship, powiat, gmina (two digits each), kind.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GminaCode {
    digits: String,
    powiat: PowiatCode,
    kind: GminaKind,
}

/// What kind of unit a gmina code names: its last digit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GminaKind {
    /// 1, urban gmina.
    Urban,
    /// 2, rural gmina.
    Rural,
    /// 3, urban-rural gmina.
    UrbanRural,
    /// 4, town in an urban-rural gmina.
    Town,
    /// 5, rural part of an urban-rural gmina.
    RuralPart,
    /// 8, district of Warsaw.
    WarsawDistrict,
    /// 9, delegatura of a large city.
    Delegatura,
}

impl GminaCode {
    /// Reads a gmina's code of seven digits; white space around it is dropped.
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
        let powiat = PowiatCode::parse(&digits[..4])?;
        if &digits[4..6] == "00" {
            return Err(TerytProblem::Gmina);
        }
        let kind = GminaKind::from_digit(&digits[6..]).ok_or(TerytProblem::Kind)?;
        Ok(Self {
            digits: digits.to_owned(),
            powiat,
            kind,
        })
    }

    /// The seven digits.
    pub fn as_str(&self) -> &str {
        &self.digits
    }

    /// The powiat that the gmina lies in, or is.
    pub fn powiat(&self) -> &PowiatCode {
        &self.powiat
    }

    /// The voivodeship that the gmina lies in.
    pub fn voivodeship(&self) -> Voivodeship {
        self.powiat.voivodeship()
    }

    /// Whether the gmina is a city with powiat rights: powiat digits 61 and above.
    pub fn is_city_with_powiat_rights(&self) -> bool {
        self.powiat.is_city_with_powiat_rights()
    }

    /// What kind of unit the code names.
    pub fn kind(&self) -> GminaKind {
        self.kind
    }
}

impl GminaKind {
    fn from_digit(digit: &str) -> Option<Self> {
        match digit {
            "1" => Some(Self::Urban),
            "2" => Some(Self::Rural),
            "3" => Some(Self::UrbanRural),
            "4" => Some(Self::Town),
            "5" => Some(Self::RuralPart),
            "8" => Some(Self::WarsawDistrict),
            "9" => Some(Self::Delegatura),
            _ => None,
        }
    }

    /// The digit that stands for the kind in TERYT.
    pub fn digit(self) -> u8 {
        match self {
            Self::Urban => 1,
            Self::Rural => 2,
            Self::UrbanRural => 3,
            Self::Town => 4,
            Self::RuralPart => 5,
            Self::WarsawDistrict => 8,
            Self::Delegatura => 9,
        }
    }

    /// Polish label.
    pub fn label_pl(self) -> &'static str {
        match self {
            Self::Urban => "gmina miejska",
            Self::Rural => "gmina wiejska",
            Self::UrbanRural => "gmina miejsko-wiejska",
            Self::Town => "miasto w gminie miejsko-wiejskiej",
            Self::RuralPart => "obszar wiejski w gminie miejsko-wiejskiej",
            Self::WarsawDistrict => "dzielnica m.st. Warszawy",
            Self::Delegatura => "delegatura gminy miejskiej",
        }
    }

    /// English label.
    pub fn label_en(self) -> &'static str {
        match self {
            Self::Urban => "urban gmina",
            Self::Rural => "rural gmina",
            Self::UrbanRural => "urban-rural gmina",
            Self::Town => "town in an urban-rural gmina",
            Self::RuralPart => "rural part of an urban-rural gmina",
            Self::WarsawDistrict => "district of Warsaw",
            Self::Delegatura => "delegatura of an urban gmina",
        }
    }
}

parsed_from_text!(GminaCode, TerytProblem);
shown_as_text!(GminaCode);
