//! From credentials to an actor, anew on every request: a right taken away is gone at once.

use wsparcie_kernel::Actor;
use wsparcie_tenants_api::SessionOf;

use super::credentials::{Credentials, Transport};
use super::fault::Fault;
use super::sessions::{Session, SessionStore};
use super::throttle::Visitor;
use crate::services::{Backend, ask};

/// Who sent the request.
pub(crate) struct Identity {
    pub(crate) actor: Actor,
    /// The session behind it, if it was one.
    pub(crate) session: Option<(Session, Transport)>,
    /// Where from and with what.
    pub(crate) visitor: Visitor,
}

impl Identity {
    /// Somebody without credentials.
    pub(crate) const fn nobody(visitor: Visitor) -> Self {
        Self {
            actor: Actor::anonymous(),
            session: None,
            visitor,
        }
    }
}

/// Finds out who sent the request. Without credentials it is nobody; with bad ones it is refused.
///
/// `public_only`: the request asks only for what nobody needs to be signed in for. A session that has ended does not stand
/// in its way, or a browser could not sign in again.
pub(crate) async fn identify(
    credentials: Credentials,
    visitor: Visitor,
    sessions: &SessionStore,
    backend: &Backend,
    public_only: bool,
) -> Result<Identity, Fault> {
    let refused = |transport: Transport| {
        if public_only && transport == Transport::Cookie {
            return Ok(Identity::nobody(visitor.clone()));
        }
        Err(Fault {
            forget_cookie: transport == Transport::Cookie,
            ..Fault::bad_credentials()
        })
    };
    match credentials {
        Credentials::None => Ok(Identity::nobody(visitor)),
        Credentials::Malformed(transport) => refused(transport),
        Credentials::ApiKey(key) => {
            // A text that cannot be a key costs no call.
            if !wsparcie_tenants_api::api_key::check_format(&key) {
                return refused(Transport::Bearer);
            }
            let digest = wsparcie_tenants_api::api_key::digest(&key).to_vec();
            match ask!(backend, tenants.actor_of_key(backend.call.clone(), digest))? {
                Some(actor) => Ok(Identity {
                    actor,
                    session: None,
                    visitor,
                }),
                None => refused(Transport::Bearer),
            }
        }
        Credentials::Session(token, transport) => {
            let Some(session) = sessions.find(&token).await? else {
                return refused(transport);
            };
            let call = backend.call.clone();
            let actor = ask!(
                backend,
                tenants.actor_of_session(
                    call,
                    SessionOf {
                        user: session.user,
                        organisation: session.organisation,
                        method: session.method,
                    }
                )
            )?;
            let Some(actor) = actor else {
                // The user, the membership or the organisation is no longer active: the token opens nothing.
                sessions.end(&session).await?;
                return refused(transport);
            };
            Ok(Identity {
                actor,
                session: Some((session, transport)),
                visitor,
            })
        }
    }
}
