//! Proving again who one is, and changing what one proves it with: the password.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use wsparcie_kernel::{Actor, Call, CallError, CallResult, Principal};
use wsparcie_tenants_api as api;

use super::attempts;
use super::outcome::outcomes;
use super::session::hand_over;
use crate::graphql::Nullable;
use crate::graphql::failure::Failure;
use crate::graphql::payload::UserError;
use crate::graphql::permissions::open;
use crate::graphql::scalars::DateTime;
use crate::graphql::scope::Scope;
use crate::http::sessions::{Renewal, SessionToken};
use crate::http::throttle::Account;
use crate::services::ask;

/// A fresh proof: the code by whoever has a second factor, the password by whoever has none.
#[derive(InputObject)]
pub(crate) struct ProveAgainInput {
    /// The password.
    #[graphql(secret)]
    password: Option<String>,
    /// A code of the second factor, or a recovery code.
    #[graphql(secret)]
    code: Option<String>,
}

/// A new password for the signed-in user.
#[derive(InputObject)]
pub(crate) struct ChangePasswordInput {
    /// The password until now.
    #[graphql(secret)]
    current: String,
    /// The new one: at least 12 characters, and none that is on the lists of stolen ones.
    #[graphql(secret)]
    new: String,
}

/// Whose password is forgotten.
#[derive(InputObject)]
pub(crate) struct RequestPasswordResetInput {
    /// The login.
    login: String,
}

/// A new password by a one-time link.
#[derive(InputObject)]
pub(crate) struct ResetPasswordInput {
    /// The token of the link.
    #[graphql(secret)]
    token: String,
    /// The new password: at least 12 characters, and none that is on the lists of stolen ones.
    #[graphql(secret)]
    password: String,
}

/// What became of `proveAgain`.
///
/// Permission: signed in
#[derive(SimpleObject)]
pub(crate) struct ProveAgainPayload {
    /// The session's new token, if the old one was a bearer token; the old one is worthless now.
    token: Option<String>,
    /// Until when the proof is fresh enough for changes that need one; null if it was refused.
    expires_at: Option<DateTime>,
    /// Why the proof was refused.
    user_errors: Vec<UserError>,
}

/// What became of `changePassword`.
///
/// Permission: signed in
#[derive(SimpleObject)]
pub(crate) struct ChangePasswordPayload {
    /// Whether the new password counts from now on.
    changed: bool,
    /// The session's new token, if the old one was a bearer token; the old one is worthless now.
    token: Option<String>,
    /// What has to be put right; empty if the password was changed.
    user_errors: Vec<UserError>,
}

outcomes! {
    /// What became of `requestPasswordReset`.
    ///
    /// Permission: public
    RequestPasswordResetPayload {
        /// Whether the request was taken; the same whether anybody has the login or not.
        requested
    }

    /// What became of `resetPassword`.
    ///
    /// Permission: public
    ResetPasswordPayload {
        /// Whether the new password counts from now on.
        changed
    }
}

#[derive(Default)]
pub(crate) struct ProofMutation;

