//! Claims, transfers and forecasts as they are typed in.

use async_graphql::{ID, InputObject};
use wsparcie_kernel as kernel;
use wsparcie_programmes_api as api;

use crate::graphql::codes::input_enums;
use crate::graphql::failure::Failure;
use crate::graphql::ids;
use crate::graphql::payload::Check;
use crate::graphql::programmes::facts_input::{MoneyInput, money};
use crate::graphql::scalars::Date;

input_enums! {
    /// What a claim asks for. Answers have the code in lower case.
    ClaimKind for api::ClaimKind {
        /// Zaliczkowy: money in advance.
        Advance,
        /// Pośredni: settles the expenses of a period.
        Interim,
        /// Końcowy: settles the rest. One in a project, and the last.
        Final,
    }

    /// What a transfer is. Answers have the code in lower case.
    TransferKind for api::TransferKind {
        /// Zaliczka: an advance came in.
        Advance,
        /// Refundacja: expenses paid before were reimbursed.
        Reimbursement,
        /// Zwrot: money was given back.
        Return,
        /// Zwrot odsetek: interest was given back.
        Interest,
    }
}

/// Progress in one task of the budget.
#[derive(InputObject)]
struct ClaimProgressInput {
    /// The global id of the task; each at most once.
    task_id: ID,
    /// What was done, at most 4,000 characters; lines may end.
    text: String,
}

/// What a claim says.
#[derive(InputObject)]
pub(super) struct ClaimInput {
    /// What it asks for.
    kind: ClaimKind,
    /// The first day of its period: within the project, over no other claim and not after the final one.
    period_from: Date,
    /// The last day of its period: at most three months, by the rate of that day; for a final claim the project's last day, if
    /// that is known.
    period_to: Date,
    /// More words, at most 2,000 characters.
    note: Option<String>,
    /// The advance that it asks for: needed in a claim for an advance, not possible in a final one.
    advance_requested: Option<MoneyInput>,
    /// How much of advances received before it settles; none if not given.
    advance_settled: Option<MoneyInput>,
    /// Progress, at most 100 tasks.
    #[graphql(default)]
    progress: Vec<ClaimProgressInput>,
    /// The global ids of the expenses that it lists, at most 200; not together with `allOpenExpenses`.
    expense_ids: Option<Vec<ID>>,
    /// Whether it lists all expenses that were paid by the end of its period and stand in no other claim, with their
    /// corrections. A final claim lists those that were paid later too; a claim for an advance lists none this way.
    #[graphql(default)]
    all_open_expenses: bool,
}

impl ClaimInput {
    /// The draft, for the service; amounts that are none are noted.
    fn read(self, check: &mut Check) -> Result<api::ClaimDraft, Failure> {
        if self.all_open_expenses && self.expense_ids.is_some() {
            check.refuse(
                "CLAIM_REGISTER_UNCLEAR",
                &["claim", "expenseIds"],
                "podaj albo listę wydatków, albo allOpenExpenses: true",
                "give either the list of expenses or allOpenExpenses: true",
            );
        }
        let register = if self.all_open_expenses {
            api::ClaimRegister::AllOpen
        } else {
            let named = self.expense_ids.unwrap_or_default();
            api::ClaimRegister::These(named.iter().map(ids::parse).collect::<Result<_, _>>()?)
        };
        let mut progress = Vec::with_capacity(self.progress.len());
        for told in self.progress {
            progress.push((ids::parse(&told.task_id)?, told.text));
        }
        Ok(api::ClaimDraft {
            kind: self.kind.into(),
            period_from: self.period_from.0,
            period_to: self.period_to.0,
            note: self.note,
            advance_requested: self
                .advance_requested
                .map(|typed| money(&typed, &["claim", "advanceRequested"], check)),
            advance_settled: self.advance_settled.map_or(kernel::Money::ZERO, |typed| {
                money(&typed, &["claim", "advanceSettled"], check)
            }),
            progress,
            register,
        })
    }
}

