//! Readiness after a project's end: reading it; duties, checks and breaches.

mod breaches;
mod checks;
mod duties;

use uuid::Uuid;
use wsparcie_kernel::ids::ProjectId;
use wsparcie_kernel::input::check_id_count;
use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::{Call, CallError, CallResult, Problem, TenantId};
use wsparcie_postgres::audit::{self, Act};
use wsparcie_postgres::{TenantTx, idempotency};
use wsparcie_programmes_api::{DutyOf, Readiness, ReadinessDuty};

use super::Programmes;
use crate::db;
use crate::domain::readiness::{self, Owed};
use crate::service::uuids;

pub(crate) use breaches::{close_breach, report_breach};
pub(crate) use checks::{plan_check, record_check};
pub(crate) use duties::{add_duty, agree};

/// The readiness of several projects.
pub(crate) async fn by_project(
    svc: &Programmes,
    call: &Call,
    projects: &[ProjectId],
) -> CallResult<Vec<Readiness>> {
    let tenant = permission::require(&call.actor, Resource::Readiness, Action::Read)?;
    check_id_count(projects.len())?;
    let mut tx = svc.db.begin(tenant).await?;
    let found = db::readiness::find_all(&mut tx, &uuids(projects, ProjectId::into_uuid)).await?;
    tx.commit().await?;
    Ok(found)
}

/// One duty, by itself or by what belongs to it.
pub(crate) async fn duty(svc: &Programmes, call: &Call, of: DutyOf) -> CallResult<ReadinessDuty> {
    let tenant = permission::require(&call.actor, Resource::Readiness, Action::Read)?;
    let tx = svc.db.begin(tenant).await?;
    read_again(tx, of).await
}

fn require(call: &Call) -> CallResult<TenantId> {
    permission::require(&call.actor, Resource::Readiness, Action::Update)
}

/// What the project owes that a duty, check or breach belongs to; `None` while its days are unknown. The project is held in
/// share, so that its days stay as they are meanwhile: locks go from the project to what belongs to it.
async fn owed_by_project_of(tx: &mut TenantTx, of: DutyOf) -> CallResult<Option<Owed>> {
    let (project, _) = db::readiness::duty_of(tx, of).await?.ok_or(CallError::NotFound)?;
    let held = db::expenses::lock_project(tx, project)
        .await?
        .ok_or(CallError::NotFound)?;
    let period = held.days.starts_on.zip(held.days.ends_on);
    Ok(period.and_then(|(start, end)| readiness::owed(start, end)))
}

fn at_most(count: i64, most: i64) -> CallResult<()> {
    if count < most {
        return Ok(());
    }
    Err(CallError::refused(Problem::new(
        "READINESS_TOO_MANY",
        format!("jest już {most} takich wpisów, więcej się nie zmieści"),
        format!("there are {most} of these already, and no room for more"),
    )))
}

/// Writes the act down, commits, and answers with the duty as it is stored.
async fn finish(
    svc: &Programmes,
    call: &Call,
    mut tx: TenantTx,
    act: Act,
    result: Uuid,
    of: DutyOf,
) -> CallResult<ReadinessDuty> {
    audit::record(&mut tx, &*svc.ids, call, act, svc.clock.now()).await?;
    idempotency::complete(&mut tx, call, result).await?;
    read_again(tx, of).await
}

async fn read_again(mut tx: TenantTx, of: DutyOf) -> CallResult<ReadinessDuty> {
    let (project, duty) = db::readiness::duty_of(&mut tx, of)
        .await?
        .ok_or(CallError::NotFound)?;
    let found = db::readiness::find_all(&mut tx, &[project.into_uuid()])
        .await?
        .pop();
    tx.commit().await?;
    found
        .and_then(|whole| whole.duties.into_iter().find(|found| found.id == duty))
        .ok_or(CallError::NotFound)
}
