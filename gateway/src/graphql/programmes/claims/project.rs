//! What a project shows of its claims and its money.

use async_graphql::{Context, Object};
use wsparcie_kernel::ids::ProjectId;

use super::claim::Claim;
use super::transfers::{Forecast, Settlement, Transfer};
use crate::graphql::Nullable;
use crate::graphql::connection::{Connection, Paging};
use crate::graphql::loaders::{ClaimsOf, ForecastOf, SettlementOf};
use crate::graphql::permissions::open;
use crate::graphql::scope::{found, load};
use crate::services::ask;

/// A project's claims, transfers, settlement and forecast.
pub(crate) struct ProjectClaims(pub(crate) ProjectId);

#[Object]
impl ProjectClaims {
    /// The payment claims, in the order of their numbers, withdrawn ones included; at most 200.
    ///
    /// Permission: claim:read
    async fn claims(&self, ctx: &Context<'_>) -> Nullable<Vec<Claim>> {
        let read = async {
            let scope = open(ctx, "Project.claims")?;
            let rows = load!(scope, ClaimsOf(self.0))?.unwrap_or_default();
            Ok(rows.into_iter().map(Claim::from).collect())
        };
        Some(read.await)
    }

    /// Money that came in or was given back, in the order of recording, cancelled transfers included.
    ///
    /// Permission: claim:read
    #[graphql(complexity = "crate::graphql::connection::page_cost(first, last, child_complexity)")]
    async fn transfers(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first so many rows, 1 to 100; either this or `last`.")] first: Option<i64>,
        #[graphql(desc = "Only rows behind this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many rows, 1 to 100; either this or `first`.")] last: Option<i64>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
    ) -> Nullable<Connection<Transfer>> {
        let read = async {
            let field = "Project.transfers";
            let scope = open(ctx, field)?;
            let page = Paging {
                first,
                after,
                last,
                before,
            }
            .request(ctx, scope, field)?;
            let rows = ask!(
                scope.backend,
                programmes.list_transfers(scope.call(), self.0, page)
            )?;
            Ok(Connection::new(scope, field, rows))
        };
        Some(read.await)
    }

    /// What its money adds up to, exact to the grosz.
    ///
    /// Permission: claim:read
    async fn settlement(&self, ctx: &Context<'_>) -> Nullable<Settlement> {
        let read = async {
            let scope = open(ctx, "Project.settlement")?;
            found(load!(scope, SettlementOf(self.0))?).map(Settlement::from)
        };
        Some(read.await)
    }

    /// The newest forecast of payments, quarter by quarter, beside what came in.
    ///
    /// Permission: claim:read
    async fn forecast(&self, ctx: &Context<'_>) -> Nullable<Forecast> {
        let read = async {
            let scope = open(ctx, "Project.forecast")?;
            found(load!(scope, ForecastOf(self.0))?).map(Forecast::from)
        };
        Some(read.await)
    }
}
