//! Why a field has no value. Always with a stable code; never with a cause, a name or an id that was not asked with.

use std::borrow::Cow;

use async_graphql::{Error, ErrorExtensionValues};
use wsparcie_kernel::CallError;

use crate::http::sessions::SessionError;

/// A failed field. Deliberately not `Display`: such a type would turn into an error without a code.
#[derive(Clone)]
pub(crate) struct Failure {
    pub(crate) code: Cow<'static, str>,
    message_pl: Cow<'static, str>,
    message_en: Cow<'static, str>,
}

impl Failure {
    pub(crate) const fn new(code: &'static str, message_pl: &'static str, message_en: &'static str) -> Self {
        Self {
            code: Cow::Borrowed(code),
            message_pl: Cow::Borrowed(message_pl),
            message_en: Cow::Borrowed(message_en),
        }
    }

    pub(crate) const fn internal() -> Self {
        Self::new("INTERNAL", "błąd po naszej stronie", "internal error")
    }

    pub(crate) const fn not_found() -> Self {
        Self::new("NOT_FOUND", "nie znaleziono", "not found")
    }

    /// Somebody who is signed in, but whose last proof is too old for this.
    pub(crate) const fn step_up_due() -> Self {
        Self::new(
            "STEP_UP_DUE",
            "potwierdź swoją tożsamość jeszcze raz (proveAgain), a potem powtórz zmianę",
            "prove again who you are (proveAgain), then repeat the change",
        )
    }

    pub(crate) const fn wrong_sign_in_method() -> Self {
        Self::new(
            "WRONG_SIGN_IN_METHOD",
            "zalogowano przez organizację: hasłem i kontem zarządzasz po zalogowaniu hasłem",
            "you signed in by your organisation: sign in by password to manage the account itself",
        )
    }

    pub(crate) const fn unauthenticated() -> Self {
        Self::new("UNAUTHENTICATED", "najpierw się zaloguj", "sign in first")
    }
}

impl From<CallError> for Failure {
    fn from(error: CallError) -> Self {
        match error {
            CallError::NotFound => Self::not_found(),
            CallError::Unauthenticated => Self::unauthenticated(),
            CallError::Forbidden => Self::new(
                "FORBIDDEN",
                "Twoja rola na to nie pozwala",
                "your role or scope does not allow this",
            ),
            CallError::SecondFactorDue => Self::new(
                "SECOND_FACTOR_DUE",
                "najpierw włącz drugi składnik logowania (aplikację z kodami); do tego czasu dane są zamknięte",
                "set up a second factor first (an authenticator); the data stay closed until then",
            ),
            CallError::OrganisationLeaving => Self::new(
                "ORGANISATION_LEAVING",
                "organizacja odchodzi z platformy: dane można czytać i eksportować, ale nie zmieniać",
                "the organisation is leaving the platform: its data can be read and exported, not changed",
            ),
            CallError::Unavailable => Self::new(
                "UNAVAILABLE",
                "usługa chwilowo nie odpowiada; spróbuj za chwilę",
                "temporarily unavailable; try again in a moment",
            ),
            CallError::DeadlineExceeded => Self::new(
                "DEADLINE_EXCEEDED",
                "upłynął czas na odpowiedź; powtórz zmianę z tym samym kluczem idempotencji",
                "the deadline passed; repeat a mutation with the same idempotency key",
            ),
            CallError::Internal => Self::internal(),
            // A read was refused for its input: the first problem tells what to do.
            CallError::Refused(problems) => {
                problems
                    .into_iter()
                    .next()
                    .map_or_else(Self::internal, |problem| Self {
                        code: Cow::Owned(problem.code),
                        message_pl: Cow::Owned(problem.message_pl),
                        message_en: Cow::Owned(problem.message_en),
                    })
            }
        }
    }
}

impl From<SessionError> for Failure {
    fn from(error: SessionError) -> Self {
        match error {
            SessionError::Unavailable => CallError::Unavailable.into(),
            SessionError::Broken => Self::internal(),
            SessionError::Ended => Self::unauthenticated(),
        }
    }
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        let mut extensions = ErrorExtensionValues::default();
        extensions.set("code", failure.code.as_ref());
        extensions.set("messagePl", failure.message_pl.as_ref());
        Self {
            message: failure.message_en.into_owned(),
            source: None,
            extensions: Some(extensions),
        }
    }
}
