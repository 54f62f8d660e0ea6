//! Entering and correcting expenses, and the register as a file.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use wsparcie_kernel::ids::{BudgetLineId, ExpenseId};
use wsparcie_kernel::{CallError, CallResult, Problem};
use wsparcie_programmes_api as api;

use super::expense::{Expense, LineStanding};
use super::input::{CorrectExpenseInput, RecordExpenseInput, RegisterFormat};
use super::sums::ExpenseSum;
use crate::graphql::Nullable;
use crate::graphql::failure::Failure;
use crate::graphql::ids;
use crate::graphql::payload::{Check, Payload, UserError, payloads};
use crate::graphql::permissions::open;
use crate::graphql::scalars::Date;
use crate::graphql::scope::{Scope, load};
use crate::services::ask;

/// What became of `recordExpense`.
///
/// Permission: expense:create
#[derive(SimpleObject)]
pub(crate) struct RecordExpensePayload {
    /// The expense entered; null if it was refused.
    expense: Option<Expense>,
    /// How the line stands now, also after a refusal because it would be over-spent.
    line: Option<LineStanding>,
    /// The entry that the document stands in the register as, after a refusal because of it.
    earlier: Option<Expense>,
    /// What has to be put right; empty if the expense was entered.
    user_errors: Vec<UserError>,
}

/// What became of `correctExpense`.
///
/// Permission: expense:create
#[derive(SimpleObject)]
pub(crate) struct CorrectExpensePayload {
    /// The correction entered; null if it was refused.
    correction: Option<Expense>,
    /// The entry as it is now, also after a conflict of versions.
    expense: Option<Expense>,
    /// How the line stands now, also after a refusal because it would be over-spent.
    line: Option<LineStanding>,
    /// What has to be put right; empty if the correction was entered.
    user_errors: Vec<UserError>,
}

/// Which part of a register, as what.
#[derive(InputObject)]
pub(crate) struct ExportExpenseRegisterInput {
    /// The global id of the project.
    project_id: ID,
    /// The first accounting month; any day of it.
    from: Date,
    /// The last accounting month; any day of it.
    until: Date,
    /// The form.
    format: RegisterFormat,
}

/// A register as a file.
///
/// Permission for all fields: expense:read
#[derive(SimpleObject)]
pub(crate) struct RegisterFile {
    /// What to call the file.
    file_name: String,
    /// Its media type.
    media_type: String,
    /// Its bytes, in base64.
    content: String,
    /// How many rows it has, the header and the sum aside.
    row_count: i64,
    /// What its rows add up to.
    sum: ExpenseSum,
}

impl From<api::RegisterFile> for RegisterFile {
    fn from(file: api::RegisterFile) -> Self {
        Self {
            file_name: file.file_name,
            media_type: file.media_type,
            content: file.content,
            row_count: file.sum.rows,
            sum: file.sum.into(),
        }
    }
}

payloads! {
    /// What became of `exportExpenseRegister`.
    ///
    /// Permission: expense:read
    ExportExpenseRegisterPayload {
        /// The file; null if it was refused.
        file: RegisterFile
    }
}

#[derive(Default)]
pub(crate) struct BookingMutation;

#[Object]
impl BookingMutation {
    /// Enters an expense on a line of the budget in force, in an open month. What would over-spend the line is refused or
    /// flagged, as the budget says. A closed project takes no new expenses.
    ///
    /// Permission: expense:create
    async fn record_expense(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The expense.")] input: RecordExpenseInput,
    ) -> Nullable<RecordExpensePayload> {
        let change = async {
            let scope = open(ctx, "Mutation.recordExpense")?;
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            let new = input.read(&mut check)?;
            let (line_id, document) = (new.entry.line_id, document_of(&new));
            let answer = match check.into_result() {
                Ok(()) => ask!(scope.backend, programmes.record_expense(call, new)),
                Err(refused) => Err(refused),
            };
            let (expense, problems) = settled(answer)?;
            let line = standing(scope, line_id, expense.is_some(), &problems).await;
            let repeated = ["DOCUMENT_REPEATED", "DOCUMENT_PART_REPEATED"];
            let earlier = if repeated.iter().any(|code| has(&problems, code)) {
                // Without it the refusal still says what to do.
                let found = ask!(
                    scope.backend,
                    programmes.expense_by_document(scope.call(), document)
                );
                found.ok().flatten()
            } else {
                None
            };
            Ok(RecordExpensePayload {
                expense: expense.map(Into::into),
                line,
                earlier: earlier.map(Into::into),
                user_errors: UserError::all(problems, scope.locale),
            })
        };
        Some(change.await)
    }

