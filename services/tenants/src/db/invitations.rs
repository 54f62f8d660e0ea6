//! SQL for `tenants.invitation`.

use sqlx::PgConnection;
use uuid::Uuid;
use wsparcie_kernel::ids::{InvitationId, TenantId};
use wsparcie_kernel::{Instant, PageRequest};
use wsparcie_postgres::{DbError, TenantTx};
use wsparcie_tenants_api::Invitation;

use super::{bounds, role_codes, roles, walked};
use crate::domain::invitation::{Dates, WRONG_PASSWORDS};

/// An invitation with the dates that decide on its state.
pub(crate) struct Stored {
    pub(crate) invitation: Invitation,
    pub(crate) dates: Dates,
    /// Passwords that did not fit the existing login.
    pub(crate) wrong_passwords: i32,
}

impl Stored {
    /// Whether its link works.
    pub(crate) fn is_usable(&self) -> bool {
        self.invitation.state == wsparcie_tenants_api::InvitationState::Open
            && self.wrong_passwords < WRONG_PASSWORDS
    }
}

struct Row {
    id: Uuid,
    email: String,
    full_name: String,
    roles: Vec<String>,
    wrong_passwords: i32,
    expires_at: Instant,
    accepted_at: Option<Instant>,
    revoked_at: Option<Instant>,
    version: i64,
    created_at: Instant,
}

impl Row {
    fn into_stored(self, now: Instant) -> Result<Stored, DbError> {
        let dates = Dates {
            expires: self.expires_at,
            accepted: self.accepted_at,
            revoked: self.revoked_at,
        };
        Ok(Stored {
            invitation: Invitation {
                id: InvitationId::from_uuid(self.id),
                email: self.email,
                full_name: self.full_name,
                roles: roles(&self.roles)?,
                state: dates.state(now),
                expires_at: self.expires_at,
                created_at: self.created_at,
                version: self.version,
            },
            dates,
            wrong_passwords: self.wrong_passwords,
        })
    }
}

fn invitations(rows: Vec<Row>, now: Instant) -> Result<Vec<Invitation>, DbError> {
    rows.into_iter()
        .map(|row| Ok(row.into_stored(now)?.invitation))
        .collect()
}

/// Invitations by id; unseen ids are left out.
#[tracing::instrument(name = "db.invitation.by_ids", skip_all)]
pub(crate) async fn by_ids(
    tx: &mut TenantTx,
    ids: &[Uuid],
    now: Instant,
) -> Result<Vec<Invitation>, DbError> {
    let rows = sqlx::query_as!(
        Row,
        "select id, email, full_name, roles, wrong_passwords, expires_at, accepted_at, revoked_at, version, created_at
         from tenants.invitation where tenant_id = $1 and id = any($2) order by id",
        tx.tenant().into_uuid(),
        ids,
    )
    .fetch_all(tx.conn())
    .await?;
    invitations(rows, now)
}

/// A page of invitations, walked as asked.
#[tracing::instrument(name = "db.invitation.list", skip_all)]
pub(crate) async fn list(
    tx: &mut TenantTx,
    page: &PageRequest,
    now: Instant,
) -> Result<Vec<Invitation>, DbError> {
    let (after, before) = bounds(page);
    let rows = sqlx::query_as!(
        Row,
        "with ids as (
             (select id from tenants.invitation
              where tenant_id = $1 and not $2 and id > $3 and id < $4 order by id limit $5)
             union all
             (select id from tenants.invitation
              where tenant_id = $1 and $2 and id > $3 and id < $4 order by id desc limit $5)
         )
         select i.id, i.email, i.full_name, i.roles, i.wrong_passwords, i.expires_at, i.accepted_at, i.revoked_at,
                i.version, i.created_at
         from ids join tenants.invitation i on (i.tenant_id, i.id) = ($1, ids.id) order by i.id",
        tx.tenant().into_uuid(),
        page.backward,
        after,
        before,
        page.fetch_limit(),
    )
    .fetch_all(tx.conn())
    .await?;
    invitations(walked(page, rows), now)
}

