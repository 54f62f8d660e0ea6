//! Reading versions, what they add up to, how they differ, what a project costs per head.

use std::collections::HashMap;

use wsparcie_kernel::ids::{BudgetId, ProjectId};
use wsparcie_kernel::input::check_id_count;
use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::{Call, CallResult};
use wsparcie_postgres::TenantTx;
use wsparcie_programmes_api::{
    BudgetContent, BudgetDiff, BudgetFigures, BudgetFindings, BudgetPair, BudgetVersion,
};

use crate::app::Programmes;
use crate::db;
use crate::domain::budget::ceilings::LookUp;
use crate::domain::budget::{Plan, ceilings, diff, differences, figures, sums};
use crate::service::uuids;

async fn begin(svc: &Programmes, call: &Call, ids: usize) -> CallResult<TenantTx> {
    let tenant = permission::require(&call.actor, Resource::Budget, Action::Read)?;
    check_id_count(ids)?;
    Ok(svc.db.begin(tenant).await?)
}

/// The versions of several projects, without their lines.
pub(crate) async fn by_project(
    svc: &Programmes,
    call: &Call,
    projects: &[ProjectId],
) -> CallResult<Vec<BudgetVersion>> {
    let mut tx = begin(svc, call, projects.len()).await?;
    let found = db::budget::by_projects(&mut tx, &uuids(projects, ProjectId::into_uuid)).await?;
    tx.commit().await?;
    Ok(found)
}

/// Versions by id, without their lines.
pub(crate) async fn by_id(svc: &Programmes, call: &Call, ids: &[BudgetId]) -> CallResult<Vec<BudgetVersion>> {
    let mut tx = begin(svc, call, ids.len()).await?;
    let found = db::budget::by_ids(&mut tx, &uuids(ids, BudgetId::into_uuid)).await?;
    tx.commit().await?;
    Ok(found)
}

/// The tasks and lines of versions.
pub(crate) async fn contents(
    svc: &Programmes,
    call: &Call,
    ids: &[BudgetId],
) -> CallResult<Vec<BudgetContent>> {
    let mut tx = begin(svc, call, ids.len()).await?;
    let found = db::budget::contents(&mut tx, &uuids(ids, BudgetId::into_uuid)).await?;
    tx.commit().await?;
    Ok(found)
}

/// Sums, differences and ceilings of versions. A draft is looked up in the newest release of reference data, a version that
/// is or was in force in the one that was the newest then.
pub(crate) async fn findings(
    svc: &Programmes,
    call: &Call,
    ids: &[BudgetId],
) -> CallResult<Vec<BudgetFindings>> {
    let mut tx = begin(svc, call, ids.len()).await?;
    let ids = uuids(ids, BudgetId::into_uuid);
    let versions = db::budget::by_ids(&mut tx, &ids).await?;
    let contents = db::budget::contents(&mut tx, &ids).await?;
    let held = db::budget::held(&mut tx, &ids).await?;
    let rates = db::budget::known_rates(&mut tx).await?;
    let newest = db::reference::releases::newest(tx.conn()).await?;
    tx.commit().await?;
    let mut versions: HashMap<BudgetId, BudgetVersion> = versions
        .into_iter()
        .map(|version| (version.id, version))
        .collect();
    let findings = contents.into_iter().filter_map(|content| {
        let version = versions.remove(&content.budget_id)?;
        let held = held.get(&content.budget_id)?;
        let sums = sums::of(&content.tasks);
        let look_up = LookUp {
            on: held.on,
            period: held.period,
            release: version.reference_release.unwrap_or(newest),
            rates: &rates,
        };
        Some(BudgetFindings {
            budget_id: content.budget_id,
            differences: differences::of(&content.tasks, &sums, &held.stated),
            checks: ceilings::checks(&sums, &version.terms, &look_up),
            sums,
        })
    });
    Ok(findings.collect())
}

/// How versions differ, pair by pair. Pairs of two projects are left out as unseen ones are: they have no line in common.
pub(crate) async fn diffs(
    svc: &Programmes,
    call: &Call,
    pairs: &[BudgetPair],
) -> CallResult<Vec<BudgetDiff>> {
    let mut tx = begin(svc, call, pairs.len()).await?;
    let mut ids: Vec<_> = pairs
        .iter()
        .flat_map(|pair| [pair.budget.into_uuid(), pair.against.into_uuid()])
        .collect();
    ids.sort_unstable();
    ids.dedup();
    let versions = db::budget::by_ids(&mut tx, &ids).await?;
    let contents = db::budget::contents(&mut tx, &ids).await?;
    tx.commit().await?;
    let mut projects_and_terms: HashMap<BudgetId, _> = versions
        .into_iter()
        .map(|version| (version.id, (version.project_id, version.terms)))
        .collect();
    let plans: HashMap<BudgetId, (ProjectId, Plan)> = contents
        .into_iter()
        .filter_map(|content| {
            let (project, terms) = projects_and_terms.remove(&content.budget_id)?;
            let tasks = content.tasks;
            Some((content.budget_id, (project, Plan { terms, tasks })))
        })
        .collect();
    let differing = pairs.iter().filter_map(|pair| {
        let (project, after) = plans.get(&pair.budget)?;
        let (other, before) = plans.get(&pair.against)?;
        (project == other).then(|| diff::of(*pair, before, after))
    });
    Ok(differing.collect())
}

/// Costs per head and own contributions of projects.
pub(crate) async fn figures_by_project(
    svc: &Programmes,
    call: &Call,
    projects: &[ProjectId],
) -> CallResult<Vec<BudgetFigures>> {
    let mut tx = begin(svc, call, projects.len()).await?;
    let found = db::budget::figures(&mut tx, &uuids(projects, ProjectId::into_uuid)).await?;
    tx.commit().await?;
    Ok(found
        .into_iter()
        .map(|(project, basis)| figures::of(project, &basis))
        .collect())
}
