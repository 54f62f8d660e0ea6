//! What a claim says, as the schema shows it.

use async_graphql::{ComplexObject, Context, ID, SimpleObject};
use wsparcie_programmes_api as api;

use crate::graphql::codes::{Label, Language, Term};
use crate::graphql::ids::GlobalId;
use crate::graphql::programmes::budget::Money;
use crate::graphql::scalars::{Date, DateTime};

/// Progress in one task of the budget.
///
/// Permission for all fields: claim:read
#[derive(SimpleObject)]
struct ClaimProgress {
    /// The global id of the task.
    task_id: ID,
    /// The task's number in the budget in force; null if it is no more in it.
    number: Option<i32>,
    /// The task's name in the budget in force; null if it is no more in it.
    name: Option<String>,
    /// What was done, in words; lines may end.
    text: String,
}

/// The eligible money of one source.
///
/// Permission for all fields: claim:read
#[derive(SimpleObject)]
struct ClaimSourceSum {
    /// Where it comes from; null if that is not known.
    source: Option<Term>,
    /// How much.
    eligible: Money,
}

impl From<&api::ClaimSource> for ClaimSourceSum {
    fn from(part: &api::ClaimSource) -> Self {
        Self {
            source: part.source.map(Into::into),
            eligible: part.eligible.into(),
        }
    }
}

/// The eligible money of one task.
///
/// Permission for all fields: claim:read
#[derive(SimpleObject)]
struct ClaimTaskSum {
    /// The global id of the task.
    task_id: ID,
    /// Its number.
    number: i32,
    /// Its name.
    name: String,
    /// The eligible expenses in it.
    eligible: Money,
}

/// An expense in a claim's register, as it was when the register was made.
///
/// Permission for all fields: claim:read
#[derive(SimpleObject)]
struct ClaimedExpense {
    /// The global id of the expense.
    expense_id: ID,
    /// The global id of the expense that it corrects; null if it is no correction.
    corrects_id: Option<ID>,
    /// The document's number.
    document_number: String,
    /// The document's day.
    document_date: Date,
    /// When it was paid.
    paid_on: Date,
    /// Who was paid.
    contractor_name: String,
    /// Their tax number; null if there is none.
    contractor_nip: Option<String>,
    /// Gross.
    amount: Money,
    /// VAT in it.
    vat: Money,
    /// The eligible part.
    eligible: Money,
    /// The global id of the budget's line.
    line_id: ID,
    /// The line's name in the version that the expense was held against.
    line_name: String,
    /// The global id of the budget's task.
    task_id: ID,
    /// The task's number in that version.
    task_number: i32,
    /// Where the eligible part comes from.
    sources: Vec<ClaimSourceSum>,
    /// Whether the sources were worked out from the shares of the line, because the expense names none.
    sources_derived: bool,
}

impl From<&api::ClaimedExpense> for ClaimedExpense {
    fn from(row: &api::ClaimedExpense) -> Self {
        Self {
            expense_id: row.expense_id.global(),
            corrects_id: row.corrects.map(GlobalId::global),
            document_number: row.document_number.clone(),
            document_date: row.document_date.into(),
            paid_on: row.paid_on.into(),
            contractor_name: row.contractor_name.clone(),
            contractor_nip: row.contractor_nip.clone(),
            amount: row.amount.into(),
            vat: row.vat.into(),
            eligible: row.eligible.into(),
            line_id: row.line_id.global(),
            line_name: row.line_name.clone(),
            task_id: row.task_id.global(),
            task_number: row.task_number,
            sources: row.sources.iter().map(Into::into).collect(),
            sources_derived: row.sources_derived,
        }
    }
}

/// Money given back that belongs to a claim.
///
/// Permission for all fields: claim:read
#[derive(SimpleObject)]
struct ClaimReturn {
    /// The global id of the transfer.
    transfer_id: ID,
    /// A return or interest.
    kind: Term,
    /// When.
    on: Date,
    /// How much.
    amount: Money,
    /// The transfer's title.
    title: String,
}

/// What an indicator was at the end of the claim's period. Null is unknown („brak danych”), never zero.
///
/// Permission for all fields: claim:read
#[derive(SimpleObject)]
#[graphql(complex)]
struct ClaimIndicator {
    /// Its code.
    code: String,
    #[graphql(skip)]
    labels: Label,
    /// What it counts.
    unit: String,
    /// The target in all.
    target: Option<i64>,
    /// In all.
    total: Option<i64>,
    /// Women.
    women: Option<i64>,
    /// Men.
    men: Option<i64>,
    /// How many participants' value is not known, where it is counted.
    undecided: Option<i64>,
    /// Whether the value is withheld because it is counted from participations: it is told only with participation:read. The
    /// submission itself is stored whole.
    too_few: bool,
}