/// How many invitations the organisation has sent.
#[tracing::instrument(name = "db.invitation.count", skip_all)]
pub(crate) async fn count(tx: &mut TenantTx) -> Result<i64, DbError> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from tenants.invitation where tenant_id = $1"#,
        tx.tenant().into_uuid(),
    );
    Ok(count.fetch_one(tx.conn()).await?)
}

/// Who stands in the way of an invitation to an address.
pub(crate) struct Taken {
    /// A member has it as their login.
    pub(crate) member: bool,
    /// An invitation to it is open.
    pub(crate) invited: bool,
}

/// Whether an address is taken. Under the organisation's lock.
#[tracing::instrument(name = "db.invitation.taken", skip_all)]
pub(crate) async fn taken(tx: &mut TenantTx, email: &str, now: Instant) -> Result<Taken, DbError> {
    Ok(sqlx::query_as!(
        Taken,
        r#"select exists (select from tenants.membership where tenant_id = $1 and login = $2) as "member!",
                  exists (select from tenants.invitation
                          where tenant_id = $1 and email = $2 and accepted_at is null and revoked_at is null
                            and expires_at > $3 and wrong_passwords < $4) as "invited!""#,
        tx.tenant().into_uuid(),
        email,
        now,
        WRONG_PASSWORDS,
    )
    .fetch_one(tx.conn())
    .await?)
}

/// Stores a new invitation.
#[tracing::instrument(name = "db.invitation.insert", skip_all)]
pub(crate) async fn insert(
    tx: &mut TenantTx,
    invitation: &Invitation,
    token_digest: &[u8],
) -> Result<(), DbError> {
    sqlx::query!(
        "insert into tenants.invitation
             (tenant_id, id, email, full_name, roles, token_digest, wrong_passwords, expires_at, version, created_at)
         values ($1, $2, $3, $4, $5, $6, 0, $7, $8, $9)",
        tx.tenant().into_uuid(),
        invitation.id.into_uuid(),
        invitation.email,
        invitation.full_name,
        &role_codes(&invitation.roles),
        token_digest,
        invitation.expires_at,
        invitation.version,
        invitation.created_at,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Locks an invitation and reads it; `None` if this organisation has no such one.
#[tracing::instrument(name = "db.invitation.lock", skip_all)]
pub(crate) async fn lock(
    tx: &mut TenantTx,
    id: InvitationId,
    now: Instant,
) -> Result<Option<Stored>, DbError> {
    sqlx::query_as!(
        Row,
        "select id, email, full_name, roles, wrong_passwords, expires_at, accepted_at, revoked_at, version, created_at
         from tenants.invitation where tenant_id = $1 and id = $2 for update",
        tx.tenant().into_uuid(),
        id.into_uuid(),
    )
    .fetch_optional(tx.conn())
    .await?
    .map(|row| row.into_stored(now))
    .transpose()
}

/// Stores how a locked invitation ended.
#[tracing::instrument(name = "db.invitation.update", skip_all)]
pub(crate) async fn update(tx: &mut TenantTx, stored: &Stored) -> Result<(), DbError> {
    sqlx::query!(
        "update tenants.invitation set accepted_at = $3, revoked_at = $4, wrong_passwords = $5, version = $6
         where tenant_id = $1 and id = $2",
        tx.tenant().into_uuid(),
        stored.invitation.id.into_uuid(),
        stored.dates.accepted,
        stored.dates.revoked,
        stored.wrong_passwords,
        stored.invitation.version,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Whose invitation a link's token belongs to, as `app_identity`.
#[tracing::instrument(name = "db.invitation.find_by_token", skip_all)]
pub(crate) async fn find_by_token(
    conn: &mut PgConnection,
    token_digest: &[u8],
) -> Result<Option<(TenantId, InvitationId)>, DbError> {
    let row = sqlx::query!(
        "select tenant_id, id from tenants.invitation where token_digest = $1",
        token_digest
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| {
        (
            TenantId::from_uuid(row.tenant_id),
            InvitationId::from_uuid(row.id),
        )
    }))
}
