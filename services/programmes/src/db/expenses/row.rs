//! A row of the register as it is read.

use sqlx::types::Json;
use uuid::Uuid;
use wsparcie_kernel::ids::{BudgetLineId, ExpenseId, ProjectId};
use wsparcie_kernel::{Date, Instant, Money};
use wsparcie_postgres::DbError;
use wsparcie_programmes_api::{
    BudgetPart, Contractor, CorrectionKind, EffectiveAmounts, Expense, ExpenseAmounts, ExpenseEntry,
    ExpenseFlag, VatRecoverable,
};

const TABLE: &str = "programmes.expense";

/// The columns of a row, its sources and what its corrections add up to.
pub(super) struct Row {
    pub(super) id: Uuid,
    pub(super) project_id: Uuid,
    pub(super) line_id: Uuid,
    pub(super) document_number: String,
    pub(super) document_date: Date,
    pub(super) paid_on: Date,
    pub(super) part_of: Option<Uuid>,
    pub(super) contractor_name: String,
    pub(super) contractor_nip: Option<String>,
    pub(super) contractor_foreign_id: Option<String>,
    pub(super) amount_grosz: i64,
    pub(super) vat_grosz: i64,
    pub(super) vat_recoverable: String,
    pub(super) recoverable_vat_grosz: i64,
    pub(super) eligible_grosz: i64,
    pub(super) description: Option<String>,
    pub(super) month: Date,
    pub(super) corrects: Option<Uuid>,
    pub(super) correction: Option<String>,
    pub(super) reason: Option<String>,
    pub(super) flags: Vec<String>,
    pub(super) overspent_grosz: Option<i64>,
    pub(super) created_at: Instant,
    pub(super) sources: Option<Json<Vec<BudgetPart>>>,
    pub(super) corrections: i64,
    pub(super) is_reversed: bool,
    pub(super) corrected_amount: i64,
    pub(super) corrected_vat: i64,
    pub(super) corrected_recoverable: i64,
    pub(super) corrected_eligible: i64,
}

impl Row {
    pub(super) fn into_expense(self) -> Result<Expense, DbError> {
        let inconsistent = |column| DbError::Inconsistent { table: TABLE, column };
        let vat_recoverable =
            VatRecoverable::parse(&self.vat_recoverable).ok_or(inconsistent("vat_recoverable"))?;
        let correction = self
            .correction
            .as_deref()
            .map(|code| CorrectionKind::parse(code).ok_or(inconsistent("correction")))
            .transpose()?;
        let flags = self
            .flags
            .iter()
            .map(|code| ExpenseFlag::parse(code).ok_or(inconsistent("flags")))
            .collect::<Result<_, _>>()?;
        let left = |own: i64, corrected: i64| {
            own.checked_add(corrected)
                .map(Money::from_grosz)
                .ok_or(inconsistent("amount_grosz"))
        };
        let effective = match self.corrects {
            Some(_) => None,
            None => Some(EffectiveAmounts {
                amount: left(self.amount_grosz, self.corrected_amount)?,
                vat: left(self.vat_grosz, self.corrected_vat)?,
                recoverable_vat: left(self.recoverable_vat_grosz, self.corrected_recoverable)?,
                eligible: left(self.eligible_grosz, self.corrected_eligible)?,
            }),
        };
        Ok(Expense {
            id: ExpenseId::from_uuid(self.id),
            project_id: ProjectId::from_uuid(self.project_id),
            entry: ExpenseEntry {
                line_id: BudgetLineId::from_uuid(self.line_id),
                document_number: self.document_number,
                document_date: self.document_date,
                paid_on: self.paid_on,
                part_of: self.part_of.map(ExpenseId::from_uuid),
                contractor: Contractor {
                    name: self.contractor_name,
                    nip: self.contractor_nip,
                    foreign_id: self.contractor_foreign_id,
                },
                amounts: ExpenseAmounts {
                    amount: Money::from_grosz(self.amount_grosz),
                    vat: Money::from_grosz(self.vat_grosz),
                    vat_recoverable,
                    recoverable_vat: Some(Money::from_grosz(self.recoverable_vat_grosz)),
                    eligible: Money::from_grosz(self.eligible_grosz),
                },
                sources: self.sources.map_or_else(Vec::new, |sources| {
                    let mut sources = sources.0;
                    sources.sort_by_key(|part| part.source);
                    sources
                }),
                description: self.description,
                month: self.month,
            },
            corrects: self.corrects.map(ExpenseId::from_uuid),
            correction,
            reason: self.reason,
            flags,
            overspent_by: self.overspent_grosz.map(Money::from_grosz),
            effective,
            is_reversed: self.is_reversed,
            version: self.corrections.saturating_add(1),
            created_at: self.created_at,
        })
    }
}
