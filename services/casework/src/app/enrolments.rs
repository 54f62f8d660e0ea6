//! Enrolments: reading them, and giving an eligible person a place or a line of the reserve list.

use serde_json::json;
use wsparcie_casework_api::{
    Enrol, Enrolment, EnrolmentCounts, GroupEnrolmentCounts, NominationState, PARTICIPATION_STARTED,
};
use wsparcie_kernel::ids::{EnrolmentId, GroupId, ProjectId};
use wsparcie_kernel::input::check_id_count;
use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::problem::stale_version;
use wsparcie_kernel::{Call, CallError, CallResult, Page, PageRequest};
use wsparcie_postgres::DbError;
use wsparcie_postgres::audit::Act;
use wsparcie_postgres::idempotency::{self, Outcome};

use super::course::telling;
use super::{Casework, reads, uuids};
use crate::db;
use crate::domain::{cohort, enrolment, nomination, rules};

/// One page of enrolments.
pub(crate) async fn list(
    svc: &Casework,
    call: &Call,
    project: Option<ProjectId>,
    request: PageRequest,
) -> CallResult<Page<Enrolment>> {
    let tenant = permission::require(&call.actor, Resource::Participation, Action::Read)?;
    let mut tx = svc.db.begin(tenant).await?;
    let rows = db::enrolments::list(&mut tx, project, &request).await?;
    let total = if request.with_total {
        Some(db::enrolments::count(&mut tx, project).await?)
    } else {
        None
    };
    // The row behind the page only tells that there are more; it is not shown.
    let shown = rows
        .iter()
        .take(request.size())
        .map(|row| row.person_id.into_uuid());
    svc.record(&mut tx, call, reads("enrolment.read", shown), svc.clock.now())
        .await?;
    tx.commit().await?;
    Ok(Page::from_fetched(&request, rows, total, |enrolment| {
        enrolment.id.into_uuid()
    }))
}

/// Enrolments by id.
pub(crate) async fn by_id(svc: &Casework, call: &Call, ids: &[EnrolmentId]) -> CallResult<Vec<Enrolment>> {
    let tenant = permission::require(&call.actor, Resource::Participation, Action::Read)?;
    check_id_count(ids.len())?;
    let mut tx = svc.db.begin(tenant).await?;
    let found = db::enrolments::find_all(&mut tx, &uuids(ids, EnrolmentId::into_uuid)).await?;
    svc.record(
        &mut tx,
        call,
        reads(
            "enrolment.read",
            found.iter().map(|row| row.person_id.into_uuid()),
        ),
        svc.clock.now(),
    )
    .await?;
    tx.commit().await?;
    Ok(found)
}

/// How many people take part in several projects. A project of another centre counts 0, like one that isn't there.
pub(crate) async fn counts(
    svc: &Casework,
    call: &Call,
    projects: &[ProjectId],
) -> CallResult<Vec<EnrolmentCounts>> {
    let tenant = permission::require(&call.actor, Resource::Participation, Action::Read)?;
    check_id_count(projects.len())?;
    let mut tx = svc.db.begin(tenant).await?;
    let found = db::enrolments::counts(&mut tx, &uuids(projects, ProjectId::into_uuid)).await?;
    tx.commit().await?;
    Ok(found)
}

/// How many people take part in several groups of projects. A group of another centre counts 0, like one that isn't there.
pub(crate) async fn group_counts(
    svc: &Casework,
    call: &Call,
    groups: &[GroupId],
) -> CallResult<Vec<GroupEnrolmentCounts>> {
    let tenant = permission::require(&call.actor, Resource::Participation, Action::Read)?;
    check_id_count(groups.len())?;
    let mut tx = svc.db.begin(tenant).await?;
    let found = db::enrolments::group_counts(&mut tx, &uuids(groups, GroupId::into_uuid)).await?;
    tx.commit().await?;
    Ok(found)
}

