//! SQL for `tenants.second_factor` and `tenants.recovery_code`: only ever as `app_identity`.

use sqlx::PgConnection;
use wsparcie_kernel::Instant;
use wsparcie_kernel::ids::UserId;
use wsparcie_postgres::{DbError, IdentityTx};

/// A second factor as it is stored.
pub(crate) struct SecondFactor {
    pub(crate) secret_sealed: Vec<u8>,
    pub(crate) confirmed_at: Option<Instant>,
    pub(crate) last_step: i64,
    pub(crate) recovery_codes_left: u32,
}

/// A user's second factor, confirmed or not.
#[tracing::instrument(name = "db.second_factor.find", skip_all)]
pub(crate) async fn find(conn: &mut PgConnection, user: UserId) -> Result<Option<SecondFactor>, DbError> {
    let row = sqlx::query!(
        r#"select secret_sealed, confirmed_at, last_step,
                  (select count(*) from tenants.recovery_code c where c.account_id = f.account_id) as "left!"
           from tenants.second_factor f where account_id = $1"#,
        user.into_uuid(),
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| SecondFactor {
        secret_sealed: row.secret_sealed,
        confirmed_at: row.confirmed_at,
        last_step: row.last_step,
        recovery_codes_left: u32::try_from(row.left).unwrap_or(u32::MAX),
    }))
}

/// Stores a secret in the place of one that was never confirmed; `false` if there is a confirmed one.
#[tracing::instrument(name = "db.second_factor.begin", skip_all)]
pub(crate) async fn begin(
    tx: &mut IdentityTx,
    user: UserId,
    secret_sealed: &[u8],
    now: Instant,
) -> Result<bool, DbError> {
    let stored = sqlx::query!(
        "insert into tenants.second_factor as f (account_id, secret_sealed, last_step, created_at)
         values ($1, $2, 0, $3)
         on conflict (account_id) do update set secret_sealed = $2, last_step = 0, created_at = $3
         where f.confirmed_at is null",
        user.into_uuid(),
        secret_sealed,
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(stored.rows_affected() == 1)
}

/// Puts a secret into force by its first code; `false` if another one has taken its place meanwhile.
#[tracing::instrument(name = "db.second_factor.confirm", skip_all)]
pub(crate) async fn confirm(
    tx: &mut IdentityTx,
    user: UserId,
    secret_sealed: &[u8],
    step: i64,
    now: Instant,
) -> Result<bool, DbError> {
    let confirmed = sqlx::query!(
        "update tenants.second_factor set confirmed_at = $4, last_step = $3
         where account_id = $1 and secret_sealed = $2 and confirmed_at is null and last_step < $3",
        user.into_uuid(),
        secret_sealed,
        step,
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(confirmed.rows_affected() == 1)
}

/// Uses up a step and every one before it; `false` if it was used before, however many try at once.
#[tracing::instrument(name = "db.second_factor.use_step", skip_all)]
pub(crate) async fn use_step(
    conn: &mut PgConnection,
    user: UserId,
    secret_sealed: &[u8],
    step: i64,
) -> Result<bool, DbError> {
    let done = sqlx::query!(
        "update tenants.second_factor set last_step = $3
         where account_id = $1 and secret_sealed = $2 and confirmed_at is not null and last_step < $3",
        user.into_uuid(),
        secret_sealed,
        step,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Uses up a recovery code; `false` if there is none like it, however many try at once.
#[tracing::instrument(name = "db.second_factor.use_recovery_code", skip_all)]
pub(crate) async fn use_recovery_code(
    conn: &mut PgConnection,
    user: UserId,
    digest: &[u8],
) -> Result<bool, DbError> {
    let done = sqlx::query!(
        "delete from tenants.recovery_code where account_id = $1 and digest = $2",
        user.into_uuid(),
        digest,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Puts new recovery codes in the place of those that are left; `false` without a confirmed second factor.
#[tracing::instrument(name = "db.second_factor.replace_recovery_codes", skip_all)]
pub(crate) async fn replace_recovery_codes(
    tx: &mut IdentityTx,
    user: UserId,
    digests: &[Vec<u8>],
) -> Result<bool, DbError> {
    // The lock makes two who renew at once wait for one another, or both sets would remain.
    let confirmed = sqlx::query!(
        "select account_id from tenants.second_factor
         where account_id = $1 and confirmed_at is not null for update",
        user.into_uuid(),
    )
    .fetch_optional(tx.conn())
    .await?;
    if confirmed.is_none() {
        return Ok(false);
    }
    sqlx::query!(
        "delete from tenants.recovery_code where account_id = $1",
        user.into_uuid()
    )
    .execute(tx.conn())
    .await?;
    sqlx::query!(
        "insert into tenants.recovery_code (account_id, digest) select $1, unnest($2::bytea[])",
        user.into_uuid(),
        digests,
    )
    .execute(tx.conn())
    .await?;
    Ok(true)
}

/// Removes a user's second factor and recovery codes, if there are any.
#[tracing::instrument(name = "db.second_factor.remove", skip_all)]
pub(crate) async fn remove(tx: &mut IdentityTx, user: UserId) -> Result<(), DbError> {
    sqlx::query!(
        "delete from tenants.second_factor where account_id = $1",
        user.into_uuid()
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
