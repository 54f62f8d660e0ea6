//! Releases that wait for events of participation, and those that are given up.

use chrono::TimeDelta;
use serde_json::json;
use wsparcie_kernel::{Actor, Call, IdSource, Instant, OrganisationKind, TenantId};
use wsparcie_postgres::audit::{self, Act};
use wsparcie_postgres::jobs::JobFailure;
use wsparcie_postgres::{Db, jobs};

use super::freeze::Asked;
use crate::db::comparison::{region, releases};
use crate::jobs::FREEZE_JOB;

/// The longest pause before the events that a release waits for are looked for again.
const LONGEST_PAUSE: TimeDelta = TimeDelta::seconds(30);
/// After so many waits, 14 seconds together, every act from before the release was asked for is committed or given up.
const ENOUGH_WAITS: u32 = 3;

/// What was recorded before a release was asked for is counted in it, so it waits for the events that are on their way:
/// 2 seconds, then twice as long each time, up to half a minute.
pub(super) async fn wait(db: &Db, ids: &dyn IdSource, asked: Asked, now: Instant) -> Result<(), JobFailure> {
    let pause = TimeDelta::seconds(2 << asked.waits.min(4)).min(LONGEST_PAUSE);
    let mut tx = db.begin(asked.authority).await?;
    let payload = json!({"release_id": asked.id, "waits": asked.waits.saturating_add(1)});
    jobs::enqueue(&mut tx, ids.next(now), FREEZE_JOB, &payload, now + pause, now).await?;
    tx.commit().await?;
    Ok(())
}

/// The read model lacks people of a centre whom casework had when the release was asked for. If events of theirs are on their
/// way, or may be (an act that was not committed yet), it waits; otherwise they never come by themselves, and no release is
/// made that counts none of them.
pub(super) async fn wait_for_untold(
    db: &Db,
    ids: &dyn IdSource,
    asked: Asked,
    centre: TenantId,
    now: Instant,
) -> Result<(), JobFailure> {
    let mut worker = db.begin_worker().await?;
    let events = region::events_on_their_way(&mut worker, &[centre], now).await?;
    worker.commit().await?;
    if events.waiting || asked.waits < ENOUGH_WAITS {
        return wait(db, ids, asked, now).await;
    }
    fail(db, ids, asked, "EVENTS_MISSING", now).await
}

/// Gives a release up, with a code that its readers and the operator see.
pub(crate) async fn fail(
    db: &Db,
    ids: &dyn IdSource,
    asked: Asked,
    code: &'static str,
    now: Instant,
) -> Result<(), JobFailure> {
    let Asked { authority, id, .. } = asked;
    let mut tx = db.begin(authority).await?;
    if releases::lock_preparing(&mut tx, id).await?.is_none() {
        return Ok(());
    }
    releases::set_failure(&mut tx, id, Some(code)).await?;
    let actor = Actor::system(FREEZE_JOB, authority, OrganisationKind::Authority);
    let call = Call::new(actor, ids.next(now));
    let act = Act::on("comparison_release.failed", "comparison_release", id.into_uuid())
        .with(json!({"failure": code}));
    audit::record(&mut tx, ids, &call, act, now).await?;
    tx.commit().await?;
    tracing::error!(error.code = code, "a release of the comparison failed");
    Ok(())
}
