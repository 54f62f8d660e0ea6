//! Why a text is not a project number.

use std::fmt;

use wsparcie_kernel::Problem;
use wsparcie_kernel::national::{ValueProblem, Voivodeship};

use super::Scheme;

/// Why a text is not a project number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProjectNumberProblem {
    /// Nothing was typed.
    Empty,
    /// Far longer than any number.
    TooLong,
    /// A character that numbers do not have.
    Character {
        /// Which character of the trimmed text, from 1.
        position: usize,
    },
    /// A space inside a part, where the border between two parts may be.
    AmbiguousSpace,
    /// A prefix that is not part of the number, for example `WND`.
    Prefix {
        /// The prefix, without its hyphen.
        prefix: String,
    },
    /// A food-aid programme, which has no participant records.
    FoodAid {
        /// The programme's code.
        code: String,
    },
    /// The text does not begin with a programme's code. What it begins with is not kept: it may be anything that was
    /// pasted into the wrong field, a PESEL among them.
    UnknownProgramme,
    /// The number of a call (nabór), not of a project.
    CallNumber {
        /// The number that was given, in capitals and without spaces.
        number: String,
    },
    /// The parts are not those of the scheme's numbers.
    Structure {
        /// The scheme that the programme's code names.
        scheme: Scheme,
    },
    /// The serial does not have the scheme's width, or it cannot be told from a call's.
    Serial {
        /// The scheme that the programme's code names.
        scheme: Scheme,
    },
    /// A year outside the scheme's period.
    Year {
        /// The scheme that the programme's code names.
        scheme: Scheme,
        /// The calendar year that was read.
        given: u16,
    },
    /// A regional programme's number with another voivodeship's code.
    RegionMismatch {
        /// The programme's code.
        programme: String,
        /// The voivodeship of the programme.
        expected: Voivodeship,
        /// The two digits in the number.
        given: String,
    },
    /// Two digits that are neither a voivodeship nor 00.
    UnknownRegion {
        /// The two digits in the number.
        given: String,
    },
}

