//! Expenses, their sums, closed months, the register as a file, and personnel hours.

mod expense;
mod hours;
mod hours_mutation;
mod input;
mod months;
mod mutations;
mod project;
mod queries;
mod sums;

use async_graphql::MergedObject;

pub(crate) use expense::Expense;
pub(crate) use project::ProjectExpenses;
pub(crate) use queries::ExpensesQuery;

/// Changes of expenses, months and hours.
#[derive(MergedObject, Default)]
pub(crate) struct ExpensesMutation(
    mutations::BookingMutation,
    months::MonthsMutation,
    hours_mutation::HoursMutation,
);
