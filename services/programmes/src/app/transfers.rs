//! Transfers of a project, its settlement and its forecast.

use serde_json::json;
use uuid::Uuid;
use wsparcie_kernel::ids::{ForecastId, ProjectId, TransferId};
use wsparcie_kernel::input::{check_id_count, line};
use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::{Call, CallError, CallResult, Page, PageRequest, Problem, problem};
use wsparcie_postgres::TenantTx;
use wsparcie_postgres::audit::{self, Act};
use wsparcie_postgres::idempotency::{self, Outcome};
use wsparcie_programmes_api::{CancelTransfer, Forecast, NewTransfer, SetForecast, Settlement, Transfer};

use super::Programmes;
use crate::db;
use crate::domain::claims::{check_forecast, check_transfer};
use crate::domain::latest_today;
use crate::service::uuids;

/// One page of a project's transfers.
pub(crate) async fn list(
    svc: &Programmes,
    call: &Call,
    project: ProjectId,
    page: PageRequest,
) -> CallResult<Page<Transfer>> {
    let tenant = permission::require(&call.actor, Resource::Claim, Action::Read)?;
    let mut tx = svc.db.begin(tenant).await?;
    let rows = db::transfers::list(&mut tx, project, &page).await?;
    let total = if page.with_total {
        Some(db::transfers::count(&mut tx, project).await?)
    } else {
        None
    };
    tx.commit().await?;
    Ok(Page::from_fetched(&page, rows, total, |transfer| {
        transfer.id.into_uuid()
    }))
}

/// Transfers by id.
pub(crate) async fn by_id(svc: &Programmes, call: &Call, ids: &[TransferId]) -> CallResult<Vec<Transfer>> {
    let tenant = permission::require(&call.actor, Resource::Claim, Action::Read)?;
    check_id_count(ids.len())?;
    let mut tx = svc.db.begin(tenant).await?;
    let found = db::transfers::find_all(&mut tx, &uuids(ids, TransferId::into_uuid)).await?;
    tx.commit().await?;
    Ok(found)
}

/// Records a transfer.
pub(crate) async fn record(svc: &Programmes, call: &Call, input: NewTransfer) -> CallResult<Transfer> {
    let tenant = permission::require(&call.actor, Resource::Claim, Action::Create)?;
    let now = svc.clock.now();
    let input = check_transfer(input, latest_today(now))?;
    let mut tx = svc.db.begin(tenant).await?;
    if let Outcome::Repeated(id) = idempotency::begin(&mut tx, call, now).await? {
        return read_again(tx, id).await;
    }
    if !db::transfers::place_exists(&mut tx, input.project_id, input.claim_id).await? {
        return Err(CallError::NotFound);
    }
    let id = TransferId::from_uuid(svc.ids.next(now));
    db::transfers::insert(&mut tx, id, &input, now).await?;
    let act = Act::on("transfer.recorded", "transfer", id.into_uuid())
        .with(json!({"project_id": input.project_id, "kind": input.kind.code()}));
    audit::record(&mut tx, &*svc.ids, call, act, now).await?;
    idempotency::complete(&mut tx, call, id.into_uuid()).await?;
    read_again(tx, id.into_uuid()).await
}

/// Cancels a transfer that was recorded by mistake.
pub(crate) async fn cancel(svc: &Programmes, call: &Call, input: CancelTransfer) -> CallResult<Transfer> {
    let tenant = permission::require(&call.actor, Resource::Claim, Action::Create)?;
    let reason = line(&input.reason, 1000).map_err(|problem| CallError::refused(problem.at(&["reason"])))?;
    let now = svc.clock.now();
    let mut tx = svc.db.begin(tenant).await?;
    if let Outcome::Repeated(id) = idempotency::begin(&mut tx, call, now).await? {
        return read_again(tx, id).await;
    }
    let (version, cancelled) = db::transfers::lock(&mut tx, input.id)
        .await?
        .ok_or(CallError::NotFound)?;
    if version != input.expected_version {
        return Err(problem::stale_version());
    }
    if cancelled {
        return Err(CallError::refused(Problem::new(
            "TRANSFER_CANCELLED",
            "ten przelew jest już anulowany; wpisz właściwy jako nowy",
            "this transfer is cancelled already; record the right one as a new one",
        )));
    }
    db::transfers::cancel(&mut tx, input.id, latest_today(now), &reason).await?;
    let act = Act::on("transfer.cancelled", "transfer", input.id.into_uuid());
    audit::record(&mut tx, &*svc.ids, call, act, now).await?;
    idempotency::complete(&mut tx, call, input.id.into_uuid()).await?;
    read_again(tx, input.id.into_uuid()).await
}

/// What the money of several projects adds up to.
pub(crate) async fn settlements(
    svc: &Programmes,
    call: &Call,
    projects: &[ProjectId],
) -> CallResult<Vec<Settlement>> {
    let tenant = permission::require(&call.actor, Resource::Claim, Action::Read)?;
    check_id_count(projects.len())?;
    let mut tx = svc.db.begin(tenant).await?;
    let found = db::transfers::settlements(&mut tx, &uuids(projects, ProjectId::into_uuid)).await?;
    tx.commit().await?;
    Ok(found)
}

/// The newest forecasts of several projects.
pub(crate) async fn forecasts(
    svc: &Programmes,
    call: &Call,
    projects: &[ProjectId],
) -> CallResult<Vec<Forecast>> {
    let tenant = permission::require(&call.actor, Resource::Claim, Action::Read)?;
    check_id_count(projects.len())?;
    let mut tx = svc.db.begin(tenant).await?;
    let found = db::forecasts::find_current(&mut tx, &uuids(projects, ProjectId::into_uuid)).await?;
    tx.commit().await?;
    Ok(found)
}

/// Stores the next version of a forecast.
pub(crate) async fn set_forecast(svc: &Programmes, call: &Call, input: SetForecast) -> CallResult<Forecast> {
    let tenant = permission::require(&call.actor, Resource::Claim, Action::Create)?;
    let input = check_forecast(input)?;
    let now = svc.clock.now();
    let mut tx = svc.db.begin(tenant).await?;
    if let Outcome::Repeated(project) = idempotency::begin(&mut tx, call, now).await? {
        return forecast_again(tx, project).await;
    }
    // The project's row stands for the line of versions.
    db::readiness::project_days(&mut tx, input.project_id)
        .await?
        .ok_or(CallError::NotFound)?;
    let current = db::forecasts::current_version(&mut tx, input.project_id).await?;
    if current != input.expected_version {
        return Err(problem::stale_version());
    }
    let id = ForecastId::from_uuid(svc.ids.next(now));
    db::forecasts::insert(&mut tx, id, current + 1, &input, now).await?;
    let project = input.project_id.into_uuid();
    let act =
        Act::on("forecast.set", "project", project).with(json!({"forecast_id": id, "version": current + 1}));
    audit::record(&mut tx, &*svc.ids, call, act, now).await?;
    idempotency::complete(&mut tx, call, project).await?;
    forecast_again(tx, project).await
}

async fn forecast_again(mut tx: TenantTx, project: Uuid) -> CallResult<Forecast> {
    let forecast = db::forecasts::find_current(&mut tx, &[project])
        .await?
        .pop()
        .ok_or(CallError::NotFound)?;
    tx.commit().await?;
    Ok(forecast)
}

async fn read_again(mut tx: TenantTx, id: Uuid) -> CallResult<Transfer> {
    let transfer = db::transfers::find_all(&mut tx, &[id])
        .await?
        .pop()
        .ok_or(CallError::NotFound)?;
    tx.commit().await?;
    Ok(transfer)
}
