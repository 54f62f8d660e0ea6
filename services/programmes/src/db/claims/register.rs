//! Which expenses a claim may list. The project is locked.
//!
//! An entry counts on the day when it was paid. A correction counts on the last day of its month, but not before its entry: so
//! no claim lists a correction whose entry belongs to a later one.

use uuid::Uuid;
use wsparcie_kernel::Date;
use wsparcie_kernel::ids::{ClaimId, ExpenseId, ProjectId};
use wsparcie_postgres::{DbError, TenantTx};

use crate::domain::claims::{Candidate, MOST_EXPENSES};

/// Expenses that a claim of the project is to list, in the order in which they were named; those that the project does not
/// have are left out.
#[tracing::instrument(name = "db.claim.candidates", skip_all, err(level = "debug"))]
pub(crate) async fn candidates(
    tx: &mut TenantTx,
    project: ProjectId,
    claim: ClaimId,
    named: &[Uuid],
) -> Result<Vec<Candidate>, DbError> {
    let rows = sqlx::query!(
        r#"select e.id, e.corrects,
                  case when e.corrects is null then e.paid_on
                       else greatest((e.month + interval '1 month')::date - 1, entry.paid_on) end as "counts_on!",
                  other.number as "taken_by?", holder.period_to as "entry_until?"
           from unnest($4::uuid[]) with ordinality as wanted (id, position)
           join programmes.expense e on e.tenant_id = $1 and e.id = wanted.id and e.project_id = $2
           left join programmes.claim_expense taken
               on taken.tenant_id = $1 and taken.expense_id = e.id and taken.claim_id <> $3
           left join programmes.claim other on other.tenant_id = $1 and other.id = taken.claim_id
           left join programmes.expense entry on entry.tenant_id = $1 and entry.id = e.corrects
           left join programmes.claim_expense held
               on held.tenant_id = $1 and held.expense_id = e.corrects and held.claim_id <> $3
           left join programmes.claim holder on holder.tenant_id = $1 and holder.id = held.claim_id
           order by wanted.position"#,
        tx.tenant().into_uuid(),
        project.into_uuid(),
        claim.into_uuid(),
        named,
    )
    .fetch_all(tx.conn())
    .await?;
    let candidates = rows.into_iter().map(|row| Candidate {
        id: ExpenseId::from_uuid(row.id),
        corrects: row.corrects.map(ExpenseId::from_uuid),
        counts_on: row.counts_on,
        taken_by: row.taken_by,
        entry_until: row.entry_until,
    });
    Ok(candidates.collect())
}

/// All expenses of the project that count until a day (any day if that is `None`) and stand in no other claim, corrections only
/// where their entry is among them or in a claim of a period before; one more than a claim may list, so that too many are
/// noticed. `period_to` is the last day of the claim.
#[tracing::instrument(name = "db.claim.open_expenses", skip_all, err(level = "debug"))]
pub(crate) async fn open_expenses(
    tx: &mut TenantTx,
    project: ProjectId,
    claim: ClaimId,
    until: Option<Date>,
    period_to: Date,
) -> Result<Vec<Uuid>, DbError> {
    // An entry that no other claim holds is among them: it counts on no later day than its correction.
    Ok(sqlx::query_scalar!(
        "select e.id from programmes.expense e
         left join programmes.expense entry on entry.tenant_id = $1 and entry.id = e.corrects
         left join programmes.claim_expense held
             on held.tenant_id = $1 and held.expense_id = e.corrects and held.claim_id <> $3
         left join programmes.claim holder on holder.tenant_id = $1 and holder.id = held.claim_id
         where e.tenant_id = $1 and e.project_id = $2
           and ($4::date is null
                or case when e.corrects is null then e.paid_on
                        else greatest((e.month + interval '1 month')::date - 1, entry.paid_on) end <= $4)
           and (holder.id is null or holder.period_to < $5)
           and not exists (select from programmes.claim_expense taken
                           where taken.tenant_id = $1 and taken.expense_id = e.id and taken.claim_id <> $3)
         order by e.id limit $6",
        tx.tenant().into_uuid(),
        project.into_uuid(),
        claim.into_uuid(),
        until,
        period_to,
        i64::try_from(MOST_EXPENSES).unwrap_or(0) + 1,
    )
    .fetch_all(tx.conn())
    .await?)
}

/// The number of a claim of the project that lists a correction whose entry stands neither in it nor in one of a period
/// before; `None` if there is none, as it should be.
#[tracing::instrument(name = "db.claim.correction_without_entry", skip_all, err(level = "debug"))]
pub(crate) async fn correction_without_entry(
    tx: &mut TenantTx,
    project: ProjectId,
) -> Result<Option<i32>, DbError> {
    Ok(sqlx::query_scalar!(
        "select c.number from programmes.claim c
         join programmes.claim_expense l on l.tenant_id = $1 and l.claim_id = c.id
         join programmes.expense e on e.tenant_id = $1 and e.id = l.expense_id and e.corrects is not null
         left join programmes.claim_expense held on held.tenant_id = $1 and held.expense_id = e.corrects
         left join programmes.claim holder on holder.tenant_id = $1 and holder.id = held.claim_id
         where c.tenant_id = $1 and c.project_id = $2 and (holder.id is null or holder.period_to > c.period_to)
         order by c.number limit 1",
        tx.tenant().into_uuid(),
        project.into_uuid(),
    )
    .fetch_optional(tx.conn())
    .await?)
}

/// How many corrections of the entries that a claim lists count until a day (any day if that is `None`) and stand in no claim.
#[tracing::instrument(name = "db.claim.missing_corrections", skip_all, err(level = "debug"))]
pub(crate) async fn missing_corrections(
    tx: &mut TenantTx,
    claim: ClaimId,
    until: Option<Date>,
) -> Result<i64, DbError> {
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "missing!" from programmes.claim_expense l
           join programmes.expense entry on entry.tenant_id = $1 and entry.id = l.expense_id
           join programmes.expense e on e.tenant_id = $1 and e.corrects = entry.id
           where l.tenant_id = $1 and l.claim_id = $2
             and ($3::date is null or greatest((e.month + interval '1 month')::date - 1, entry.paid_on) <= $3)
             and not exists (select from programmes.claim_expense listed
                             where listed.tenant_id = $1 and listed.expense_id = e.id)"#,
        tx.tenant().into_uuid(),
        claim.into_uuid(),
        until,
    )
    .fetch_one(tx.conn())
    .await?)
}
