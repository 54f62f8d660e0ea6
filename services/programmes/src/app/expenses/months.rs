//! Closing months, one after the other, and opening the last one again.

use serde_json::json;
use uuid::Uuid;
use wsparcie_kernel::ids::ProjectId;
use wsparcie_kernel::input::{check_id_count, line};
use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::{Call, CallError, CallResult};
use wsparcie_postgres::TenantTx;
use wsparcie_postgres::audit::{self, Act};
use wsparcie_postgres::idempotency::{self, Outcome};
use wsparcie_programmes_api::{CloseMonth, ClosedMonth, ReopenMonth};

use crate::app::Programmes;
use crate::db::expenses as db;
use crate::domain::expense::{check_closing, check_reopening, first_of};
use crate::domain::latest_today;
use crate::service::uuids;

/// Longest reason, in characters.
const MAX_REASON: usize = 500;

/// Months of several projects that were closed.
pub(crate) async fn by_project(
    svc: &Programmes,
    call: &Call,
    projects: &[ProjectId],
) -> CallResult<Vec<ClosedMonth>> {
    let tenant = permission::require(&call.actor, Resource::Expense, Action::Read)?;
    check_id_count(projects.len())?;
    let mut tx = svc.db.begin(tenant).await?;
    let found = db::closed_months(&mut tx, &uuids(projects, ProjectId::into_uuid), None).await?;
    tx.commit().await?;
    Ok(found)
}

/// Closes the next month.
pub(crate) async fn close(svc: &Programmes, call: &Call, input: CloseMonth) -> CallResult<ClosedMonth> {
    let tenant = permission::require(&call.actor, Resource::Expense, Action::Decide)?;
    let now = svc.clock.now();
    let month = first_of(input.month);
    let mut tx = svc.db.begin(tenant).await?;
    if let Outcome::Repeated(id) = idempotency::begin(&mut tx, call, now).await? {
        return read_again(tx, id).await;
    }
    if !db::lock_for_closing(&mut tx, input.project_id).await? {
        return Err(CallError::NotFound);
    }
    let closed_until = db::closed_until(&mut tx, input.project_id).await?;
    let first = db::first_month(&mut tx, input.project_id).await?;
    check_closing(month, closed_until, first, latest_today(now)).map_err(CallError::refused)?;
    let id = svc.ids.next(now);
    db::close(&mut tx, id, input.project_id, month, now).await?;
    let act = Act::on("expense_month.closed", "project", input.project_id.into_uuid())
        .with(json!({"month": month}));
    audit::record(&mut tx, &*svc.ids, call, act, now).await?;
    idempotency::complete(&mut tx, call, id).await?;
    read_again(tx, id).await
}

/// Opens the month closed last again.
pub(crate) async fn reopen(svc: &Programmes, call: &Call, input: ReopenMonth) -> CallResult<ClosedMonth> {
    let tenant = permission::require(&call.actor, Resource::Expense, Action::Decide)?;
    let reason =
        line(&input.reason, MAX_REASON).map_err(|problem| CallError::refused(problem.at(&["reason"])))?;
    let now = svc.clock.now();
    let month = first_of(input.month);
    let mut tx = svc.db.begin(tenant).await?;
    if let Outcome::Repeated(id) = idempotency::begin(&mut tx, call, now).await? {
        return read_again(tx, id).await;
    }
    if !db::lock_for_closing(&mut tx, input.project_id).await? {
        return Err(CallError::NotFound);
    }
    let closed_until = db::closed_until(&mut tx, input.project_id).await?;
    check_reopening(month, closed_until).map_err(CallError::refused)?;
    let id = db::reopen(&mut tx, input.project_id, month, &reason, now)
        .await?
        .ok_or(CallError::Internal)?;
    let act = Act::on("expense_month.reopened", "project", input.project_id.into_uuid())
        .with(json!({"month": month, "closed_month_id": id}));
    audit::record(&mut tx, &*svc.ids, call, act, now).await?;
    idempotency::complete(&mut tx, call, id).await?;
    read_again(tx, id).await
}

/// Ends the transaction and answers with the month as it is stored.
async fn read_again(mut tx: TenantTx, id: Uuid) -> CallResult<ClosedMonth> {
    let found = db::closed_months(&mut tx, &[], Some(id)).await?.pop();
    tx.commit().await?;
    found.ok_or(CallError::NotFound)
}
