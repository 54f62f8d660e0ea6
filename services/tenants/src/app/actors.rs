//! Who acts: asked by the gateway on every request, before anybody is known. Knows no sessions and no tokens.

use chrono::TimeDelta;
use wsparcie_kernel::actor::Standing;
use wsparcie_kernel::ids::MembershipId;
use wsparcie_kernel::{Actor, Call, CallResult, Instant, Principal};
use wsparcie_postgres::DbError;
use wsparcie_tenants_api::{SessionOf, SignInMethod};

use super::Tenants;
use crate::{SecondFactorPolicy, db};

/// How exactly the last use of an access is known. Within this time further uses write nothing.
const LAST_USE: TimeDelta = TimeDelta::minutes(5);

/// The actor a session stands for right now.
pub(crate) async fn of_session(
    tenants: &Tenants,
    _call: &Call,
    session: SessionOf,
) -> CallResult<Option<Actor>> {
    let now = tenants.clock.now();
    let found = {
        let mut identity = tenants.db.identity_conn().await?;
        db::actors::of_session(identity.conn(), session, now).await?
    };
    let Some(found) = found else { return Ok(None) };
    if let Some(before) = to_be_noted(found.last_used_at, now) {
        note_membership(tenants, session, found.membership, now, before)
            .await
            .unwrap_or_else(unnoted);
    }
    // A provider that people sign in at has its own second factors; ours would be a third.
    let second_factor_due = tenants.config.second_factor == SecondFactorPolicy::Required
        && session.method == SignInMethod::Password
        && !found.has_second_factor;
    Ok(Some(Actor {
        principal: Principal::User(session.user),
        organisation: Some(found.organisation),
        roles: found.roles,
        scopes: Vec::new(),
        standing: Standing {
            read_only: found.read_only,
            second_factor_due,
            break_glass: found.break_glass,
        },
    }))
}

/// The actor behind a key. Days are days in UTC: a key ends at the same instant for everyone.
pub(crate) async fn of_key(tenants: &Tenants, key_sha256: &[u8]) -> CallResult<Option<Actor>> {
    if key_sha256.len() != 32 {
        return Ok(None);
    }
    let now = tenants.clock.now();
    let found = {
        let mut identity = tenants.db.identity_conn().await?;
        db::actors::of_key(identity.conn(), key_sha256, now).await?
    };
    let Some(found) = found else { return Ok(None) };
    if let Some(before) = to_be_noted(found.last_used_at, now) {
        note_key(tenants, &found, now, before)
            .await
            .unwrap_or_else(unnoted);
    }
    Ok(Some(found.actor))
}

/// The instant before which a noted use is too old, if the one noted is.
fn to_be_noted(last_used_at: Option<Instant>, now: Instant) -> Option<Instant> {
    let before = now.checked_sub_signed(LAST_USE)?;
    last_used_at.is_none_or(|last| last < before).then_some(before)
}

async fn note_membership(
    tenants: &Tenants,
    session: SessionOf,
    membership: MembershipId,
    now: Instant,
    before: Instant,
) -> Result<(), DbError> {
    let mut tx = tenants.db.begin(session.organisation).await?;
    db::actors::touch_membership(&mut tx, membership, now, before).await?;
    tx.commit().await
}

async fn note_key(
    tenants: &Tenants,
    found: &db::actors::Keyed,
    now: Instant,
    before: Instant,
) -> Result<(), DbError> {
    let mut tx = tenants.db.begin(found.tenant).await?;
    db::actors::touch_key(&mut tx, found.key, now, before).await?;
    tx.commit().await
}

/// A use that could not be noted stops nobody.
fn unnoted(_: DbError) {
    tracing::warn!("the last use of an access could not be noted");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(time: &str) -> Instant {
        format!("2026-03-02T{time}Z").parse().unwrap()
    }

    #[test]
    fn a_use_is_noted_when_the_last_is_over_five_minutes_old() {
        let now = at("12:05:00");
        for (last, noted) in [
            (None, true),
            (Some(at("11:59:59")), true),
            (Some(at("12:00:00")), false),
            (Some(at("12:05:00")), false),
            (Some(at("12:06:00")), false),
        ] {
            assert_eq!(to_be_noted(last, now).is_some(), noted, "{last:?}");
        }
    }
}
