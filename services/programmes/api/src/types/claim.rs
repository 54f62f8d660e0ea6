//! Payment claims (wnioski o płatność): their periods, contents, states and deadlines.

use serde::{Deserialize, Serialize};
use wsparcie_kernel::codes;
use wsparcie_kernel::ids::{BudgetLineId, BudgetTaskId, ClaimId, ExpenseId, ProjectId, TransferId};
use wsparcie_kernel::{Date, Instant, Money};

use super::indicators::IndicatorOrigin;
use super::project::BudgetSource;
use super::reference::RateUnit;
use super::transfer::TransferKind;

codes! {
    /// What a claim asks for.
    pub enum ClaimKind {
        /// Money in advance; it may settle expenses too.
        Advance => "advance", "zaliczkowy", "advance";
        /// Settles the expenses of a period.
        Interim => "interim", "pośredni", "interim";
        /// Settles the rest, after the project's end: one in a project, the last, and until its last day.
        Final => "final", "końcowy", "final";
    }
}

codes! {
    /// How far a claim has come.
    pub enum ClaimState {
        /// It is being put together.
        Draft => "draft", "roboczy", "draft";
        /// It is with the authority.
        Submitted => "submitted", "złożony", "submitted";
        /// The authority has remarks; it has to be answered and submitted again.
        Questioned => "questioned", "do poprawy", "questioned";
        /// The authority has approved it, wholly or in part.
        Approved => "approved", "zatwierdzony", "approved";
        /// It was never submitted and will not be.
        Withdrawn => "withdrawn", "wycofany", "withdrawn";
    }
}

/// When a claim is due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimDue {
    /// The last day for submitting it; absent if undecided, because the rates of its period are not known.
    pub on: Option<Date>,
    /// How many days after the period's end, in `unit`.
    pub count: Option<i64>,
    /// Working days or calendar days.
    pub unit: Option<RateUnit>,
    /// Where that stands.
    pub legal_basis: Option<String>,
    /// The release of reference data that it was counted by.
    pub release: i64,
}

/// A payment claim without its contents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// Id.
    pub id: ClaimId,
    /// The project.
    pub project_id: ProjectId,
    /// 1, 2, 3… within the project.
    pub number: i32,
    /// What it asks for.
    pub kind: ClaimKind,
    /// The first day of its period.
    pub period_from: Date,
    /// The last day.
    pub period_to: Date,
    /// How far it has come.
    pub state: ClaimState,
    /// More words.
    pub note: Option<String>,
    /// The advance that it asks for.
    pub advance_requested: Option<Money>,
    /// How much of advances received before it settles.
    pub advance_settled: Money,
    /// When it is due.
    pub due: ClaimDue,
    /// The day of its first submission.
    pub first_submitted_on: Option<Date>,
    /// The day of its newest submission.
    pub submitted_on: Option<Date>,
    /// Until when remarks have to be answered, while it is questioned.
    pub answer_by: Option<Date>,
    /// What the newest submission claimed as eligible.
    pub claimed: Option<Money>,
    /// What was approved of it.
    pub approved: Option<Money>,
    /// How much of advances was approved as settled.
    pub approved_advance: Option<Money>,
    /// What was taken off.
    pub corrections: Vec<ClaimCorrection>,
    /// Version, for conflict-safe updates.
    pub version: i64,
}

impl Claim {
    /// Whether it was late on a day: due before, and not submitted by then. `None` if it is undecided when it is due; a claim
    /// that was withdrawn is never late.
    pub fn overdue(&self, on: Date) -> Option<bool> {
        if self.state == ClaimState::Withdrawn {
            return Some(false);
        }
        let due = self.due.on?;
        Some(due < on && self.first_submitted_on.is_none_or(|submitted| on < submitted))
    }

    /// What was claimed less what was approved.
    pub fn difference(&self) -> Option<Money> {
        self.claimed?.checked_sub(self.approved?)
    }

    /// What of the difference no correction explains: other than zero, something is missing.
    pub fn unexplained(&self) -> Option<Money> {
        let explained = Money::sum(self.corrections.iter().map(|correction| correction.amount))?;
        self.difference()?.checked_sub(explained)
    }
}

/// What the authority took off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimCorrection {
    /// The expense that it is taken off; absent if it is of the whole.
    pub expense_id: Option<ExpenseId>,
    /// How much.
    pub amount: Money,
    /// Why.
    pub reason: String,
}

