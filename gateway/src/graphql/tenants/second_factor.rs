//! The second factor: setting it up, its recovery codes, and its removal by the operator.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use wsparcie_kernel::{CallError, CallResult};
use wsparcie_tenants_api as api;

use super::outcome::outcomes;
use super::proof::renew_proved;
use super::session::hand_over;
use crate::graphql::Nullable;
use crate::graphql::failure::Failure;
use crate::graphql::payload::{UserError, payloads};
use crate::graphql::permissions::open;
use crate::graphql::scalars::DateTime;
use crate::graphql::scope::Scope;
use crate::services::ask;

/// Nothing has to be said to begin.
#[derive(InputObject)]
pub(crate) struct BeginSecondFactorInput {
    /// Your own mark for this request; not looked at.
    client_mutation_id: Option<String>,
}

/// The first code.
#[derive(InputObject)]
pub(crate) struct ConfirmSecondFactorInput {
    /// The code that the authenticator shows.
    #[graphql(secret)]
    code: String,
}

/// Nothing has to be said to renew.
#[derive(InputObject)]
pub(crate) struct RenewRecoveryCodesInput {
    /// Your own mark for this request; not looked at.
    client_mutation_id: Option<String>,
}

/// Whose second factor is to be removed.
#[derive(InputObject)]
pub(crate) struct ResetSecondFactorInput {
    /// The login.
    login: String,
}

/// A second factor about to be set up: shown once, in force after the first right code.
///
/// Permission for all fields: signed in
#[derive(SimpleObject)]
pub(crate) struct SecondFactorSetup {
    /// The shared secret in base32, to be typed into an authenticator.
    secret: String,
    /// The same as an `otpauth://` address, to be shown as a QR code.
    uri: String,
}

impl From<api::SecondFactorSetup> for SecondFactorSetup {
    fn from(setup: api::SecondFactorSetup) -> Self {
        Self {
            secret: setup.secret.expose().to_owned(),
            uri: setup.uri.expose().to_owned(),
        }
    }
}

/// The state of the signed-in user's second factor.
///
/// Permission for all fields: signed in
#[derive(SimpleObject)]
pub(crate) struct SecondFactorState {
    /// When it was set up; null if there is none.
    since: Option<DateTime>,
    /// How many recovery codes are left.
    recovery_codes_left: u32,
    /// Whether it has to be set up before case data open.
    due: bool,
}

impl From<api::SecondFactorState> for SecondFactorState {
    fn from(state: api::SecondFactorState) -> Self {
        Self {
            since: state.since.map(Into::into),
            recovery_codes_left: state.recovery_codes_left,
            due: state.due,
        }
    }
}

payloads! {
    /// What became of `beginSecondFactor`.
    ///
    /// Permission: signed in
    BeginSecondFactorPayload {
        /// The second factor to be confirmed; null if it was refused.
        setup: SecondFactorSetup
    }
}

/// What became of `confirmSecondFactor` or `renewRecoveryCodes`.
///
/// Permission: signed in
#[derive(SimpleObject)]
pub(crate) struct RecoveryCodesPayload {
    /// Codes that each replace the second factor once, `XXXX-XXXX-XXXX-XXXX`: shown here once and never again; null if the
    /// mutation was refused.
    recovery_codes: Option<Vec<String>>,
    /// The session's new token, if it has one and the old one was a bearer token; the old one is worthless then.
    token: Option<String>,
    /// What has to be put right; empty if the mutation happened.
    user_errors: Vec<UserError>,
}

impl RecoveryCodesPayload {
    fn settle(
        scope: &Scope,
        answer: CallResult<api::RecoveryCodes>,
        token: Option<String>,
    ) -> Result<Self, Failure> {
        match answer {
            Ok(made) => Ok(Self {
                recovery_codes: Some(made.codes.iter().map(|code| code.expose().to_owned()).collect()),
                token,
                user_errors: Vec::new(),
            }),
            Err(CallError::Refused(problems)) => Ok(Self {
                recovery_codes: None,
                token,
                user_errors: UserError::all(problems, scope.locale),
            }),
            Err(failure) => Err(failure.into()),
        }
    }
}

outcomes! {
    /// What became of `resetSecondFactor`.
    ///
    /// Permission: organisations:update
    ResetSecondFactorPayload {
        /// Whether the second factor is gone.
        reset
    }
}

#[derive(Default)]
pub(crate) struct SecondFactorMutation;

#[Object]
impl SecondFactorMutation {
    /// Makes a secret for a second factor, in place of one that was never confirmed.
    ///
    /// Permission: signed in, proved within 15 minutes
    async fn begin_second_factor(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "May be empty.")] input: BeginSecondFactorInput,
    ) -> Nullable<BeginSecondFactorPayload> {
        use crate::graphql::payload::Payload as _;
        drop(input);
        let change = async {
            let scope = open(ctx, "Mutation.beginSecondFactor")?;
            scope.session()?;
            let answer = ask!(scope.backend, tenants.begin_second_factor(scope.call()));
            BeginSecondFactorPayload::settle(scope, answer)
        };
        Some(change.await)
    }

    /// Puts the second factor into force by its first code, and gives the recovery codes. The session goes on under a new
    /// token.
    ///
    /// Permission: signed in, proved within 15 minutes
    async fn confirm_second_factor(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first code.")] input: ConfirmSecondFactorInput,
    ) -> Nullable<RecoveryCodesPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.confirmSecondFactor")?;
            let (_, transport) = scope.session()?;
            let code = api::Secret::new(input.code);
            let answer = ask!(scope.backend, tenants.confirm_second_factor(scope.call(), code));
            let mut token = None;
            if answer.is_ok() {
                if let Ok(renewed) = renew_proved(scope).await {
                    token = hand_over(ctx, &renewed, transport);
                } else {
                    // The codes are shown this once: without them the user would be locked out some day.
                    tracing::warn!(
                        error.code = "SESSION_NOT_RENEWED",
                        "a session has its old token after a second factor was set up"
                    );
                }
            }
            RecoveryCodesPayload::settle(scope, answer, token)
        };
        Some(change.await)
    }

    /// Makes new recovery codes; the old ones are worthless afterwards.
    ///
    /// Permission: signed in, proved within 15 minutes
    async fn renew_recovery_codes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "May be empty.")] input: RenewRecoveryCodesInput,
    ) -> Nullable<RecoveryCodesPayload> {
        drop(input);
        let change = async {
            let scope = open(ctx, "Mutation.renewRecoveryCodes")?;
            let answer = ask!(scope.backend, tenants.renew_recovery_codes(scope.call()));
            RecoveryCodesPayload::settle(scope, answer, None)
        };
        Some(change.await)
    }

    /// Removes the second factor of a user who has lost it and all recovery codes. All their sessions end.
    ///
    /// Permission: organisations:update, proved within 15 minutes
    async fn reset_second_factor(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The user.")] input: ResetSecondFactorInput,
    ) -> Nullable<ResetSecondFactorPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.resetSecondFactor")?;
            let answer = ask!(
                scope.backend,
                tenants.reset_second_factor(scope.call(), input.login)
            );
            if let Ok(user) = &answer {
                scope.sessions.revoke_all(*user, None).await?;
            }
            ResetSecondFactorPayload::settle(scope, answer)
        };
        Some(change.await)
    }
}
