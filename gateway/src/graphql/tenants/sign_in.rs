//! Signing in: the password, then the code of the second factor if there is one.

use async_graphql::{Context, Enum, InputObject, Object, SimpleObject};
use http::header::SET_COOKIE;
use wsparcie_kernel::{CallError, Problem};
use wsparcie_tenants_api as api;

use super::attempts;
use super::proof::nobody;
use super::session::hand_over;
use super::viewer::Viewer;
use crate::graphql::Nullable;
use crate::graphql::failure::Failure;
use crate::graphql::payload::UserError;
use crate::graphql::permissions::open;
use crate::graphql::scalars::DateTime;
use crate::graphql::scope::Scope;
use crate::http::credentials::Transport;
use crate::http::sessions::{NewSession, SessionToken};
use crate::http::throttle::{Account, remember_device};
use crate::services::ask;

/// How the session's token travels.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SessionTransport {
    /// In a cookie that scripts cannot read; for browsers.
    Cookie,
    /// In the answer, to be sent as `Authorization: Bearer`; for clients without a cookie jar.
    Bearer,
}

impl From<SessionTransport> for Transport {
    fn from(transport: SessionTransport) -> Self {
        match transport {
            SessionTransport::Cookie => Self::Cookie,
            SessionTransport::Bearer => Self::Bearer,
        }
    }
}

/// A sign-in by password.
#[derive(InputObject)]
pub(crate) struct SignInInput {
    /// The login; letter case does not matter.
    login: String,
    /// The password.
    #[graphql(secret)]
    password: String,
    /// How the session's token travels.
    #[graphql(default_with = "SessionTransport::Cookie")]
    transport: SessionTransport,
}

/// The second step of a sign-in.
#[derive(InputObject)]
pub(crate) struct CompleteSignInInput {
    /// The challenge that `signIn` gave.
    #[graphql(secret)]
    challenge: String,
    /// The code of the second factor, or a recovery code.
    #[graphql(secret)]
    code: String,
    /// How the session's token travels.
    #[graphql(default_with = "SessionTransport::Cookie")]
    transport: SessionTransport,
}

/// The password was right; the code of the second factor comes next.
///
/// Permission: as for the mutation.
#[derive(SimpleObject)]
pub(crate) struct SecondFactorChallenge {
    /// To be sent with the code; 256 random bits. Good for one sign-in and five codes.
    challenge: String,
    /// Until when: five minutes from now.
    expires_at: DateTime,
}

/// What became of `signIn` or `completeSignIn`.
///
/// Permission: public
#[derive(SimpleObject, Default)]
pub(crate) struct SignInPayload {
    /// The user, acting for the first of their organisations; null if the sign-in was refused or is not finished.
    viewer: Option<Viewer>,
    /// The session's token, with the transport BEARER only. Whoever has it is signed in.
    token: Option<String>,
    /// What is still owed: `completeSignIn` with the code of the second factor; null if nothing is.
    second_factor: Option<SecondFactorChallenge>,
    /// Whether the user has to set up a second factor before case data open.
    second_factor_due: bool,
    /// Why the sign-in was refused; an unknown login and a wrong password are not told apart.
    user_errors: Vec<UserError>,
}

impl SignInPayload {
    fn refused(scope: &Scope, problems: Vec<Problem>) -> Self {
        Self {
            user_errors: UserError::all(problems, scope.locale),
            ..Self::default()
        }
    }
}

#[derive(Default)]
pub(crate) struct SignInMutation;

