//! SQL for `tenants.sign_in_provider` and `tenants.provider_link`.

use sqlx::PgConnection;
use uuid::Uuid;
use wsparcie_kernel::Instant;
use wsparcie_kernel::ids::{MembershipId, TenantId, UserId};
use wsparcie_postgres::{DbError, TenantTx};
use wsparcie_tenants_api::SignInProvider;

use crate::domain::login::Login;

/// A provider's settings with the sealed secret.
pub(crate) struct Stored {
    pub(crate) provider: SignInProvider,
    pub(crate) secret_sealed: Vec<u8>,
}

/// A member as a sign-in by provider sees one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Linkable {
    pub(crate) membership: MembershipId,
    pub(crate) user: UserId,
}

/// The acting organisation's settings; `None` if it has none, or if its people cannot sign in at all.
#[tracing::instrument(name = "db.sign_in_provider.in_use", skip_all)]
pub(crate) async fn in_use(tx: &mut TenantTx) -> Result<Option<Stored>, DbError> {
    let row = sqlx::query!(
        "select p.issuer, p.client_id, p.secret_sealed, p.enabled, p.version
         from tenants.sign_in_provider p join tenants.organisation o on o.id = p.tenant_id
         where p.tenant_id = $1 and p.enabled and o.status in ('active', 'leaving')",
        tx.tenant().into_uuid(),
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|row| Stored {
        provider: SignInProvider {
            organisation: tx.tenant(),
            issuer: row.issuer,
            client_id: row.client_id,
            enabled: row.enabled,
            version: row.version,
        },
        secret_sealed: row.secret_sealed,
    }))
}

/// Locks the acting organisation's settings and reads them.
#[tracing::instrument(name = "db.sign_in_provider.lock", skip_all)]
pub(crate) async fn lock(tx: &mut TenantTx) -> Result<Option<Stored>, DbError> {
    let row = sqlx::query!(
        "select issuer, client_id, secret_sealed, enabled, version
         from tenants.sign_in_provider where tenant_id = $1 for update",
        tx.tenant().into_uuid(),
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|row| Stored {
        provider: SignInProvider {
            organisation: tx.tenant(),
            issuer: row.issuer,
            client_id: row.client_id,
            enabled: row.enabled,
            version: row.version,
        },
        secret_sealed: row.secret_sealed,
    }))
}

/// Stores settings, in place of those that are there. Under the organisation's lock.
#[tracing::instrument(name = "db.sign_in_provider.put", skip_all)]
pub(crate) async fn put(tx: &mut TenantTx, stored: &Stored, now: Instant) -> Result<(), DbError> {
    sqlx::query!(
        "insert into tenants.sign_in_provider
             (tenant_id, issuer, client_id, secret_sealed, enabled, version, changed_at)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (tenant_id) do update
         set issuer = excluded.issuer, client_id = excluded.client_id, secret_sealed = excluded.secret_sealed,
             enabled = excluded.enabled, version = excluded.version, changed_at = excluded.changed_at",
        tx.tenant().into_uuid(),
        stored.provider.issuer,
        stored.provider.client_id,
        stored.secret_sealed,
        stored.provider.enabled,
        stored.provider.version,
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Settings of organisations, as far as the connection's role sees them; without secrets.
#[tracing::instrument(name = "db.sign_in_provider.of", skip_all)]
pub(crate) async fn of(
    conn: &mut PgConnection,
    organisations: &[Uuid],
) -> Result<Vec<SignInProvider>, DbError> {
    let rows = sqlx::query!(
        "select tenant_id, issuer, client_id, enabled, version
         from tenants.sign_in_provider where tenant_id = any($1) order by tenant_id",
        organisations,
    )
    .fetch_all(conn)
    .await?;
    let providers = rows.into_iter().map(|row| SignInProvider {
        organisation: TenantId::from_uuid(row.tenant_id),
        issuer: row.issuer,
        client_id: row.client_id,
        enabled: row.enabled,
        version: row.version,
    });
    Ok(providers.collect())
}

/// The active member whom the issuer means by this subject, if they are linked; whether there is a link at all.
#[tracing::instrument(name = "db.provider_link.find", skip_all)]
pub(crate) async fn linked(
    tx: &mut TenantTx,
    issuer: &str,
    subject: &str,
) -> Result<Option<Option<Linkable>>, DbError> {
    let row = sqlx::query!(
        "select m.id, m.account_id, m.active
         from tenants.provider_link l join tenants.membership m on (m.tenant_id, m.id) = (l.tenant_id, l.membership_id)
         where l.tenant_id = $1 and l.issuer = $2 and l.subject = $3",
        tx.tenant().into_uuid(),
        issuer,
        subject,
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|row| {
        row.active.then(|| Linkable {
            membership: MembershipId::from_uuid(row.id),
            user: UserId::from_uuid(row.account_id),
        })
    }))
}

/// The active member with this login.
#[tracing::instrument(name = "db.provider_link.candidate", skip_all)]
pub(crate) async fn candidate(tx: &mut TenantTx, login: &Login) -> Result<Option<Linkable>, DbError> {
    let row = sqlx::query!(
        "select id, account_id from tenants.membership where tenant_id = $1 and login = $2 and active",
        tx.tenant().into_uuid(),
        login.as_str(),
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|row| Linkable {
        membership: MembershipId::from_uuid(row.id),
        user: UserId::from_uuid(row.account_id),
    }))
}

/// Links a member to a subject, unless the subject or the member is linked already. Tells whether it did.
#[tracing::instrument(name = "db.provider_link.insert", skip_all)]
pub(crate) async fn link(
    tx: &mut TenantTx,
    id: Uuid,
    issuer: &str,
    subject: &str,
    membership: MembershipId,
    now: Instant,
) -> Result<bool, DbError> {
    let stored = sqlx::query!(
        "insert into tenants.provider_link (tenant_id, id, issuer, subject, membership_id, created_at)
         values ($1, $2, $3, $4, $5, $6) on conflict do nothing",
        tx.tenant().into_uuid(),
        id,
        issuer,
        subject,
        membership.into_uuid(),
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(stored.rows_affected() == 1)
}
