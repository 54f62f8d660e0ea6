//! Reading single expenses, and the hours of the team.

use async_graphql::{Context, ID, Object};
use wsparcie_kernel::ids::ExpenseId;

use super::expense::Expense;
use super::hours::WorkerMonth;
use crate::graphql::Nullable;
use crate::graphql::connection::{Connection, Paging};
use crate::graphql::ids;
use crate::graphql::permissions::open;
use crate::graphql::scalars::Date;
use crate::graphql::scope::{found, load};
use crate::services::ask;

#[derive(Default)]
pub(crate) struct ExpensesQuery;

#[Object]
impl ExpensesQuery {
    /// One row of a register.
    ///
    /// Permission: expense:read
    async fn expense(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The global id.")] id: ID,
    ) -> Nullable<Expense> {
        let read = async {
            let scope = open(ctx, "Query.expense")?;
            found(load!(scope, ids::parse::<ExpenseId>(&id)?)?).map(Expense::from)
        };
        Some(read.await)
    }

    /// The centre's workers with their hours of a month, over all engagements. Whose hours were read is in the audit trail.
    ///
    /// Permission: work_hours:read
    #[graphql(complexity = "crate::graphql::connection::page_cost(first, last, child_complexity)")]
    async fn worker_months(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The month; any day of it.")] month: Date,
        #[graphql(desc = "The first so many rows, 1 to 100; either this or `last`.")] first: Option<i64>,
        #[graphql(desc = "Only rows behind this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many rows, 1 to 100; either this or `first`.")] last: Option<i64>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
    ) -> Nullable<Connection<WorkerMonth>> {
        let read = async {
            let field = "Query.workerMonths";
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
                programmes.list_worker_months(scope.call(), month.0, page)
            )?;
            Ok(Connection::new(scope, field, rows))
        };
        Some(read.await)
    }
}
