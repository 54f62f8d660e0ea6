//! What every refused value has in common, and the plumbing that text values share.

use crate::problem::Problem;

/// Why a typed value was refused: an outcome that the person who typed it can act on.
///
/// Implementations never contain the typed value when it may be personal data.
pub trait ValueProblem: std::error::Error {
    /// Stable code for programs, for example `NIP_CHECKSUM`. It is never renamed.
    fn code(&self) -> &'static str;
    /// What is wrong and what to do, in Polish.
    fn message_pl(&self) -> String;
    /// What is wrong and what to do, in English.
    fn message_en(&self) -> String;

    /// The same as a refusal of a whole input; the caller adds the path.
    fn to_problem(&self) -> Problem {
        Problem::new(self.code(), self.message_pl(), self.message_en())
    }
}

/// Reads text for a value without repeating it in the error.
///
/// Serde's own message for a wrong type repeats the value ("invalid type: integer `44051401359`"), and such errors
/// end up in logs and answers.
pub(super) fn deserialize_text<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<String, D::Error> {
    <String as serde::Deserialize>::deserialize(deserializer)
        .map_err(|_| serde::de::Error::custom("the value must be given as text"))
}

/// Makes a problem an error whose `Display` is its English message.
macro_rules! value_problem {
    ($problem:ty) => {
        impl $crate::national::ValueProblem for $problem {
            fn code(&self) -> &'static str {
                <$problem>::code(self)
            }

            fn message_pl(&self) -> String {
                <$problem>::message_pl(self)
            }

            fn message_en(&self) -> String {
                <$problem>::message_en(self)
            }
        }

        impl std::fmt::Display for $problem {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&<$problem>::message_en(self))
            }
        }

        impl std::error::Error for $problem {}

        impl From<$problem> for $crate::problem::Problem {
            fn from(problem: $problem) -> Self {
                $crate::national::ValueProblem::to_problem(&problem)
            }
        }
    };
}

/// Parsing from text, and serde as text; reading checks the value.
macro_rules! parsed_from_text {
    ($value:ty, $problem:ty) => {
        impl std::str::FromStr for $value {
            type Err = $problem;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                <$value>::parse(text)
            }
        }

        impl<'de> serde::Deserialize<'de> for $value {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = $crate::national::problem::deserialize_text(deserializer)?;
                <$value>::parse(&text).map_err(serde::de::Error::custom)
            }
        }
    };
}

/// Showing and storing as the text of `as_str`. Not for PESEL, which is shown only on purpose.
macro_rules! shown_as_text {
    ($value:ty) => {
        impl std::fmt::Display for $value {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl serde::Serialize for $value {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    };
}

pub(super) use {parsed_from_text, shown_as_text, value_problem};
