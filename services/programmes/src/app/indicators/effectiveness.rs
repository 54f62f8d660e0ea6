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
use wsparcie_programmes_api::{Effectiveness, EffectivenessThresholds, SetEffectivenessThresholds};

use super::read::reader;
use crate::app::Programmes;
use crate::db::indicators::parameters::{self, Parameters};
use crate::db::indicators::thresholds;
use crate::db::{participation, projects};
use crate::domain::effectiveness;
use crate::domain::indicator::{self, Participant, Reader};
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
    let today = latest_today(svc.clock.now());
    let mut tx = svc.db.begin(tenant).await?;
    let found = Found::read(&mut tx, projects).await?;
    tx.commit().await?;
    Ok(found.tell(as_of.unwrap_or(today), reader(call, today)))
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
        return finish(svc, call, tx, input.project_id).await;
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
    finish(svc, call, tx, input.project_id).await
}

async fn finish(
    svc: &Programmes,
    call: &Call,
    mut tx: TenantTx,
    project: ProjectId,
) -> CallResult<Effectiveness> {
    let today = latest_today(svc.clock.now());
    let found = Found::read(&mut tx, &[project]).await?;
    tx.commit().await?;
    let told = found.tell(today, reader(call, today)).pop();
    told.ok_or(CallError::NotFound)
}

/// What effectiveness is counted from; counting is done without a transaction.
struct Found {
    thresholds: Vec<(ProjectId, Option<EffectivenessThresholds>)>,
    participants: Vec<Participant>,
    parameters: Parameters,
}

impl Found {
    async fn read(tx: &mut TenantTx, projects: &[ProjectId]) -> CallResult<Self> {
        let ids = uuids(projects, ProjectId::into_uuid);
        Ok(Self {
            thresholds: thresholds::of_projects(tx, &ids).await?,
            participants: participation::of_projects(tx, &ids).await?,
            parameters: parameters::read(tx).await?,
        })
    }

    fn tell(self, as_of: Date, reader: Reader) -> Vec<Effectiveness> {
        let people = indicator::by_project(&self.participants);
        let told = self.thresholds.into_iter().map(|(project_id, thresholds)| {
            let days = |day| self.parameters.effectiveness_days(day);
            let people = people.get(&project_id).into_iter().flatten().copied();
            let tally = effectiveness::tally(people, as_of, thresholds.as_ref(), days);
            effectiveness::tell(tally, (project_id, as_of), thresholds, reader)
        });
        told.collect()
    }
}
