//! Sex as Polish registers and ESF monitoring record it.

use super::problem::{parsed_from_text, shown_as_text, value_problem};

/// Sex, written `K` (kobieta) or `M` (mężczyzna).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sex {
    /// `K`, kobieta.
    Female,
    /// `M`, mężczyzna.
    Male,
}

/// Why a text is not a sex.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SexProblem {
    /// Neither `K` nor `M`.
    Unknown,
}

impl Sex {
    /// Reads `K` or `M`, in either case.
    ///
    /// # Errors
    /// [`SexProblem::Unknown`] for anything else.
    pub fn parse(text: &str) -> Result<Self, SexProblem> {
        match text.trim() {
            "K" | "k" => Ok(Self::Female),
            "M" | "m" => Ok(Self::Male),
            _ => Err(SexProblem::Unknown),
        }
    }

    /// `K` or `M`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Female => "K",
            Self::Male => "M",
        }
    }

    /// Polish label.
    pub fn label_pl(self) -> &'static str {
        match self {
            Self::Female => "kobieta",
            Self::Male => "mężczyzna",
        }
    }

    /// English label.
    pub fn label_en(self) -> &'static str {
        match self {
            Self::Female => "female",
            Self::Male => "male",
        }
    }
}

impl SexProblem {
    /// Stable code for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unknown => "SEX_UNKNOWN",
        }
    }

    /// What is wrong and what to do, in Polish.
    pub fn message_pl(&self) -> String {
        match self {
            Self::Unknown => "podaj płeć jako K (kobieta) albo M (mężczyzna)".to_owned(),
        }
    }

    /// What is wrong and what to do, in English.
    pub fn message_en(&self) -> String {
        match self {
            Self::Unknown => "enter the sex as K (female) or M (male)".to_owned(),
        }
    }
}

value_problem!(SexProblem);
parsed_from_text!(Sex, SexProblem);
shown_as_text!(Sex);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn k_is_a_woman_and_m_is_a_man() {
        assert_eq!(Sex::parse("K"), Ok(Sex::Female));
        assert_eq!(Sex::parse(" m "), Ok(Sex::Male));
        assert_eq!(Sex::Female.to_string(), "K");
        assert_eq!(Sex::Male.to_string(), "M");
    }

    #[test]
    fn english_letters_and_blanks_are_refused() {
        for typed in ["", "F", "KM", "kobieta", "К"] {
            assert_eq!(Sex::parse(typed), Err(SexProblem::Unknown), "{typed:?}");
        }
    }
}