/// One step of a claim's history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimEvent {
    /// The claim.
    pub claim_id: ClaimId,
    /// 1, 2, 3…
    pub number: i32,
    /// Where it came from; absent for the first.
    pub from: Option<ClaimState>,
    /// Where it came to.
    pub to: ClaimState,
    /// The day on which it happened.
    pub on: Date,
    /// When it was recorded.
    pub recorded_at: Instant,
    /// Who recorded it: `user`, `api_client` or `system`…
    pub principal_kind: String,
    /// …and which.
    pub principal_id: String,
    /// The authority's remarks, or why it was withdrawn.
    pub reason: Option<String>,
    /// Until when remarks have to be answered.
    pub answer_by: Option<Date>,
}

/// Progress in one task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimProgress {
    /// The task.
    pub task_id: BudgetTaskId,
    /// Its number in the budget in force.
    pub number: Option<i32>,
    /// Its name there.
    pub name: Option<String>,
    /// What was done, in words.
    pub progress: String,
}

/// Money from one source; an unknown source is absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimSource {
    /// Where it comes from.
    pub source: Option<BudgetSource>,
    /// How much.
    pub eligible: Money,
}

/// An expense in a claim's register, as it was when the register was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimedExpense {
    /// The expense.
    pub expense_id: ExpenseId,
    /// The expense that it corrects, if it is a correction.
    pub corrects: Option<ExpenseId>,
    /// The document's number.
    pub document_number: String,
    /// The document's day.
    pub document_date: Date,
    /// When it was paid.
    pub paid_on: Date,
    /// Who was paid.
    pub contractor_name: String,
    /// Their tax number.
    pub contractor_nip: Option<String>,
    /// Gross.
    pub amount: Money,
    /// VAT in it.
    pub vat: Money,
    /// The eligible part.
    pub eligible: Money,
    /// The budget's line.
    pub line_id: BudgetLineId,
    /// Its name in the version that the expense was held against.
    pub line_name: String,
    /// The budget's task.
    pub task_id: BudgetTaskId,
    /// Its number in that version.
    pub task_number: i32,
    /// Its name in that version.
    pub task_name: String,
    /// Where the eligible part comes from.
    pub sources: Vec<ClaimSource>,
    /// Whether the sources were worked out from the shares of the line, because the expense names none.
    pub sources_derived: bool,
}

/// What a task adds up to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimTaskSum {
    /// The task.
    pub task_id: BudgetTaskId,
    /// Its number.
    pub number: i32,
    /// Its name.
    pub name: String,
    /// The eligible expenses.
    pub eligible: Money,
}

/// Money given back that belongs to a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimReturn {
    /// The transfer.
    pub transfer_id: TransferId,
    /// A return or interest.
    pub kind: TransferKind,
    /// When.
    pub on: Date,
    /// How much.
    pub amount: Money,
    /// Its title.
    pub title: String,
}

/// What an indicator was when the contents were made. Absent is unknown, never zero.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimIndicator {
    /// Its code.
    pub code: String,
    /// Whether it is the project's own or its period's.
    pub origin: IndicatorOrigin,
    /// Whether its value is counted from participations.
    pub counted: bool,
    /// Its name, in Polish.
    pub label_pl: String,
    /// Its name, in English.
    pub label_en: String,
    /// What it counts.
    pub unit: String,
    /// The target.
    pub target: Option<i64>,
    /// In all.
    pub total: Option<i64>,
    /// Women.
    pub women: Option<i64>,
    /// Men.
    pub men: Option<i64>,
    /// How many participants' value for it is not known; unknown where it is not counted.
    pub undecided: Option<i64>,
    /// Whether the value is withheld from the caller, because it is counted and they may not read participations. Never stored.
    #[serde(default)]
    pub too_few: bool,
}

/// What a claim says: the contents of a draft as they are now, or of a submission as they were.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimContents {
    /// 1: the version of this shape, for snapshots.
    pub schema: i32,
    /// The claim.
    pub claim_id: ClaimId,
    /// The project.
    pub project_id: ProjectId,
    /// Its number.
    pub number: i32,
    /// What it asks for.
    pub kind: ClaimKind,
    /// The first day of its period.
    pub period_from: Date,
    /// The last day.
    pub period_to: Date,
    /// Progress, task by task.
    pub progress: Vec<ClaimProgress>,
    /// The register of expenses, in the order of their payment.
    pub expenses: Vec<ClaimedExpense>,
    /// Gross, in all.
    pub amount: Money,
    /// Eligible, in all.
    pub eligible: Money,
    /// By task.
    pub by_task: Vec<ClaimTaskSum>,
    /// By source.
    pub by_source: Vec<ClaimSource>,
    /// How much of `by_source` was worked out from the shares of lines.
    pub derived: Money,
    /// The advance that it asks for.
    pub advance_requested: Option<Money>,
    /// How much of advances it settles.
    pub advance_settled: Money,
    /// Money given back.
    pub returns: Vec<ClaimReturn>,
    /// Indicators; absent if nothing is known of them. In answers they are absent too for a caller without `indicator:read`.
    pub indicators: Option<Vec<ClaimIndicator>>,
}

