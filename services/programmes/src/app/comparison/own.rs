//! A centre's own projects side by side, nothing hidden.

use std::collections::{HashMap, HashSet};

use wsparcie_kernel::ids::ProjectId;
use wsparcie_kernel::input::check_id_count;
use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::{Call, CallError, CallResult};
use wsparcie_programmes_api::OwnComparisonRow;

use crate::app::Programmes;
use crate::db::comparison;
use crate::domain::comparison::figures;
use crate::domain::comparison::frozen::FrozenRow;
use crate::domain::comparison::people::PeopleCounts;
use crate::service::uuids;

/// The centre's projects beside one another in the order asked for, each once; one that it does not have fails the whole.
///
/// Counts of people are told to whoever may see participation, and money of the budget in force to whoever may see budgets;
/// what a project states of itself, to whoever may see projects.
pub(crate) async fn compare(
    svc: &Programmes,
    call: &Call,
    projects: &[ProjectId],
) -> CallResult<Vec<OwnComparisonRow>> {
    let tenant = permission::require(&call.actor, Resource::Project, Action::Read)?;
    check_id_count(projects.len())?;
    let people_told = permission::require(&call.actor, Resource::Participation, Action::Read).is_ok();
    let money_told = permission::require(&call.actor, Resource::Budget, Action::Read).is_ok();
    let now = svc.clock.now();
    let mut seen = HashSet::new();
    let projects: Vec<ProjectId> = projects
        .iter()
        .copied()
        .filter(|project| seen.insert(*project))
        .collect();
    let ids = uuids(&projects, ProjectId::into_uuid);
    let mut tx = svc.db.begin(tenant).await?;
    let rows = comparison::live_rows(&mut tx, Some(&ids)).await?;
    // Counted now, by the rules of today: the live row is as old as the last event.
    let people = comparison::raw::counted(&mut tx, &ids, now).await?;
    tx.commit().await?;
    let mut rows: HashMap<ProjectId, OwnComparisonRow> = rows
        .into_iter()
        .map(|mut row| {
            if !money_told {
                row.facts.money.keep_stated();
            }
            let counts = people.get(&row.project).copied().unwrap_or_default();
            // Nobody was ever counted: no data, and not zero.
            let known = row.people.is_some() || counts != PeopleCounts::default();
            let counts = (people_told && known).then_some((counts, now));
            let figures = figures::of(FrozenRow::own(row.facts, counts));
            let own = OwnComparisonRow {
                project_id: row.project,
                people_told,
                money_told,
                figures,
            };
            (row.project, own)
        })
        .collect();
    let in_order = projects
        .iter()
        .map(|project| rows.remove(project).ok_or(CallError::NotFound));
    in_order.collect()
}