#[ComplexObject]
impl ClaimIndicator {
    /// Its name.
    async fn label(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language; that of `Accept-Language` if not given.")] lang: Option<Language>,
    ) -> &str {
        self.labels.text(ctx, lang)
    }
}

/// What a claim says.
///
/// Permission for all fields: claim:read
#[derive(SimpleObject)]
pub(super) struct ClaimContents {
    /// Progress, in the order of the tasks.
    progress: Vec<ClaimProgress>,
    /// The register of expenses, in the order of their payment, at most 2,000.
    expenses: Vec<ClaimedExpense>,
    /// Gross, in all.
    amount: Money,
    /// Eligible, in all.
    eligible: Money,
    /// Eligible, by task; adds up to `eligible`.
    by_task: Vec<ClaimTaskSum>,
    /// Eligible, by source; adds up to `eligible`.
    by_source: Vec<ClaimSourceSum>,
    /// How much of `bySource` was worked out from the shares of lines.
    derived: Money,
    /// The advance that it asks for; null if it asks for none.
    advance_requested: Option<Money>,
    /// How much of advances it settles.
    advance_settled: Money,
    /// Money given back that belongs to it.
    returns: Vec<ClaimReturn>,
    /// Indicators at the end of the period; null if the project has none, or for a caller without indicator:read.
    indicators: Option<Vec<ClaimIndicator>>,
}

impl From<api::ClaimContents> for ClaimContents {
    fn from(said: api::ClaimContents) -> Self {
        let progress = |row: api::ClaimProgress| ClaimProgress {
            task_id: row.task_id.global(),
            number: row.number,
            name: row.name,
            text: row.progress,
        };
        let task = |row: api::ClaimTaskSum| ClaimTaskSum {
            task_id: row.task_id.global(),
            number: row.number,
            name: row.name,
            eligible: row.eligible.into(),
        };
        let given_back = |row: api::ClaimReturn| ClaimReturn {
            transfer_id: row.transfer_id.global(),
            kind: row.kind.into(),
            on: row.on.into(),
            amount: row.amount.into(),
            title: row.title,
        };
        let indicator = |row: api::ClaimIndicator| ClaimIndicator {
            code: row.code,
            labels: Label {
                pl: row.label_pl,
                en: row.label_en,
            },
            unit: row.unit,
            target: row.target,
            total: row.total,
            women: row.women,
            men: row.men,
            undecided: row.undecided,
            too_few: row.too_few,
        };
        Self {
            progress: said.progress.into_iter().map(progress).collect(),
            expenses: said.expenses.iter().map(Into::into).collect(),
            amount: said.amount.into(),
            eligible: said.eligible.into(),
            by_task: said.by_task.into_iter().map(task).collect(),
            by_source: said.by_source.iter().map(Into::into).collect(),
            derived: said.derived.into(),
            advance_requested: said.advance_requested.map(Into::into),
            advance_settled: said.advance_settled.into(),
            returns: said.returns.into_iter().map(given_back).collect(),
            indicators: said
                .indicators
                .map(|rows| rows.into_iter().map(indicator).collect()),
        }
    }
}

/// A correction of an expense that was submitted before.
///
/// Permission for all fields: claim:read
#[derive(SimpleObject)]
struct ClaimChange {
    /// The global id of the expense in the claim.
    expense_id: ID,
    /// The global id of its correction.
    correction_id: ID,
    /// By how much the eligible part changed.
    eligible: Money,
    /// Why.
    reason: String,
}

/// A submission of a claim, word for word as it was made.
///
/// Permission for all fields: claim:read
#[derive(SimpleObject)]
pub(super) struct ClaimSubmission {
    /// 1, 2, 3…: which submission of the claim it is.
    number: i32,
    /// When it was frozen.
    taken_at: DateTime,
    /// SHA-256 of what was frozen, hexadecimal.
    hash: String,
    /// What was submitted.
    contents: ClaimContents,
    /// Corrections since of the expenses that it lists, but those that stand in a claim of their own.
    changes: Vec<ClaimChange>,
    /// What the changes add up to.
    difference: Option<Money>,
}

impl From<api::ClaimSnapshot> for ClaimSubmission {
    fn from(row: api::ClaimSnapshot) -> Self {
        let difference = row.difference();
        let change = |change: api::ClaimChange| ClaimChange {
            expense_id: change.expense_id.global(),
            correction_id: change.correction_id.global(),
            eligible: change.eligible.into(),
            reason: change.reason,
        };
        Self {
            number: row.number,
            taken_at: DateTime(row.taken_at),
            hash: row.hash,
            contents: row.contents.into(),
            changes: row.changes.into_iter().map(change).collect(),
            difference: difference.map(Into::into),
        }
    }
}