#[Object]
impl ProofMutation {
    /// Proves again who is at the keyboard, under a new token. Changes of access and the like need a proof of the last 15
    /// minutes; a sign-in is one.
    ///
    /// Permission: signed in
    async fn prove_again(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The password or the code.")] input: ProveAgainInput,
    ) -> Nullable<ProveAgainPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.proveAgain")?;
            let (session, transport) = scope.session()?;
            let account = Account::of_user(&scope.signer, session.user);
            let answer = match attempts::proof(scope, &account).await {
                Ok(()) => {
                    let proof = api::Reproof {
                        password: input.password.map(api::Secret::new),
                        code: input.code.map(api::Secret::new),
                    };
                    ask!(scope.backend, tenants.prove_again(scope.call(), proof))
                }
                Err(refused) => Err(refused),
            };
            match answer {
                Ok(()) => {
                    attempts::proven(scope, &account).await?;
                    let now = scope.clock.now();
                    let token = renew_proved(scope).await?;
                    Ok(ProveAgainPayload {
                        token: hand_over(ctx, &token, transport),
                        expires_at: Some(scope.sessions.proved_until(now).into()),
                        user_errors: Vec::new(),
                    })
                }
                Err(CallError::Refused(problems)) => Ok(ProveAgainPayload {
                    token: None,
                    expires_at: None,
                    user_errors: UserError::all(problems, scope.locale),
                }),
                Err(failure) => Err(failure.into()),
            }
        };
        Some(change.await)
    }

    /// Changes the signed-in user's password. The session goes on under a new token, all others of the user end.
    ///
    /// Permission: signed in
    async fn change_password(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The old and the new password.")] input: ChangePasswordInput,
    ) -> Nullable<ChangePasswordPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.changePassword")?;
            let (session, transport) = scope.session()?;
            let account = Account::of_user(&scope.signer, session.user);
            let answer = match attempts::proof(scope, &account).await {
                Ok(()) => {
                    let change = api::ChangePassword {
                        current: api::Secret::new(input.current),
                        new: api::Secret::new(input.new),
                    };
                    ask!(scope.backend, tenants.change_password(scope.call(), change))
                }
                Err(refused) => Err(refused),
            };
            match answer {
                Ok(()) => {
                    let token = renew_proved(scope).await?;
                    scope
                        .sessions
                        .revoke_all(session.user, Some(&token.hash()))
                        .await?;
                    attempts::proven(scope, &account).await?;
                    Ok(ChangePasswordPayload {
                        changed: true,
                        token: hand_over(ctx, &token, transport),
                        user_errors: Vec::new(),
                    })
                }
                Err(CallError::Refused(problems)) => Ok(ChangePasswordPayload {
                    changed: false,
                    token: None,
                    user_errors: UserError::all(problems, scope.locale),
                }),
                Err(failure) => Err(failure.into()),
            }
        };
        Some(change.await)
    }

    /// Asks for a one-time link to a new password, valid 30 minutes. It goes to the account's e-mail address, if there is one;
    /// the answer is the same in any case.
    ///
    /// Permission: public
    async fn request_password_reset(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The login.")] input: RequestPasswordResetInput,
    ) -> Nullable<RequestPasswordResetPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.requestPasswordReset")?;
            let account = Account::of_login(&scope.signer, &input.login);
            let answer = match attempts::reset(scope, &account, &input.login).await {
                Ok(()) => ask!(
                    scope.backend,
                    tenants.request_password_reset(nobody(scope), input.login)
                ),
                Err(refused) => Err(refused),
            };
            RequestPasswordResetPayload::settle(scope, answer)
        };
        Some(change.await)
    }

    /// Sets a new password by a one-time link. All sessions of the user end; the second factor stays.
    ///
    /// Permission: public
    async fn reset_password(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The link's token and the new password.")] input: ResetPasswordInput,
    ) -> Nullable<ResetPasswordPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.resetPassword")?;
            let answer = match attempts::link(scope).await {
                Ok(()) => {
                    let reset = api::ResetPassword {
                        token: api::Secret::new(input.token),
                        password: api::Secret::new(input.password),
                    };
                    ask!(scope.backend, tenants.reset_password(nobody(scope), reset))
                }
                Err(refused) => Err(refused),
            };
            if let Ok(user) = &answer {
                scope.sessions.revoke_all(*user, None).await?;
                if forgive_sign_ins(scope, *user).await.is_err() {
                    // The account's bucket fills by itself.
                    tracing::warn!(
                        error.code = "THROTTLE_NOT_CLEARED",
                        "an account's failed attempts still count after a password reset"
                    );
                }
            }
            ResetPasswordPayload::settle(scope, answer)
        };
        Some(change.await)
    }
}

/// Goes on under a new token, with the proof just given. The old token is worthless.
pub(super) async fn renew_proved(scope: &Scope) -> Result<SessionToken, Failure> {
    let (session, _) = scope.session()?;
    let change = Renewal {
        organisation: None,
        proved: true,
    };
    Ok(scope.sessions.renew(session, change).await?)
}

/// Lets whoever has a new password sign in at once, whatever others have tried before.
async fn forgive_sign_ins(scope: &Scope, user: wsparcie_kernel::ids::UserId) -> CallResult<()> {
    let actor = Actor {
        principal: Principal::User(user),
        ..Actor::anonymous()
    };
    let call = Call::new(actor, scope.call().request_id);
    let viewer = ask!(scope.backend, tenants.viewer(call))?;
    let account = Account::of_login(&scope.signer, &viewer.login);
    attempts::signed_in(scope, &account).await
}

/// A call of nobody: whoever is signed in has no part in it.
pub(super) fn nobody(scope: &Scope) -> Call {
    Call::new(Actor::anonymous(), scope.call().request_id)
}
