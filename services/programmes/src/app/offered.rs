//! What a project offers.

use serde_json::json;
use wsparcie_kernel::ids::{OfferedServiceId, ProjectId};
use wsparcie_kernel::input::check_id_count;
use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::{Call, CallError, CallResult, Date, Problem, problem};
use wsparcie_postgres::TenantTx;
use wsparcie_postgres::audit::{self, Act};
use wsparcie_postgres::idempotency::{self, Outcome};
use wsparcie_programmes_api::{
    NewOfferedService, OfferedService, ServiceFacts, ServiceProvider, UpdateOfferedService,
    WithdrawOfferedService,
};

use super::Programmes;
use crate::db;
use crate::db::frame::Frame;
use crate::db::offered::Stored;
use crate::domain::latest_today;
use crate::domain::offered::{self, Beside, CheckedService};
use crate::domain::words::{CATEGORY, SERVICE_KIND, SERVICE_UNIT, Words};
use crate::service::uuids;

const WORDS: [&str; 3] = [SERVICE_KIND, SERVICE_UNIT, CATEGORY];

/// What several projects offer.
pub(crate) async fn by_project(
    svc: &Programmes,
    call: &Call,
    projects: &[ProjectId],
) -> CallResult<Vec<OfferedService>> {
    let tenant = permission::require(&call.actor, Resource::Project, Action::Read)?;
    check_id_count(projects.len())?;
    let tx = svc.db.begin(tenant).await?;
    let projects = uuids(projects, ProjectId::into_uuid);
    read(tx, &projects, &[], latest_today(svc.clock.now())).await
}

/// Services by id.
pub(crate) async fn by_id(
    svc: &Programmes,
    call: &Call,
    ids: &[OfferedServiceId],
) -> CallResult<Vec<OfferedService>> {
    let tenant = permission::require(&call.actor, Resource::Project, Action::Read)?;
    check_id_count(ids.len())?;
    let tx = svc.db.begin(tenant).await?;
    let ids = uuids(ids, OfferedServiceId::into_uuid);
    read(tx, &[], &ids, latest_today(svc.clock.now())).await
}

/// Ends the transaction with what is stored.
async fn read(
    mut tx: TenantTx,
    projects: &[uuid::Uuid],
    ids: &[uuid::Uuid],
    today: Date,
) -> CallResult<Vec<OfferedService>> {
    let stored = db::offered::find(&mut tx, projects, ids).await?;
    let words = db::words::load(&mut tx, &WORDS).await?;
    tx.commit().await?;
    Ok(stored.into_iter().map(|one| shown(one, &words, today)).collect())
}

fn shown(stored: Stored, words: &Words, today: Date) -> OfferedService {
    let day = stored.project_starts_on.unwrap_or(today);
    let facts = stored.facts;
    OfferedService {
        id: stored.id,
        project_id: stored.project_id,
        kind: words.coded(SERVICE_KIND, &facts.kind, day),
        category: words.coded(CATEGORY, &stored.category, day),
        description: facts.description,
        unit: facts.unit.map(|unit| words.coded(SERVICE_UNIT, &unit, day)),
        quantity: facts.quantity,
        per_what: facts.per_what,
        provider: facts.provider,
        withdrawn_at: stored.withdrawn_at,
        version: stored.version,
    }
}

/// Adds a service.
pub(crate) async fn add(
    svc: &Programmes,
    call: &Call,
    input: NewOfferedService,
) -> CallResult<OfferedService> {
    let tenant = permission::require(&call.actor, Resource::Project, Action::Update)?;
    let now = svc.clock.now();
    let today = latest_today(now);
    let mut tx = svc.db.begin(tenant).await?;
    if let Outcome::Repeated(id) = idempotency::begin(&mut tx, call, now).await? {
        return read_again(tx, OfferedServiceId::from_uuid(id), today).await;
    }
    let frame = db::frame::lock(&mut tx, input.project_id)
        .await?
        .ok_or(CallError::NotFound)?;
    let checked = check(&mut tx, input.project_id, &frame, &input.facts, today).await?;
    if db::offered::count(&mut tx, input.project_id).await? >= offered::MAX_SERVICES {
        let limit = offered::MAX_SERVICES;
        return Err(CallError::refused(Problem::new(
            "TOO_MANY_SERVICES",
            format!("projekt ma najwyżej {limit} usług, wycofane też się liczą"),
            format!("a project has at most {limit} services, those withdrawn among them"),
        )));
    }
    let id = OfferedServiceId::from_uuid(svc.ids.next(now));
    db::offered::insert(&mut tx, id, input.project_id, &checked, now).await?;
    db::comparison::follow_project(&mut tx, svc.ids.next(now), input.project_id, now).await?;
    let act = Act::on("offered_service.added", "project", input.project_id.into_uuid())
        .with(json!({"service_id": id, "kind": checked.facts.kind}));
    audit::record(&mut tx, &*svc.ids, call, act, now).await?;
    idempotency::complete(&mut tx, call, id.into_uuid()).await?;
    read_again(tx, id, today).await
}

