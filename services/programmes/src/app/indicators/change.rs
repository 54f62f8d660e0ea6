//! Changing the indicators of a project.

use serde_json::json;
use wsparcie_kernel::ids::{IndicatorId, ProjectId};
use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::problem::stale_version;
use wsparcie_kernel::{Call, CallError, CallResult, Date, Problem};
use wsparcie_postgres::audit::{self, Act};
use wsparcie_postgres::idempotency::{self, Outcome};
use wsparcie_postgres::{DbError, TenantTx};
use wsparcie_programmes_api::{
    ChooseIndicator, NewOwnIndicator, ProjectIndicator, RecordIndicatorValue, RemoveIndicator,
    SetIndicatorTargets, ValueSource,
};

use super::counting::Uncalculated;
use super::read::withhold_counted;
use crate::app::Programmes;
use crate::db::indicators::read::{Which, read};
use crate::db::indicators::{dictionary, write};
use crate::db::projects;
use crate::domain::indicator::{OwnDraft, Reader, check_targets, check_value};
use crate::domain::latest_today;

/// The most indicators of one project.
const MAX_INDICATORS: i64 = 100;

/// Takes an indicator of the dictionary into a project.
pub(crate) async fn choose(
    svc: &Programmes,
    call: &Call,
    input: &ChooseIndicator,
) -> CallResult<ProjectIndicator> {
    let tenant = permission::require(&call.actor, Resource::Indicator, Action::Update)?;
    // Whether there are targets by sex, only the dictionary says; everything else of them is checked before they are stored.
    check_targets(input.targets, true)?;
    let now = svc.clock.now();
    let today = latest_today(now);
    let mut tx = svc.db.begin(tenant).await?;
    if let Outcome::Repeated(id) = idempotency::begin(&mut tx, call, now).await? {
        return finish(svc, call, tx, IndicatorId::from_uuid(id), today).await;
    }
    room(&mut tx, input.project_id).await?;
    let period = dictionary::period_of(&mut tx, input.project_id)
        .await?
        .ok_or_else(period_unknown)?;
    let periods = dictionary::periods_with(&mut tx, &input.code).await?;
    if periods.is_empty() {
        return Err(CallError::refused(unknown_code()));
    }
    if !periods.contains(&period) {
        return Err(CallError::refused(another_period(period.code())));
    }
    let id = IndicatorId::from_uuid(svc.ids.next(now));
    let of = (id, input.project_id);
    write::choose(&mut tx, of, (period, &input.code), input.targets, now)
        .await
        .map_err(refuse_second)?;
    let chosen = one(&mut tx, id, today).await?;
    check_targets(input.targets, chosen.by_sex)?;
    done(svc, call, tx, ("indicator.chosen", id), today).await
}

/// Adds an own indicator. A condition asks about people, down to a single one if it is narrow enough: setting one needs the
/// right to read participations as well.
pub(crate) async fn add_own(
    svc: &Programmes,
    call: &Call,
    input: &NewOwnIndicator,
) -> CallResult<ProjectIndicator> {
    let tenant = permission::require(&call.actor, Resource::Indicator, Action::Update)?;
    if input.condition.is_some() {
        permission::require(&call.actor, Resource::Participation, Action::Read)?;
    }
    let now = svc.clock.now();
    let today = latest_today(now);
    let mut tx = svc.db.begin(tenant).await?;
    if let Outcome::Repeated(id) = idempotency::begin(&mut tx, call, now).await? {
        return finish(svc, call, tx, IndicatorId::from_uuid(id), today).await;
    }
    room(&mut tx, input.project_id).await?;
    let taken = !dictionary::periods_with(&mut tx, &input.code).await?.is_empty();
    let draft = OwnDraft::check(input, taken)?;
    let id = IndicatorId::from_uuid(svc.ids.next(now));
    write::add(&mut tx, (id, input.project_id), &draft, now)
        .await
        .map_err(refuse_second)?;
    done(svc, call, tx, ("indicator.added", id), today).await
}

