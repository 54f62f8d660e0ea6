//! Reads of budgets.

use async_graphql::{Context, ID, Object};
use wsparcie_kernel::ids::BudgetId;

use super::version::BudgetVersion;
use crate::graphql::Nullable;
use crate::graphql::ids;
use crate::graphql::permissions::open;
use crate::graphql::scope::{found, load};

#[derive(Default)]
pub(crate) struct BudgetsQuery;

#[Object]
impl BudgetsQuery {
    /// One version of a project's budget.
    ///
    /// Permission: budget:read
    async fn budget(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The global id.")] id: ID,
    ) -> Nullable<BudgetVersion> {
        let read = async {
            let scope = open(ctx, "Query.budget")?;
            found(load!(scope, ids::parse::<BudgetId>(&id)?)?).map(BudgetVersion::from)
        };
        Some(read.await)
    }
}
