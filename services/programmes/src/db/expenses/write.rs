//! Entering rows.

use uuid::Uuid;
use wsparcie_kernel::ids::{BudgetLineId, ExpenseId, ProjectId};
use wsparcie_kernel::{Date, Instant, Money};
use wsparcie_postgres::{DbError, TenantTx};
use wsparcie_programmes_api::{CorrectionKind, ExpenseFlag};

use crate::domain::expense::{Amounts, DocumentKey, Split};

/// A row to be entered.
pub(crate) struct NewRow<'a> {
    pub(crate) id: ExpenseId,
    pub(crate) project_id: ProjectId,
    pub(crate) line_id: Uuid,
    pub(crate) document_number: &'a str,
    pub(crate) document_date: Date,
    pub(crate) paid_on: Date,
    pub(crate) part_of: Option<ExpenseId>,
    pub(crate) contractor_name: &'a str,
    pub(crate) contractor_nip: Option<&'a str>,
    pub(crate) contractor_foreign_id: Option<&'a str>,
    pub(crate) amounts: Amounts,
    pub(crate) description: Option<&'a str>,
    pub(crate) month: Date,
    /// The entry, how it is corrected, the correction's number, and why.
    pub(crate) corrects: Option<(ExpenseId, CorrectionKind, i64, &'a str)>,
    pub(crate) flags: &'a [ExpenseFlag],
    pub(crate) overspent: Option<Money>,
    pub(crate) budget_id: Uuid,
}

/// Stores a row.
#[tracing::instrument(name = "db.expense.insert", skip_all, err(level = "debug"))]
pub(crate) async fn insert(tx: &mut TenantTx, row: &NewRow<'_>, now: Instant) -> Result<(), DbError> {
    let flags: Vec<String> = row.flags.iter().map(|flag| flag.code().to_owned()).collect();
    let number = row
        .corrects
        .map(|(_, _, number, _)| i32::try_from(number).unwrap_or(i32::MAX));
    sqlx::query!(
        "insert into programmes.expense
             (tenant_id, id, project_id, line_id, document_number, document_date, paid_on, part_of, contractor_name,
              contractor_nip, contractor_foreign_id, amount_grosz, vat_grosz, vat_recoverable, recoverable_vat_grosz,
              eligible_grosz, description, month, corrects, correction, correction_number, reason, flags,
              overspent_grosz, budget_id, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
                 $23, $24, $25, $26)",
        tx.tenant().into_uuid(),
        row.id.into_uuid(),
        row.project_id.into_uuid(),
        row.line_id,
        row.document_number,
        row.document_date,
        row.paid_on,
        row.part_of.map(ExpenseId::into_uuid),
        row.contractor_name,
        row.contractor_nip,
        row.contractor_foreign_id,
        row.amounts.amount.grosz(),
        row.amounts.vat.grosz(),
        row.amounts.vat_recoverable.code(),
        row.amounts.recoverable_vat.grosz(),
        row.amounts.eligible.grosz(),
        row.description,
        row.month,
        row.corrects.map(|(entry, ..)| entry.into_uuid()),
        row.corrects.map(|(_, kind, ..)| kind.code()),
        number,
        row.corrects.map(|(.., reason)| reason),
        &flags,
        row.overspent.map(Money::grosz),
        row.budget_id,
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Stores the sources of a row.
#[tracing::instrument(name = "db.expense.insert_sources", skip_all, err(level = "debug"))]
pub(crate) async fn insert_sources(tx: &mut TenantTx, id: ExpenseId, split: &Split) -> Result<(), DbError> {
    if split.is_empty() {
        return Ok(());
    }
    let sources: Vec<String> = split.keys().map(|source| source.code().to_owned()).collect();
    let amounts: Vec<i64> = split.values().map(|amount| amount.grosz()).collect();
    sqlx::query!(
        "insert into programmes.expense_source (tenant_id, expense_id, source, amount_grosz)
         select $1, $2, s.source, s.grosz from unnest($3::text[], $4::bigint[]) as s (source, grosz)",
        tx.tenant().into_uuid(),
        id.into_uuid(),
        &sources,
        &amounts,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The number of a document's next part, 0 if it does not stand in the register; and whether a part stands on the line.
#[tracing::instrument(name = "db.expense.next_part", skip_all, err(level = "debug"))]
pub(crate) async fn next_part(
    tx: &mut TenantTx,
    project: ProjectId,
    key: &DocumentKey,
    line: BudgetLineId,
) -> Result<(i32, bool), DbError> {
    let row = sqlx::query!(
        r#"select coalesce(max(d.part) + 1, 0) as "part!", coalesce(bool_or(e.line_id = $5), false) as "is_on_line!"
           from programmes.expense_document d
           join programmes.expense e on e.tenant_id = $1 and e.id = d.expense_id
           where d.tenant_id = $1 and d.project_id = $2 and d.contractor_key = $3 and d.number_key = $4"#,
        tx.tenant().into_uuid(),
        project.into_uuid(),
        key.contractor,
        key.number,
        line.into_uuid(),
    )
    .fetch_one(tx.conn())
    .await?;
    Ok((row.part, row.is_on_line))
}

/// Enters a document, or a part of one, under its key. False if somebody else was faster; then nothing was entered.
#[tracing::instrument(name = "db.expense.begin_document", skip_all, err(level = "debug"))]
pub(crate) async fn begin_document(
    tx: &mut TenantTx,
    project: ProjectId,
    key: &DocumentKey,
    part: i32,
    id: ExpenseId,
) -> Result<bool, DbError> {
    let done = sqlx::query!(
        "insert into programmes.expense_document (tenant_id, project_id, contractor_key, number_key, part, expense_id)
         values ($1, $2, $3, $4, $5, $6) on conflict on constraint expense_document_once do nothing",
        tx.tenant().into_uuid(),
        project.into_uuid(),
        key.contractor,
        key.number,
        part,
        id.into_uuid(),
    )
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Takes the document of a reversed entry out, so that it can be entered anew.
#[tracing::instrument(name = "db.expense.forget_document", skip_all, err(level = "debug"))]
pub(crate) async fn forget_document(tx: &mut TenantTx, id: ExpenseId) -> Result<(), DbError> {
    sqlx::query!(
        "delete from programmes.expense_document where tenant_id = $1 and expense_id = $2",
        tx.tenant().into_uuid(),
        id.into_uuid(),
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
