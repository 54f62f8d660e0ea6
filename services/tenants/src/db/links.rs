//! SQL for `tenants.password_link`: only ever as `app_identity`.

use sqlx::PgConnection;
use wsparcie_kernel::Instant;
use wsparcie_kernel::ids::UserId;
use wsparcie_postgres::{DbError, IdentityTx};

/// The links that an account has asked for.
pub(crate) struct Recent {
    /// How many of them still work.
    pub(crate) open: i64,
    /// When the newest was made.
    pub(crate) newest: Option<Instant>,
}

/// What an account has asked for lately.
#[tracing::instrument(name = "db.link.recent", skip_all)]
pub(crate) async fn recent(tx: &mut IdentityTx, user: UserId, now: Instant) -> Result<Recent, DbError> {
    let row = sqlx::query!(
        r#"select count(*) filter (where expires_at > $2) as "open!", max(created_at) as newest
           from tenants.password_link where account_id = $1"#,
        user.into_uuid(),
        now,
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(Recent {
        open: row.open,
        newest: row.newest,
    })
}

/// Stores a link and forgets those of the account that are too old.
#[tracing::instrument(name = "db.link.insert", skip_all)]
pub(crate) async fn insert(
    tx: &mut IdentityTx,
    user: UserId,
    digest: &[u8],
    now: Instant,
    expires_at: Instant,
) -> Result<(), DbError> {
    sqlx::query!(
        "delete from tenants.password_link where account_id = $1 and expires_at <= $2",
        user.into_uuid(),
        now,
    )
    .execute(tx.conn())
    .await?;
    sqlx::query!(
        "insert into tenants.password_link (digest, account_id, created_at, expires_at) values ($1, $2, $3, $4)",
        digest,
        user.into_uuid(),
        now,
        expires_at,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Whose link this is, if it works.
#[tracing::instrument(name = "db.link.find", skip_all)]
pub(crate) async fn find(
    conn: &mut PgConnection,
    digest: &[u8],
    now: Instant,
) -> Result<Option<UserId>, DbError> {
    let user = sqlx::query_scalar!(
        "select account_id from tenants.password_link where digest = $1 and expires_at > $2",
        digest,
        now,
    )
    .fetch_optional(conn)
    .await?;
    Ok(user.map(UserId::from_uuid))
}

/// Uses a link up; `false` if it was used or is too old, however many try at once.
#[tracing::instrument(name = "db.link.take", skip_all)]
pub(crate) async fn take(tx: &mut IdentityTx, digest: &[u8], now: Instant) -> Result<bool, DbError> {
    let taken = sqlx::query!(
        "delete from tenants.password_link where digest = $1 and expires_at > $2",
        digest,
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(taken.rows_affected() == 1)
}

/// Ends every link of an account.
#[tracing::instrument(name = "db.link.end_all", skip_all)]
pub(crate) async fn end_all(tx: &mut IdentityTx, user: UserId) -> Result<(), DbError> {
    sqlx::query!(
        "delete from tenants.password_link where account_id = $1",
        user.into_uuid()
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
