//! The mark of a demonstration: its passwords are printed, so `serve` must never open it to the world.

use std::str::FromStr;

use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions, Connection};

use crate::db::Db;
use crate::error::DbError;

/// Whether the database belongs to a demonstration.
pub async fn is_set(db: &Db) -> Result<bool, DbError> {
    let (_, pool) = db.pools().swap_remove(0);
    Ok(
        sqlx::query_scalar!(r#"select exists (select from platform.instance) as "is_set!""#)
            .fetch_one(pool)
            .await?,
    )
}

/// Marks a migrated database that holds no organisation as a demonstration. `false` if it holds any and is not marked:
/// it is somebody's real one, and stays as it is.
pub async fn set_if_empty(migrator_url: &str) -> Result<bool, DbError> {
    let mut connection = PgConnectOptions::from_str(migrator_url)?
        .disable_statement_logging()
        .connect()
        .await?;
    sqlx::Executor::execute(&mut connection, "SET ROLE app_owner").await?;
    let is_marked: bool =
        sqlx::query_scalar!(r#"select exists (select from platform.instance) as "is_set!""#)
            .fetch_one(&mut connection)
            .await?;
    if !is_marked {
        // The owner sees no rows of a protected table; accounts are not one, and no organisation is without.
        let is_used = sqlx::query_scalar!(r#"select exists (select from tenants.account) as "is_used!""#)
            .fetch_one(&mut connection)
            .await?;
        if is_used {
            return Ok(false);
        }
        sqlx::query!("insert into platform.instance (demo_since) values (now()) on conflict do nothing")
            .execute(&mut connection)
            .await?;
    }
    connection.close().await?;
    Ok(true)
}