/// Replaces the targets of an indicator.
pub(crate) async fn set_targets(
    svc: &Programmes,
    call: &Call,
    input: &SetIndicatorTargets,
) -> CallResult<ProjectIndicator> {
    let tenant = permission::require(&call.actor, Resource::Indicator, Action::Update)?;
    let now = svc.clock.now();
    let today = latest_today(now);
    let mut tx = svc.db.begin(tenant).await?;
    if let Outcome::Repeated(id) = idempotency::begin(&mut tx, call, now).await? {
        return finish(svc, call, tx, IndicatorId::from_uuid(id), today).await;
    }
    let known = lock(&mut tx, input.indicator_id, Some(input.expected_version), today).await?;
    check_targets(input.targets, known.by_sex)?;
    write::set_targets(&mut tx, input.indicator_id, input.targets).await?;
    done(
        svc,
        call,
        tx,
        ("indicator.targets_set", input.indicator_id),
        today,
    )
    .await
}

/// Takes an indicator out of its project.
pub(crate) async fn remove(
    svc: &Programmes,
    call: &Call,
    input: &RemoveIndicator,
) -> CallResult<ProjectIndicator> {
    let tenant = permission::require(&call.actor, Resource::Indicator, Action::Update)?;
    let now = svc.clock.now();
    let today = latest_today(now);
    let mut tx = svc.db.begin(tenant).await?;
    if let Outcome::Repeated(id) = idempotency::begin(&mut tx, call, now).await? {
        return finish(svc, call, tx, IndicatorId::from_uuid(id), today).await;
    }
    lock(&mut tx, input.indicator_id, Some(input.expected_version), today).await?;
    write::remove(&mut tx, input.indicator_id, now).await?;
    done(svc, call, tx, ("indicator.removed", input.indicator_id), today).await
}

/// Records a value entered by hand.
pub(crate) async fn record_value(
    svc: &Programmes,
    call: &Call,
    input: &RecordIndicatorValue,
) -> CallResult<ProjectIndicator> {
    let tenant = permission::require(&call.actor, Resource::Indicator, Action::Update)?;
    let now = svc.clock.now();
    let today = latest_today(now);
    let mut tx = svc.db.begin(tenant).await?;
    if let Outcome::Repeated(id) = idempotency::begin(&mut tx, call, now).await? {
        return finish(svc, call, tx, IndicatorId::from_uuid(id), today).await;
    }
    let known = lock(&mut tx, input.indicator_id, None, today).await?;
    if known.value.source != ValueSource::Entered {
        return Err(CallError::refused(not_entered()));
    }
    let project = projects::find(&mut tx, known.project_id.into_uuid()).await?;
    let starts_on = project.ok_or(CallError::NotFound)?.facts.starts_on;
    let source = check_value(input, known.by_sex, (starts_on, today))?;
    let of = (svc.ids.next(now), known.project_id);
    write::value(&mut tx, of, input, &source, now).await?;
    done(
        svc,
        call,
        tx,
        ("indicator.value_recorded", input.indicator_id),
        today,
    )
    .await
}

/// Locks the project and makes sure that it may have one more indicator.
async fn room(tx: &mut TenantTx, project: ProjectId) -> CallResult<()> {
    projects::lock_version(tx, project)
        .await?
        .ok_or(CallError::NotFound)?;
    if write::count(tx, project).await? < MAX_INDICATORS {
        return Ok(());
    }
    Err(CallError::refused(
        Problem::new(
            "TOO_MANY_INDICATORS",
            format!("projekt może mieć najwyżej {MAX_INDICATORS} wskaźników"),
            format!("a project may have at most {MAX_INDICATORS} indicators"),
        )
        .at(&["projectId"]),
    ))
}

