//! Groups (cohorts) of a project.

use serde_json::json;
use uuid::Uuid;
use wsparcie_kernel::ids::{GroupId, ProjectId};
use wsparcie_kernel::input::check_id_count;
use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::{Call, CallError, CallResult, Date, Problem, problem};
use wsparcie_postgres::audit::{self, Act};
use wsparcie_postgres::idempotency::{self, Outcome};
use wsparcie_postgres::{DbError, TenantTx};
use wsparcie_programmes_api::{
    CloseGroup, GroupFacts, GroupsOfProject, NewGroup, ParticipantGroup, UpdateGroup,
};

use super::Programmes;
use crate::db;
use crate::domain::recruitment::terms;
use crate::domain::team::Days;
use crate::domain::words::EVIDENCE_KIND;
use crate::domain::{group, latest_today, team};
use crate::service::uuids;

/// The groups of several projects, beside the projects' places.
pub(crate) async fn by_project(
    svc: &Programmes,
    call: &Call,
    projects: &[ProjectId],
) -> CallResult<Vec<GroupsOfProject>> {
    let tenant = permission::require(&call.actor, Resource::Project, Action::Read)?;
    check_id_count(projects.len())?;
    let mut tx = svc.db.begin(tenant).await?;
    let stored = db::groups::find(&mut tx, &uuids(projects, ProjectId::into_uuid), &[]).await?;
    tx.commit().await?;
    let mut found: Vec<GroupsOfProject> = Vec::new();
    // One project's groups stand together.
    for of_project in stored.chunk_by(|one, other| one.group.project_id == other.group.project_id) {
        let Some(first) = of_project.first() else { continue };
        let places: Vec<_> = of_project.iter().map(|one| one.group.facts.places).collect();
        let together = group::places_together(&places);
        found.push(GroupsOfProject {
            project_id: first.group.project_id,
            groups: of_project.iter().map(|one| one.group.clone()).collect(),
            places: together,
            difference: group::difference(first.project_places, together),
        });
    }
    Ok(found)
}

/// Groups by id.
pub(crate) async fn by_id(
    svc: &Programmes,
    call: &Call,
    ids: &[GroupId],
) -> CallResult<Vec<ParticipantGroup>> {
    let tenant = permission::require(&call.actor, Resource::Project, Action::Read)?;
    check_id_count(ids.len())?;
    let mut tx = svc.db.begin(tenant).await?;
    let stored = db::groups::find(&mut tx, &[], &uuids(ids, GroupId::into_uuid)).await?;
    tx.commit().await?;
    Ok(stored.into_iter().map(|one| one.group).collect())
}

/// Creates a group.
pub(crate) async fn create(svc: &Programmes, call: &Call, input: NewGroup) -> CallResult<ParticipantGroup> {
    let tenant = permission::require(&call.actor, Resource::Project, Action::Update)?;
    let now = svc.clock.now();
    let mut tx = svc.db.begin(tenant).await?;
    if let Outcome::Repeated(id) = idempotency::begin(&mut tx, call, now).await? {
        return read_again(tx, id).await;
    }
    let frame = db::frame::lock(&mut tx, input.project_id)
        .await?
        .ok_or(CallError::NotFound)?;
    let day = frame.recruitment_from.unwrap_or(frame.day(latest_today(now)));
    let facts = check(&mut tx, &input.facts, frame.days(), day).await?;
    if db::groups::count(&mut tx, input.project_id).await? >= group::MAX_GROUPS {
        let limit = group::MAX_GROUPS;
        return Err(CallError::refused(Problem::new(
            "TOO_MANY_GROUPS",
            format!("projekt ma najwyżej {limit} grup"),
            format!("a project has at most {limit} groups"),
        )));
    }
    let id = GroupId::from_uuid(svc.ids.next(now));
    db::groups::insert(&mut tx, id, input.project_id, &facts, now)
        .await
        .map_err(refuse_taken_name)?;
    let act = Act::on("group.created", "project", input.project_id.into_uuid()).with(json!({"group_id": id}));
    audit::record(&mut tx, &*svc.ids, call, act, now).await?;
    idempotency::complete(&mut tx, call, id.into_uuid()).await?;
    read_again(tx, id.into_uuid()).await
}

