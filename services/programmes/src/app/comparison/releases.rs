//! Releases of an authority: asking for one, listing them, the authority's threshold.

use chrono::{SecondsFormat, TimeDelta};
use serde_json::json;
use wsparcie_kernel::ids::ComparisonReleaseId;
use wsparcie_kernel::input::check_id_count;
use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::{
    Call, CallError, CallResult, Clock, IdSource, Instant, Page, PageRequest, Problem, TenantId,
};
use wsparcie_postgres::audit::{self, Act};
use wsparcie_postgres::idempotency::{self, Outcome};
use wsparcie_postgres::{Db, DbError, TenantTx, jobs};
use wsparcie_programmes_api::{ComparisonRelease, ReleaseState};

use super::authority;
use crate::app::Programmes;
use crate::db::comparison::releases;
use crate::domain::comparison::SmallCells;
use crate::jobs::FREEZE_JOB;
use crate::service::uuids;

/// How long after a release was asked for the next one can be: each costs every centre of the region a visit, and figures of
/// people change by the day.
const PAUSE: TimeDelta = TimeDelta::hours(1);

/// Begins a release of the authority's whole region; a job collects and freezes it.
pub(crate) async fn create(svc: &Programmes, call: &Call) -> CallResult<ComparisonRelease> {
    let (tenant, region) = authority(call, Action::Create)?;
    let now = svc.clock.now();
    let mut tx = svc.db.begin(tenant).await?;
    if let Outcome::Repeated(id) = idempotency::begin(&mut tx, call, now).await? {
        return read_again(tx, ComparisonReleaseId::from_uuid(id)).await;
    }
    let threshold = releases::lock_threshold(&mut tx, svc.small_cells, now).await?;
    // Behind that lock, so that of two requests at once the second sees the first.
    match releases::last_begun(&mut tx).await? {
        Some((ReleaseState::Preparing, _)) => return Err(CallError::refused(in_preparation())),
        Some((_, requested_at)) if now < requested_at + PAUSE => {
            return Err(CallError::refused(too_soon(requested_at + PAUSE)));
        }
        _ => {}
    }
    let id = ComparisonReleaseId::from_uuid(svc.ids.next(now));
    releases::insert(&mut tx, id, region, threshold, now).await?;
    let payload = json!({"release_id": id});
    jobs::enqueue(&mut tx, svc.ids.next(now), FREEZE_JOB, &payload, now, now).await?;
    let act = Act::on(
        "comparison_release.requested",
        "comparison_release",
        id.into_uuid(),
    )
    .with(json!({"region": region, "threshold": threshold.people()}));
    audit::record(&mut tx, &*svc.ids, call, act, now).await?;
    idempotency::complete(&mut tx, call, id.into_uuid()).await?;
    read_again(tx, id).await
}

fn in_preparation() -> Problem {
    Problem::new(
        "RELEASE_IN_PREPARATION",
        "poprzednie wydanie jest jeszcze przygotowywane; poczekaj na nie",
        "the last release is still being prepared; wait for it",
    )
}

fn too_soon(from: Instant) -> Problem {
    let from = from.to_rfc3339_opts(SecondsFormat::Secs, true);
    Problem::new(
        "RELEASE_TOO_SOON",
        format!("następne wydanie można przygotować od {from}; do tego czasu korzystaj z ostatniego"),
        format!("the next release can be asked for from {from} on; use the last one until then"),
    )
}

async fn read_again(mut tx: TenantTx, id: ComparisonReleaseId) -> CallResult<ComparisonRelease> {
    let release = releases::find(&mut tx, Some(id))
        .await?
        .ok_or(CallError::NotFound)?;
    tx.commit().await?;
    Ok(release)
}

/// One page of the authority's releases, oldest first.
pub(crate) async fn list(
    svc: &Programmes,
    call: &Call,
    page: PageRequest,
) -> CallResult<Page<ComparisonRelease>> {
    let tenant = permission::require(&call.actor, Resource::Comparison, Action::Read)?;
    let mut tx = svc.db.begin(tenant).await?;
    let rows = releases::list(&mut tx, &page).await?;
    let total = if page.with_total {
        Some(releases::count(&mut tx).await?)
    } else {
        None
    };
    tx.commit().await?;
    Ok(Page::from_fetched(&page, rows, total, |release| {
        release.id.into_uuid()
    }))
}

/// Releases by id.
pub(crate) async fn by_id(
    svc: &Programmes,
    call: &Call,
    ids: &[ComparisonReleaseId],
) -> CallResult<Vec<ComparisonRelease>> {
    let tenant = permission::require(&call.actor, Resource::Comparison, Action::Read)?;
    check_id_count(ids.len())?;
    let mut tx = svc.db.begin(tenant).await?;
    let found = releases::find_all(&mut tx, &uuids(ids, ComparisonReleaseId::into_uuid)).await?;
    tx.commit().await?;
    Ok(found)
}

/// The newest frozen release; `None` before the first.
pub(crate) async fn newest(svc: &Programmes, call: &Call) -> CallResult<Option<ComparisonRelease>> {
    let tenant = permission::require(&call.actor, Resource::Comparison, Action::Read)?;
    let mut tx = svc.db.begin(tenant).await?;
    let found = releases::find(&mut tx, None).await?;
    tx.commit().await?;
    Ok(found)
}

/// Starts an authority's newest release again, by the operator's command, if it failed or is still being prepared; `None` if it
/// is frozen, or there is none.
pub async fn retry(
    db: &Db,
    clock: &dyn Clock,
    ids: &dyn IdSource,
    call: &Call,
    authority: TenantId,
) -> Result<Option<ComparisonReleaseId>, DbError> {
    let now = clock.now();
    let mut tx = db.begin(authority).await?;
    let Some(id) = releases::unfinished(&mut tx).await? else {
        return Ok(None);
    };
    releases::set_failure(&mut tx, id, None).await?;
    let payload = json!({"release_id": id});
    jobs::enqueue(&mut tx, ids.next(now), FREEZE_JOB, &payload, now, now).await?;
    let act = Act::on(
        "comparison_release.restarted",
        "comparison_release",
        id.into_uuid(),
    );
    audit::record(&mut tx, ids, call, act, now).await?;
    tx.commit().await?;
    Ok(Some(id))
}

/// Sets an authority's own threshold, by the operator's command. Releases that are frozen keep theirs.
pub async fn set_threshold(
    db: &Db,
    clock: &dyn Clock,
    ids: &dyn IdSource,
    call: &Call,
    authority: TenantId,
    threshold: SmallCells,
) -> Result<(), DbError> {
    let now = clock.now();
    let mut tx = db.begin(authority).await?;
    releases::set_threshold(&mut tx, threshold, now).await?;
    let act = Act::on(
        "comparison_setting.changed",
        "organisation",
        authority.into_uuid(),
    )
    .with(json!({"threshold": threshold.people()}));
    audit::record(&mut tx, ids, call, act, now).await?;
    tx.commit().await
}
