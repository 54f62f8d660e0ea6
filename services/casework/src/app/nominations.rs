//! Nominations: reading them, putting a person forward.

use serde_json::json;
use wsparcie_casework_api::{NewNomination, Nomination, NominationState};
use wsparcie_kernel::ids::{NominationId, ProjectId};
use wsparcie_kernel::input::check_id_count;
use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::{Call, CallError, CallResult, Page, PageRequest};
use wsparcie_postgres::DbError;
use wsparcie_postgres::audit::Act;
use wsparcie_postgres::idempotency::{self, Outcome};

use super::{Casework, reads, uuids};
use crate::db;
use crate::domain::{cohort, latest_today, nomination};

/// One page of nominations.
pub(crate) async fn list(
    svc: &Casework,
    call: &Call,
    project: Option<ProjectId>,
    request: PageRequest,
) -> CallResult<Page<Nomination>> {
    let tenant = permission::require(&call.actor, Resource::Participation, Action::Read)?;
    let mut tx = svc.db.begin(tenant).await?;
    let rows = db::nominations::list(&mut tx, project, &request).await?;
    let total = if request.with_total {
        Some(db::nominations::count(&mut tx, project).await?)
    } else {
        None
    };
    // The row behind the page only tells that there are more; it is not shown.
    let shown = rows
        .iter()
        .take(request.size())
        .map(|row| row.person_id.into_uuid());
    svc.record(&mut tx, call, reads("nomination.read", shown), svc.clock.now())
        .await?;
    tx.commit().await?;
    Ok(Page::from_fetched(&request, rows, total, |nomination| {
        nomination.id.into_uuid()
    }))
}

/// Nominations by id.
pub(crate) async fn by_id(svc: &Casework, call: &Call, ids: &[NominationId]) -> CallResult<Vec<Nomination>> {
    let tenant = permission::require(&call.actor, Resource::Participation, Action::Read)?;
    check_id_count(ids.len())?;
    let mut tx = svc.db.begin(tenant).await?;
    let found = db::nominations::find_all(&mut tx, &uuids(ids, NominationId::into_uuid)).await?;
    svc.record(
        &mut tx,
        call,
        reads(
            "nomination.read",
            found.iter().map(|row| row.person_id.into_uuid()),
        ),
        svc.clock.now(),
    )
    .await?;
    tx.commit().await?;
    Ok(found)
}

/// Nominates a person to a project, or to a group of it.
pub(crate) async fn nominate(svc: &Casework, call: &Call, input: &NewNomination) -> CallResult<Nomination> {
    let tenant = permission::require(&call.actor, Resource::Participation, Action::Create)?;
    let now = svc.clock.now();
    nomination::check(input, latest_today(now))?;
    let mut tx = svc.db.begin(tenant).await?;
    if let Outcome::Repeated(id) = idempotency::begin(&mut tx, call, now).await? {
        let known = db::nominations::find_all(&mut tx, &[id])
            .await?
            .pop()
            .ok_or(CallError::NotFound)?;
        tx.commit().await?;
        return Ok(known);
    }
    let ends = db::nominations::ends(&mut tx, input.person_id, input.project_id, input.group_id).await?;
    let is_there = ends.has_person && ends.has_project && ends.has_group;
    if !is_there || svc.vault(tenant).is_erased(input.person_id)? {
        return Err(CallError::NotFound);
    }
    if ends.is_closed {
        return Err(nomination::project_closed());
    }
    nomination::check_recruiting(ends.opens_on, ends.closes_on, input.nominated_on)?;
    if !ends.is_of_project {
        return Err(cohort::of_another_project());
    }
    let group = ["nomination", "groupId"];
    cohort::check_open(ends.group_closed_on, input.nominated_on, &group)?;
    if ends.is_enrolled {
        return Err(nomination::already_enrolled_person());
    }
    let nominated = Nomination {
        id: NominationId::from_uuid(svc.ids.next(now)),
        person_id: input.person_id,
        project_id: input.project_id,
        group_id: input.group_id,
        nominated_by: input.nominated_by,
        nominated_on: input.nominated_on,
        state: NominationState::Open,
        version: 1,
    };
    db::nominations::insert(&mut tx, &nominated, now)
        .await
        .map_err(refuse_second)?;
    let act = Act::on("nomination.created", "nomination", nominated.id.into_uuid()).with(json!({
        "person_id": nominated.person_id, "project_id": nominated.project_id, "nominated_by": nominated.nominated_by,
        "group_id": nominated.group_id,
    }));
    svc.record(&mut tx, call, vec![act], now).await?;
    idempotency::complete(&mut tx, call, nominated.id.into_uuid()).await?;
    tx.commit().await?;
    Ok(nominated)
}

fn refuse_second(error: DbError) -> CallError {
    match error {
        DbError::Duplicate { constraint } if constraint == db::nominations::ONE_OPEN => {
            nomination::already_nominated()
        }
        other => other.into(),
    }
}
