//! Who acts: asked by the gateway on every request, before anybody is known.

use wsparcie_kernel::{Actor, Call, CallResult};
use wsparcie_tenants_api::SessionOf;

use super::Tenants;
use crate::db;

/// The actor a session stands for right now.
pub(crate) async fn of_session(
    tenants: &Tenants,
    _call: &Call,
    session: SessionOf,
) -> CallResult<Option<Actor>> {
    let mut identity = tenants.db.identity_conn().await?;
    Ok(db::actors::of_session(identity.conn(), session.user, session.organisation).await?)
}

/// The actor behind a key. Days are days in UTC: a key ends at the same instant for everyone.
pub(crate) async fn of_key(tenants: &Tenants, key_sha256: &[u8]) -> CallResult<Option<Actor>> {
    if key_sha256.len() != 32 {
        return Ok(None);
    }
    let today = tenants.clock.now().date_naive();
    let mut identity = tenants.db.identity_conn().await?;
    Ok(db::actors::of_key(identity.conn(), key_sha256, today).await?)
}