/// Enrols a nominated person whose newest verdict is eligible.
pub(crate) async fn enrol(svc: &Casework, call: &Call, input: &Enrol) -> CallResult<Enrolment> {
    let tenant = permission::require(&call.actor, Resource::Participation, Action::Decide)?;
    let now = svc.clock.now();
    let mut tx = svc.db.begin(tenant).await?;
    if let Outcome::Repeated(id) = idempotency::begin(&mut tx, call, now).await? {
        let known = db::enrolments::find_all(&mut tx, &[id])
            .await?
            .pop()
            .ok_or(CallError::NotFound)?;
        tx.commit().await?;
        return Ok(known);
    }
    let nominated = db::nominations::lock(&mut tx, input.nomination_id)
        .await?
        .ok_or(CallError::NotFound)?;
    if nominated.state != NominationState::Open {
        return Err(nomination::already_enrolled());
    }
    if nominated.version != input.expected_version {
        return Err(stale_version());
    }
    let newest = db::verdicts::newest_outcome(&mut tx, nominated.id).await?;
    enrolment::check_verdict(newest.as_ref().map(|newest| newest.outcome))?;
    let newest = newest.ok_or(CallError::Internal)?;
    let verdict_id = newest.id;
    // Locked, so that a fact recorded meanwhile either is in what is told here or finds the enrolment and tells it again.
    let row = db::people::lock(&mut tx, nominated.person_id)
        .await?
        .ok_or(CallError::NotFound)?;
    let person = svc.vault(tenant).open_person(&row)?.ok_or(CallError::NotFound)?;

    // The lock comes before places and people are counted: two enrolments at once must not take the same last place.
    db::enrolments::lock_intake(&mut tx, nominated.project_id).await?;
    let intake = db::projects::intake(&mut tx, nominated.project_id)
        .await?
        .ok_or(CallError::NotFound)?;
    let group = db::cohorts::of(&mut tx, nominated.group_id).await?;
    if let Some(group) = &group {
        cohort::check_start(group.period, input.starts_on)?;
    }
    let current = intake.rules.as_ref().map(|(id, _)| *id);
    let same_rules = current == Some(newest.recruitment_id)
        && group.as_ref().map(|group| group.version) == newest.group_version;
    enrolment::check_current(newest.has_later_facts, same_rules)?;
    enrolment::check_start(intake.period, input.starts_on)?;
    let (taken, taken_of_group) =
        db::enrolments::on_places(&mut tx, nominated.project_id, nominated.group_id).await?;
    let of_group = group.map(|group| (taken_of_group, group.places));
    let enrolled = Enrolment {
        id: EnrolmentId::from_uuid(svc.ids.next(now)),
        nomination_id: nominated.id,
        person_id: nominated.person_id,
        project_id: nominated.project_id,
        group_id: nominated.group_id,
        state: rules::place_in((taken, intake.places), of_group, person.sex),
        starts_on: input.starts_on,
    };
    db::enrolments::insert(&mut tx, &enrolled, verdict_id, person.sex, now)
        .await
        .map_err(refuse_second)?;
    db::nominations::mark_enrolled(&mut tx, nominated.id).await?;
    let act = Act::on("participation.enrolled", "enrolment", enrolled.id.into_uuid()).with(json!({
        "nomination_id": nominated.id, "project_id": enrolled.project_id, "verdict_id": verdict_id,
        "state": enrolled.state, "group_id": enrolled.group_id,
    }));
    svc.record(&mut tx, call, vec![act], now).await?;
    telling::present(svc, &mut tx, PARTICIPATION_STARTED, enrolled.id, now).await?;
    idempotency::complete(&mut tx, call, enrolled.id.into_uuid()).await?;
    tx.commit().await?;
    Ok(enrolled)
}

fn refuse_second(error: DbError) -> CallError {
    match error {
        DbError::Duplicate { constraint } if constraint == db::enrolments::PERSON_TAKES_PART => {
            nomination::already_enrolled()
        }
        other => other.into(),
    }
}
