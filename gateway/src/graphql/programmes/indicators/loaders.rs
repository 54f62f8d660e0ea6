//! Loaders of what projects are asked for on a day: the projects of one day in one call.

use std::collections::{BTreeMap, HashMap};

use async_graphql::dataloader::Loader;
use wsparcie_kernel::ids::ProjectId;
use wsparcie_kernel::{CallError, Date};
use wsparcie_programmes_api as api;

use crate::services::{Backend, ask};

/// The indicators of a project on a day; today if none is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct IndicatorsOf(pub(super) ProjectId, pub(super) Option<Date>);

/// The effectiveness of a project on a day; today if none is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct EffectivenessOf(pub(super) ProjectId, pub(super) Option<Date>);

fn by_day(keys: impl Iterator<Item = (ProjectId, Option<Date>)>) -> BTreeMap<Option<Date>, Vec<ProjectId>> {
    let mut days: BTreeMap<Option<Date>, Vec<ProjectId>> = BTreeMap::new();
    for (project, day) in keys {
        days.entry(day).or_default().push(project);
    }
    days
}

#[async_graphql::async_trait::async_trait]
impl Loader<IndicatorsOf> for Backend {
    type Value = Vec<api::ProjectIndicator>;
    type Error = CallError;

    async fn load(&self, keys: &[IndicatorsOf]) -> Result<HashMap<IndicatorsOf, Self::Value>, CallError> {
        let mut found: HashMap<IndicatorsOf, Self::Value> = HashMap::new();
        for (day, projects) in by_day(keys.iter().map(|key| (key.0, key.1))) {
            let rows = ask!(
                self,
                programmes.indicators_by_project(self.call.clone(), projects, day)
            )?;
            for row in rows {
                found
                    .entry(IndicatorsOf(row.project_id, day))
                    .or_default()
                    .push(row);
            }
        }
        Ok(found)
    }
}

#[async_graphql::async_trait::async_trait]
impl Loader<EffectivenessOf> for Backend {
    type Value = api::Effectiveness;
    type Error = CallError;

    async fn load(
        &self,
        keys: &[EffectivenessOf],
    ) -> Result<HashMap<EffectivenessOf, Self::Value>, CallError> {
        let mut found = HashMap::new();
        for (day, projects) in by_day(keys.iter().map(|key| (key.0, key.1))) {
            let rows = ask!(
                self,
                programmes.effectiveness_by_project(self.call.clone(), projects, day)
            )?;
            found.extend(
                rows.into_iter()
                    .map(|row| (EffectivenessOf(row.project_id, day), row)),
            );
        }
        Ok(found)
    }
}
