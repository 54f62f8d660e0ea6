//! Services that have to be kept.

use serde_json::json;
use wsparcie_kernel::ids::{ProjectId, ReadinessDutyId};
use wsparcie_kernel::input::Problems;
use wsparcie_kernel::{Call, CallError, CallResult, Date, problem};
use wsparcie_postgres::audit::Act;
use wsparcie_postgres::idempotency::{self, Outcome};
use wsparcie_postgres::{DbError, TenantTx};
use wsparcie_programmes_api::{AgreeReadiness, DutyOf, NewReadinessDuty, ReadinessDuty};

use super::{at_most, finish, read_again, require};
use crate::app::{Programmes, deadlines};
use crate::db;
use crate::domain::readiness::{self, MOST_DUTIES, taken};

/// Adds a service to be kept.
pub(crate) async fn add_duty(
    svc: &Programmes,
    call: &Call,
    input: NewReadinessDuty,
) -> CallResult<ReadinessDuty> {
    let (tenant, now) = (require(call)?, svc.clock.now());
    let mut tx = svc.db.begin(tenant).await?;
    if let Outcome::Repeated(id) = idempotency::begin(&mut tx, call, now).await? {
        return read_again(tx, DutyOf::Duty(ReadinessDutyId::from_uuid(id))).await;
    }
    let computed = computed_until(&mut tx, input.project_id)
        .await?
        .ok_or(CallError::NotFound)?;
    let input = readiness::checked_duty(input, computed)?;
    if let Some(service) = input.service_id
        && !db::readiness::offers(&mut tx, input.project_id, service).await?
    {
        return Err(CallError::NotFound);
    }
    // Under the project's lock: of two who add one service at once, the later sees the earlier one's.
    let kept = db::readiness::services(&mut tx, input.project_id).await?;
    at_most(i64::try_from(kept.len()).unwrap_or(i64::MAX), MOST_DUTIES)?;
    readiness::check_new_service(input.service.as_deref(), &kept).map_err(CallError::refused)?;
    let id = ReadinessDutyId::from_uuid(svc.ids.next(now));
    db::readiness::insert_duty(&mut tx, id, &input, now)
        .await
        .map_err(refuse_taken_service)?;
    deadlines::begin_round(svc, &mut tx, now).await?;
    let act = Act::on("readiness.duty_added", "readiness_duty", id.into_uuid())
        .with(json!({"project_id": input.project_id}));
    finish(svc, call, tx, act, id.into_uuid(), DutyOf::Duty(id)).await
}

/// Stores a longer time for a duty.
pub(crate) async fn agree(
    svc: &Programmes,
    call: &Call,
    mut input: AgreeReadiness,
) -> CallResult<ReadinessDuty> {
    let (tenant, now) = (require(call)?, svc.clock.now());
    let of = DutyOf::Duty(input.duty_id);
    let mut tx = svc.db.begin(tenant).await?;
    if let Outcome::Repeated(_) = idempotency::begin(&mut tx, call, now).await? {
        return read_again(tx, of).await;
    }
    // Locks go from the project to what belongs to it.
    let (project, _) = db::readiness::duty_of(&mut tx, of)
        .await?
        .ok_or(CallError::NotFound)?;
    let computed = computed_until(&mut tx, project)
        .await?
        .ok_or(CallError::NotFound)?;
    let version = db::readiness::lock_duty(&mut tx, input.duty_id)
        .await?
        .ok_or(CallError::NotFound)?
        .version;
    if version != input.expected_version {
        return Err(problem::stale_version());
    }
    let mut problems = Problems::default();
    readiness::check_agreed(&mut problems, &["agreed"], &mut input.agreed, computed);
    problems.finish(Some(()))?;
    db::readiness::agree(&mut tx, &input, now).await?;
    deadlines::begin_round(svc, &mut tx, now).await?;
    let id = input.duty_id.into_uuid();
    let act = Act::on("readiness.agreed", "readiness_duty", id).with(json!({"version": version + 1}));
    finish(svc, call, tx, act, id, of).await
}

/// The last day that follows from a project's own duration, which is locked; the outer `None` if the centre has no such
/// project.
async fn computed_until(tx: &mut TenantTx, project: ProjectId) -> Result<Option<Option<Date>>, DbError> {
    let days = db::readiness::project_days(tx, project).await?;
    Ok(days.map(|days| {
        let owed = days
            .starts_on
            .zip(days.ends_on)
            .and_then(|(start, end)| readiness::owed(start, end));
        owed.map(|owed| owed.until)
    }))
}

fn refuse_taken_service(error: DbError) -> CallError {
    match error {
        DbError::Duplicate { constraint } if constraint == db::readiness::SERVICE_TAKEN => {
            CallError::refused(taken().at(&["serviceId"]))
        }
        other => other.into(),
    }
}
