//! Project numbers as the funding programmes write them, and the call numbers that look like them.
//!
//! Owns reading and normalising; must not know projects, SQL, GraphQL or which numbers exist. Sources write the same
//! number in many ways (unpadded, lower case, with spaces and word processors' dashes), so the text as given is kept
//! beside one normalised form. What could be read in two ways is refused rather than guessed.

mod parse;
mod problem;
mod programme;
mod typed;

#[cfg(test)]
mod tests;

use std::fmt;
use std::hash::{Hash, Hasher};

pub use problem::ProjectNumberProblem;
pub use programme::{Programme, Scheme};
use wsparcie_kernel::national::Voivodeship;

/// A project's number, of a form that the programmes use.
///
/// Two numbers are equal when their normalised forms are, however they were written.
#[derive(Debug, Clone)]
pub struct ProjectNumber {
    raw: String,
    normalised: String,
    parts: Parts,
}

/// The parts that a number consists of, each already padded.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Parts {
    programme: Programme,
    axis: u8,
    measure: u8,
    /// `None` in FE numbers, which have no such part; 0 where the measure has no submeasures.
    submeasure: Option<u8>,
    place: Place,
    serial: String,
    year: u16,
    agreement_version: Option<u8>,
}

/// What stands between the measure and the serial: where the project is, or who runs the call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// 2007-13 and 2014-20: TERYT code of the voivodeship; `None` is `00`, the whole country.
    Region(Option<Voivodeship>),
    /// 2021-27: the institution that organises the call.
    Institution(Institution),
}

/// The institution in a 2021-27 number, for example `IP.02`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Institution {
    role: InstitutionRole,
    number: u8,
}

/// The role of an institution in a programme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum InstitutionRole {
    /// IZ, instytucja zarządzająca (managing authority).
    Managing,
    /// IP, instytucja pośrednicząca (intermediate body).
    Intermediate,
    /// IW, instytucja wdrażająca (implementing body).
    Implementing,
}

impl ProjectNumber {
    /// Reads a project's number.
    ///
    /// Lower case, dashes of every kind, spaces beside separators and missing padding zeros are put right; a leading
    /// `UDA-` of a PO KL agreement is dropped.
    ///
    /// # Errors
    /// [`ProjectNumberProblem`] names the first rule that the text breaks; a call number is told from a typing error.
    pub fn parse(text: &str) -> Result<Self, ProjectNumberProblem> {
        let typed = typed::canonical_characters(text)?;
        let parts = parse::read(&typed)?;
        Ok(Self {
            raw: text.to_owned(),
            normalised: parts.to_string(),
            parts,
        })
    }

    /// The text exactly as it was given.
    pub fn raw(&self) -> &str {
        &self.raw
    }

    /// The one form in which equal numbers are equal texts, for example `RPSW.09.02.01-26-0057/16-00`.
    pub fn as_str(&self) -> &str {
        &self.normalised
    }

    /// The normalised number without the agreement's version: the same for a project and all its annexes.
    pub fn without_version(&self) -> String {
        Parts {
            agreement_version: None,
            ..self.parts.clone()
        }
        .to_string()
    }

    /// The programme, with its code and scheme.
    pub fn programme(&self) -> &Programme {
        &self.parts.programme
    }

    /// The voivodeship: of the regional programme, else of the number's region part. `None` for the whole country and
    /// for 2021-27 programmes that are not regional.
    pub fn voivodeship(&self) -> Option<Voivodeship> {
        match self.parts.place {
            Place::Region(region) => region,
            Place::Institution(_) => self.parts.programme.voivodeship(),
        }
    }

    /// The institution that organises the call; only in 2021-27 numbers.
    pub fn institution(&self) -> Option<Institution> {
        match self.parts.place {
            Place::Region(_) => None,
            Place::Institution(institution) => Some(institution),
        }
    }

    /// Number of the axis (2014-20) or priority (2007-13, 2021-27).
    pub fn axis(&self) -> u8 {
        self.parts.axis
    }

    /// The measure (działanie) as people write it, for example `9.2`.
    pub fn measure(&self) -> String {
        format!("{}.{}", self.parts.axis, self.parts.measure)
    }

    /// The submeasure (poddziałanie) as people write it, for example `9.2.1`; `None` where there is none.
    pub fn submeasure(&self) -> Option<String> {
        let number = self.parts.submeasure.filter(|number| *number > 0)?;
        Some(format!("{}.{number}", self.measure()))
    }

    /// Serial within the measure, letters or digits with leading zeros, for example `0057`.
    pub fn serial(&self) -> &str {
        &self.parts.serial
    }

    /// Calendar year of the application.
    pub fn year(&self) -> u16 {
        self.parts.year
    }

    /// Version of the agreement: 0 the original, 1 and above its annexes; `None` where the number does not say.
    pub fn agreement_version(&self) -> Option<u8> {
        self.parts.agreement_version
    }
}

impl Institution {
    /// The institution's role.
    pub fn role(self) -> InstitutionRole {
        self.role
    }

    /// The institution's number within its role and programme, 0 to 99.
    pub fn number(self) -> u8 {
        self.number
    }
}

impl InstitutionRole {
    /// `IZ`, `IP` or `IW`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Managing => "IZ",
            Self::Intermediate => "IP",
            Self::Implementing => "IW",
        }
    }
}

impl PartialEq for ProjectNumber {
    fn eq(&self, other: &Self) -> bool {
        self.normalised == other.normalised
    }
}

impl Eq for ProjectNumber {}

impl Hash for ProjectNumber {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.normalised.hash(state);
    }
}

impl fmt::Display for ProjectNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.normalised)
    }
}

impl fmt::Display for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}.{:02}.{:02}",
            self.programme.code(),
            self.axis,
            self.measure
        )?;
        if let Some(submeasure) = self.submeasure {
            write!(f, ".{submeasure:02}")?;
        }
        write!(f, "-{}-{}/{:02}", self.place, self.serial, self.year % 100)?;
        match self.agreement_version {
            Some(version) => write!(f, "-{version:02}"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Region(region) => f.write_str(region.map_or("00", Voivodeship::code)),
            Self::Institution(institution) => institution.fmt(f),
        }
    }
}

impl fmt::Display for Institution {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}", self.role.code(), self.number)
    }
}
