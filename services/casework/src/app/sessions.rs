//! Group sessions: reading and planning them.

use serde_json::json;
use wsparcie_casework_api::{GroupSession, NewSession};
use wsparcie_kernel::ids::{ProjectId, SessionId};
use wsparcie_kernel::input::check_id_count;
use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::{Call, CallError, CallResult, Page, PageRequest};
use wsparcie_postgres::audit::Act;
use wsparcie_postgres::idempotency::{self, Outcome};

use super::{Casework, uuids};
use crate::db;
use crate::domain::{latest_today, session};

/// One page of sessions.
pub(crate) async fn list(
    svc: &Casework,
    call: &Call,
    project: Option<ProjectId>,
    request: PageRequest,
) -> CallResult<Page<GroupSession>> {
    let tenant = permission::require(&call.actor, Resource::Session, Action::Read)?;
    let mut tx = svc.db.begin(tenant).await?;
    let rows = db::sessions::list(&mut tx, project, &request).await?;
    let total = if request.with_total {
        Some(db::sessions::count(&mut tx, project).await?)
    } else {
        None
    };
    tx.commit().await?;
    Ok(Page::from_fetched(&request, rows, total, |session| {
        session.id.into_uuid()
    }))
}

/// Sessions by id.
pub(crate) async fn by_id(svc: &Casework, call: &Call, ids: &[SessionId]) -> CallResult<Vec<GroupSession>> {
    let tenant = permission::require(&call.actor, Resource::Session, Action::Read)?;
    check_id_count(ids.len())?;
    let mut tx = svc.db.begin(tenant).await?;
    let found = db::sessions::find_all(&mut tx, &uuids(ids, SessionId::into_uuid)).await?;
    tx.commit().await?;
    Ok(found)
}

/// Plans or records a session of a project.
pub(crate) async fn create(svc: &Casework, call: &Call, input: &NewSession) -> CallResult<GroupSession> {
    let tenant = permission::require(&call.actor, Resource::Session, Action::Create)?;
    let now = svc.clock.now();
    let mut tx = svc.db.begin(tenant).await?;
    if let Outcome::Repeated(id) = idempotency::begin(&mut tx, call, now).await? {
        let known = db::sessions::find_all(&mut tx, &[id])
            .await?
            .pop()
            .ok_or(CallError::NotFound)?;
        tx.commit().await?;
        return Ok(known);
    }
    let intake = db::projects::intake(&mut tx, input.project_id)
        .await?
        .ok_or(CallError::NotFound)?;
    let id = SessionId::from_uuid(svc.ids.next(now));
    let planned = session::check(input, id, intake.period, latest_today(now))?;
    db::sessions::insert(&mut tx, &planned, now).await?;
    let act = Act::on("session.created", "session", id.into_uuid())
        .with(json!({"project_id": planned.project_id, "minutes": planned.minutes}));
    svc.record(&mut tx, call, vec![act], now).await?;
    idempotency::complete(&mut tx, call, id.into_uuid()).await?;
    tx.commit().await?;
    Ok(planned)
}