/// Replaces what is known of a group.
pub(crate) async fn update(
    svc: &Programmes,
    call: &Call,
    input: UpdateGroup,
) -> CallResult<ParticipantGroup> {
    let tenant = permission::require(&call.actor, Resource::Project, Action::Update)?;
    let now = svc.clock.now();
    let mut tx = svc.db.begin(tenant).await?;
    let locked = lock(&mut tx, input.id, input.expected_version).await?;
    let codes_on = locked.recruitment_from.or(locked.project.0);
    let day = codes_on.unwrap_or(latest_today(now));
    let facts = check(&mut tx, &input.facts, locked.project, day).await?;
    db::groups::update(&mut tx, input.id, &facts)
        .await
        .map_err(refuse_taken_name)?;
    let act = Act::on("group.updated", "project", locked.project_id.into_uuid())
        .with(json!({"group_id": input.id, "version": locked.version + 1}));
    audit::record(&mut tx, &*svc.ids, call, act, now).await?;
    read_again(tx, input.id.into_uuid()).await
}

/// Closes a group.
pub(crate) async fn close(svc: &Programmes, call: &Call, input: CloseGroup) -> CallResult<ParticipantGroup> {
    let tenant = permission::require(&call.actor, Resource::Project, Action::Update)?;
    let now = svc.clock.now();
    let mut tx = svc.db.begin(tenant).await?;
    if let Outcome::Repeated(id) = idempotency::begin(&mut tx, call, now).await? {
        return read_again(tx, id).await;
    }
    let locked = lock(&mut tx, input.id, input.expected_version).await?;
    let path = ["closedOn"];
    let day = (Some(input.closed_on), None);
    let mut problems = team::outside_project(day, locked.project, &path, &path);
    if locked.starts_on.is_some_and(|start| input.closed_on < start) {
        problems.push(team::reversed().at(&path));
    }
    if !problems.is_empty() {
        return Err(CallError::Refused(problems));
    }
    db::groups::close(&mut tx, input.id, input.closed_on).await?;
    let act = Act::on("group.closed", "project", locked.project_id.into_uuid())
        .with(json!({"group_id": input.id, "closed_on": input.closed_on}));
    audit::record(&mut tx, &*svc.ids, call, act, now).await?;
    idempotency::complete(&mut tx, call, input.id.into_uuid()).await?;
    read_again(tx, input.id.into_uuid()).await
}

/// Locks a group that is open, in the version that a change is based on.
async fn lock(tx: &mut TenantTx, id: GroupId, expected: i64) -> CallResult<db::groups::Locked> {
    let locked = db::groups::lock(tx, id).await?.ok_or(CallError::NotFound)?;
    if locked.version != expected {
        return Err(problem::stale_version());
    }
    if locked.is_closed {
        let pl = "ta grupa jest zamknięta i już się nie zmienia";
        let en = "this group is closed and does not change any more";
        return Err(CallError::refused(
            Problem::new("GROUP_CLOSED", pl, en).at(&["id"]),
        ));
    }
    Ok(locked)
}

/// A group by itself, beside its project's days, and its conditions against the vocabulary.
async fn check(tx: &mut TenantTx, facts: &GroupFacts, project: Days, day: Date) -> CallResult<GroupFacts> {
    let checked = group::check(facts, project).map_err(CallError::Refused)?;
    let words = db::words::load(tx, &[EVIDENCE_KIND]).await?;
    let dictionaries = db::dictionaries::all(tx).await?;
    let rules = group::as_rules(&checked);
    let mut problems = terms::unknown_evidence(&rules, &words, day);
    // Rules need a condition; a group may have none beside its project's.
    if !rules.criteria.is_empty() {
        problems.extend(dictionaries.problems_of(&rules));
    }
    if problems.is_empty() {
        Ok(checked)
    } else {
        Err(CallError::Refused(group::of_group(problems)))
    }
}

fn refuse_taken_name(error: DbError) -> CallError {
    match error {
        DbError::Duplicate { constraint } if constraint == db::groups::NAME_TAKEN => {
            let pl = "projekt ma już grupę o tej nazwie; nadaj inną";
            let en = "the project has a group of this name already; choose another";
            CallError::refused(Problem::new("GROUP_NAME_TAKEN", pl, en).at(&["group", "name"]))
        }
        other => other.into(),
    }
}

/// Ends the transaction and answers with the group as it is stored.
async fn read_again(mut tx: TenantTx, id: Uuid) -> CallResult<ParticipantGroup> {
    let found = db::groups::find(&mut tx, &[], &[id]).await?.pop();
    tx.commit().await?;
    found.map(|one| one.group).ok_or(CallError::NotFound)
}
