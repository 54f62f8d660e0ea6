//! Checks of duties.

use serde_json::json;
use wsparcie_kernel::ids::ReadinessCheckId;
use wsparcie_kernel::{Call, CallError, CallResult, Problem, problem};
use wsparcie_postgres::DbError;
use wsparcie_postgres::audit::Act;
use wsparcie_postgres::idempotency::{self, Outcome};
use wsparcie_programmes_api::{DutyOf, PlanReadinessCheck, ReadinessDuty, RecordReadinessCheck};

use super::{at_most, finish, owed_by_project_of, read_again, require};
use crate::app::{Programmes, deadlines};
use crate::db;
use crate::domain::latest_today;
use crate::domain::readiness::{self, MOST_ENTRIES};

/// Plans a check on one of the duty's days.
pub(crate) async fn plan_check(
    svc: &Programmes,
    call: &Call,
    input: PlanReadinessCheck,
) -> CallResult<ReadinessDuty> {
    let (tenant, now) = (require(call)?, svc.clock.now());
    let of = DutyOf::Duty(input.duty_id);
    let mut tx = svc.db.begin(tenant).await?;
    if let Outcome::Repeated(_) = idempotency::begin(&mut tx, call, now).await? {
        return read_again(tx, of).await;
    }
    let owed = owed_by_project_of(&mut tx, of).await?;
    let duty = db::readiness::lock_duty(&mut tx, input.duty_id)
        .await?
        .ok_or(CallError::NotFound)?;
    readiness::check_planned(input.planned_on, owed, duty.agreed_until)?;
    at_most(
        db::readiness::count_checks(&mut tx, input.duty_id).await?,
        MOST_ENTRIES,
    )?;
    let id = ReadinessCheckId::from_uuid(svc.ids.next(now));
    db::readiness::insert_check(&mut tx, id, duty.project_id, &input, now).await?;
    deadlines::begin_round(svc, &mut tx, now).await?;
    let act = Act::on("readiness.check_planned", "readiness_check", id.into_uuid())
        .with(json!({"duty_id": input.duty_id}));
    finish(svc, call, tx, act, input.duty_id.into_uuid(), of).await
}

/// Records what a check found.
pub(crate) async fn record_check(
    svc: &Programmes,
    call: &Call,
    input: RecordReadinessCheck,
) -> CallResult<ReadinessDuty> {
    let (tenant, now) = (require(call)?, svc.clock.now());
    let of = DutyOf::Check(input.check_id);
    let mut tx = svc.db.begin(tenant).await?;
    if let Outcome::Repeated(_) = idempotency::begin(&mut tx, call, now).await? {
        return read_again(tx, of).await;
    }
    let owed = owed_by_project_of(&mut tx, of).await?;
    let check = db::readiness::lock_check(&mut tx, input.check_id)
        .await?
        .ok_or(CallError::NotFound)?;
    if check.version != input.expected_version {
        return Err(problem::stale_version());
    }
    if check.done {
        return Err(CallError::refused(Problem::new(
            "READINESS_CHECK_DONE",
            "wynik tej kontroli jest już wpisany; zaplanuj następną",
            "what this check found is recorded already; plan another one",
        )));
    }
    let input = readiness::checked_done(input, owed.map(|owed| owed.from), latest_today(now))?;
    db::readiness::record_check(&mut tx, &input, now)
        .await
        .map_err(unknown_document)?;
    let id = input.check_id.into_uuid();
    let act = Act::on("readiness.check_recorded", "readiness_check", id)
        .with(json!({"outcome": input.outcome.code(), "evidence": input.evidence.len()}));
    finish(svc, call, tx, act, check.duty_id.into_uuid(), of).await
}

fn unknown_document(error: DbError) -> CallError {
    match error {
        DbError::MissingReference { constraint } if constraint == db::readiness::UNKNOWN_DOCUMENT => {
            CallError::NotFound
        }
        other => other.into(),
    }
}