/// A submission as it was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimSnapshot {
    /// The claim.
    pub claim_id: ClaimId,
    /// 1, 2, 3…: the newest.
    pub number: i32,
    /// When it was taken.
    pub taken_at: Instant,
    /// SHA-256 of the stored text, hexadecimal.
    pub hash: String,
    /// What was submitted.
    pub contents: ClaimContents,
    /// What has changed since in the expenses that it lists: corrections that stand in no submitted claim themselves.
    pub changes: Vec<ClaimChange>,
}

impl ClaimSnapshot {
    /// What the changes add up to.
    pub fn difference(&self) -> Option<Money> {
        Money::sum(self.changes.iter().map(|change| change.eligible))
    }
}

/// A correction of an expense that was submitted before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimChange {
    /// The expense in the claim.
    pub expense_id: ExpenseId,
    /// Its correction.
    pub correction_id: ExpenseId,
    /// By how much the eligible part changed.
    pub eligible: Money,
    /// Why.
    pub reason: String,
}

/// Which expenses a claim lists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClaimRegister {
    /// Just these, at most 200.
    These(Vec<ExpenseId>),
    /// All that were paid by the end of the period (for a final claim: whenever they were paid) and stand in no other claim, with
    /// their corrections; none for an advance, which lists expenses only where they are named.
    AllOpen,
}

/// What people enter of a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimDraft {
    /// What it asks for.
    pub kind: ClaimKind,
    /// The first day of its period.
    pub period_from: Date,
    /// The last day.
    pub period_to: Date,
    /// More words.
    pub note: Option<String>,
    /// The advance that it asks for.
    pub advance_requested: Option<Money>,
    /// How much of advances it settles.
    pub advance_settled: Money,
    /// Progress, a text a task.
    pub progress: Vec<(BudgetTaskId, String)>,
    /// The register.
    pub register: ClaimRegister,
}

/// A claim to be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewClaim {
    /// The project.
    pub project_id: ProjectId,
    /// What it says.
    pub draft: ClaimDraft,
}

/// A change of a draft, or of a claim that was questioned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpdateClaim {
    /// The claim.
    pub id: ClaimId,
    /// The version that the change is based on.
    pub expected_version: i64,
    /// What it says from now on.
    pub draft: ClaimDraft,
}

/// A step of a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoveClaim {
    /// The claim.
    pub id: ClaimId,
    /// The version that the step is based on.
    pub expected_version: i64,
    /// The day on which it happened.
    pub on: Date,
    /// What happened.
    pub step: ClaimStep,
}

/// What can happen to a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClaimStep {
    /// It is submitted: on its period's last day at the earliest, unless it does nothing but ask for an advance, and not before
    /// the newest payment that it lists.
    Submit,
    /// The authority has remarks.
    Question {
        /// The remarks.
        remarks: String,
        /// Until when they have to be answered.
        answer_by: Date,
    },
    /// The authority approves it.
    Approve {
        /// The eligible amount that is approved: between zero and what was claimed.
        eligible: Money,
        /// How much of advances is approved as settled; as claimed if absent, but never more than is approved. Not more than is
        /// left of the advances received by that day, neither settled nor given back.
        advance_settled: Option<Money>,
        /// What was taken off, and why.
        corrections: Vec<ClaimCorrection>,
    },
    /// It will not be submitted.
    Withdraw {
        /// Why.
        reason: String,
    },
}

impl ClaimStep {
    /// The state that it leads to.
    pub const fn leads_to(&self) -> ClaimState {
        match self {
            Self::Submit => ClaimState::Submitted,
            Self::Question { .. } => ClaimState::Questioned,
            Self::Approve { .. } => ClaimState::Approved,
            Self::Withdraw { .. } => ClaimState::Withdrawn,
        }
    }
}
