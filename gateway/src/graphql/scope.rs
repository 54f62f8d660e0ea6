//! What resolvers know of the request they serve.

use std::sync::Arc;

use async_graphql::Context;
use async_graphql::dataloader::DataLoader;
use tracing::Instrument;
use uuid::Uuid;
use wsparcie_kernel::{Actor, Call, CallError, Clock, Idempotency, Locale};
use wsparcie_tenants_api::SignInMethod;

use super::failure::Failure;
use super::loaders::MAX_KEYS;
use super::payload::Check;
use crate::config::RandomSource;
use crate::gateway::Shared;
use crate::http::authenticate::Identity;
use crate::http::credentials::Transport;
use crate::http::sessions::{Challenges, Session, SessionStore};
use crate::http::throttle::Throttle;
use crate::services::Backend;
use crate::signing::Signer;

/// One request: who asks, in which language, and the doors to the services.
pub(crate) struct Scope {
    pub(crate) identity: Identity,
    pub(crate) backend: Backend,
    pub(crate) loaders: DataLoader<Backend>,
    pub(crate) locale: Locale,
    pub(crate) sessions: SessionStore,
    pub(crate) challenges: Challenges,
    pub(crate) throttle: Throttle,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) random: Arc<dyn RandomSource>,
    pub(crate) signer: Signer,
}

impl Scope {
    pub(crate) fn new(shared: &Shared, identity: Identity, backend: Backend, locale: Locale) -> Self {
        // Without a cache: a read behind a mutation of the same document has to see what the mutation did.
        let loaders = DataLoader::new(backend.clone(), |load| {
            tokio::spawn(load.instrument(tracing::Span::current()));
        })
        .max_batch_size(MAX_KEYS);
        Self {
            identity,
            backend,
            loaders,
            locale,
            sessions: shared.sessions.clone(),
            challenges: shared.challenges.clone(),
            throttle: shared.throttle.clone(),
            clock: Arc::clone(&shared.clock),
            random: Arc::clone(&shared.config.random),
            signer: shared.signer.clone(),
        }
    }

    /// The request behind a resolver.
    pub(super) fn of<'a>(ctx: &Context<'a>) -> Result<&'a Self, Failure> {
        ctx.data::<Self>().map_err(|_| Failure::internal())
    }

    pub(crate) fn actor(&self) -> &Actor {
        &self.identity.actor
    }

    /// Whether an organisation's own provider started the session.
    pub(crate) fn is_by_provider(&self) -> bool {
        let session = self.identity.session.as_ref();
        session.is_some_and(|(session, _)| session.method == SignInMethod::Provider)
    }

    /// The acting organisation's id; cursors are bound to it.
    pub(crate) fn tenant(&self) -> Uuid {
        self.actor()
            .tenant()
            .map_or(Uuid::nil(), wsparcie_kernel::ids::TenantId::into_uuid)
    }

    /// The session that the request came with. Programs have none, and what asks for one is not for them.
    pub(crate) fn session(&self) -> Result<(&Session, Transport), Failure> {
        let (session, transport) = self.identity.session.as_ref().ok_or(CallError::Forbidden)?;
        Ok((session, *transport))
    }

    /// Lets only those go on who have proved lately who they are: at sign-in or by `proveAgain`.
    pub(crate) fn recently_proved(&self) -> Result<(), Failure> {
        let (session, _) = self.session()?;
        if self.clock.now() < self.sessions.proved_until(session.proved_at) {
            Ok(())
        } else {
            Err(Failure::step_up_due())
        }
    }

    /// A call that reads, or that may safely happen twice.
    pub(crate) fn call(&self) -> Call {
        self.backend.call.clone()
    }

    /// A call that happens once under the client's key. A key that cannot be one is noted as a problem.
    pub(crate) fn call_once(&self, ctx: &Context<'_>, key: &str, check: &mut Check) -> Result<Call, Failure> {
        let characters = key.chars().count();
        if !(1..=100).contains(&characters) || key.trim().is_empty() || key.chars().any(char::is_control) {
            check.refuse(
                "IDEMPOTENCY_KEY_INVALID",
                &["idempotencyKey"],
                "klucz idempotencji ma od 1 do 100 znaków; użyj np. nowego UUID",
                "an idempotency key has 1 to 100 characters; use a new UUID, for example",
            );
        }
        let idempotency = Idempotency {
            key: key.to_owned(),
            fingerprint: self.fingerprint(ctx)?,
        };
        Ok(self.call().once(Some(idempotency)))
    }

    /// A keyed digest of the field and its input without the key itself.
    fn fingerprint(&self, ctx: &Context<'_>) -> Result<String, Failure> {
        let arguments = ctx.field().arguments().map_err(|_| Failure::internal())?;
        let mut input = serde_json::Value::Null;
        for (name, value) in arguments {
            if name == "input" {
                input = value.into_json().map_err(|_| Failure::internal())?;
            }
        }
        if let serde_json::Value::Object(members) = &mut input {
            members.remove("idempotencyKey");
        }
        Ok(self.signer.fingerprint(ctx.field().name(), &input))
    }
}

/// Loads one thing through the request's loaders.
macro_rules! load {
    ($scope:expr, $key:expr) => {
        $scope
            .loaders
            .load_one($key)
            .await
            .map_err($crate::graphql::failure::Failure::from)
    };
}
pub(crate) use load;

/// A thing that was asked for by id: if it is not there, the answer is the same whether it exists elsewhere or not.
pub(crate) fn found<T>(value: Option<T>) -> Result<T, Failure> {
    value.ok_or_else(|| CallError::NotFound.into())
}
