//! Closing months and opening them again.

use async_graphql::{Context, ID, InputObject, Object};
use wsparcie_programmes_api as api;

use super::sums::ClosedMonth;
use crate::graphql::Nullable;
use crate::graphql::ids;
use crate::graphql::payload::{Check, Payload, payloads};
use crate::graphql::permissions::open;
use crate::graphql::scalars::Date;
use crate::services::ask;

/// A month to be closed.
#[derive(InputObject)]
pub(crate) struct CloseExpenseMonthInput {
    /// Your own key for this request, 1 to 100 characters: repeated with the same input, the request happens once.
    idempotency_key: String,
    /// The global id of the project.
    project_id: ID,
    /// The month after the one closed last; any day of it.
    month: Date,
}

/// A month to be opened again.
#[derive(InputObject)]
pub(crate) struct ReopenExpenseMonthInput {
    /// Your own key for this request, 1 to 100 characters: repeated with the same input, the request happens once.
    idempotency_key: String,
    /// The global id of the project.
    project_id: ID,
    /// The month closed last; any day of it.
    month: Date,
    /// Why, at most 500 characters.
    reason: String,
}

payloads! {
    /// What became of `closeExpenseMonth`.
    ///
    /// Permission: expense:decide
    CloseExpenseMonthPayload {
        /// The month; null if it was refused.
        closed_month: ClosedMonth
    }

    /// What became of `reopenExpenseMonth`.
    ///
    /// Permission: expense:decide
    ReopenExpenseMonthPayload {
        /// The month; null if it was refused.
        closed_month: ClosedMonth
    }
}

#[derive(Default)]
pub(crate) struct MonthsMutation;

#[Object]
impl MonthsMutation {
    /// Closes the next month of a project that is over: nothing is entered or corrected in it any more.
    ///
    /// Permission: expense:decide
    async fn close_expense_month(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The month.")] input: CloseExpenseMonthInput,
    ) -> Nullable<CloseExpenseMonthPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.closeExpenseMonth")?;
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            let close = api::CloseMonth {
                project_id: ids::parse(&input.project_id)?,
                month: input.month.0,
            };
            let answer = match check.into_result() {
                Ok(()) => ask!(scope.backend, programmes.close_expense_month(call, close)),
                Err(refused) => Err(refused),
            };
            CloseExpenseMonthPayload::settle(scope, answer)
        };
        Some(change.await)
    }

    /// Opens the month of a project that was closed last again, with a reason.
    ///
    /// Permission: expense:decide
    async fn reopen_expense_month(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The month and the reason.")] input: ReopenExpenseMonthInput,
    ) -> Nullable<ReopenExpenseMonthPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.reopenExpenseMonth")?;
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            let reopen = api::ReopenMonth {
                project_id: ids::parse(&input.project_id)?,
                month: input.month.0,
                reason: input.reason,
            };
            let answer = match check.into_result() {
                Ok(()) => ask!(scope.backend, programmes.reopen_expense_month(call, reopen)),
                Err(refused) => Err(refused),
            };
            ReopenExpenseMonthPayload::settle(scope, answer)
        };
        Some(change.await)
    }
}
