//! SQL for `tenants.mail`: written with whatever the mail is about, read as `app_identity`.

use sqlx::PgConnection;
use uuid::Uuid;
use wsparcie_kernel::Instant;
use wsparcie_postgres::{DbError, IdentityTx};

/// The most requests for a new password that wait at once; beyond that, more are dropped.
const MOST_REQUESTS: i64 = 1_000;

/// The connection of whoever writes a mail.
pub(crate) type Connection = PgConnection;

/// What a waiting letter is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MailKind {
    /// A letter with the link of an invitation.
    Invitation,
    /// A letter with a link for a new password.
    PasswordReset,
    /// A letter about something that is due.
    Reminder,
}

impl MailKind {
    /// The stable code.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::PasswordReset => "password_reset",
            Self::Reminder => "reminder",
        }
    }
}

/// A mail that is due, claimed for a while by whoever took it.
pub(crate) struct DueMail {
    pub(crate) id: Uuid,
    pub(crate) sealed: Vec<u8>,
    pub(crate) attempts: i32,
    pub(crate) created_at: Instant,
}

/// Stores a mail, due at once; in the transaction of what it is about.
#[tracing::instrument(name = "db.mail.insert", skip_all)]
pub(crate) async fn insert(
    conn: &mut PgConnection,
    id: Uuid,
    kind: MailKind,
    sealed: &[u8],
    now: Instant,
) -> Result<(), DbError> {
    sqlx::query!(
        "insert into tenants.mail (id, kind, sealed, attempts, due_at, created_at) values ($1, $2, $3, 0, $4, $4)",
        id,
        kind.code(),
        sealed,
        now,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Stores a request for a new password, unless too many wait. Whether anyone has its login is yet to be looked up.
#[tracing::instrument(name = "db.mail.insert_request", skip_all)]
pub(crate) async fn insert_request(
    conn: &mut PgConnection,
    id: Uuid,
    sealed: &[u8],
    now: Instant,
) -> Result<(), DbError> {
    sqlx::query!(
        "insert into tenants.mail (id, kind, sealed, attempts, due_at, created_at)
         select $1, 'password_reset_request', $2, 0, $3, $3
         where (select count(*) from (select from tenants.mail
                                      where kind = 'password_reset_request' limit $4) waiting) < $4",
        id,
        sealed,
        now,
        MOST_REQUESTS,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Claims the oldest mail that is due until `until`: nobody else takes it before. One that its taker lost comes back then.
#[tracing::instrument(name = "db.mail.claim", skip_all)]
pub(crate) async fn claim(
    conn: &mut PgConnection,
    now: Instant,
    until: Instant,
) -> Result<Option<DueMail>, DbError> {
    let row = sqlx::query!(
        r#"update tenants.mail set attempts = attempts + 1, due_at = $2
           where id = (select id from tenants.mail where died_at is null and due_at <= $1
                       order by due_at, id limit 1 for update skip locked)
           returning id, sealed as "sealed!", attempts, created_at"#,
        now,
        until,
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| DueMail {
        id: row.id,
        sealed: row.sealed,
        attempts: row.attempts,
        created_at: row.created_at,
    }))
}

/// Puts a letter in the place of the request that asked for it.
#[tracing::instrument(name = "db.mail.answer", skip_all)]
pub(crate) async fn answer(
    tx: &mut IdentityTx,
    id: Uuid,
    kind: MailKind,
    sealed: &[u8],
) -> Result<(), DbError> {
    sqlx::query!(
        "update tenants.mail set kind = $2, sealed = $3 where id = $1",
        id,
        kind.code(),
        sealed,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Forgets a mail that was sent or need not be.
#[tracing::instrument(name = "db.mail.delete", skip_all)]
pub(crate) async fn delete(conn: &mut PgConnection, id: Uuid) -> Result<(), DbError> {
    sqlx::query!("delete from tenants.mail where id = $1", id)
        .execute(conn)
        .await?;
    Ok(())
}

/// Tries a mail again at `due_at`.
#[tracing::instrument(name = "db.mail.postpone", skip_all)]
pub(crate) async fn postpone(conn: &mut PgConnection, id: Uuid, due_at: Instant) -> Result<(), DbError> {
    sqlx::query!("update tenants.mail set due_at = $2 where id = $1", id, due_at)
        .execute(conn)
        .await?;
    Ok(())
}

/// Gives a mail up; its text goes, the row stays.
#[tracing::instrument(name = "db.mail.bury", skip_all)]
pub(crate) async fn bury(conn: &mut PgConnection, id: Uuid, now: Instant) -> Result<(), DbError> {
    sqlx::query!(
        "update tenants.mail set sealed = null, died_at = $2 where id = $1",
        id,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}
