//! What every path of a project must hold, version by version.

use serde_json::json;
use wsparcie_kernel::ids::ProjectId;
use wsparcie_kernel::input::check_id_count;
use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::{Call, CallError, CallResult, problem};
use wsparcie_postgres::TenantTx;
use wsparcie_postgres::audit::{self, Act};
use wsparcie_postgres::idempotency::{self, Outcome};
use wsparcie_programmes_api::{ServiceRules, SetServiceRules};

use super::Programmes;
use crate::db;
use crate::db::service_rules::RulesNow;
use crate::domain::words::CATEGORY;
use crate::domain::{latest_today, service_rules};
use crate::service::uuids;

/// The newest rules of several projects.
pub(crate) async fn by_project(
    svc: &Programmes,
    call: &Call,
    projects: &[ProjectId],
) -> CallResult<Vec<ServiceRules>> {
    let tenant = permission::require(&call.actor, Resource::Project, Action::Read)?;
    check_id_count(projects.len())?;
    let mut tx = svc.db.begin(tenant).await?;
    let found = db::service_rules::current(&mut tx, &uuids(projects, ProjectId::into_uuid)).await?;
    tx.commit().await?;
    Ok(found.into_iter().map(shown).collect())
}

fn shown(now: RulesNow) -> ServiceRules {
    ServiceRules {
        warnings: service_rules::warnings(&now.rules, &now.offered),
        project_id: now.project_id,
        version: now.version,
        rules: now.rules,
    }
}

/// Stores the next version of a project's rules.
pub(crate) async fn set(svc: &Programmes, call: &Call, input: SetServiceRules) -> CallResult<ServiceRules> {
    let tenant = permission::require(&call.actor, Resource::Project, Action::Update)?;
    let now = svc.clock.now();
    let mut tx = svc.db.begin(tenant).await?;
    if let Outcome::Repeated(_) = idempotency::begin(&mut tx, call, now).await? {
        return read_again(tx, input.project_id).await;
    }
    let frame = db::frame::lock(&mut tx, input.project_id)
        .await?
        .ok_or(CallError::NotFound)?;
    let current = db::service_rules::current_version(&mut tx, input.project_id).await?;
    if current != input.expected_version {
        return Err(problem::stale_version());
    }
    let words = db::words::load(&mut tx, &[CATEGORY]).await?;
    let day = frame.day(latest_today(now));
    let rules = service_rules::check(&input.rules, &words, day).map_err(CallError::Refused)?;
    let (id, version) = (svc.ids.next(now), current + 1);
    db::service_rules::insert(&mut tx, id, input.project_id, version, &rules, now).await?;
    let act = Act::on("service_rules.set", "project", input.project_id.into_uuid())
        .with(json!({"rules_id": id, "version": version}));
    audit::record(&mut tx, &*svc.ids, call, act, now).await?;
    idempotency::complete(&mut tx, call, id).await?;
    read_again(tx, input.project_id).await
}

/// Ends the transaction and answers with the rules as they are now.
async fn read_again(mut tx: TenantTx, project: ProjectId) -> CallResult<ServiceRules> {
    let found = db::service_rules::current(&mut tx, &[project.into_uuid()])
        .await?
        .pop();
    tx.commit().await?;
    found.map(shown).ok_or(CallError::NotFound)
}
