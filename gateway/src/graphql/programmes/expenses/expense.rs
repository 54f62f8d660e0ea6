//! A row of the register as the schema shows it.

use async_graphql::{ComplexObject, Context, ID, SimpleObject};
use wsparcie_kernel::ids::ExpenseId;
use wsparcie_programmes_api as api;

use crate::graphql::Nullable;
use crate::graphql::codes::{Term, terms};
use crate::graphql::ids::GlobalId;
use crate::graphql::loaders::CorrectionsOf;
use crate::graphql::permissions::open;
use crate::graphql::programmes::budget::Money;
use crate::graphql::scalars::{Date, DateTime};
use crate::graphql::scope::load;

/// Who issued a document.
///
/// Permission for all fields: expense:read
#[derive(SimpleObject)]
pub(crate) struct Contractor {
    /// The name.
    name: String,
    /// The NIP, ten digits; null if none is known.
    nip: Option<String>,
    /// The tax number of a contractor from abroad; null for others.
    foreign_id: Option<String>,
}

/// The amounts of a row of a register, in zloty; signed differences where it is a correction.
///
/// Permission for all fields: expense:read
#[derive(SimpleObject)]
pub(crate) struct ExpenseAmounts {
    /// Gross, with VAT.
    amount: Money,
    /// VAT in it.
    vat: Money,
    /// The part of the VAT that can be recovered; it is never eligible.
    recoverable_vat: Money,
    /// The eligible part.
    eligible: Money,
}

/// Money of an eligible part from one source.
///
/// Permission for all fields: expense:read
#[derive(SimpleObject)]
pub(crate) struct ExpenseSource {
    /// Where it comes from.
    source: Term,
    /// How much; signed in a correction.
    amount: Money,
}

impl From<api::BudgetPart> for ExpenseSource {
    fn from(part: api::BudgetPart) -> Self {
        Self {
            source: part.source.into(),
            amount: part.amount.into(),
        }
    }
}

/// A row of a project's register: an expense, or a correction of one. Rows never change; what was corrected stays readable.
///
/// Permission for all fields, unless they name another: expense:read
#[derive(SimpleObject)]
#[graphql(complex)]
pub(crate) struct Expense {
    #[graphql(skip)]
    bare_id: ExpenseId,
    /// The global id of the project.
    project_id: ID,
    /// The global id of the budget's line.
    line_id: ID,
    /// The document's number.
    document_number: String,
    /// The document's date.
    document_date: Date,
    /// The day it was paid.
    paid_on: Date,
    /// The global id of the entry that began the document, if this is another part of it.
    part_of_id: Option<ID>,
    /// Who issued the document.
    contractor: Contractor,
    /// The amounts of this row.
    amounts: ExpenseAmounts,
    /// Whether the VAT can be recovered.
    vat_recoverable: Term,
    /// Where the eligible part comes from; empty if not said.
    sources: Vec<ExpenseSource>,
    /// What it was for; null if not said.
    description: Option<String>,
    /// The accounting month, by its first day.
    month: Date,
    /// What people should look at, as it was when the row was entered.
    flags: Vec<Term>,
    /// By how much the line was over-spent after this row, in zloty; null if it was not.
    overspent_by: Option<Money>,
    /// The global id of the entry that this row corrects; null if it is an entry.
    corrects_id: Option<ID>,
    /// How it corrects the entry: reversal or difference; null if it is an entry.
    correction: Option<Term>,
    /// Why it was corrected; null if it is an entry.
    reason: Option<String>,
    /// What is left of an entry after all corrections; null if this is a correction.
    effective: Option<ExpenseAmounts>,
    /// Whether an entry was reversed.
    is_reversed: bool,
    /// 1 and the number of corrections; for `expectedVersion` of `correctExpense`.
    version: i64,
    /// When it was entered.
    created_at: DateTime,
}

#[ComplexObject]
impl Expense {
    /// The global id.
    pub(crate) async fn id(&self) -> ID {
        self.bare_id.global()
    }

    /// The corrections of this entry, as they were entered.
    ///
    /// Permission: expense:read
    async fn corrections(&self, ctx: &Context<'_>) -> Nullable<Vec<Expense>> {
        let read = async {
            let scope = open(ctx, "Expense.corrections")?;
            let rows = load!(scope, CorrectionsOf(self.bare_id))?.unwrap_or_default();
            Ok(rows.into_iter().map(Expense::from).collect())
        };
        Some(read.await)
    }
}

impl From<api::Expense> for Expense {
    fn from(row: api::Expense) -> Self {
        let entry = row.entry;
        let effective = row.effective.map(|left| ExpenseAmounts {
            amount: left.amount.into(),
            vat: left.vat.into(),
            recoverable_vat: left.recoverable_vat.into(),
            eligible: left.eligible.into(),
        });
        Self {
            bare_id: row.id,
            project_id: row.project_id.global(),
            line_id: entry.line_id.global(),
            document_number: entry.document_number,
            document_date: entry.document_date.into(),
            paid_on: entry.paid_on.into(),
            part_of_id: entry.part_of.map(GlobalId::global),
            contractor: Contractor {
                name: entry.contractor.name,
                nip: entry.contractor.nip,
                foreign_id: entry.contractor.foreign_id,
            },
            amounts: ExpenseAmounts {
                amount: entry.amounts.amount.into(),
                vat: entry.amounts.vat.into(),
                recoverable_vat: entry.amounts.recoverable_vat.unwrap_or_default().into(),
                eligible: entry.amounts.eligible.into(),
            },
            vat_recoverable: entry.amounts.vat_recoverable.into(),
            sources: entry.sources.into_iter().map(Into::into).collect(),
            description: entry.description,
            month: entry.month.into(),
            flags: terms(&row.flags),
            overspent_by: row.overspent_by.map(Into::into),
            corrects_id: row.corrects.map(GlobalId::global),
            correction: row.correction.map(Into::into),
            reason: row.reason,
            effective,
            is_reversed: row.is_reversed,
            version: row.version,
            created_at: row.created_at.into(),
        }
    }
}

/// A line of the budget in force against what is spent on it.
///
/// Permission for all fields: expense:read
#[derive(SimpleObject)]
pub(crate) struct LineStanding {
    /// The global id of the line.
    line_id: ID,
    /// What the budget in force has for it, in zloty; null if it has no such line.
    planned: Option<Money>,
    /// The eligible parts of everything on it, corrections included, in zloty.
    spent: Money,
    /// What is left, in zloty; negative where it is over-spent, null where nothing is planned.
    left: Option<Money>,
}

impl From<api::LineStanding> for LineStanding {
    fn from(row: api::LineStanding) -> Self {
        Self {
            line_id: row.line_id.global(),
            planned: row.planned.map(Into::into),
            spent: row.spent.into(),
            left: row
                .planned
                .and_then(|planned| planned.checked_sub(row.spent))
                .map(Into::into),
        }
    }
}
