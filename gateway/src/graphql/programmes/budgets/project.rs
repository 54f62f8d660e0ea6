//! What a project shows of its budgets.

use async_graphql::{Context, Object};
use wsparcie_kernel::ids::ProjectId;
use wsparcie_programmes_api as api;

use super::figures::{CostBase, CostPerHead, OwnContribution};
use super::version::BudgetVersion;
use crate::graphql::Nullable;
use crate::graphql::loaders::{BudgetsOf, FiguresOf};
use crate::graphql::permissions::open;
use crate::graphql::scope::{found, load};

/// A project's budgets and the figures that its money gives.
pub(crate) struct ProjectBudgets(pub(crate) ProjectId);

#[Object]
impl ProjectBudgets {
    /// The versions of the budget, by number; at most 100.
    ///
    /// Permission: budget:read
    async fn budgets(&self, ctx: &Context<'_>) -> Nullable<Vec<BudgetVersion>> {
        let read = async {
            let scope = open(ctx, "Project.budgets")?;
            let rows = load!(scope, BudgetsOf(self.0))?.unwrap_or_default();
            Ok(rows.into_iter().map(Into::into).collect())
        };
        Some(read.await)
    }

    /// The version that expenses are held against; null if none is in force.
    ///
    /// Permission: budget:read
    async fn budget_in_force(&self, ctx: &Context<'_>) -> Nullable<BudgetVersion> {
        let read = async {
            let scope = open(ctx, "Project.budgetInForce")?;
            let rows = load!(scope, BudgetsOf(self.0))?.unwrap_or_default();
            let in_force = rows
                .into_iter()
                .find(|row| row.state == api::BudgetState::InForce);
            Ok(in_force.map(Into::into))
        };
        read.await.transpose()
    }

    /// What the project costs for each of its places.
    ///
    /// Permission: budget:read
    async fn cost_per_head(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The money that it is to be of.")] base: CostBase,
    ) -> Nullable<CostPerHead> {
        let read = async {
            let scope = open(ctx, "Project.costPerHead")?;
            let figures = found(load!(scope, FiguresOf(self.0))?)?;
            Ok(match base {
                CostBase::Total => figures.total_per_head.into(),
                CostBase::Eu => figures.eu_per_head.into(),
            })
        };
        Some(read.await)
    }

    /// What share of the project is the beneficiary's own money.
    ///
    /// Permission: budget:read
    async fn own_contribution(&self, ctx: &Context<'_>) -> Nullable<OwnContribution> {
        let read = async {
            let scope = open(ctx, "Project.ownContribution")?;
            let figures = found(load!(scope, FiguresOf(self.0))?)?;
            Ok(figures.own_contribution.into())
        };
        Some(read.await)
    }
}
