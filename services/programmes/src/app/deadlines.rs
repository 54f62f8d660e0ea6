//! What is due at a centre, and the round that reminds of it.

use serde_json::json;
use wsparcie_kernel::ids::{ClaimId, ProjectId, ReadinessBreachId, ReadinessCheckId};
use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::{Call, CallError, CallResult, Clock, Date, IdSource, Instant, Problem};
use wsparcie_postgres::{Db, DbError, TenantTx, jobs, outbox};
use wsparcie_programmes_api::{
    Deadline, DeadlineKind, Deadlines, REMINDER_DUE, REMINDER_SCHEMA, ReminderEvent, ReminderStage,
};

use super::Programmes;
use crate::db;
use crate::domain::latest_today;
use crate::domain::readiness;

/// The most rows of the work list.
const MOST_ROWS: usize = 200;
/// How far ahead the work list looks: ten years.
const FARTHEST: u64 = 3660;
/// How many days ahead people are reminded.
pub(crate) const REMIND_DAYS: u64 = 7;
/// The kind of job that goes through a centre's deadlines, day by day.
pub const REMIND_JOB: &str = "programmes.remind";

/// What is due until a day, claims only for those who may know of them.
pub(crate) async fn list(svc: &Programmes, call: &Call, until: Date) -> CallResult<Deadlines> {
    let tenant = permission::require(&call.actor, Resource::Readiness, Action::Read)?;
    let today = latest_today(svc.clock.now());
    let farthest = today
        .checked_add_days(chrono::Days::new(FARTHEST))
        .unwrap_or(Date::MAX);
    if until < today || until > farthest {
        return Err(CallError::refused(
            Problem::new(
                "DATE_OUT_OF_RANGE",
                format!("podaj dzień od {today} do {farthest}"),
                format!("enter a day from {today} to {farthest}"),
            )
            .at(&["until"]),
        ));
    }
    let with_claims = permission::allows(&call.actor, Resource::Claim, Action::Read);
    let mut tx = svc.db.begin(tenant).await?;
    let mut rows = collect(&mut tx, today, until, with_claims).await?;
    tx.commit().await?;
    let more = rows.len() > MOST_ROWS;
    rows.truncate(MOST_ROWS);
    Ok(Deadlines { rows, more })
}

/// What is due until a day, the earliest first; what cannot be dated stands first of all.
async fn collect(
    tx: &mut TenantTx,
    today: Date,
    until: Date,
    with_claims: bool,
) -> Result<Vec<Deadline>, DbError> {
    let mut rows = Vec::new();
    if with_claims {
        let rules = db::claims::deadline_rules(tx).await?;
        for claim in db::deadlines::open_claims(tx, until).await? {
            let (kind, due_on) = match claim.answer_by {
                Some(day) => (DeadlineKind::ClaimAnswer, Some(day)),
                None => (DeadlineKind::ClaimDue, rules.due(claim.kind, claim.period_to).on),
            };
            rows.push(row(kind, claim.project_id, claim.project_title, due_on, today).about_claim(claim.id));
        }
    }
    for check in db::deadlines::planned_checks(tx, until).await? {
        let on = Some(check.planned_on);
        let row = row(
            DeadlineKind::ReadinessCheck,
            check.project_id,
            check.project_title,
            on,
            today,
        );
        rows.push(row.about_check(check.id));
    }
    for breach in db::deadlines::open_breaches(tx).await? {
        let (project, on) = (breach.project_id, Some(breach.found_on));
        let row = row(
            DeadlineKind::ReadinessBreach,
            project,
            breach.project_title,
            on,
            today,
        );
        rows.push(row.about_breach(breach.id));
    }
    for project in db::deadlines::owing_projects(tx).await? {
        let days = project.starts_on.zip(project.ends_on);
        let owed = days.and_then(|(start, end)| readiness::owed(start, end));
        let end = readiness::until(owed.map(|owed| owed.until), project.agreed_until);
        // What has ended is no deadline any more.
        if end.is_some_and(|end| today <= end) {
            rows.push(row(
                DeadlineKind::ReadinessEnd,
                project.id,
                project.title,
                end,
                today,
            ));
        }
    }
    rows.retain(|row| row.due_on.is_none_or(|due| due <= until));
    rows.sort_by_cached_key(|row| (row.due_on, row.key()));
    Ok(rows)
}

