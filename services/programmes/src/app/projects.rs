//! Projects of a centre: reading, creating, changing.

use serde_json::json;
use wsparcie_kernel::ids::ProjectId;
use wsparcie_kernel::input::check_id_count;
use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::{Call, CallError, CallResult, Page, PageRequest, Problem, problem};
use wsparcie_postgres::audit::{self, Act};
use wsparcie_postgres::idempotency::{self, Outcome};
use wsparcie_postgres::{DbError, TenantTx};
use wsparcie_programmes_api::{NewProject, Project, ProjectEditions, UpdateProject};

use super::Programmes;
use crate::db;
use crate::domain::project::{self, CheckedProject};
use crate::service::uuids;

/// One page of the centre's projects.
pub(crate) async fn list(svc: &Programmes, call: &Call, page: PageRequest) -> CallResult<Page<Project>> {
    let tenant = permission::require(&call.actor, Resource::Project, Action::Read)?;
    let mut tx = svc.db.begin(tenant).await?;
    let rows = db::projects::list(&mut tx, &page).await?;
    let total = if page.with_total {
        Some(db::projects::count(&mut tx).await?)
    } else {
        None
    };
    tx.commit().await?;
    Ok(Page::from_fetched(&page, rows, total, |project| {
        project.id.into_uuid()
    }))
}

/// Projects by id.
pub(crate) async fn by_id(svc: &Programmes, call: &Call, ids: &[ProjectId]) -> CallResult<Vec<Project>> {
    let tenant = permission::require(&call.actor, Resource::Project, Action::Read)?;
    check_id_count(ids.len())?;
    let mut tx = svc.db.begin(tenant).await?;
    let found = db::projects::find_all(&mut tx, &uuids(ids, ProjectId::into_uuid)).await?;
    tx.commit().await?;
    Ok(found)
}

/// The other projects of each project's undertaking.
pub(crate) async fn editions(
    svc: &Programmes,
    call: &Call,
    projects: &[ProjectId],
) -> CallResult<Vec<ProjectEditions>> {
    let tenant = permission::require(&call.actor, Resource::Project, Action::Read)?;
    check_id_count(projects.len())?;
    let mut tx = svc.db.begin(tenant).await?;
    let found = db::projects::find_editions(&mut tx, &uuids(projects, ProjectId::into_uuid)).await?;
    tx.commit().await?;
    Ok(found)
}

/// Creates a project and its row in the comparison.
pub(crate) async fn create(svc: &Programmes, call: &Call, input: NewProject) -> CallResult<Project> {
    let tenant = permission::require(&call.actor, Resource::Project, Action::Create)?;
    let checked = project::check(&input.facts).map_err(CallError::Refused)?;
    let now = svc.clock.now();
    let mut tx = svc.db.begin(tenant).await?;
    if let Outcome::Repeated(id) = idempotency::begin(&mut tx, call, now).await? {
        return read_again(tx, ProjectId::from_uuid(id)).await;
    }
    check_programme(&mut tx, &checked).await?;
    let id = ProjectId::from_uuid(svc.ids.next(now));
    db::projects::insert(&mut tx, id, &checked, now)
        .await
        .map_err(refuse_taken_number)?;
    db::comparison::follow_project(&mut tx, svc.ids.next(now), id, now).await?;
    let act = Act::on("project.created", "project", id.into_uuid());
    audit::record(&mut tx, &*svc.ids, call, act, now).await?;
    idempotency::complete(&mut tx, call, id.into_uuid()).await?;
    read_again(tx, id).await
}

/// Replaces what is known of a project, except for the later facts that the input does not state.
pub(crate) async fn update(svc: &Programmes, call: &Call, input: UpdateProject) -> CallResult<Project> {
    let tenant = permission::require(&call.actor, Resource::Project, Action::Update)?;
    // What is wrong with the input itself costs no statement; below it is checked again beside what stays.
    project::check(&input.facts).map_err(CallError::Refused)?;
    let now = svc.clock.now();
    let mut tx = svc.db.begin(tenant).await?;
    if let Outcome::Repeated(id) = idempotency::begin(&mut tx, call, now).await? {
        return read_again(tx, ProjectId::from_uuid(id)).await;
    }
    let version = db::projects::lock_version(&mut tx, input.id)
        .await?
        .ok_or(CallError::NotFound)?;
    if version != input.expected_version {
        return Err(problem::stale_version());
    }
    let stored = db::projects::find(&mut tx, input.id.into_uuid())
        .await?
        .ok_or(CallError::NotFound)?;
    let facts = project::with_kept(input.facts, &input.stated, &stored.facts);
    let checked = project::check(&facts).map_err(CallError::Refused)?;
    check_programme(&mut tx, &checked).await?;
    db::projects::update(&mut tx, input.id, &checked, now)
        .await
        .map_err(refuse_taken_number)?;
    db::comparison::follow_project(&mut tx, svc.ids.next(now), input.id, now).await?;
    let act =
        Act::on("project.updated", "project", input.id.into_uuid()).with(json!({"version": version + 1}));
    audit::record(&mut tx, &*svc.ids, call, act, now).await?;
    idempotency::complete(&mut tx, call, input.id.into_uuid()).await?;
    read_again(tx, input.id).await
}

/// A known programme must exist, and the number must be one of its.
async fn check_programme(tx: &mut TenantTx, checked: &CheckedProject) -> CallResult<()> {
    let Some(id) = checked.facts.programme_id else {
        return Ok(());
    };
    let place = db::programmes::find_place(tx, id)
        .await?
        .ok_or(CallError::NotFound)?;
    let mismatch = checked
        .number
        .as_ref()
        .and_then(|number| project::mismatch(number, &place));
    mismatch.map_or(Ok(()), |problem| Err(CallError::refused(problem)))
}

/// Ends the transaction and answers with the project as it is stored.
pub(super) async fn read_again(mut tx: TenantTx, id: ProjectId) -> CallResult<Project> {
    let project = db::projects::find(&mut tx, id.into_uuid())
        .await?
        .ok_or(CallError::NotFound)?;
    tx.commit().await?;
    Ok(project)
}

fn refuse_taken_number(error: DbError) -> CallError {
    match error {
        DbError::Duplicate { constraint } if constraint == db::projects::NUMBER_TAKEN => {
            let pl = "projekt o tym numerze już jest w tej edycji; otwórz go albo podaj edycję";
            let en = "this edition has a project with this number already; open it or give the edition";
            CallError::refused(Problem::new("PROJECT_NUMBER_TAKEN", pl, en).at(&["project", "number"]))
        }
        other => other.into(),
    }
}
