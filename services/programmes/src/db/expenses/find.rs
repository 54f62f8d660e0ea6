//! Reading rows of registers.

use sqlx::types::Json;
use uuid::Uuid;
use wsparcie_kernel::ids::{ExpenseId, ProjectId};
use wsparcie_kernel::{Money, PageRequest};
use wsparcie_postgres::{DbError, TenantTx};
use wsparcie_programmes_api::{BudgetPart, BudgetSource, Expense, ExpenseFilter, ExpenseFlag};

use super::row::Row;
use crate::domain::expense::{DocumentKey, KnownDocument, KnownDocuments, Split, first_of, name_key};

/// The ids of one page of a project's rows, in the direction of the walk.
#[tracing::instrument(name = "db.expense.list_ids", skip_all, err(level = "debug"))]
pub(crate) async fn list_ids(
    tx: &mut TenantTx,
    filter: &ExpenseFilter,
    page: &PageRequest,
) -> Result<Vec<Uuid>, DbError> {
    Ok(sqlx::query_scalar!(
        r#"(select e.id as "id!" from programmes.expense e
            where e.tenant_id = $1 and e.project_id = $2 and ($3::date is null or e.month = $3)
                and ($4::uuid is null or e.line_id = $4) and ($5::text is null or $5 = any (e.flags)) and not $6
                and e.id > coalesce($7::uuid, '00000000-0000-0000-0000-000000000000')
                and e.id < coalesce($8::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
            order by e.id limit $9)
           union all
           (select e.id from programmes.expense e
            where e.tenant_id = $1 and e.project_id = $2 and ($3::date is null or e.month = $3)
                and ($4::uuid is null or e.line_id = $4) and ($5::text is null or $5 = any (e.flags)) and $6
                and e.id > coalesce($7::uuid, '00000000-0000-0000-0000-000000000000')
                and e.id < coalesce($8::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
            order by e.id desc limit $9)"#,
        tx.tenant().into_uuid(),
        filter.project_id.into_uuid(),
        filter.month.map(first_of),
        filter.line_id.map(wsparcie_kernel::ids::BudgetLineId::into_uuid),
        filter.flag.map(ExpenseFlag::code),
        page.backward,
        page.after,
        page.before,
        page.fetch_limit(),
    )
    .fetch_all(tx.conn())
    .await?)
}

/// How many rows the filter leaves.
#[tracing::instrument(name = "db.expense.count", skip_all, err(level = "debug"))]
pub(crate) async fn count(tx: &mut TenantTx, filter: &ExpenseFilter) -> Result<i64, DbError> {
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "count!" from programmes.expense e
           where e.tenant_id = $1 and e.project_id = $2 and ($3::date is null or e.month = $3)
               and ($4::uuid is null or e.line_id = $4) and ($5::text is null or $5 = any (e.flags))"#,
        tx.tenant().into_uuid(),
        filter.project_id.into_uuid(),
        filter.month.map(first_of),
        filter.line_id.map(wsparcie_kernel::ids::BudgetLineId::into_uuid),
        filter.flag.map(ExpenseFlag::code),
    )
    .fetch_one(tx.conn())
    .await?)
}

/// Rows by id, those that the centre has, in the order of their ids.
pub(crate) async fn find_all(tx: &mut TenantTx, ids: &[Uuid]) -> Result<Vec<Expense>, DbError> {
    find(tx, ids, &[]).await
}

/// The corrections of entries, in the order of their ids: as they were entered.
pub(crate) async fn corrections(tx: &mut TenantTx, entries: &[Uuid]) -> Result<Vec<Expense>, DbError> {
    find(tx, &[], entries).await
}

