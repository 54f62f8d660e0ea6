//! A project's indicators and effectiveness.

use async_graphql::{Context, Object};
use wsparcie_kernel::ids::ProjectId;

use super::effectiveness::Effectiveness;
use super::loaders::{EffectivenessOf, IndicatorsOf};
use super::types::ProjectIndicator;
use crate::graphql::Nullable;
use crate::graphql::permissions::open;
use crate::graphql::scalars::Date;
use crate::graphql::scope::load;

/// A project's indicators and effectiveness.
pub(crate) struct ProjectIndicators(pub(crate) ProjectId);

#[Object]
impl ProjectIndicators {
    /// The indicators with their targets and values, those of the dictionary first, at most 100.
    ///
    /// Permission: indicator:read
    #[graphql(complexity = "20 * child_complexity + 1")]
    async fn indicators(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The day of the values; today if not given.")] as_of: Option<Date>,
    ) -> Nullable<Vec<ProjectIndicator>> {
        let read = async {
            let scope = open(ctx, "Project.indicators")?;
            let rows = load!(scope, IndicatorsOf(self.0, as_of.map(|day| day.0)))?.unwrap_or_default();
            Ok(rows.into_iter().map(ProjectIndicator::from).collect())
        };
        Some(read.await)
    }

    /// Social and employment effectiveness. Without participation:read small figures and other days are withheld.
    ///
    /// Permission: indicator:read
    async fn effectiveness(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The day; today if not given.")] as_of: Option<Date>,
    ) -> Nullable<Effectiveness> {
        let read = async {
            let scope = open(ctx, "Project.effectiveness")?;
            Ok(load!(scope, EffectivenessOf(self.0, as_of.map(|day| day.0)))?.map(Effectiveness::from))
        };
        read.await.transpose()
    }
}
