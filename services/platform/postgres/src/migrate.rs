//! Migrations: one timeline for all services, run by `app_migrator` as `app_owner`.

use std::str::FromStr;

use sqlx::migrate::{MigrateError, Migrator};
use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions, Connection};

use crate::error::DbError;

static MIGRATOR: Migrator = sqlx::migrate!("../../../migrations");

/// The statements that make the roles of a database (see the file's head).
pub const ROLES_SQL: &str = include_str!("../../../../infra/postgres/roles.sql");

/// Why a migration did not happen. The operator sees this, so it names the migration.
#[derive(Debug, thiserror::Error)]
pub enum MigrationError {
    /// The database could not be reached or prepared.
    #[error(transparent)]
    Db(#[from] DbError),
    /// A migration failed, or the database holds another timeline than this program.
    #[error("the migration failed: {0}")]
    Migrate(#[from] MigrateError),
}

/// Brings the database up to this program's newest migration; runs none twice.
///
/// `migrator_url` logs in as `app_migrator` (or as any role that may become `app_owner`).
pub async fn run(migrator_url: &str) -> Result<(), MigrationError> {
    let mut connection = PgConnectOptions::from_str(migrator_url)
        .map_err(DbError::from)?
        .options([("search_path", "migration"), ("client_min_messages", "warning")])
        .disable_statement_logging()
        .connect()
        .await
        .map_err(DbError::from)?;
    sqlx::Executor::execute(&mut connection, "SET ROLE app_owner")
        .await
        .map_err(DbError::from)?;
    MIGRATOR.run(&mut connection).await?;
    // Migrations grant to app_rw alone; the roles of single services get what follows from that.
    sqlx::Executor::execute(&mut connection, "call platform.share_grants()")
        .await
        .map_err(DbError::from)?;
    connection.close().await.map_err(DbError::from)?;
    Ok(())
}

/// Makes the roles and their rights on the database of `admin_url`, and gives the roles that log in a password each.
///
/// `password` is asked once for every role that logs in. For private servers and tests; on a hosted one the administrator
/// runs `infra/postgres/roles.sql` and sets passwords as the house does.
pub async fn prepare(admin_url: &str, password: impl Fn(&str) -> String) -> Result<(), MigrationError> {
    let mut connection = PgConnectOptions::from_str(admin_url)
        .map_err(DbError::from)?
        .options([("client_min_messages", "warning")])
        .disable_statement_logging()
        .connect()
        .await
        .map_err(DbError::from)?;
    // Roles belong to the whole server: parallel set-ups of several databases must not alter them at once.
    sqlx::Executor::execute(&mut connection, "select pg_advisory_lock(8245731)")
        .await
        .map_err(DbError::from)?;
    sqlx::raw_sql(ROLES_SQL)
        .execute(&mut connection)
        .await
        .map_err(DbError::from)?;
    for role in LOGIN_ROLES {
        let password = password(role).replace('\'', "''");
        let statement = sqlx::AssertSqlSafe(format!("alter role {role} password '{password}'"));
        sqlx::raw_sql(statement)
            .execute(&mut connection)
            .await
            .map_err(DbError::from)?;
    }
    connection.close().await.map_err(DbError::from)?;
    Ok(())
}

/// The roles that log in.
pub const LOGIN_ROLES: [&str; 10] = [
    "app_migrator",
    "app_rw",
    "app_tenants",
    "app_programmes",
    "app_casework",
    "app_documents",
    "app_identity",
    "app_worker",
    "app_region",
    "app_reference",
];

/// The checksums of this program's migrations, in order: two programs with the same ones make the same database.
pub fn checksums() -> impl Iterator<Item = &'static [u8]> {
    MIGRATOR.iter().map(|migration| &*migration.checksum)
}