fn row(
    kind: DeadlineKind,
    project_id: ProjectId,
    project_title: String,
    due_on: Option<Date>,
    today: Date,
) -> Deadline {
    Deadline {
        kind,
        project_id,
        project_title,
        claim_id: None,
        check_id: None,
        breach_id: None,
        due_on,
        days_left: due_on.map(|due| (due - today).num_days()),
    }
}

/// What a row is about.
trait About {
    fn about_claim(self, id: ClaimId) -> Self;
    fn about_check(self, id: ReadinessCheckId) -> Self;
    fn about_breach(self, id: ReadinessBreachId) -> Self;
}

impl About for Deadline {
    fn about_claim(mut self, id: ClaimId) -> Self {
        self.claim_id = Some(id);
        self
    }

    fn about_check(mut self, id: ReadinessCheckId) -> Self {
        self.check_id = Some(id);
        self
    }

    fn about_breach(mut self, id: ReadinessBreachId) -> Self {
        self.breach_id = Some(id);
        self
    }
}

/// Makes sure that the centre is reminded from now on: called by every act that makes a deadline.
pub(crate) async fn begin_round(svc: &Programmes, tx: &mut TenantTx, now: Instant) -> Result<(), DbError> {
    let today = latest_today(now);
    if db::deadlines::begin_round(tx, today).await? {
        jobs::enqueue(tx, svc.ids.next(now), REMIND_JOB, &json!({"on": today}), now, now).await?;
    }
    Ok(())
}

/// Why a row is told of on a day; `None` if nothing is to be said of it.
fn stage(row: &Deadline) -> Option<(ReminderStage, &'static str)> {
    // A breach is told of once: it has no day that could come near.
    if row.kind == DeadlineKind::ReadinessBreach {
        return Some((ReminderStage::Open, "open"));
    }
    match row.days_left? {
        ..0 => Some((ReminderStage::Over, "over")),
        _ => Some((ReminderStage::Near, "near")),
    }
}

/// One round: tells of every deadline that has come near, or passed, since it was told of last; then sets the next day's round.
/// Does nothing if the round was done already.
pub(crate) async fn round(
    db: &Db,
    clock: &dyn Clock,
    ids: &dyn IdSource,
    tenant: wsparcie_kernel::TenantId,
    on: Date,
) -> Result<(), DbError> {
    let now = clock.now();
    let today = latest_today(now);
    let mut tx = db.begin(tenant).await?;
    if db::deadlines::lock_round(&mut tx).await? != Some(on) {
        return Ok(());
    }
    let until = today
        .checked_add_days(chrono::Days::new(REMIND_DAYS))
        .unwrap_or(today);
    let rows = collect(&mut tx, today, until, true).await?;
    let mut near: Vec<(String, ReminderStage, Date, Deadline)> = Vec::new();
    for row in rows {
        if let (Some((stage, code)), Some(due_on)) = (stage(&row), row.due_on) {
            near.push((format!("{}/{code}", row.key()), stage, due_on, row));
        }
    }
    let keys: Vec<(String, Date)> = near
        .iter()
        .map(|(key, _, due_on, _)| (key.clone(), *due_on))
        .collect();
    let fresh = db::deadlines::note_sent(&mut tx, &keys, now).await?;
    for (key, stage, due_on, row) in near {
        if !fresh.contains(&key) {
            continue;
        }
        let reminder = ReminderEvent {
            schema: REMINDER_SCHEMA,
            reminder_id: ids.next(now),
            kind: row.kind,
            stage,
            project_id: row.project_id,
            project_title: row.project_title,
            claim_id: row.claim_id,
            check_id: row.check_id,
            breach_id: row.breach_id,
            due_on,
        };
        outbox::record(&mut tx, ids.next(now), REMINDER_DUE, &reminder, now).await?;
    }
    let tomorrow = today.succ_opt().unwrap_or(today);
    db::deadlines::next_round(&mut tx, tomorrow).await?;
    // Five o'clock in UTC is early morning in Poland, summer and winter.
    let morning = tomorrow.and_hms_opt(5, 0, 0).map_or(now, |time| time.and_utc());
    jobs::enqueue(
        &mut tx,
        ids.next(now),
        REMIND_JOB,
        &json!({"on": tomorrow}),
        morning,
        now,
    )
    .await?;
    tx.commit().await
}
