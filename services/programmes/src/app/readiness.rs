//! Readiness after a project's end: duties, checks, breaches.

use serde_json::json;
use uuid::Uuid;
use wsparcie_kernel::ids::{ProjectId, ReadinessBreachId, ReadinessCheckId, ReadinessDutyId};
use wsparcie_kernel::input::{Problems, check_id_count};
use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::{Call, CallError, CallResult, Date, Problem, TenantId, problem};
use wsparcie_postgres::audit::{self, Act};
use wsparcie_postgres::idempotency::{self, Outcome};
use wsparcie_postgres::{DbError, TenantTx};
use wsparcie_programmes_api::{
    AgreeReadiness, CloseReadinessBreach, DutyOf, NewReadinessDuty, PlanReadinessCheck, Readiness,
    ReadinessDuty, RecordReadinessCheck, ReportReadinessBreach,
};

use super::{Programmes, deadlines};
use crate::db;
use crate::domain::latest_today;
use crate::domain::readiness::{self, MOST_DUTIES, MOST_ENTRIES};
use crate::service::uuids;

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
    at_most(
        db::readiness::count_duties(&mut tx, input.project_id).await?,
        MOST_DUTIES,
    )?;
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
    let (_, version) = db::readiness::lock_duty(&mut tx, input.duty_id)
        .await?
        .ok_or(CallError::NotFound)?;
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

/// Plans a check.
pub(crate) async fn plan_check(
    svc: &Programmes,
    call: &Call,
    input: PlanReadinessCheck,
) -> CallResult<ReadinessDuty> {
    let (tenant, now) = (require(call)?, svc.clock.now());
    let of = DutyOf::Duty(input.duty_id);
    let mut problems = Problems::default();
    readiness::day(&mut problems, &["plannedOn"], input.planned_on);
    problems.finish(Some(()))?;
    let mut tx = svc.db.begin(tenant).await?;
    if let Outcome::Repeated(_) = idempotency::begin(&mut tx, call, now).await? {
        return read_again(tx, of).await;
    }
    let (project, _) = db::readiness::lock_duty(&mut tx, input.duty_id)
        .await?
        .ok_or(CallError::NotFound)?;
    at_most(
        db::readiness::count_checks(&mut tx, input.duty_id).await?,
        MOST_ENTRIES,
    )?;
    let id = ReadinessCheckId::from_uuid(svc.ids.next(now));
    db::readiness::insert_check(&mut tx, id, project, &input, now).await?;
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
    let input = readiness::checked_done(input, latest_today(now))?;
    let of = DutyOf::Check(input.check_id);
    let mut tx = svc.db.begin(tenant).await?;
    if let Outcome::Repeated(_) = idempotency::begin(&mut tx, call, now).await? {
        return read_again(tx, of).await;
    }
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
    db::readiness::record_check(&mut tx, &input, now)
        .await
        .map_err(unknown_document)?;
    let id = input.check_id.into_uuid();
    let act = Act::on("readiness.check_recorded", "readiness_check", id)
        .with(json!({"outcome": input.outcome.code(), "evidence": input.evidence.len()}));
    finish(svc, call, tx, act, check.duty_id.into_uuid(), of).await
}

/// Reports a breach.
pub(crate) async fn report_breach(
    svc: &Programmes,
    call: &Call,
    input: ReportReadinessBreach,
) -> CallResult<ReadinessDuty> {
    let (tenant, now) = (require(call)?, svc.clock.now());
    let input = readiness::checked_breach(input, latest_today(now))?;
    let of = DutyOf::Duty(input.duty_id);
    let mut tx = svc.db.begin(tenant).await?;
    if let Outcome::Repeated(_) = idempotency::begin(&mut tx, call, now).await? {
        return read_again(tx, of).await;
    }
    let (project, _) = db::readiness::lock_duty(&mut tx, input.duty_id)
        .await?
        .ok_or(CallError::NotFound)?;
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

fn require(call: &Call) -> CallResult<TenantId> {
    permission::require(&call.actor, Resource::Readiness, Action::Update)
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

fn refuse_taken_service(error: DbError) -> CallError {
    match error {
        DbError::Duplicate { constraint } if constraint == db::readiness::SERVICE_TAKEN => {
            CallError::refused(
                Problem::new(
                    "READINESS_SERVICE_TAKEN",
                    "ta usługa jest już objęta trwałością; zmień istniejący wpis",
                    "this service is kept already; change that entry",
                )
                .at(&["serviceId"]),
            )
        }
        other => other.into(),
    }
}

fn unknown_document(error: DbError) -> CallError {
    match error {
        DbError::MissingReference { constraint } if constraint == db::readiness::UNKNOWN_DOCUMENT => {
            CallError::NotFound
        }
        other => other.into(),
    }
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
