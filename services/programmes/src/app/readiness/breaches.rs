//! Breaches of duties.

use serde_json::json;
use wsparcie_kernel::ids::ReadinessBreachId;
use wsparcie_kernel::{Call, CallError, CallResult, Problem, problem};
use wsparcie_postgres::audit::Act;
use wsparcie_postgres::idempotency::{self, Outcome};
use wsparcie_programmes_api::{CloseReadinessBreach, DutyOf, ReadinessDuty, ReportReadinessBreach};

use super::{at_most, finish, owed_by_project_of, read_again, require};
use crate::app::{Programmes, deadlines};
use crate::db;
use crate::domain::latest_today;
use crate::domain::readiness::{self, MOST_ENTRIES};

/// Reports a breach.
pub(crate) async fn report_breach(
    svc: &Programmes,
    call: &Call,
    input: ReportReadinessBreach,
) -> CallResult<ReadinessDuty> {
    let (tenant, now) = (require(call)?, svc.clock.now());
    let of = DutyOf::Duty(input.duty_id);
    let mut tx = svc.db.begin(tenant).await?;
    if let Outcome::Repeated(_) = idempotency::begin(&mut tx, call, now).await? {
        return read_again(tx, of).await;
    }
    let owed = owed_by_project_of(&mut tx, of).await?;
    let project = db::readiness::lock_duty(&mut tx, input.duty_id)
        .await?
        .ok_or(CallError::NotFound)?
        .project_id;
    let input = readiness::checked_breach(input, owed.map(|owed| owed.from), latest_today(now))?;
    at_most(
        db::readiness::count_breaches(&mut tx, input.duty_id).await?,
        MOST_ENTRIES,
    )?;
    let id = ReadinessBreachId::from_uuid(svc.ids.next(now));
    db::readiness::insert_breach(&mut tx, id, project, &input, now).await?;
    deadlines::begin_round(svc, &mut tx, now).await?;
    let act = Act::on("readiness.breach_reported", "readiness_breach", id.into_uuid())
        .with(json!({"duty_id": input.duty_id}));
    finish(svc, call, tx, act, input.duty_id.into_uuid(), of).await
}

/// Closes a breach.
pub(crate) async fn close_breach(
    svc: &Programmes,
    call: &Call,
    input: CloseReadinessBreach,
) -> CallResult<ReadinessDuty> {
    let (tenant, now) = (require(call)?, svc.clock.now());
    let of = DutyOf::Breach(input.breach_id);
    let mut tx = svc.db.begin(tenant).await?;
    if let Outcome::Repeated(_) = idempotency::begin(&mut tx, call, now).await? {
        return read_again(tx, of).await;
    }
    let (duty, version, found_on, closed) = db::readiness::lock_breach(&mut tx, input.breach_id)
        .await?
        .ok_or(CallError::NotFound)?;
    if version != input.expected_version {
        return Err(problem::stale_version());
    }
    if closed {
        return Err(CallError::refused(Problem::new(
            "READINESS_BREACH_CLOSED",
            "to naruszenie jest już zamknięte; jeśli wróciło, zgłoś nowe",
            "this breach is closed already; if it came back, report a new one",
        )));
    }
    let input = readiness::checked_closing(input, found_on, latest_today(now))?;
    db::readiness::close_breach(&mut tx, &input, now).await?;
    let act = Act::on(
        "readiness.breach_closed",
        "readiness_breach",
        input.breach_id.into_uuid(),
    );
    finish(svc, call, tx, act, duty.into_uuid(), of).await
}
