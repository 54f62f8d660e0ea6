//! Answers that are not results: a status, a stable code, and what to do in both languages.

use http::StatusCode;
use wsparcie_kernel::CallError;

use super::bucket::CostReport;
use super::guard::{GuardCode, GuardError, Place};
use super::sessions::SessionError;

/// A request that gets no result.
#[derive(Debug, Clone)]
pub(crate) struct Fault {
    pub(crate) status: StatusCode,
    pub(crate) code: &'static str,
    pub(crate) message_en: Box<str>,
    pub(crate) message_pl: Box<str>,
    pub(crate) place: Option<Place>,
    pub(crate) limit: Option<u32>,
    /// Seconds after which trying again may help.
    pub(crate) retry_after: Option<u32>,
    /// The methods that would have been right.
    pub(crate) allow: Option<&'static str>,
    /// The session cookie is worthless: the browser should forget it.
    pub(crate) forget_cookie: bool,
    /// Whether the request was a well-formed GraphQL request, which `application/json` clients expect to see as 200.
    pub(crate) well_formed: bool,
    /// The request's price, if it was found.
    pub(crate) cost: Option<Box<CostReport>>,
}

impl Fault {
    pub(crate) fn new(status: StatusCode, code: &'static str, message_pl: &str, message_en: &str) -> Self {
        Self {
            status,
            code,
            message_en: message_en.into(),
            message_pl: message_pl.into(),
            place: None,
            limit: None,
            retry_after: None,
            allow: None,
            forget_cookie: false,
            well_formed: false,
            cost: None,
        }
    }

    pub(crate) fn unavailable() -> Self {
        let fault = Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "UNAVAILABLE",
            "usługa chwilowo nie odpowiada; spróbuj za chwilę",
            "temporarily unavailable; try again in a moment",
        );
        Self {
            retry_after: Some(2),
            ..fault
        }
    }

    pub(crate) fn internal() -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "INTERNAL",
            "błąd po naszej stronie; podaj identyfikator żądania, zgłaszając go",
            "internal error; name the request id when you report it",
        )
    }

    pub(crate) fn deadline() -> Self {
        Self::new(
            StatusCode::GATEWAY_TIMEOUT,
            "DEADLINE_EXCEEDED",
            "upłynął czas na odpowiedź; powtórz zmianę z tym samym kluczem idempotencji",
            "the deadline passed; repeat a mutation with the same idempotency key",
        )
    }

    /// A request without credentials for something that needs them.
    pub(crate) fn sign_in_first() -> Self {
        Self {
            well_formed: true,
            ..Self::new(
                StatusCode::UNAUTHORIZED,
                "UNAUTHENTICATED",
                "najpierw się zaloguj",
                "sign in first",
            )
        }
    }

    /// A body that came too slowly or with long pauses.
    pub(crate) fn body_too_slow() -> Self {
        Self::new(
            StatusCode::REQUEST_TIMEOUT,
            "BODY_TOO_SLOW",
            "treść żądania przychodzi zbyt wolno; wyślij je jeszcze raz",
            "the request's body arrives too slowly; send it again",
        )
    }

    /// A document that asks for more than one request may.
    pub(crate) fn too_costly(cost: CostReport, limit: u64) -> Self {
        let fault = Self::new(
            StatusCode::BAD_REQUEST,
            "TOO_COSTLY",
            "zapytanie prosi o zbyt wiele naraz; poproś o mniej wierszy albo podziel je",
            "the request asks for too much at once; ask for fewer rows, or in several requests",
        );
        Self {
            limit: u32::try_from(limit).ok(),
            well_formed: true,
            cost: Some(Box::new(cost)),
            ..fault
        }
    }

    /// A document that signs in more than once.
    pub(crate) fn sign_in_once() -> Self {
        let fault = Self::new(
            StatusCode::BAD_REQUEST,
            "SIGN_IN_ONCE",
            "jedno żądanie może zalogować tylko raz; usuń pozostałe pola logowania",
            "one request may sign in only once; remove the other sign-in fields",
        );
        Self {
            well_formed: true,
            ..fault
        }
    }

    /// Extensions that ask for a dry run in words we do not know; executing the request would be worse than refusing it.
    pub(crate) fn dry_run_not_a_boolean() -> Self {
        let fault = Self::new(
            StatusCode::BAD_REQUEST,
            "DRY_RUN_NOT_A_BOOLEAN",
            "extensions.dryRun to true albo false",
            "extensions.dryRun is true or false",
        );
        Self {
            well_formed: true,
            ..fault
        }
    }

    /// Credentials that are not (or no longer) valid. Never taken for no credentials.
    pub(crate) fn bad_credentials() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "UNAUTHENTICATED",
            "sesja wygasła albo dane dostępowe są nieprawidłowe; zaloguj się ponownie",
            "the session has ended or the credentials are not valid; sign in again",
        )
    }

    pub(crate) fn introspection() -> Self {
        let fault = Self::new(
            StatusCode::UNAUTHORIZED,
            "UNAUTHENTICATED",
            "introspekcja jest dostępna po zalogowaniu; schemat jest opublikowany pod /schema.graphql",
            "introspection is for signed-in users; the schema is published at /schema.graphql",
        );
        Self {
            well_formed: true,
            ..fault
        }
    }
}

impl From<GuardError> for Fault {
    fn from(error: GuardError) -> Self {
        let status = StatusCode::from_u16(error.http_status()).unwrap_or(StatusCode::BAD_REQUEST);
        Self {
            message_en: error.message_en().into(),
            message_pl: error.message_pl().into(),
            place: error.location(),
            limit: error.limit.and_then(|limit| u32::try_from(limit).ok()),
            well_formed: is_about_the_document(error.code),
            ..Self::new(status, error.code.as_str(), "", "")
        }
    }
}

impl From<SessionError> for Fault {
    fn from(error: SessionError) -> Self {
        match error {
            SessionError::Unavailable => Self::unavailable(),
            SessionError::Broken => Self::internal(),
            SessionError::Ended => Self::bad_credentials(),
        }
    }
}

impl From<CallError> for Fault {
    fn from(error: CallError) -> Self {
        match error {
            CallError::Unavailable => Self::unavailable(),
            CallError::DeadlineExceeded => Self::deadline(),
            CallError::Unauthenticated
            | CallError::NotFound
            | CallError::Forbidden
            | CallError::SecondFactorDue
            | CallError::OrganisationLeaving => Self::bad_credentials(),
            CallError::Refused(_) | CallError::Internal => Self::internal(),
        }
    }
}

/// Whether the guard read a well-formed request and refuses the document in it.
const fn is_about_the_document(code: GuardCode) -> bool {
    use GuardCode as C;
    !matches!(
        code,
        C::BodyTooLarge
            | C::InvalidUtf8
            | C::InvalidJson
            | C::JsonTooDeep
            | C::TooManyJsonTokens
            | C::DuplicateKey
            | C::UnpairedSurrogate
            | C::NulCharacter
            | C::BatchNotSupported
            | C::RequestNotAnObject
            | C::QueryMissing
            | C::QueryNotAString
            | C::OperationNameNotAString
            | C::VariablesNotAnObject
            | C::ExtensionsNotAnObject
    )
}
