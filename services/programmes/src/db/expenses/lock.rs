//! What an entry is held against, read under locks: the project is held in share, so that no month closes and no budget
//! changes meanwhile; the line is held alone (`db::budget::lock_line`), so that what is spent on it is known.

use uuid::Uuid;
use wsparcie_kernel::ids::{BudgetLineId, ExpenseId, ProjectId};
use wsparcie_kernel::{Date, Money};
use wsparcie_postgres::{DbError, TenantTx};
use wsparcie_programmes_api::ProjectStatus;

use crate::domain::expense::{PaymentRule, ProjectDays};

/// A project held in share.
pub(crate) struct LockedProject {
    pub(crate) days: ProjectDays,
    pub(crate) status: ProjectStatus,
}

/// Holds a project in share; `None` if this centre has no such project.
#[tracing::instrument(name = "db.expense.lock_project", skip_all, err(level = "debug"))]
pub(crate) async fn lock_project(
    tx: &mut TenantTx,
    project: ProjectId,
) -> Result<Option<LockedProject>, DbError> {
    let row = sqlx::query!(
        "select starts_on, ends_on, status from programmes.project where tenant_id = $1 and id = $2 for share",
        tx.tenant().into_uuid(),
        project.into_uuid(),
    )
    .fetch_optional(tx.conn())
    .await?;
    row.map(|row| {
        Ok(LockedProject {
            days: ProjectDays {
                starts_on: row.starts_on,
                ends_on: row.ends_on,
            },
            status: ProjectStatus::parse(&row.status).ok_or(DbError::Inconsistent {
                table: "programmes.project",
                column: "status",
            })?,
        })
    })
    .transpose()
}

/// The eligible parts of all rows on a line, and whether any budget of the project is in force. A statement of its own, after
/// the line's lock: it has to see what was committed while the lock was waited for.
#[tracing::instrument(name = "db.expense.spent_on", skip_all, err(level = "debug"))]
pub(crate) async fn spent_on(
    tx: &mut TenantTx,
    project: ProjectId,
    line: BudgetLineId,
) -> Result<(Money, bool), DbError> {
    let row = sqlx::query!(
        r#"select (select coalesce(sum(e.eligible_grosz), 0)::bigint from programmes.expense e
                   where e.tenant_id = $1 and e.line_id = $3) as "spent!",
                  exists (select from programmes.budget b
                          where b.tenant_id = $1 and b.project_id = $2 and b.state = 'in_force') as "has_budget!""#,
        tx.tenant().into_uuid(),
        project.into_uuid(),
        line.into_uuid(),
    )
    .fetch_one(tx.conn())
    .await?;
    Ok((Money::from_grosz(row.spent), row.has_budget))
}

/// Until when after a project's last day its costs may be paid; `None` where no rule is known for that day.
#[tracing::instrument(name = "db.expense.payment_rule", skip_all, err(level = "debug"))]
pub(crate) async fn payment_rule(tx: &mut TenantTx, ends_on: Date) -> Result<Option<PaymentRule>, DbError> {
    let row = sqlx::query!(
        "select amount, legal_basis from programmes.rate
         where code = 'final_claim_due' and unit = 'day' and valid_from <= $1
             and (valid_to is null or valid_to >= $1) and ended_by is null",
        ends_on,
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|row| PaymentRule {
        days: row.amount,
        legal_basis: row.legal_basis,
    }))
}

/// Makes others who enter a document of this number at the centre wait until the transaction ends: documents of one number are
/// told apart by their contractors, of whom one may lack a tax number, so no key stands for them; and one that another project
/// enters at the same moment is the same document, too.
#[tracing::instrument(name = "db.expense.lock_number", skip_all, err(level = "debug"))]
pub(crate) async fn lock_number(tx: &mut TenantTx, number_key: &str) -> Result<(), DbError> {
    sqlx::query!(
        "select pg_advisory_xact_lock(hashtextextended(concat_ws(':', 'expense_document', $1::uuid, $2::text), 0))",
        tx.tenant().into_uuid(),
        number_key,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The version of the budget that a row was held against.
#[tracing::instrument(name = "db.expense.budget_of", skip_all, err(level = "debug"))]
pub(crate) async fn budget_of(tx: &mut TenantTx, id: ExpenseId) -> Result<Option<Uuid>, DbError> {
    Ok(sqlx::query_scalar!(
        "select budget_id from programmes.expense where tenant_id = $1 and id = $2",
        tx.tenant().into_uuid(),
        id.into_uuid(),
    )
    .fetch_optional(tx.conn())
    .await?)
}
