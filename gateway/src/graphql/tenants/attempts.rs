//! How resolvers count attempts: every alias is one, and a refusal reads the same whatever was behind it.

use wsparcie_kernel::{Actor, Call, CallError, CallResult};

use crate::graphql::scope::Scope;
use crate::http::sessions::SessionError;
use crate::http::throttle::{Account, Attempt, Door, Refused, known_device};
use crate::services::ask;

/// The longest login that is handed on for the audit trail.
const LONGEST_LOGIN: usize = 100;

fn unanswered(error: SessionError) -> CallError {
    match error {
        SessionError::Unavailable => CallError::Unavailable,
        SessionError::Broken => CallError::Internal,
        SessionError::Ended => CallError::Unauthenticated,
    }
}

/// Somebody who is not signed in tries a password for a login.
pub(super) async fn sign_in(scope: &Scope, account: &Account, login: &str) -> CallResult<()> {
    let visitor = &scope.identity.visitor;
    let attempt = Attempt {
        door: Door::SignIn,
        address: Some(visitor.address),
        account: Some(account),
        device: device(scope, account),
    };
    let Err(refused) = scope.throttle.enter(&attempt).await.map_err(unanswered)? else {
        return Ok(());
    };
    record(scope, refused, login).await;
    Err(CallError::refused(refused.problem()))
}

/// A code for a challenge. The address's point for the first one is paid by the password before it; the account's never is, and
/// there is no free attempt for new addresses: a million codes are soon tried by whoever knows the password and has a network
/// of machines. A known device has a bucket of its own, and whoever gets a new password has a full one.
pub(super) async fn code(scope: &Scope, account: Option<&Account>, is_first: bool) -> CallResult<()> {
    if !is_first {
        let address = Some(scope.identity.visitor.address);
        let by_address = Attempt {
            door: Door::SignIn,
            address,
            account: None,
            device: None,
        };
        enter(scope, &by_address).await?;
    }
    match account {
        Some(account) => enter(scope, &of_code(scope, account)).await,
        None => Ok(()),
    }
}

fn of_code<'a>(scope: &Scope, account: &'a Account) -> Attempt<'a> {
    Attempt {
        door: Door::Code,
        address: None,
        account: Some(account),
        device: device(scope, account),
    }
}

/// Somebody got in: what failed before it, here and for the account, is forgotten.
pub(super) async fn signed_in(scope: &Scope, account: &Account) -> CallResult<()> {
    let by_password = Attempt {
        door: Door::SignIn,
        address: Some(scope.identity.visitor.address),
        account: Some(account),
        device: device(scope, account),
    };
    forgive(scope, &by_password).await?;
    forgive(scope, &of_code(scope, account)).await
}

async fn forgive(scope: &Scope, attempt: &Attempt<'_>) -> CallResult<()> {
    scope.throttle.forgive(attempt).await.map_err(unanswered)
}

/// Somebody asks for a link to a new password.
pub(super) async fn reset(scope: &Scope, account: &Account, login: &str) -> CallResult<()> {
    let attempt = Attempt {
        door: Door::Reset,
        address: Some(scope.identity.visitor.address),
        account: Some(account),
        device: device(scope, account),
    };
    let Err(refused) = scope.throttle.enter(&attempt).await.map_err(unanswered)? else {
        return Ok(());
    };
    record(scope, refused, login).await;
    Err(CallError::refused(refused.problem()))
}

/// Somebody brings a one-time link.
pub(super) async fn link(scope: &Scope) -> CallResult<()> {
    enter(
        scope,
        &Attempt {
            door: Door::Link,
            address: Some(scope.identity.visitor.address),
            account: None,
            device: None,
        },
    )
    .await
}

/// Somebody who is signed in tries a password or a code: theirs, or another's when they add a member.
pub(super) async fn proof(scope: &Scope, account: &Account) -> CallResult<()> {
    enter(
        scope,
        &Attempt {
            door: Door::Proof,
            address: None,
            account: Some(account),
            device: None,
        },
    )
    .await
}

/// A proof was right: what failed before it is forgotten.
pub(super) async fn proven(scope: &Scope, account: &Account) -> CallResult<()> {
    let attempt = Attempt {
        door: Door::Proof,
        address: None,
        account: Some(account),
        device: None,
    };
    forgive(scope, &attempt).await
}

async fn enter(scope: &Scope, attempt: &Attempt<'_>) -> CallResult<()> {
    match scope.throttle.enter(attempt).await.map_err(unanswered)? {
        Ok(()) => Ok(()),
        Err(refused) => Err(CallError::refused(refused.problem())),
    }
}

fn device(scope: &Scope, account: &Account) -> Option<[u8; 12]> {
    let cookie = scope.identity.visitor.devices.as_deref();
    known_device(&scope.signer, cookie, account, scope.clock.now())
}

/// Puts a refusal into the audit trail, once a minute for each address and account: a flood must not fill it.
async fn record(scope: &Scope, refused: Refused, login: &str) {
    if !refused.is_news {
        return;
    }
    let call = Call::new(Actor::anonymous(), scope.call().request_id);
    let login: String = login.chars().take(LONGEST_LOGIN).collect();
    if ask!(scope.backend, tenants.record_refused_attempt(call, login)).is_err() {
        tracing::warn!(
            error.code = "REFUSAL_NOT_RECORDED",
            "a refused attempt is not in the audit trail"
        );
    }
}
