//! SQL of `programmes.agreement`: the versions of a project's agreement.

use uuid::Uuid;
use wsparcie_kernel::ids::{AgreementId, ProjectId};
use wsparcie_kernel::{Date, Instant, Money};
use wsparcie_postgres::{DbError, TenantTx};
use wsparcie_programmes_api::{Agreement, AgreementFacts};

/// The unique key that says: the project has a version of this number already.
pub(crate) const NUMBER_TAKEN: &str = "agreement_number";

struct Row {
    id: Uuid,
    project_id: Uuid,
    number: i32,
    signed_on: Option<Date>,
    valid_from: Option<Date>,
    valid_to: Option<Date>,
    changes: Option<String>,
    number_raw: Option<String>,
    starts_on: Option<Date>,
    ends_on: Option<Date>,
    total_grosz: Option<i64>,
}

impl From<Row> for Agreement {
    fn from(row: Row) -> Self {
        Self {
            id: AgreementId::from_uuid(row.id),
            project_id: ProjectId::from_uuid(row.project_id),
            facts: AgreementFacts {
                number: row.number,
                signed_on: row.signed_on,
                valid_from: row.valid_from,
                valid_to: row.valid_to,
                changes: row.changes,
                project_number: row.number_raw,
                starts_on: row.starts_on,
                ends_on: row.ends_on,
                total: row.total_grosz.map(Money::from_grosz),
            },
        }
    }
}

/// The versions of several projects, the original first.
#[tracing::instrument(name = "db.agreement.find_by_project", skip_all, err(level = "debug"))]
pub(crate) async fn find_by_project(tx: &mut TenantTx, projects: &[Uuid]) -> Result<Vec<Agreement>, DbError> {
    let rows = sqlx::query_as!(
        Row,
        "select id, project_id, number, signed_on, valid_from, valid_to, changes, number_raw, starts_on, ends_on,
                total_grosz
         from programmes.agreement where tenant_id = $1 and project_id = any($2) order by project_id, number",
        tx.tenant().into_uuid(),
        projects,
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(Agreement::from).collect())
}

/// One version by its id.
#[tracing::instrument(name = "db.agreement.find", skip_all, err(level = "debug"))]
pub(crate) async fn find(tx: &mut TenantTx, id: Uuid) -> Result<Option<Agreement>, DbError> {
    let row = sqlx::query_as!(
        Row,
        "select id, project_id, number, signed_on, valid_from, valid_to, changes, number_raw, starts_on, ends_on,
                total_grosz
         from programmes.agreement where tenant_id = $1 and id = $2",
        tx.tenant().into_uuid(),
        id,
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(Agreement::from))
}

/// Locks a project and reads its number as written; `None` if this centre has no such project.
#[tracing::instrument(name = "db.agreement.lock_project", skip_all, err(level = "debug"))]
pub(crate) async fn lock_project(
    tx: &mut TenantTx,
    project: ProjectId,
) -> Result<Option<Option<String>>, DbError> {
    Ok(sqlx::query_scalar!(
        "select number_raw from programmes.project where tenant_id = $1 and id = $2 for no key update",
        tx.tenant().into_uuid(),
        project.into_uuid(),
    )
    .fetch_optional(tx.conn())
    .await?)
}

/// Stores a version of a project whose row is locked.
#[tracing::instrument(name = "db.agreement.insert", skip_all, err(level = "debug"))]
pub(crate) async fn insert(tx: &mut TenantTx, agreement: &Agreement, now: Instant) -> Result<(), DbError> {
    let facts = &agreement.facts;
    sqlx::query!(
        "insert into programmes.agreement
             (tenant_id, id, project_id, number, signed_on, valid_from, valid_to, changes, number_raw, starts_on,
              ends_on, total_grosz, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        tx.tenant().into_uuid(),
        agreement.id.into_uuid(),
        agreement.project_id.into_uuid(),
        facts.number,
        facts.signed_on,
        facts.valid_from,
        facts.valid_to,
        facts.changes,
        facts.project_number,
        facts.starts_on,
        facts.ends_on,
        facts.total.map(Money::grosz),
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Gives a version its last day.
#[tracing::instrument(name = "db.agreement.end", skip_all, err(level = "debug"))]
pub(crate) async fn end(tx: &mut TenantTx, id: AgreementId, last: Date) -> Result<(), DbError> {
    sqlx::query!(
        "update programmes.agreement set valid_to = $3 where tenant_id = $1 and id = $2",
        tx.tenant().into_uuid(),
        id.into_uuid(),
        last,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
