//! Payloads of mutations: the thing changed, or what the user has to put right.

use async_graphql::SimpleObject;
use wsparcie_kernel::{CallError, CallResult, Locale, Problem};

use super::failure::Failure;
use super::scope::Scope;

/// Something that the user can put right. Nothing was changed.
///
/// Permission: as for the mutation.
#[derive(SimpleObject, Clone)]
pub(crate) struct UserError {
    /// Stable code, in capitals: `STALE_VERSION`.
    code: String,
    /// Where in the input, outermost first; empty if the whole input is meant.
    path: Vec<String>,
    /// What is wrong and what to do, in the language of `Accept-Language` (Polish or English). Never holds personal data.
    message: String,
    /// The rule behind it: a law, a guideline, the project's own rules.
    rule: Option<String>,
}

impl UserError {
    pub(crate) fn all(problems: Vec<Problem>, locale: Locale) -> Vec<Self> {
        let told = |problem: Problem| Self {
            code: problem.code,
            path: problem.path,
            message: match locale {
                Locale::Pl => problem.message_pl,
                Locale::En => problem.message_en,
            },
            rule: problem.rule,
        };
        problems.into_iter().map(told).collect()
    }
}

/// Problems found while an input is translated. All are told at once.
#[derive(Default)]
pub(crate) struct Check(Vec<Problem>);

impl Check {
    /// Notes a problem.
    pub(crate) fn refuse(&mut self, code: &str, path: &[&str], message_pl: &str, message_en: &str) {
        self.0.push(Problem::new(code, message_pl, message_en).at(path));
    }

    /// The problems, if there are any; the call is then not made.
    pub(crate) fn into_result(self) -> CallResult<()> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(CallError::Refused(self.0))
        }
    }
}

/// The payload of a mutation that gives one thing.
pub(crate) trait Payload: Sized {
    type Object;
    fn make(object: Option<Self::Object>, user_errors: Vec<UserError>) -> Self;

    /// The thing changed, or why not. Failures that nobody can put right go on.
    fn settle<T: Into<Self::Object>>(scope: &Scope, answer: CallResult<T>) -> Result<Self, Failure> {
        match answer {
            Ok(object) => Ok(Self::make(Some(object.into()), Vec::new())),
            Err(CallError::Refused(problems)) => Ok(Self::make(None, UserError::all(problems, scope.locale))),
            Err(failure) => Err(failure.into()),
        }
    }

    /// The same for an update: a conflict comes with the thing as it is now, which `current` reads.
    async fn settle_or_current<T, F>(
        scope: &Scope,
        answer: CallResult<T>,
        current: F,
    ) -> Result<Self, Failure>
    where
        T: Into<Self::Object>,
        F: Future<Output = Result<Option<T>, Failure>>,
    {
        match answer {
            Err(CallError::Refused(problems))
                if problems.iter().any(|problem| problem.code == "STALE_VERSION") =>
            {
                // Without the current object the refusal still says what to do.
                let object = current.await.ok().flatten().map(Into::into);
                Ok(Self::make(object, UserError::all(problems, scope.locale)))
            }
            answer => Self::settle(scope, answer),
        }
    }
}

/// Declares payload types.
macro_rules! payloads {
    ($($(#[$meta:meta])* $name:ident { $(#[$field_meta:meta])* $field:ident: $object:ty })+) => {$(
        $(#[$meta])*
        #[derive(::async_graphql::SimpleObject)]
        pub(crate) struct $name {
            $(#[$field_meta])*
            $field: Option<$object>,
            /// What has to be put right; empty if the mutation happened.
            user_errors: Vec<$crate::graphql::payload::UserError>,
        }

        impl $crate::graphql::payload::Payload for $name {
            type Object = $object;

            fn make(object: Option<$object>, user_errors: Vec<$crate::graphql::payload::UserError>) -> Self {
                Self { $field: object, user_errors }
            }
        }
    )+};
}
pub(crate) use payloads;
