//! Sign-ins that are under way at a provider.

use std::sync::LazyLock;
use std::time::Duration;

use redis::Script;
use serde::{Deserialize, Serialize};
use wsparcie_kernel::ids::TenantId;

use crate::http::sessions::{RedisDoor, SessionError, SessionToken};

pub(super) const COOKIE_NAME: &str = "__Host-wsparcie-provider";
const LIFE: Duration = Duration::from_mins(10);

static KEEP: LazyLock<Script> =
    LazyLock::new(|| Script::new("redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2]) return 1"));
static TAKE: LazyLock<Script> = LazyLock::new(|| Script::new("return redis.call('GETDEL', KEYS[1])"));

/// What we have to remember while somebody is at their provider.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Pending {
    /// Whose provider.
    pub(super) organisation: TenantId,
    /// The issuer they were sent to; an answer of another one is refused.
    pub(super) issuer: String,
    /// What the token has to repeat.
    pub(super) nonce: String,
    /// The PKCE verifier.
    pub(super) verifier: String,
    /// The hash of the cookie of the browser that was sent away.
    pub(super) browser: String,
}

/// Where they are remembered. Cheap to clone.
#[derive(Clone)]
pub(super) struct PendingStore {
    pub(super) redis: RedisDoor,
    pub(super) prefix: String,
}

impl PendingStore {
    /// Remembers a sign-in for ten minutes under the hash of its state.
    pub(super) async fn keep(&self, state: &SessionToken, pending: &Pending) -> Result<(), SessionError> {
        let value = serde_json::to_string(pending).map_err(|_| SessionError::Broken)?;
        let arguments = [value, LIFE.as_secs().to_string()];
        let kept: Result<i64, _> = self.redis.run(&KEEP, &[self.key(state)], &arguments).await;
        kept.map(|_| ())
    }

    /// Takes it; nobody finds it again.
    pub(super) async fn take(&self, state: &SessionToken) -> Result<Option<Pending>, SessionError> {
        let value: Option<String> = self.redis.run(&TAKE, &[self.key(state)], &[]).await?;
        Ok(value.and_then(|value| serde_json::from_str(&value).ok()))
    }

    fn key(&self, state: &SessionToken) -> String {
        format!("{}:provider-state:{}", self.prefix, state.hash().as_str())
    }
}

/// The cookie that binds a sign-in to its browser. `Lax`, because the provider sends the browser back from another site.
pub(super) fn browser_cookie(browser: &SessionToken) -> String {
    format!(
        "{COOKIE_NAME}={}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age={}",
        browser.expose(),
        LIFE.as_secs()
    )
}

/// The cookie that makes a browser forget it.
pub(super) const fn forget_cookie() -> &'static str {
    "__Host-wsparcie-provider=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0"
}
