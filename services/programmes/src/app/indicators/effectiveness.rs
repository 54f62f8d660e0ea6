//! Effectiveness of projects, and the thresholds of their calls.

use serde_json::json;
use wsparcie_kernel::ids::ProjectId;
use wsparcie_kernel::input::check_id_count;
use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::problem::stale_version;
use wsparcie_kernel::{Call, CallError, CallResult, Date};
use wsparcie_postgres::TenantTx;
use wsparcie_postgres::audit::{self, Act};
use wsparcie_postgres::idempotency::{self, Outcome};
use wsparcie_programmes_api::{Effectiveness, SetEffectivenessThresholds};

use crate::app::Programmes;
use crate::db::indicators::{parameters, thresholds};
use crate::db::{participation, projects};
use crate::domain::effectiveness;
use crate::domain::indicator::Participant;
use crate::domain::latest_today;
use crate::service::uuids;

/// The effectiveness of several projects on a day.
pub(crate) async fn by_project(
    svc: &Programmes,
    call: &Call,
    projects: &[ProjectId],
    as_of: Option<Date>,
) -> CallResult<Vec<Effectiveness>> {
    let tenant = permission::require(&call.actor, Resource::Indicator, Action::Read)?;
    check_id_count(projects.len())?;
    let as_of = as_of.unwrap_or_else(|| latest_today(svc.clock.now()));
    let mut tx = svc.db.begin(tenant).await?;
    let told = tell(&mut tx, projects, as_of).await?;
    tx.commit().await?;
    Ok(told)
}

/// Stores the thresholds of a project's call.
pub(crate) async fn set(
    svc: &Programmes,
    call: &Call,
    input: &SetEffectivenessThresholds,
) -> CallResult<Effectiveness> {
    let tenant = permission::require(&call.actor, Resource::Indicator, Action::Update)?;
    let source = effectiveness::check_thresholds(input)?;
    let now = svc.clock.now();
    let mut tx = svc.db.begin(tenant).await?;
    if let Outcome::Repeated(_) = idempotency::begin(&mut tx, call, now).await? {
        return finish(tx, input.project_id, latest_today(now)).await;
    }
    // The project's row stands for its thresholds, which may not be there yet: two at once wait for each other here.
    projects::lock_version(&mut tx, input.project_id)
        .await?
        .ok_or(CallError::NotFound)?;
    let known = thresholds::of_projects(&mut tx, &[input.project_id.into_uuid()]).await?;
    let version = known
        .into_iter()
        .find_map(|(_, known)| known)
        .map_or(0, |known| known.version);
    if version != input.expected_version {
        return Err(stale_version());
    }
    thresholds::set(&mut tx, input, &source, now).await?;
    let act = Act::on(
        "effectiveness_thresholds.set",
        "project",
        input.project_id.into_uuid(),
    )
    .with(json!({"version": version + 1}));
    audit::record(&mut tx, &*svc.ids, call, act, now).await?;
    idempotency::complete(&mut tx, call, input.project_id.into_uuid()).await?;
    finish(tx, input.project_id, latest_today(now)).await
}

async fn finish(mut tx: TenantTx, project: ProjectId, as_of: Date) -> CallResult<Effectiveness> {
    let told = tell(&mut tx, &[project], as_of).await?.pop();
    tx.commit().await?;
    told.ok_or(CallError::NotFound)
}

async fn tell(tx: &mut TenantTx, projects: &[ProjectId], as_of: Date) -> CallResult<Vec<Effectiveness>> {
    let ids = uuids(projects, ProjectId::into_uuid);
    let known = thresholds::of_projects(tx, &ids).await?;
    let participants = participation::of_projects(tx, &ids).await?;
    let parameters = parameters::read(tx).await?;
    let told = known.into_iter().map(|(project_id, thresholds)| {
        let of_project = |participant: &&Participant| participant.project_id == project_id;
        let people: Vec<Participant> = participants.iter().filter(of_project).cloned().collect();
        let days = |day| parameters.effectiveness_days(day);
        let tally = effectiveness::tally(&people, as_of, thresholds.as_ref(), days);
        Effectiveness {
            project_id,
            as_of,
            rates: tally.rates,
            broke_off: tally.broke_off,
            without_rule: tally.without_rule,
            group_unknown: tally.group_unknown,
            thresholds,
        }
    });
    Ok(told.collect())
}
