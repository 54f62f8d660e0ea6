//! What a project shows of its expenses.

use async_graphql::{Context, ID, Object};
use wsparcie_kernel::ids::ProjectId;
use wsparcie_programmes_api as api;

use super::expense::Expense;
use super::input::ExpenseFlag;
use super::sums::{ClosedMonth, ExpenseSums};
use crate::graphql::Nullable;
use crate::graphql::connection::{Connection, Paging};
use crate::graphql::ids;
use crate::graphql::loaders::{ClosedMonthsOf, ExpenseSumsOf};
use crate::graphql::permissions::open;
use crate::graphql::scalars::Date;
use crate::graphql::scope::load;
use crate::services::ask;

/// A project's register.
pub(crate) struct ProjectExpenses(pub(crate) ProjectId);

#[Object]
impl ProjectExpenses {
    /// The rows of the register, corrections among them, in the order in which they were entered.
    ///
    /// Permission: expense:read
    #[graphql(complexity = "crate::graphql::connection::page_cost(first, last, child_complexity)")]
    #[expect(clippy::too_many_arguments, reason = "four of a page, three of the filter")]
    async fn expenses(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only rows of this accounting month; any day of it.")] month: Option<Date>,
        #[graphql(desc = "Only rows on the line with this global id.")] line_id: Option<ID>,
        #[graphql(desc = "Only rows with this flag.")] flag: Option<ExpenseFlag>,
        #[graphql(desc = "The first so many rows, 1 to 100; either this or `last`.")] first: Option<i64>,
        #[graphql(desc = "Only rows behind this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many rows, 1 to 100; either this or `first`.")] last: Option<i64>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
    ) -> Nullable<Connection<Expense>> {
        let read = async {
            let field = "Project.expenses";
            let scope = open(ctx, field)?;
            let page = Paging {
                first,
                after,
                last,
                before,
            }
            .request(ctx, scope, field)?;
            let filter = api::ExpenseFilter {
                project_id: self.0,
                month: month.map(|day| day.0),
                line_id: line_id.map(|id| ids::parse(&id)).transpose()?,
                flag: flag.map(Into::into),
            };
            let rows = ask!(
                scope.backend,
                programmes.list_expenses(scope.call(), filter, page)
            )?;
            Ok(Connection::new(scope, field, rows))
        };
        Some(read.await)
    }

    /// What the register adds up to; null if nothing was entered yet.
    ///
    /// Permission: expense:read
    async fn expense_sums(&self, ctx: &Context<'_>) -> Nullable<ExpenseSums> {
        let read = async {
            let scope = open(ctx, "Project.expenseSums")?;
            Ok(load!(scope, ExpenseSumsOf(self.0))?.map(ExpenseSums::from))
        };
        read.await.transpose()
    }

    /// Months that were closed, oldest first, those opened again among them.
    ///
    /// Permission: expense:read
    async fn closed_expense_months(&self, ctx: &Context<'_>) -> Nullable<Vec<ClosedMonth>> {
        let read = async {
            let scope = open(ctx, "Project.closedExpenseMonths")?;
            let rows = load!(scope, ClosedMonthsOf(self.0))?.unwrap_or_default();
            Ok(rows.into_iter().map(ClosedMonth::from).collect())
        };
        Some(read.await)
    }
}