    /// Corrects an expense by a row of its own: reverses it, or books the difference to the amounts as they should have been. A
    /// correction of a closed month is booked in an open one. A closed project's expenses can still be corrected, as an
    /// authority's findings may ask. New days of a correction that adds eligible money are held against the project's period.
    ///
    /// Permission: expense:create
    async fn correct_expense(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The correction.")] input: CorrectExpenseInput,
    ) -> Nullable<CorrectExpensePayload> {
        let change = async {
            let scope = open(ctx, "Mutation.correctExpense")?;
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            let correct = input.read(&mut check)?;
            let id = correct.id;
            let answer = match check.into_result() {
                Ok(()) => ask!(scope.backend, programmes.correct_expense(call, correct)),
                Err(refused) => Err(refused),
            };
            let (correction, problems) = settled(answer)?;
            let concerns = ["STALE_VERSION", "LINE_OVERSPENT", "EXPENSE_REVERSED"];
            let entry = if correction.is_some() || concerns.iter().any(|code| has(&problems, code)) {
                read_entry(scope, id).await
            } else {
                None
            };
            let line = match &entry {
                Some(entry) => standing(scope, entry.entry.line_id, correction.is_some(), &problems).await,
                None => None,
            };
            Ok(CorrectExpensePayload {
                correction: correction.map(Into::into),
                expense: entry.map(Into::into),
                line,
                user_errors: UserError::all(problems, scope.locale),
            })
        };
        Some(change.await)
    }

    /// The register of some months as a file, at most 20 000 rows. Texts in it never become formulas. The export stands in the
    /// audit trail. Asks for a recent proof of who you are; programs read `Project.expenses` instead.
    ///
    /// Permission: expense:read
    async fn export_expense_register(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to export.")] input: ExportExpenseRegisterInput,
    ) -> Nullable<ExportExpenseRegisterPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.exportExpenseRegister")?;
            let export = api::ExportRegister {
                project_id: ids::parse(&input.project_id)?,
                from: input.from.0,
                until: input.until.0,
                format: input.format.into(),
            };
            let answer = ask!(
                scope.backend,
                programmes.export_expense_register(scope.call(), export)
            );
            ExportExpenseRegisterPayload::settle(scope, answer)
        };
        Some(change.await)
    }
}

/// What was entered, or what has to be put right.
fn settled(answer: CallResult<api::Expense>) -> Result<(Option<api::Expense>, Vec<Problem>), Failure> {
    match answer {
        Ok(expense) => Ok((Some(expense), Vec::new())),
        Err(CallError::Refused(problems)) => Ok((None, problems)),
        Err(failure) => Err(failure.into()),
    }
}

fn has(problems: &[Problem], code: &str) -> bool {
    problems.iter().any(|problem| problem.code == code)
}

fn document_of(new: &api::NewExpense) -> api::FindDocument {
    api::FindDocument {
        project_id: new.project_id,
        contractor: new.entry.contractor.clone(),
        document_number: new.entry.document_number.clone(),
    }
}

/// How the line stands, where the answer is about it. Without it the answer still says what happened.
async fn standing(
    scope: &Scope,
    line: BudgetLineId,
    is_entered: bool,
    problems: &[Problem],
) -> Option<LineStanding> {
    if !is_entered && !has(problems, "LINE_OVERSPENT") {
        return None;
    }
    let found = ask!(scope.backend, programmes.line_standings(scope.call(), vec![line]));
    found.ok()?.pop().map(Into::into)
}

async fn read_entry(scope: &Scope, id: ExpenseId) -> Option<api::Expense> {
    let read = async { load!(scope, id) };
    read.await.ok().flatten()
}
