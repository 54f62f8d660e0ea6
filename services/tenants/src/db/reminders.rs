//! SQL of reminders: who is written to, and who was.

use sqlx::PgConnection;
use uuid::Uuid;
use wsparcie_kernel::{Instant, Role};
use wsparcie_postgres::{DbError, TenantTx};

use super::role_codes;

/// An account that is written to.
pub(crate) struct Addressee {
    pub(crate) id: Uuid,
    pub(crate) login: String,
    pub(crate) email: Option<String>,
}

/// The accounts of the organisation's active members with one of the roles; none if the organisation does not work any more.
#[tracing::instrument(name = "db.reminder.members", skip_all)]
pub(crate) async fn members(tx: &mut TenantTx, roles: &[Role]) -> Result<Vec<Uuid>, DbError> {
    let accounts = sqlx::query_scalar!(
        "select m.account_id from tenants.membership m join tenants.organisation o on o.id = m.tenant_id
         where m.tenant_id = $1 and m.active and m.roles && $2 and o.status in ('active', 'leaving')
         order by m.account_id",
        tx.tenant().into_uuid(),
        &role_codes(roles),
    );
    Ok(accounts.fetch_all(tx.conn()).await?)
}

/// Those of the accounts that are in use, as `app_identity`.
#[tracing::instrument(name = "db.reminder.addressees", skip_all)]
pub(crate) async fn addressees(
    conn: &mut PgConnection,
    accounts: &[Uuid],
) -> Result<Vec<Addressee>, DbError> {
    Ok(sqlx::query_as!(
        Addressee,
        "select id, login, email from tenants.account where id = any($1) and status = 'active' order by id",
        accounts,
    )
    .fetch_all(conn)
    .await?)
}

/// Notes that a reminder is written to accounts; gives those to whom it was not written before.
#[tracing::instrument(name = "db.reminder.note", skip_all)]
pub(crate) async fn note(
    tx: &mut TenantTx,
    reminder: Uuid,
    accounts: &[Uuid],
    now: Instant,
) -> Result<Vec<Uuid>, DbError> {
    let fresh = sqlx::query_scalar!(
        "insert into tenants.reminder_mail (tenant_id, reminder_id, account_id, written_at)
         select $1, $2, account, $4 from unnest($3::uuid[]) as account
         on conflict do nothing returning account_id",
        tx.tenant().into_uuid(),
        reminder,
        accounts,
        now,
    );
    Ok(fresh.fetch_all(tx.conn()).await?)
}