/// A claim to be made.
#[derive(InputObject)]
pub(super) struct CreateClaimInput {
    /// Your own key for this request, 1 to 100 characters: repeated with the same input, the request happens once.
    pub(super) idempotency_key: String,
    /// The global id of the project.
    project_id: ID,
    /// What it says.
    claim: ClaimInput,
}

impl CreateClaimInput {
    pub(super) fn read(self, check: &mut Check) -> Result<api::NewClaim, Failure> {
        Ok(api::NewClaim {
            project_id: ids::parse(&self.project_id)?,
            draft: self.claim.read(check)?,
        })
    }
}

/// A change of a draft, or of a claim that was questioned: what is given replaces all that it said.
#[derive(InputObject)]
pub(super) struct UpdateClaimInput {
    /// The global id of the claim.
    id: ID,
    /// The version that the change is based on.
    expected_version: i64,
    /// What it says from now on.
    claim: ClaimInput,
}

impl UpdateClaimInput {
    pub(super) fn read(self, check: &mut Check) -> Result<api::UpdateClaim, Failure> {
        Ok(api::UpdateClaim {
            id: ids::parse(&self.id)?,
            expected_version: self.expected_version,
            draft: self.claim.read(check)?,
        })
    }
}

/// A claim that was submitted.
#[derive(InputObject)]
pub(super) struct SubmitClaimInput {
    /// Your own key for this request, 1 to 100 characters: repeated with the same input, the request happens once.
    pub(super) idempotency_key: String,
    /// The global id of the claim.
    pub(super) id: ID,
    /// The version that the step is based on.
    pub(super) expected_version: i64,
    /// The day on which it was submitted: the last of its period at the earliest (unless it does nothing but ask for an advance)
    /// and not before the newest payment that it lists.
    pub(super) on: Date,
}

/// A claim that came back with remarks.
#[derive(InputObject)]
pub(super) struct QuestionClaimInput {
    /// Your own key for this request, 1 to 100 characters: repeated with the same input, the request happens once.
    pub(super) idempotency_key: String,
    /// The global id of the claim.
    pub(super) id: ID,
    /// The version that the step is based on.
    pub(super) expected_version: i64,
    /// The day on which the remarks came.
    pub(super) on: Date,
    /// The remarks, at most 4,000 characters; lines may end.
    pub(super) remarks: String,
    /// The last day for answering them.
    pub(super) answer_by: Date,
}

/// What the authority took off.
#[derive(InputObject)]
pub(super) struct ClaimCorrectionInput {
    /// The global id of an expense in the claim; not given: taken off the whole.
    expense_id: Option<ID>,
    /// How much, more than zero.
    amount: MoneyInput,
    /// Why, at most 1,000 characters.
    reason: String,
}

/// A claim that was approved, wholly or in part.
#[derive(InputObject)]
pub(super) struct ApproveClaimInput {
    /// Your own key for this request, 1 to 100 characters: repeated with the same input, the request happens once.
    pub(super) idempotency_key: String,
    /// The global id of the claim.
    pub(super) id: ID,
    /// The version that the step is based on.
    pub(super) expected_version: i64,
    /// The day of the approval.
    pub(super) on: Date,
    /// The eligible amount that is approved: between zero and what was claimed.
    eligible: MoneyInput,
    /// How much of advances is approved as settled; if not given, as claimed, but no more than is approved. No more than is left
    /// of the advances received by that day, neither settled nor given back.
    advance_settled: Option<MoneyInput>,
    /// What was taken off, at most 100: together exactly what was claimed less `eligible`, and of an expense no more than was
    /// claimed of it.
    #[graphql(default)]
    corrections: Vec<ClaimCorrectionInput>,
}

