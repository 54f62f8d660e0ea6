//! One's sessions: ending them, and acting for another of one's organisations.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use http::header::SET_COOKIE;
use uuid::Uuid;
use wsparcie_kernel::ids::MembershipId;
use wsparcie_kernel::{CallError, Problem};
use wsparcie_tenants_api as api;

use super::viewer::Membership;
use crate::graphql::Nullable;
use crate::graphql::failure::Failure;
use crate::graphql::ids::{self, GlobalId};
use crate::graphql::payload::UserError;
use crate::graphql::permissions::open;
use crate::graphql::scope::{Scope, found, load};
use crate::http::credentials::{self, FORGET_COOKIE, Transport};
use crate::http::sessions::{Renewal, SessionToken};
use crate::services::ask;

/// The public id of a session: names it and opens nothing.
#[derive(Clone, Copy)]
pub(super) struct PublicId(pub(super) Uuid);

impl GlobalId for PublicId {
    const KIND: &'static str = "Session";

    fn wrap(id: Uuid) -> Self {
        Self(id)
    }

    fn bare(self) -> Uuid {
        self.0
    }
}

/// The organisation to act for.
#[derive(InputObject)]
pub(crate) struct SwitchOrganisationInput {
    /// The global id of one of the user's organisations.
    organisation_id: ID,
}

/// A session to be ended.
#[derive(InputObject)]
pub(crate) struct RevokeSessionInput {
    /// The global id of one of the user's sessions.
    session_id: ID,
}

/// Which sessions to end.
#[derive(InputObject)]
pub(crate) struct RevokeAllSessionsInput {
    /// Whether the session that asks goes on.
    except_current: bool,
}

/// A member whose sessions are to be ended.
#[derive(InputObject)]
pub(crate) struct EndMemberSessionsInput {
    /// The global id of the membership.
    member_id: ID,
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

/// What became of `revokeSession`, `revokeAllSessions` or `endMemberSessions`.
///
/// Permission: as for the mutation.
#[derive(SimpleObject)]
pub(crate) struct EndedSessionsPayload {
    /// How many sessions have ended.
    ended: i64,
    /// Always empty.
    user_errors: Vec<UserError>,
}

impl EndedSessionsPayload {
    const fn of(ended: i64) -> Self {
        Self {
            ended,
            user_errors: Vec::new(),
        }
    }
}

#[derive(Default)]
pub(crate) struct SessionMutation;

#[Object]
impl SessionMutation {
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
            record_end(scope).await;
            Ok(SignOutPayload {
                signed_out: true,
                user_errors: Vec::new(),
            })
        };
        Some(change.await)
    }

    /// Acts for another of the user's organisations from the next request on, under a new token. A session that an
    /// organisation's own provider began opens no other organisation.
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
            let (session, transport) = scope.session()?;
            let elsewhere = organisation != session.organisation;
            let answer = if elsewhere && session.method == api::SignInMethod::Provider {
                // The same whether there is such an organisation or not.
                Err(CallError::refused(wrong_method()))
            } else {
                ask!(
                    scope.backend,
                    tenants.switch_organisation(scope.call(), organisation)
                )
            };
            match answer {
                Ok(membership) => {
                    let change = Renewal {
                        organisation: Some(organisation),
                        proved: false,
                    };
                    let token = scope.sessions.renew(session, change).await?;
                    Ok(SwitchOrganisationPayload {
                        membership: Some(membership.into()),
                        token: hand_over(ctx, &token, transport),
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

    /// Ends one of the user's own sessions.
    ///
    /// Permission: signed in
    async fn revoke_session(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The session.")] input: RevokeSessionInput,
    ) -> Nullable<EndedSessionsPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.revokeSession")?;
            let (session, transport) = scope.session()?;
            let PublicId(id) = ids::parse(&input.session_id)?;
            if !scope.sessions.revoke(session.user, id).await? {
                return Err(Failure::not_found());
            }
            if id == session.id && transport == Transport::Cookie {
                ctx.append_http_header(SET_COOKIE, FORGET_COOKIE);
            }
            record_end(scope).await;
            Ok(EndedSessionsPayload::of(1))
        };
        Some(change.await)
    }

    /// Ends all sessions of the user, wherever they are.
    ///
    /// Permission: signed in
    async fn revoke_all_sessions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: RevokeAllSessionsInput,
    ) -> Nullable<EndedSessionsPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.revokeAllSessions")?;
            let (session, transport) = scope.session()?;
            let except = input.except_current.then_some(&session.hash);
            let ended = scope.sessions.revoke_all(session.user, except).await?;
            if except.is_none() && transport == Transport::Cookie {
                ctx.append_http_header(SET_COOKIE, FORGET_COOKIE);
            }
            record_end(scope).await;
            Ok(EndedSessionsPayload::of(ended))
        };
        Some(change.await)
    }

    /// Ends a member's sessions for the acting organisation; those for other organisations go on.
    ///
    /// Permission: member:update
    async fn end_member_sessions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The member.")] input: EndMemberSessionsInput,
    ) -> Nullable<EndedSessionsPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.endMemberSessions")?;
            let id: MembershipId = ids::parse(&input.member_id)?;
            let organisation = scope.actor().tenant().ok_or_else(Failure::unauthenticated)?;
            let member = found(load!(scope, id)?)?;
            let ended = scope.sessions.revoke_in(member.user_id, organisation).await?;
            record_end(scope).await;
            Ok(EndedSessionsPayload::of(ended))
        };
        Some(change.await)
    }
}

/// Puts the end of sessions into the audit trail. They are gone by then, and that is what was asked for.
async fn record_end(scope: &Scope) {
    if ask!(scope.backend, tenants.record_sign_out(scope.call())).is_err() {
        tracing::warn!(
            error.code = "SIGN_OUT_NOT_RECORDED",
            "a sign-out is not in the audit trail"
        );
    }
}

fn wrong_method() -> Problem {
    Problem::new(
        "WRONG_SIGN_IN_METHOD",
        "logowanie przez Twoją organizację otwiera tylko tę organizację; do innej zaloguj się hasłem",
        "signing in at your organisation opens that organisation only; sign in to another one by password",
    )
    .at(&["organisationId"])
}

/// Gives the client its token: in a cookie, or as the text for the answer.
pub(super) fn hand_over(ctx: &Context<'_>, token: &SessionToken, transport: Transport) -> Option<String> {
    match transport {
        Transport::Cookie => {
            ctx.append_http_header(SET_COOKIE, credentials::session_cookie(token));
            None
        }
        Transport::Bearer => Some(token.expose().to_owned()),
    }
}
