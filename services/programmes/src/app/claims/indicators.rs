//! The indicators that claims tell: as they are at the end of each claim's period, by sex.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::btree_map::Entry;

use uuid::Uuid;
use wsparcie_kernel::ids::ProjectId;
use wsparcie_kernel::{CallResult, Date};
use wsparcie_postgres::TenantTx;
use wsparcie_programmes_api::{ClaimContents, ClaimIndicator};

use crate::app::indicators::read::unreadable;
use crate::db;
use crate::db::indicators::parameters;
use crate::db::participation;
use crate::domain::indicator::{Counter, Participant, check_condition};

/// Puts the indicators into the contents of claims; they stay absent where the project has none. A value that is not known
/// stays unknown. However many claims there are, each thing is read once for all of them, and each condition compiled once.
pub(super) async fn put_into(tx: &mut TenantTx, contents: &mut [ClaimContents]) -> CallResult<()> {
    let wanted: BTreeSet<(ProjectId, Date)> = contents
        .iter()
        .map(|said| (said.project_id, said.period_to))
        .collect();
    let projects: BTreeSet<ProjectId> = wanted.iter().map(|(project, _)| *project).collect();
    let projects: Vec<Uuid> = projects.into_iter().map(ProjectId::into_uuid).collect();
    let wanted: Vec<(ProjectId, Date)> = wanted.into_iter().collect();
    let indicators = db::claims::indicators(tx, &wanted).await?;
    let participants = participation::of_projects(tx, &projects).await?;
    let parameters = parameters::read(tx).await?;

    let mut conditions = BTreeMap::new();
    let mut counters: BTreeMap<Date, Counter> = BTreeMap::new();
    let mut told: BTreeMap<(ProjectId, Date), Vec<ClaimIndicator>> = BTreeMap::new();
    for mut indicator in indicators {
        let (project, as_of) = (indicator.project, indicator.as_of);
        if let Some(source) = indicator.condition {
            let condition = match conditions.entry(source) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(place) => {
                    let compiled = check_condition(place.key()).map_err(|_| unreadable())?;
                    place.insert(compiled)
                }
            };
            let counter = counters
                .entry(as_of)
                .or_insert_with(|| Counter::new(as_of, parameters.result_days(as_of)));
            let count = counter.count(condition, of_project(&participants, project));
            indicator.told.total = Some(count.total());
            indicator.told.women = indicator.by_sex.then_some(count.women);
            indicator.told.men = indicator.by_sex.then_some(count.men);
        }
        told.entry((project, as_of)).or_default().push(indicator.told);
    }
    for said in contents {
        said.indicators = told.get(&(said.project_id, said.period_to)).cloned();
    }
    Ok(())
}

/// The participants of one project, of those that are sorted by projects.
fn of_project(sorted: &[Participant], project: ProjectId) -> &[Participant] {
    let first = sorted.partition_point(|one| one.project_id < project);
    let after = sorted.partition_point(|one| one.project_id <= project);
    sorted.get(first..after).unwrap_or_default()
}