#[tracing::instrument(name = "db.expense.find", skip_all, err(level = "debug"))]
async fn find(tx: &mut TenantTx, ids: &[Uuid], corrected: &[Uuid]) -> Result<Vec<Expense>, DbError> {
    let rows = sqlx::query_as!(
        Row,
        r#"select e.id, e.project_id, e.line_id, e.document_number, e.document_date, e.paid_on, e.part_of,
                  e.contractor_name, e.contractor_nip, e.contractor_foreign_id, e.amount_grosz, e.vat_grosz,
                  e.vat_recoverable, e.recoverable_vat_grosz, e.eligible_grosz, e.description, e.month, e.corrects,
                  e.correction, e.reason, e.flags, e.overspent_grosz, e.created_at,
                  (select jsonb_agg(jsonb_build_object('source', s.source, 'amount', s.amount_grosz))
                   from programmes.expense_source s
                   where s.tenant_id = $1 and s.expense_id = e.id) as "sources: Json<Vec<BudgetPart>>",
                  c.corrections as "corrections!", c.is_reversed as "is_reversed!",
                  c.amount as "corrected_amount!", c.vat as "corrected_vat!",
                  c.recoverable as "corrected_recoverable!", c.eligible as "corrected_eligible!"
           from programmes.expense e
           cross join lateral (
               select count(*) as corrections, coalesce(bool_or(c.correction = 'reversal'), false) as is_reversed,
                      coalesce(sum(c.amount_grosz), 0)::bigint as amount, coalesce(sum(c.vat_grosz), 0)::bigint as vat,
                      coalesce(sum(c.recoverable_vat_grosz), 0)::bigint as recoverable,
                      coalesce(sum(c.eligible_grosz), 0)::bigint as eligible
               from programmes.expense c where c.tenant_id = $1 and c.corrects = e.id
           ) c
           where e.tenant_id = $1 and (e.id = any($2) or e.corrects = any($3)) order by e.id"#,
        tx.tenant().into_uuid(),
        ids,
        corrected,
    )
    .fetch_all(tx.conn())
    .await?;
    rows.into_iter().map(Row::into_expense).collect()
}

/// The documents of a number that stand in the centre's registers now, each by its first entry: one a project and contractor.
#[tracing::instrument(name = "db.expense.documents", skip_all, err(level = "debug"))]
pub(crate) async fn documents(
    tx: &mut TenantTx,
    project: ProjectId,
    number_key: &str,
) -> Result<KnownDocuments, DbError> {
    let rows = sqlx::query!(
        "select distinct on (d.project_id, d.contractor_key) d.project_id, d.expense_id, d.contractor_key,
                e.contractor_name
         from programmes.expense_document d
         join programmes.expense e on e.tenant_id = $1 and e.id = d.expense_id
         where d.tenant_id = $1 and d.number_key = $2
         order by d.project_id, d.contractor_key, d.part",
        tx.tenant().into_uuid(),
        number_key,
    )
    .fetch_all(tx.conn())
    .await?;
    let mut known = KnownDocuments::default();
    for row in rows {
        let document = KnownDocument {
            entry: ExpenseId::from_uuid(row.expense_id),
            key: DocumentKey {
                contractor: row.contractor_key,
                name: name_key(&row.contractor_name),
                number: number_key.to_owned(),
            },
        };
        if row.project_id == project.into_uuid() {
            known.here.push(document);
        } else {
            known.elsewhere.push(document);
        }
    }
    Ok(known)
}

/// What is left of an entry by source.
#[tracing::instrument(name = "db.expense.split_left", skip_all, err(level = "debug"))]
pub(crate) async fn split_left(tx: &mut TenantTx, entry: ExpenseId) -> Result<Split, DbError> {
    let rows = sqlx::query!(
        r#"select s.source, sum(s.amount_grosz)::bigint as "grosz!"
           from programmes.expense e
           join programmes.expense_source s on s.tenant_id = $1 and s.expense_id = e.id
           where e.tenant_id = $1 and (e.id = $2 or e.corrects = $2)
           group by s.source having sum(s.amount_grosz) <> 0"#,
        tx.tenant().into_uuid(),
        entry.into_uuid(),
    )
    .fetch_all(tx.conn())
    .await?;
    rows.into_iter()
        .map(|row| {
            let source = BudgetSource::parse(&row.source).ok_or(DbError::Inconsistent {
                table: "programmes.expense_source",
                column: "source",
            })?;
            Ok((source, Money::from_grosz(row.grosz)))
        })
        .collect()
}