/// Replaces what is known of a service.
pub(crate) async fn update(
    svc: &Programmes,
    call: &Call,
    input: UpdateOfferedService,
) -> CallResult<OfferedService> {
    let tenant = permission::require(&call.actor, Resource::Project, Action::Update)?;
    let now = svc.clock.now();
    let today = latest_today(now);
    let mut tx = svc.db.begin(tenant).await?;
    let (project, frame) = lock(&mut tx, input.id, input.expected_version).await?;
    let checked = check(&mut tx, project, &frame, &input.facts, today).await?;
    db::offered::update(&mut tx, input.id, &checked).await?;
    db::comparison::follow_project(&mut tx, svc.ids.next(now), project, now).await?;
    let act = Act::on("offered_service.updated", "project", project.into_uuid())
        .with(json!({"service_id": input.id, "version": input.expected_version + 1}));
    audit::record(&mut tx, &*svc.ids, call, act, now).await?;
    read_again(tx, input.id, today).await
}

/// Takes a service out of what is offered; it stays readable.
pub(crate) async fn withdraw(
    svc: &Programmes,
    call: &Call,
    input: WithdrawOfferedService,
) -> CallResult<OfferedService> {
    let tenant = permission::require(&call.actor, Resource::Project, Action::Update)?;
    let now = svc.clock.now();
    let mut tx = svc.db.begin(tenant).await?;
    if let Outcome::Repeated(id) = idempotency::begin(&mut tx, call, now).await? {
        return read_again(tx, OfferedServiceId::from_uuid(id), latest_today(now)).await;
    }
    let (project, _) = lock(&mut tx, input.id, input.expected_version).await?;
    db::offered::withdraw(&mut tx, input.id, now).await?;
    db::comparison::follow_project(&mut tx, svc.ids.next(now), project, now).await?;
    let act = Act::on("offered_service.withdrawn", "project", project.into_uuid())
        .with(json!({"service_id": input.id}));
    audit::record(&mut tx, &*svc.ids, call, act, now).await?;
    idempotency::complete(&mut tx, call, input.id.into_uuid()).await?;
    read_again(tx, input.id, latest_today(now)).await
}

/// Locks a service that is still offered in the version that a change is based on, its project before it: locks go from the
/// project to what belongs to it.
async fn lock(tx: &mut TenantTx, id: OfferedServiceId, expected: i64) -> CallResult<(ProjectId, Frame)> {
    let project = db::offered::project_of(tx, id)
        .await?
        .ok_or(CallError::NotFound)?;
    let frame = db::frame::lock(tx, project).await?.ok_or(CallError::NotFound)?;
    let locked = db::offered::lock(tx, id).await?.ok_or(CallError::NotFound)?;
    if locked.version != expected {
        return Err(problem::stale_version());
    }
    if locked.is_withdrawn {
        let pl = "ta usługa jest wycofana; dodaj nową";
        let en = "this service has been withdrawn; add a new one";
        return Err(CallError::refused(
            Problem::new("SERVICE_WITHDRAWN", pl, en).at(&["id"]),
        ));
    }
    Ok((project, frame))
}

async fn check(
    tx: &mut TenantTx,
    project: ProjectId,
    frame: &Frame,
    facts: &ServiceFacts,
    today: Date,
) -> CallResult<CheckedService> {
    let words = db::words::load(tx, &WORDS).await?;
    // Read whether a post is named or not: a foreign post costs as many statements as none.
    let posts = db::team::others(tx, project).await?;
    let post_is_known = match &facts.provider {
        Some(ServiceProvider::TeamPost(post)) => posts.iter().any(|other| other.id == *post),
        _ => true,
    };
    let beside = Beside {
        words: &words,
        day: frame.day(today),
        partners: &frame.partners,
        post_is_known,
    };
    offered::check(facts, &beside).map_err(CallError::Refused)
}

/// Ends the transaction and answers with the service as it is stored.
async fn read_again(tx: TenantTx, id: OfferedServiceId, today: Date) -> CallResult<OfferedService> {
    let mut found = read(tx, &[], &[id.into_uuid()], today).await?;
    found.pop().ok_or(CallError::NotFound)
}
