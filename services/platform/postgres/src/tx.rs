//! Scoped transactions: what a piece of code can reach is decided by which of these it holds.

use std::time::Duration;

use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgConnection, PgPool};
use sqlx::{AssertSqlSafe, Postgres, Transaction};
use wsparcie_kernel::TenantId;

use crate::deadline;
use crate::error::DbError;

/// A pool of one role with the longest that its statements may run. Within a deadline they end with it.
#[derive(Clone)]
pub(crate) struct LimitedPool {
    pub(crate) pool: PgPool,
    pub(crate) statement_timeout: Duration,
}

impl LimitedPool {
    /// Begins by `statement`, which must not hold anything from outside but typed values.
    ///
    /// The span shows what a request waited for a connection.
    #[tracing::instrument(name = "db.begin", skip_all, err(level = "debug"))]
    async fn begin(&self, mut statement: String) -> Result<Transaction<'static, Postgres>, DbError> {
        let left = deadline::left()?;
        statement.push_str(&deadline::limit(left, self.statement_timeout));
        deadline::bounded(left, self.pool.begin_with(AssertSqlSafe(statement))).await
    }

    async fn acquire(&self) -> Result<PoolConnection<Postgres>, DbError> {
        deadline::bounded(deadline::left()?, self.pool.acquire()).await
    }
}

/// A transaction that sees and writes the rows of one tenant: the only door to tenant rows.
///
/// Dropped without [`TenantTx::commit`] it is rolled back.
pub struct TenantTx {
    tx: Transaction<'static, Postgres>,
    tenant: TenantId,
}

impl TenantTx {
    pub(crate) async fn begin(pool: &LimitedPool, tenant: TenantId) -> Result<Self, DbError> {
        // One round trip. Safe: a typed UUID is hexadecimal digits and dashes. `SET LOCAL` and not `set_config`, because
        // Citus forwards only the former.
        let statement = format!("BEGIN; SET LOCAL app.tenant_id = '{}'", tenant.into_uuid());
        Ok(Self {
            tx: pool.begin(statement).await?,
            tenant,
        })
    }

    /// The connection to run statements on.
    pub fn conn(&mut self) -> &mut PgConnection {
        &mut self.tx
    }

    /// The tenant whose rows this transaction sees.
    pub const fn tenant(&self) -> TenantId {
        self.tenant
    }

    /// Makes everything done in this transaction lasting.
    #[tracing::instrument(name = "db.commit", skip_all, err(level = "debug"))]
    pub async fn commit(self) -> Result<(), DbError> {
        Ok(self.tx.commit().await?)
    }
}

/// A transaction for sign-in, API keys and organisation switch: role `app_identity`, an explicit short list of tables.
pub struct IdentityTx {
    tx: Transaction<'static, Postgres>,
}

impl IdentityTx {
    pub(crate) async fn begin(pool: &LimitedPool) -> Result<Self, DbError> {
        Ok(Self {
            tx: pool.begin("BEGIN".to_owned()).await?,
        })
    }

    /// The connection to run statements on.
    pub fn conn(&mut self) -> &mut PgConnection {
        &mut self.tx
    }

    /// Makes everything done in this transaction lasting.
    #[tracing::instrument(name = "db.commit", skip_all, err(level = "debug"))]
    pub async fn commit(self) -> Result<(), DbError> {
        Ok(self.tx.commit().await?)
    }
}

/// A transaction that writes national reference data, which belong to no tenant, and nothing else: role `app_reference`.
pub struct ReferenceTx {
    tx: Transaction<'static, Postgres>,
}

impl ReferenceTx {
    pub(crate) async fn begin(pool: &LimitedPool) -> Result<Self, DbError> {
        Ok(Self {
            tx: pool.begin("BEGIN".to_owned()).await?,
        })
    }

    /// The connection to run statements on.
    pub fn conn(&mut self) -> &mut PgConnection {
        &mut self.tx
    }

    /// Makes everything done in this transaction lasting.
    #[tracing::instrument(name = "db.commit", skip_all, err(level = "debug"))]
    pub async fn commit(self) -> Result<(), DbError> {
        Ok(self.tx.commit().await?)
    }
}

/// A connection for one statement before a tenant is known, without the round trips of a transaction: role `app_identity`.
pub struct IdentityConn {
    connection: PoolConnection<Postgres>,
}

impl IdentityConn {
    pub(crate) async fn acquire(pool: &LimitedPool) -> Result<Self, DbError> {
        Ok(Self {
            connection: pool.acquire().await?,
        })
    }

    /// The connection to run the statement on.
    pub fn conn(&mut self) -> &mut PgConnection {
        &mut self.connection
    }
}

/// A transaction that sees job and outbox rows of all tenants and nothing else: role `app_worker`.
pub struct WorkerTx {
    tx: Transaction<'static, Postgres>,
}

impl WorkerTx {
    pub(crate) async fn begin(pool: &PgPool) -> Result<Self, DbError> {
        Ok(Self {
            tx: pool.begin().await?,
        })
    }

    /// The connection to run statements on.
    pub fn conn(&mut self) -> &mut PgConnection {
        &mut self.tx
    }

    /// Makes everything done in this transaction lasting.
    #[tracing::instrument(name = "db.commit", skip_all, err(level = "debug"))]
    pub async fn commit(self) -> Result<(), DbError> {
        Ok(self.tx.commit().await?)
    }
}

/// A read-only transaction on aggregates without personal data, of one region: role `app_region`.
pub struct RegionTx {
    tx: Transaction<'static, Postgres>,
}

impl RegionTx {
    pub(crate) async fn begin(pool: &LimitedPool, region: &str) -> Result<Self, DbError> {
        if region.len() != 2 || !region.bytes().all(|b| b.is_ascii_digit()) {
            return Err(DbError::Defect {
                sqlstate: "region".to_owned(),
            });
        }
        // Safe: two ASCII digits.
        let statement = format!("BEGIN READ ONLY; SET LOCAL app.region = '{region}'");
        Ok(Self {
            tx: pool.begin(statement).await?,
        })
    }

    /// The connection to run statements on.
    pub fn conn(&mut self) -> &mut PgConnection {
        &mut self.tx
    }

    /// Ends the transaction; there is nothing to make lasting.
    pub async fn end(self) -> Result<(), DbError> {
        Ok(self.tx.rollback().await?)
    }
}