#[Object]
impl SignInMutation {
    /// Signs a user in by password. A session that the client had before ends. Who has a second factor gets a challenge
    /// instead of a session. Attempts are limited by address and by account.
    ///
    /// Permission: public
    async fn sign_in(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Login and password.")] input: SignInInput,
    ) -> Nullable<SignInPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.signIn")?;
            let account = Account::of_login(&scope.signer, &input.login);
            let answer = match attempts::sign_in(scope, &account, &input.login).await {
                Ok(()) => {
                    let sign_in = api::SignIn {
                        login: input.login,
                        password: api::Secret::new(input.password),
                    };
                    ask!(scope.backend, tenants.sign_in(nobody(scope), sign_in))
                }
                Err(refused) => Err(refused),
            };
            match answer {
                Ok(api::SignInStep::SignedIn(signed_in)) => {
                    begin(ctx, scope, &account, signed_in, input.transport.into()).await
                }
                Ok(api::SignInStep::SecondFactor { user }) => {
                    let (challenge, ends) = scope.challenges.begin(user, account.as_str()).await?;
                    Ok(SignInPayload {
                        second_factor: Some(SecondFactorChallenge {
                            challenge: challenge.expose().to_owned(),
                            expires_at: ends.into(),
                        }),
                        ..SignInPayload::default()
                    })
                }
                Err(CallError::Refused(problems)) => Ok(SignInPayload::refused(scope, problems)),
                Err(failure) => Err(failure.into()),
            }
        };
        Some(change.await)
    }

    /// Finishes a sign-in by the code of the second factor, or by a recovery code. Each code works once; five wrong ones end
    /// the challenge.
    ///
    /// Permission: public
    async fn complete_sign_in(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The challenge and the code.")] input: CompleteSignInInput,
    ) -> Nullable<SignInPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.completeSignIn")?;
            let token = SessionToken::parse(&input.challenge);
            let found = match &token {
                Some(token) => scope.challenges.take(token).await?,
                None => None,
            };
            let account = found
                .as_ref()
                .map(|found| Account::from_stored(found.account.clone()));
            let is_first = found.as_ref().is_some_and(|found| found.is_first);
            if let Err(refused) = attempts::code(scope, account.as_ref(), is_first).await {
                if let (Some(token), Some(_)) = (&token, &found) {
                    scope.challenges.give_back(token).await?;
                }
                return match refused {
                    CallError::Refused(problems) => Ok(SignInPayload::refused(scope, problems)),
                    failure => Err(failure.into()),
                };
            }
            let (Some(token), Some(found), Some(account)) = (token, found, account) else {
                return Ok(SignInPayload::refused(scope, vec![challenge_ended()]));
            };
            let code = api::Secret::new(input.code);
            match ask!(
                scope.backend,
                tenants.complete_sign_in(nobody(scope), found.user, code)
            ) {
                Ok(signed_in) => {
                    if !scope.challenges.finish(&token).await? {
                        // Another right code was faster.
                        return Ok(SignInPayload::refused(scope, vec![challenge_ended()]));
                    }
                    begin(ctx, scope, &account, signed_in, input.transport.into()).await
                }
                Err(CallError::Refused(problems)) => Ok(SignInPayload::refused(scope, problems)),
                Err(failure) => Err(failure.into()),
            }
        };
        Some(change.await)
    }
}

fn challenge_ended() -> Problem {
    Problem::new(
        "CHALLENGE_ENDED",
        "to logowanie już się zakończyło; zaloguj się od początku",
        "this sign-in is over; sign in from the beginning",
    )
    .at(&["challenge"])
}

/// Starts the session, makes the device known, and forgets what failed before.
async fn begin(
    ctx: &Context<'_>,
    scope: &Scope,
    account: &Account,
    signed_in: api::SignedIn,
    transport: Transport,
) -> Result<SignInPayload, Failure> {
    let viewer = signed_in.viewer;
    let organisation = viewer
        .memberships
        .first()
        .map(|one| one.organisation_id)
        .ok_or_else(Failure::internal)?;
    let visitor = &scope.identity.visitor;
    let new = NewSession {
        user: viewer.user_id,
        organisation,
        method: api::SignInMethod::Password,
        client: visitor.client.clone(),
    };
    let before = scope.identity.session.as_ref().map(|(session, _)| session);
    attempts::signed_in(scope, account).await?;
    let token = scope.sessions.start(new, before).await?;
    let hash = token.hash();
    let given = hand_over(ctx, &token, transport);
    if transport == Transport::Cookie {
        let (cookie, now) = (visitor.devices.as_deref(), scope.clock.now());
        if let Some(cookie) = remember_device(&scope.signer, cookie, account, now, scope.random.as_ref()) {
            ctx.append_http_header(SET_COOKIE, cookie);
        }
    }
    Ok(SignInPayload {
        viewer: Some(Viewer::of_session(
            viewer,
            organisation,
            hash,
            api::SignInMethod::Password,
        )),
        token: given,
        second_factor_due: signed_in.second_factor_due,
        ..SignInPayload::default()
    })
}