/// Locks an indicator that its project has, in the version expected.
async fn lock(
    tx: &mut TenantTx,
    id: IndicatorId,
    expected_version: Option<i64>,
    today: Date,
) -> CallResult<ProjectIndicator> {
    let locked = write::lock(tx, id).await?.ok_or(CallError::NotFound)?;
    if locked.removed {
        return Err(CallError::NotFound);
    }
    if expected_version.is_some_and(|expected| expected != locked.version) {
        return Err(stale_version());
    }
    one(tx, id, today).await
}

async fn one(tx: &mut TenantTx, id: IndicatorId, today: Date) -> CallResult<ProjectIndicator> {
    let found = read(tx, Which::One(id, today)).await?;
    found.into_iter().next().ok_or(CallError::NotFound)
}

async fn done(
    svc: &Programmes,
    call: &Call,
    mut tx: TenantTx,
    (action, id): (&'static str, IndicatorId),
    today: Date,
) -> CallResult<ProjectIndicator> {
    let now = svc.clock.now();
    let known = one(&mut tx, id, today).await?;
    let act = Act::on(action, "indicator", id.into_uuid())
        .with(json!({"project_id": known.project_id, "code": known.code, "version": known.version}));
    audit::record(&mut tx, &*svc.ids, call, act, now).await?;
    idempotency::complete(&mut tx, call, id.into_uuid()).await?;
    finish(svc, call, tx, id, today).await
}

/// Ends the transaction and answers with the indicator as it is stored, and its value as the caller may see it.
async fn finish(
    svc: &Programmes,
    call: &Call,
    mut tx: TenantTx,
    id: IndicatorId,
    today: Date,
) -> CallResult<ProjectIndicator> {
    let mut known = [one(&mut tx, id, today).await?];
    withhold_counted(call, &mut known);
    let uncounted = Uncalculated::read(&mut tx, known.into(), Reader::OfParticipations).await?;
    tx.commit().await?;
    uncounted.count(svc).await?.pop().ok_or(CallError::NotFound)
}

fn refuse_second(error: DbError) -> CallError {
    match error {
        DbError::Duplicate { constraint } if constraint == write::CODE => CallError::refused(
            Problem::new(
                "INDICATOR_TAKEN",
                "projekt ma już wskaźnik o tym kodzie",
                "the project has an indicator of this code already",
            )
            .at(&["code"]),
        ),
        other => other.into(),
    }
}

fn period_unknown() -> CallError {
    CallError::refused(
        Problem::new(
            "PROJECT_PERIOD_UNKNOWN",
            "nie wiadomo, z jakiego programu jest projekt; podaj najpierw jego program, bo słownik zależy od okresu",
            "the project's programme is unknown; enter it first, because the dictionary depends on the period",
        )
        .at(&["projectId"]),
    )
}

fn unknown_code() -> Problem {
    Problem::new(
        "INDICATOR_UNKNOWN",
        "żaden słownik nie ma wskaźnika o tym kodzie; wybierz go z listy albo dodaj własny",
        "no dictionary has an indicator of this code; choose one from the list or add your own",
    )
    .at(&["code"])
}

fn another_period(period: &str) -> Problem {
    Problem::new(
        "INDICATOR_OF_ANOTHER_PERIOD",
        format!("ten wskaźnik jest z innego okresu; projekt jest z okresu {period}, wybierz wskaźnik z jego słownika"),
        format!("this indicator is of another period; the project is of {period}, choose one of that dictionary"),
    )
    .at(&["code"])
    .by_rule("wskaźniki projektu pochodzą ze słownika jego okresu")
}

fn not_entered() -> Problem {
    Problem::new(
        "INDICATOR_NOT_ENTERED",
        "wartości tego wskaźnika nie wpisuje się ręcznie: liczy ją system albo mierzy ewaluacja",
        "the value of this indicator is not entered by hand: it is counted, or measured by evaluation",
    )
    .at(&["indicatorId"])
}
