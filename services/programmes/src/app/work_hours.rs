//! Hours of the team, worker by worker and month by month.

use serde_json::json;
use wsparcie_kernel::ids::{ProjectId, WorkerId};
use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::{Call, CallError, CallResult, Date, Page, PageRequest, Problem, problem};
use wsparcie_postgres::TenantTx;
use wsparcie_postgres::audit::{self, Act};
use wsparcie_postgres::idempotency::{self, Outcome};
use wsparcie_programmes_api::{RecordWorkHours, WorkHours, WorkerMonth};

use super::Programmes;
use crate::db::expenses;
use crate::db::projects::in_walking_order;
use crate::db::work_hours as db;
use crate::domain::expense::first_of;
use crate::domain::latest_today;
use crate::domain::work_hours::{self, CheckedHours};

/// One page of the centre's workers with their hours of a month. Whose hours were read stands in the audit trail.
pub(crate) async fn list(
    svc: &Programmes,
    call: &Call,
    month: Date,
    page: PageRequest,
) -> CallResult<Page<WorkerMonth>> {
    let tenant = permission::require(&call.actor, Resource::WorkHours, Action::Read)?;
    let (month, now) = (first_of(month), svc.clock.now());
    let mut tx = svc.db.begin(tenant).await?;
    let limit = db::limit_of(&mut tx, month).await?;
    let ids = db::worker_ids(&mut tx, &page).await?;
    let mut rows = db::months(&mut tx, &ids, month, limit.as_ref()).await?;
    let total = if page.with_total {
        Some(db::count_workers(&mut tx).await?)
    } else {
        None
    };
    in_walking_order(&mut rows, &page, |row| row.worker_id.into_uuid());
    let page = Page::from_fetched(&page, rows, total, |row| row.worker_id.into_uuid());
    let shown = page
        .edges
        .iter()
        .map(|edge| &edge.node)
        .filter(|month| !month.hours.is_empty());
    let acts = shown.map(|read| {
        Act::on("work_hours.read", "worker", read.worker_id.into_uuid()).with(json!({"month": month}))
    });
    audit::record_all(&mut tx, &*svc.ids, call, acts.collect(), now).await?;
    tx.commit().await?;
    Ok(page)
}

/// One worker's month.
pub(crate) async fn of_worker(
    svc: &Programmes,
    call: &Call,
    worker: WorkerId,
    month: Date,
) -> CallResult<WorkerMonth> {
    let tenant = permission::require(&call.actor, Resource::WorkHours, Action::Read)?;
    let (month, now) = (first_of(month), svc.clock.now());
    let mut tx = svc.db.begin(tenant).await?;
    let found = read(&mut tx, worker, month).await?;
    let act = Act::on("work_hours.read", "worker", worker.into_uuid()).with(json!({"month": month}));
    audit::record(&mut tx, &*svc.ids, call, act, now).await?;
    tx.commit().await?;
    Ok(found)
}

/// Enters hours, or replaces what was entered. Hours of the centre's project belong to its open months. The worker's row is locked: two at once could pass the limit together.
pub(crate) async fn record(svc: &Programmes, call: &Call, input: RecordWorkHours) -> CallResult<WorkerMonth> {
    let tenant = permission::require(&call.actor, Resource::WorkHours, Action::Update)?;
    let now = svc.clock.now();
    let checked = work_hours::check(&input, latest_today(now)).map_err(CallError::Refused)?;
    let mut tx = svc.db.begin(tenant).await?;
    if let Outcome::Repeated(id) = idempotency::begin(&mut tx, call, now).await? {
        let (worker, month) = db::place_of(&mut tx, id).await?.ok_or(CallError::NotFound)?;
        return read_again(tx, worker, month).await;
    }
    // The project before the worker: locks are taken from the project down.
    let days = match input.project_id {
        Some(project) => project_problems(&mut tx, project, checked.month).await?,
        None => Vec::new(),
    };
    if !db::lock_worker(&mut tx, input.worker_id).await? {
        return Err(CallError::NotFound);
    }
    if !days.is_empty() {
        return Err(CallError::Refused(days));
    }
    let month = read(&mut tx, input.worker_id, checked.month).await?;
    let known = known(&month, &input, &checked);
    if known.map_or(0, |hours| hours.version) != input.expected_version {
        return Err(problem::stale_version());
    }
    let limit = db::limit_of(&mut tx, checked.month).await?;
    let before = known.map_or(0, |hours| i64::from(hours.hours_hundredths));
    let is_over_limit = work_hours::over_limit(
        input.engagement,
        month.total_hundredths - before,
        before,
        i64::from(input.hours_hundredths),
        limit.as_ref(),
    )
    .map_err(CallError::refused)?;
    let row = db::HoursRow {
        id: known.map_or_else(|| svc.ids.next(now), |hours| hours.id.into_uuid()),
        worker: input.worker_id,
        month: checked.month,
        engagement: input.engagement,
        project: input.project_id,
        name: checked.name.as_deref(),
        hours_hundredths: input.hours_hundredths,
        is_over_limit,
        limit: limit.map(|limit| limit.hundredths),
        version: input.expected_version.saturating_add(1),
    };
    db::put(&mut tx, &row, now).await?;
    let act = Act::on("work_hours.recorded", "worker", input.worker_id.into_uuid()).with(json!({
        "work_hours_id": row.id, "month": checked.month, "version": row.version, "is_over_limit": is_over_limit,
        "project_id": input.project_id.map(ProjectId::into_uuid),
    }));
    audit::record(&mut tx, &*svc.ids, call, act, now).await?;
    idempotency::complete(&mut tx, call, row.id).await?;
    read_again(tx, input.worker_id, checked.month).await
}

/// Holds the centre's project in share, so that no month closes meanwhile, and says why no hours of the month can be entered
/// in it, if so.
async fn project_problems(tx: &mut TenantTx, project: ProjectId, month: Date) -> CallResult<Vec<Problem>> {
    let held = expenses::lock_project(tx, project)
        .await?
        .ok_or(CallError::NotFound)?;
    let closed_until = expenses::closed_until(tx, project).await?;
    Ok(work_hours::month_problems(month, closed_until, held.days))
}

/// What was entered for the same engagement.
fn known<'a>(
    month: &'a WorkerMonth,
    input: &RecordWorkHours,
    checked: &CheckedHours,
) -> Option<&'a WorkHours> {
    month.hours.iter().find(|hours| {
        (hours.engagement, hours.project_id) == (input.engagement, input.project_id)
            && work_hours::is_same_name(hours.name.as_deref(), checked.name.as_deref())
    })
}

async fn read(tx: &mut TenantTx, worker: WorkerId, month: Date) -> CallResult<WorkerMonth> {
    let limit = db::limit_of(tx, month).await?;
    let found = db::months(tx, &[worker.into_uuid()], month, limit.as_ref())
        .await?
        .pop();
    found.ok_or(CallError::NotFound)
}

/// Ends the transaction and answers with the month as it is stored.
async fn read_again(mut tx: TenantTx, worker: WorkerId, month: Date) -> CallResult<WorkerMonth> {
    let found = read(&mut tx, worker, month).await?;
    tx.commit().await?;
    Ok(found)
}
