//! What can go wrong with a call: refusals that a user can act on, and failures.

use serde::{Deserialize, Serialize};

/// One thing that the user can put right: which field, which rule, what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Stable code, `SCREAMING_SNAKE_CASE`.
    pub code: String,
    /// Where in the input, outermost first, in the API's names; empty when the whole input is meant.
    pub path: Vec<String>,
    /// What is wrong and what to do, in Polish. Never holds personal data.
    pub message_pl: String,
    /// The same in English.
    pub message_en: String,
    /// The rule behind it: a law, a guideline, a project's own rule.
    pub rule: Option<String>,
}

impl Problem {
    /// A problem with the whole input.
    pub fn new(code: &str, message_pl: impl Into<String>, message_en: impl Into<String>) -> Self {
        Self {
            code: code.to_owned(),
            path: Vec::new(),
            message_pl: message_pl.into(),
            message_en: message_en.into(),
            rule: None,
        }
    }

    /// The same problem, said of one field.
    #[must_use]
    pub fn at(mut self, path: &[&str]) -> Self {
        self.path = path.iter().map(|part| (*part).to_owned()).collect();
        self
    }

    /// The same problem with the rule behind it.
    #[must_use]
    pub fn by_rule(mut self, rule: impl Into<String>) -> Self {
        self.rule = Some(rule.into());
        self
    }
}

/// Why a call gave no result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum CallError {
    /// The input breaks rules; nothing was changed. Payload data, not an error, for whoever asked.
    #[error("the input was refused")]
    Refused(Vec<Problem>),
    /// No such thing, or a thing of another organisation: the two are never told apart.
    #[error("not found")]
    NotFound,
    /// Nobody is signed in.
    #[error("sign in first")]
    Unauthenticated,
    /// The role or scope does not allow this.
    #[error("not allowed")]
    Forbidden,
    /// The user has to set up a second factor before anything else is open to them.
    #[error("set up a second factor first")]
    SecondFactorDue,
    /// The organisation is leaving the platform: it reads and exports, and changes nothing more.
    #[error("the organisation is leaving the platform")]
    OrganisationLeaving,
    /// A part of the platform does not answer at the moment; trying later may help.
    #[error("temporarily unavailable")]
    Unavailable,
    /// The deadline passed; a mutation may or may not have happened: repeat it with the same idempotency key.
    #[error("the deadline passed")]
    DeadlineExceeded,
    /// A defect of ours. The cause is in the log under the same trace id, never here.
    #[error("internal error")]
    Internal,
}

impl CallError {
    /// A refusal with one problem.
    pub fn refused(problem: Problem) -> Self {
        Self::Refused(vec![problem])
    }

    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Refused(_) => "REFUSED",
            Self::NotFound => "NOT_FOUND",
            Self::Unauthenticated => "UNAUTHENTICATED",
            Self::Forbidden => "FORBIDDEN",
            Self::SecondFactorDue => "SECOND_FACTOR_DUE",
            Self::OrganisationLeaving => "ORGANISATION_LEAVING",
            Self::Unavailable => "UNAVAILABLE",
            Self::DeadlineExceeded => "DEADLINE_EXCEEDED",
            Self::Internal => "INTERNAL",
        }
    }
}

/// What a call to a service gives.
pub type CallResult<T> = Result<T, CallError>;

/// The refusal of an update whose `expectedVersion` is not the current one.
pub fn stale_version() -> CallError {
    CallError::refused(
        Problem::new(
            "STALE_VERSION",
            "ktoś zmienił ten zapis w międzyczasie; obejrzyj bieżącą wersję i zapisz zmianę jeszcze raz",
            "someone changed this record in the meantime; look at the current version and save your change again",
        )
        .at(&["expectedVersion"]),
    )
}