impl ApproveClaimInput {
    pub(super) fn step(&self, check: &mut Check) -> Result<api::ClaimStep, Failure> {
        let mut corrections = Vec::with_capacity(self.corrections.len());
        for (at, typed) in self.corrections.iter().enumerate() {
            corrections.push(api::ClaimCorrection {
                expense_id: typed.expense_id.as_ref().map(ids::parse).transpose()?,
                amount: money(&typed.amount, &["corrections", &at.to_string(), "amount"], check),
                reason: typed.reason.clone(),
            });
        }
        Ok(api::ClaimStep::Approve {
            eligible: money(&self.eligible, &["eligible"], check),
            advance_settled: self
                .advance_settled
                .as_ref()
                .map(|typed| money(typed, &["advanceSettled"], check)),
            corrections,
        })
    }
}

/// A draft that will not be submitted.
#[derive(InputObject)]
pub(super) struct WithdrawClaimInput {
    /// Your own key for this request, 1 to 100 characters: repeated with the same input, the request happens once.
    pub(super) idempotency_key: String,
    /// The global id of the claim.
    pub(super) id: ID,
    /// The version that the step is based on.
    pub(super) expected_version: i64,
    /// The day on which that was decided.
    pub(super) on: Date,
    /// Why, at most 4,000 characters; lines may end.
    pub(super) reason: String,
}

/// A transfer to be recorded.
#[derive(InputObject)]
pub(super) struct RecordTransferInput {
    /// Your own key for this request, 1 to 100 characters: repeated with the same input, the request happens once.
    pub(super) idempotency_key: String,
    /// The global id of the project.
    project_id: ID,
    /// What it is.
    kind: TransferKind,
    /// The day, today at the latest.
    on: Date,
    /// How much, more than zero.
    amount: MoneyInput,
    /// The global id of the claim that it belongs to.
    claim_id: Option<ID>,
    /// The transfer's title, at most 200 characters.
    title: String,
}

impl RecordTransferInput {
    pub(super) fn read(self, check: &mut Check) -> Result<api::NewTransfer, Failure> {
        Ok(api::NewTransfer {
            project_id: ids::parse(&self.project_id)?,
            kind: self.kind.into(),
            on: self.on.0,
            amount: money(&self.amount, &["amount"], check),
            claim_id: self.claim_id.map(|id| ids::parse(&id)).transpose()?,
            title: self.title,
        })
    }
}

/// A transfer that was recorded by mistake.
#[derive(InputObject)]
pub(super) struct CancelTransferInput {
    /// Your own key for this request, 1 to 100 characters: repeated with the same input, the request happens once.
    pub(super) idempotency_key: String,
    /// The global id of the transfer.
    pub(super) id: ID,
    /// The version that the change is based on.
    pub(super) expected_version: i64,
    /// Why, at most 1,000 characters.
    pub(super) reason: String,
}

/// What is planned for a quarter.
#[derive(InputObject)]
struct PlannedQuarterInput {
    /// The quarter's first day: 1 January, April, July or October.
    quarter: Date,
    /// What is planned to come in; may be zero.
    amount: MoneyInput,
}

/// A new forecast of payments. It replaces the current one; earlier versions are kept.
#[derive(InputObject)]
pub(super) struct SetForecastInput {
    /// Your own key for this request, 1 to 100 characters: repeated with the same input, the request happens once.
    pub(super) idempotency_key: String,
    /// The global id of the project.
    project_id: ID,
    /// The version that the change is based on; 0 if there is none yet.
    expected_version: i64,
    /// More words, at most 1,000 characters.
    note: Option<String>,
    /// All quarters from now on, 1 to 80.
    quarters: Vec<PlannedQuarterInput>,
}

impl SetForecastInput {
    pub(super) fn read(self, check: &mut Check) -> Result<api::SetForecast, Failure> {
        let mut quarters = Vec::with_capacity(self.quarters.len());
        for (at, typed) in self.quarters.iter().enumerate() {
            quarters.push(api::PlannedQuarter {
                quarter: typed.quarter.0,
                amount: money(&typed.amount, &["quarters", &at.to_string(), "amount"], check),
            });
        }
        Ok(api::SetForecast {
            project_id: ids::parse(&self.project_id)?,
            expected_version: self.expected_version,
            note: self.note,
            quarters,
        })
    }
}
