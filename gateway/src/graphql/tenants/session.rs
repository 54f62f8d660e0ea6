//! Signing in, signing out, and acting for another of one's organisations.

use async_graphql::{Context, Enum, ID, InputObject, Object, SimpleObject};
use http::header::SET_COOKIE;
use wsparcie_kernel::{Actor, Call, CallError};
use wsparcie_tenants_api as api;

use super::viewer::{Membership, Viewer};
use crate::graphql::Nullable;
use crate::graphql::failure::Failure;
use crate::graphql::ids;
use crate::graphql::payload::UserError;
use crate::graphql::permissions::open;
use crate::http::credentials::{self, FORGET_COOKIE, Transport};
use crate::http::sessions::SessionToken;
use crate::services::ask;

/// How the session's token travels.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SessionTransport {
    /// In a cookie that scripts cannot read; for browsers.
    Cookie,
    /// In the answer, to be sent as `Authorization: Bearer`; for clients without a cookie jar.
    Bearer,
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

/// The organisation to act for.
#[derive(InputObject)]
pub(crate) struct SwitchOrganisationInput {
    /// The global id of one of the user's organisations.
    organisation_id: ID,
}

/// What became of `signIn`.
///
/// Permission: public
#[derive(SimpleObject)]
pub(crate) struct SignInPayload {
    /// The user, acting for the first of their organisations; null if the sign-in was refused.
    viewer: Option<Viewer>,
    /// The session's token, with the transport BEARER only. Whoever has it is signed in.
    token: Option<String>,
    /// Why the sign-in was refused; an unknown login and a wrong password are not told apart.
    user_errors: Vec<UserError>,
}

/// What became of `signOut`.
///
/// Permission: public
#[derive(SimpleObject)]
pub(crate) struct SignOutPayload {
    /// Whether there was a session, which has now ended.
    signed_out: bool,
    /// Always empty.
    user_errors: Vec<UserError>,
}

/// What became of `switchOrganisation`.
///
/// Permission: signed in
#[derive(SimpleObject)]
pub(crate) struct SwitchOrganisationPayload {
    /// The membership the user acts under from the next request on; null if the switch was refused.
    membership: Option<Membership>,
    /// The session's new token, if the old one was a bearer token; the old one is worthless now.
    token: Option<String>,
    /// What has to be put right; empty if the switch happened.
    user_errors: Vec<UserError>,
}

#[derive(Default)]
pub(crate) struct SessionMutation;

#[Object]
impl SessionMutation {
    /// Signs a user in by password. A session that the client had before ends.
    ///
    /// Permission: public
    async fn sign_in(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Login and password.")] input: SignInInput,
    ) -> Nullable<SignInPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.signIn")?;
            // Whoever was signed in before has no part in this sign-in.
            let call = Call::new(Actor::anonymous(), scope.call().request_id);
            let sign_in = api::SignIn {
                login: input.login,
                password: api::Secret::new(input.password),
            };
            let viewer = match ask!(scope.backend, tenants.sign_in(call, sign_in)) {
                Ok(api::SignInStep::SignedIn(signed_in)) => signed_in.viewer,
                Ok(api::SignInStep::SecondFactor { .. }) => return Err(Failure::internal()),
                Err(CallError::Refused(problems)) => {
                    let user_errors = UserError::all(problems, scope.locale);
                    return Ok(SignInPayload {
                        viewer: None,
                        token: None,
                        user_errors,
                    });
                }
                Err(failure) => return Err(failure.into()),
            };
            let organisation = viewer
                .memberships
                .first()
                .map(|one| one.organisation_id)
                .ok_or_else(Failure::internal)?;
            let before = scope.identity.session.as_ref().map(|(session, _)| session);
            let token = scope.sessions.start(viewer.user_id, organisation, before).await?;
            let transport = match input.transport {
                SessionTransport::Cookie => Transport::Cookie,
                SessionTransport::Bearer => Transport::Bearer,
            };
            Ok(SignInPayload {
                viewer: Some(Viewer::acting_for(viewer, Some(organisation))),
                token: hand_over(ctx, &token, transport),
                user_errors: Vec::new(),
            })
        };
        Some(change.await)
    }

    /// Ends the session that the request came with. Does nothing without one.
    ///
    /// Permission: public
    async fn sign_out(&self, ctx: &Context<'_>) -> Nullable<SignOutPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.signOut")?;
            ctx.append_http_header(SET_COOKIE, FORGET_COOKIE);
            let Some((session, _)) = &scope.identity.session else {
                return Ok(SignOutPayload {
                    signed_out: false,
                    user_errors: Vec::new(),
                });
            };
            scope.sessions.end(session).await?;
            if ask!(scope.backend, tenants.record_sign_out(scope.call())).is_err() {
                // The session is gone, and that is what was asked for.
                tracing::warn!(
                    error.code = "SIGN_OUT_NOT_RECORDED",
                    "a sign-out is not in the audit trail"
                );
            }
            Ok(SignOutPayload {
                signed_out: true,
                user_errors: Vec::new(),
            })
        };
        Some(change.await)
    }

    /// Acts for another of the user's organisations from the next request on, under a new token.
    ///
    /// Permission: signed in
    async fn switch_organisation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The organisation to act for.")] input: SwitchOrganisationInput,
    ) -> Nullable<SwitchOrganisationPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.switchOrganisation")?;
            let organisation = ids::parse(&input.organisation_id)?;
            // API clients belong to one organisation.
            let (session, transport) = scope.identity.session.as_ref().ok_or(CallError::Forbidden)?;
            match ask!(
                scope.backend,
                tenants.switch_organisation(scope.call(), organisation)
            ) {
                Ok(membership) => {
                    let token = scope.sessions.switch(session, organisation).await?;
                    Ok(SwitchOrganisationPayload {
                        membership: Some(membership.into()),
                        token: hand_over(ctx, &token, *transport),
                        user_errors: Vec::new(),
                    })
                }
                Err(CallError::Refused(problems)) => Ok(SwitchOrganisationPayload {
                    membership: None,
                    token: None,
                    user_errors: UserError::all(problems, scope.locale),
                }),
                Err(failure) => Err(failure.into()),
            }
        };
        Some(change.await)
    }
}

/// Gives the client its token: in a cookie, or as the text for the answer.
fn hand_over(ctx: &Context<'_>, token: &SessionToken, transport: Transport) -> Option<String> {
    match transport {
        Transport::Cookie => {
            ctx.append_http_header(SET_COOKIE, credentials::session_cookie(token));
            None
        }
        Transport::Bearer => Some(token.expose().to_owned()),
    }
}
