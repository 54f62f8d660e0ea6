//! How far a project has come: its history, and its moves.

use serde_json::json;
use wsparcie_kernel::ids::ProjectId;
use wsparcie_kernel::input::check_id_count;
use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::{Call, CallError, CallResult, problem};
use wsparcie_postgres::audit::{self, Act, principal_columns};
use wsparcie_postgres::idempotency::{self, Outcome};
use wsparcie_programmes_api::{MoveProject, Project, StatusChange};

use super::{Programmes, projects};
use crate::db;
use crate::domain::status::{self, Standing};
use crate::domain::{latest_today, readiness};
use crate::service::uuids;

/// The histories of several projects.
pub(crate) async fn history(
    svc: &Programmes,
    call: &Call,
    projects: &[ProjectId],
) -> CallResult<Vec<StatusChange>> {
    let tenant = permission::require(&call.actor, Resource::Agreement, Action::Read)?;
    check_id_count(projects.len())?;
    let mut tx = svc.db.begin(tenant).await?;
    let found = db::status::find_by_project(&mut tx, &uuids(projects, ProjectId::into_uuid)).await?;
    tx.commit().await?;
    Ok(found)
}

/// Moves a project to another status.
pub(crate) async fn move_to(svc: &Programmes, call: &Call, input: &MoveProject) -> CallResult<Project> {
    let tenant = permission::require(&call.actor, Resource::Agreement, Action::Decide)?;
    let now = svc.clock.now();
    let mut tx = svc.db.begin(tenant).await?;
    if let Outcome::Repeated(id) = idempotency::begin(&mut tx, call, now).await? {
        return projects::read_again(tx, ProjectId::from_uuid(id)).await;
    }
    let locked = db::status::lock(&mut tx, input.id)
        .await?
        .ok_or(CallError::NotFound)?;
    if locked.version != input.expected_version {
        return Err(problem::stale_version());
    }
    let (changes, last_on) = db::status::so_far(&mut tx, input.id).await?;
    let (duties, agreed_until) = db::status::duties(&mut tx, input.id).await?;
    let days = locked.starts_on.zip(locked.ends_on);
    let computed = days.and_then(|(first, last)| readiness::owed(first, last));
    let standing = Standing {
        status: locked.status,
        starts_on: locked.starts_on,
        ends_on: locked.ends_on,
        changes,
        last_on,
        duty: status::duty(
            locked.status,
            duties > 0,
            readiness::until(computed.map(|owed| owed.until), agreed_until),
        ),
        today: latest_today(now),
    };
    let reason = status::check(&standing, input).map_err(CallError::Refused)?;
    let change = StatusChange {
        project_id: input.id,
        number: changes + 1,
        from: locked.status,
        to: input.to,
        on: input.on,
        reason,
        recorded_by: None,
        recorded_at: now,
    };
    let recorder = principal_columns(&call.actor.principal);
    db::status::change(&mut tx, svc.ids.next(now), &change, recorder, now).await?;
    let act = Act::on("project.moved", "project", input.id.into_uuid())
        .with(json!({"from": change.from, "to": change.to, "number": change.number}));
    audit::record(&mut tx, &*svc.ids, call, act, now).await?;
    idempotency::complete(&mut tx, call, input.id.into_uuid()).await?;
    projects::read_again(tx, input.id).await
}