impl ProjectNumberProblem {
    /// Stable code for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "PROJECT_NUMBER_EMPTY",
            Self::TooLong => "PROJECT_NUMBER_TOO_LONG",
            Self::Character { .. } => "PROJECT_NUMBER_CHARACTER",
            Self::AmbiguousSpace => "PROJECT_NUMBER_SPACE",
            Self::Prefix { .. } => "PROJECT_NUMBER_PREFIX",
            Self::FoodAid { .. } => "FOOD_AID_PROGRAMME",
            Self::UnknownProgramme => "UNKNOWN_PROGRAMME",
            Self::CallNumber { .. } => "CALL_NUMBER",
            Self::Structure { .. } => "PROJECT_NUMBER_STRUCTURE",
            Self::Serial { .. } => "PROJECT_NUMBER_SERIAL",
            Self::Year { .. } => "PROJECT_NUMBER_YEAR",
            Self::RegionMismatch { .. } => "PROJECT_NUMBER_REGION_MISMATCH",
            Self::UnknownRegion { .. } => "PROJECT_NUMBER_REGION_UNKNOWN",
        }
    }

    /// What is wrong and what to do, in Polish.
    pub fn message_pl(&self) -> String {
        match self {
            Self::Empty => "podaj numer projektu; znajduje się w umowie o dofinansowanie".to_owned(),
            Self::TooLong => "tekst jest za długi na numer projektu; podaj sam numer z umowy o dofinansowanie".to_owned(),
            Self::Character { position } => format!(
                "znak nr {position} nie występuje w numerach projektów; dopuszczalne są litery A–Z, cyfry, kropka, kreska i ukośnik"
            ),
            Self::AmbiguousSpace => {
                "spacja w środku numeru pozwala czytać go na dwa sposoby; przepisz numer bez spacji".to_owned()
            }
            Self::Prefix { prefix } => format!("podaj numer bez przedrostka „{prefix}-”"),
            Self::FoodAid { code } => format!(
                "{code} to program pomocy żywnościowej, w którym nie prowadzi się danych uczestników; podaj numer projektu EFS"
            ),
            Self::UnknownProgramme => "początek nie jest kodem programu; numer projektu zaczyna się od POKL, POWR, RP z literami województwa (np. RPSW) albo FE z dwiema literami (np. FEDS)".to_owned(),
            Self::CallNumber { number } => format!(
                "„{}” to numer naboru (konkursu), a nie projektu; numer projektu znajduje się w umowie o dofinansowanie i we wniosku o płatność, ma czteroznakowy numer kolejny, np. {}",
                Shortened(number),
                example_for_call(number)
            ),
            Self::Structure { scheme } => {
                format!("numer ma inną budowę niż numery tego programu, np. {}; porównaj go z umową", scheme.example())
            }
            Self::Serial { scheme: Scheme::Pokl } => {
                format!("numer kolejny projektu PO KL ma od 2 do 4 cyfr, np. {}; porównaj go z umową", Scheme::Pokl.example())
            }
            Self::Serial { scheme } => format!(
                "numer kolejny projektu ma 4 znaki, np. {}; podaj go z zerami z przodu, tak jak w umowie",
                scheme.example()
            ),
            Self::Year { scheme, given } => format!(
                "rok {given} nie należy do okresu tego programu ({}–{}); sprawdź dwie cyfry po ukośniku",
                scheme.years().start(),
                scheme.years().end()
            ),
            Self::RegionMismatch { programme, expected, given } => format!(
                "{programme} to program województwa {} (kod {}), a numer ma kod {given}{}; sprawdź jedno i drugie z umową",
                expected.name_pl(),
                expected.code(),
                name_in_brackets(given)
            ),
            Self::UnknownRegion { given } => {
                format!("{given} nie jest kodem województwa (02, 04, …, 32) ani całego kraju (00); sprawdź kod po działaniu")
            }
        }
    }

    /// What is wrong and what to do, in English.
    pub fn message_en(&self) -> String {
        match self {
            Self::Empty => "enter the project number; it stands in the grant agreement".to_owned(),
            Self::TooLong => {
                "the text is too long for a project number; enter only the number from the grant agreement".to_owned()
            }
            Self::Character { position } => format!(
                "project numbers do not have character {position}; letters A–Z, digits, dot, hyphen and slash are accepted"
            ),
            Self::AmbiguousSpace => {
                "a space inside the number lets it be read in two ways; enter the number without spaces".to_owned()
            }
            Self::Prefix { prefix } => format!("enter the number without the prefix “{prefix}-”"),
            Self::FoodAid { code } => format!(
                "{code} is a food aid programme, which has no participant records; enter the number of an ESF project"
            ),
            Self::UnknownProgramme => "the beginning is not a programme's code; a project number begins with POKL, POWR, RP and the voivodeship's letters (such as RPSW) or FE and two letters (such as FEDS)".to_owned(),
            Self::CallNumber { number } => format!(
                "“{}” is the number of a call, not of a project; the project number stands in the grant agreement and the payment claim and has a serial of four characters, such as {}",
                Shortened(number),
                example_for_call(number)
            ),
            Self::Structure { scheme } => format!(
                "the number is not built as this programme's numbers are, such as {}; compare it with the agreement",
                scheme.example()
            ),
            Self::Serial { scheme: Scheme::Pokl } => format!(
                "the serial of a PO KL project has 2 to 4 digits, as in {}; compare it with the agreement",
                Scheme::Pokl.example()
            ),
            Self::Serial { scheme } => format!(
                "the serial of a project has 4 characters, as in {}; enter it with its leading zeros, as the agreement has it",
                scheme.example()
            ),
            Self::Year { scheme, given } => format!(
                "{given} is outside this programme's period ({}–{}); check the two digits after the slash",
                scheme.years().start(),
                scheme.years().end()
            ),
            Self::RegionMismatch { programme, expected, given } => format!(
                "{programme} is the programme of {} (code {}), yet the number has code {given}{}; compare both with the agreement",
                expected.name_pl(),
                expected.code(),
                name_in_brackets(given)
            ),
            Self::UnknownRegion { given } => format!(
                "{given} is neither a voivodeship (02, 04, …, 32) nor the whole country (00); check the code after the measure"
            ),
        }
    }
}

/// The project number that most resembles a call's.
fn example_for_call(number: &str) -> &'static str {
    let scheme = match number.get(..2) {
        Some("FE") => Scheme::Fe,
        _ => Scheme::Rpo,
    };
    scheme.example()
}

fn name_in_brackets(code: &str) -> String {
    Voivodeship::from_code(code)
        .map(|place| format!(" ({})", place.name_pl()))
        .unwrap_or_default()
}

/// Repeats at most so much of what was given that a message stays a message.
struct Shortened<'a>(&'a str);

impl fmt::Display for Shortened<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.char_indices().nth(60) {
            Some((end, _)) => write!(f, "{}…", &self.0[..end]),
            None => f.write_str(self.0),
        }
    }
}

impl ValueProblem for ProjectNumberProblem {
    fn code(&self) -> &'static str {
        Self::code(self)
    }

    fn message_pl(&self) -> String {
        Self::message_pl(self)
    }

    fn message_en(&self) -> String {
        Self::message_en(self)
    }
}

impl fmt::Display for ProjectNumberProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message_en())
    }
}

impl std::error::Error for ProjectNumberProblem {}

impl From<ProjectNumberProblem> for Problem {
    fn from(problem: ProjectNumberProblem) -> Self {
        problem.to_problem()
    }
}
