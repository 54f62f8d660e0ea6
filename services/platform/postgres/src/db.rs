//! Connection pools, one a database role.

use std::str::FromStr;
use std::time::Duration;

use sqlx::ConnectOptions;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use wsparcie_kernel::TenantId;

use crate::error::DbError;
use crate::tx::{IdentityConn, IdentityTx, LimitedPool, ReferenceTx, RegionTx, TenantTx, WorkerTx};

/// How long a connection that is given back may take to answer. One that hears nothing more (a failover, a firewall that
/// forgot it) would otherwise wait for hours and leave its pool without places.
const RELEASE_PATIENCE: Duration = Duration::from_secs(2);

/// Where the database is, by role. Each is a `postgres://` URL with its password.
#[derive(Clone)]
pub struct DbConfig {
    /// Role `app_rw`: requests within a tenant.
    pub rw_url: String,
    /// Role `app_identity`: before a tenant is known.
    pub identity_url: String,
    /// Role `app_worker`: jobs and outbox rows of all tenants.
    pub worker_url: String,
    /// Role `app_region`: aggregates without personal data.
    pub region_url: String,
    /// Role `app_reference`: national reference data.
    pub reference_url: String,
    /// The most connections of the request role; the other roles get a fraction.
    pub max_connections: u32,
    /// The longest a statement may run.
    pub statement_timeout: Duration,
    /// The longest a request waits for a connection before it is told that the database is unavailable.
    pub acquire_timeout: Duration,
}

/// Where the database is for a process that runs one service, under that service's own role.
#[derive(Clone)]
pub struct ServiceDbConfig {
    /// The role of its requests: `app_tenants`, `app_programmes`, `app_casework` or `app_documents`.
    pub role: &'static str,
    /// That role's URL.
    pub url: String,
    /// Role `app_worker`: the jobs this service does.
    pub worker_url: String,
    /// Role `app_identity`, for tenants alone.
    pub identity_url: Option<String>,
    /// Role `app_region`, for programmes alone.
    pub region_url: Option<String>,
    /// Role `app_reference`, for programmes alone.
    pub reference_url: Option<String>,
    /// As in [`DbConfig`].
    pub max_connections: u32,
    /// As in [`DbConfig`].
    pub statement_timeout: Duration,
    /// As in [`DbConfig`].
    pub acquire_timeout: Duration,
}

/// The pools of one process. Cheap to clone.
#[derive(Clone)]
pub struct Db {
    role: &'static str,
    requests: LimitedPool,
    worker: PgPool,
    identity: Option<LimitedPool>,
    region: Option<LimitedPool>,
    reference: Option<LimitedPool>,
}

impl Db {
    /// Makes the pools of a process that runs every service; connections are opened when first needed.
    ///
    /// # Errors
    /// [`DbError::Defect`] if a URL cannot be read.
    pub fn lazy(config: &DbConfig) -> Result<Self, DbError> {
        Self::of_service(&ServiceDbConfig {
            role: "app_rw",
            url: config.rw_url.clone(),
            worker_url: config.worker_url.clone(),
            identity_url: Some(config.identity_url.clone()),
            region_url: Some(config.region_url.clone()),
            reference_url: Some(config.reference_url.clone()),
            max_connections: config.max_connections,
            statement_timeout: config.statement_timeout,
            acquire_timeout: config.acquire_timeout,
        })
    }

    /// Makes the pools of a process that runs one service: no more roles than it needs.
    ///
    /// # Errors
    /// [`DbError::Defect`] if a URL cannot be read.
    pub fn of_service(config: &ServiceDbConfig) -> Result<Self, DbError> {
        let others = (config.max_connections / 4).max(2);
        let limited = |url: &str, max_connections| {
            Ok::<_, DbError>(LimitedPool {
                pool: pool(url, max_connections, config)?,
                statement_timeout: config.statement_timeout,
            })
        };
        let optional = |url: &Option<String>| url.as_deref().map(|url| limited(url, others)).transpose();
        Ok(Self {
            role: config.role,
            requests: limited(&config.url, config.max_connections)?,
            worker: pool(&config.worker_url, others, config)?,
            identity: optional(&config.identity_url)?,
            region: optional(&config.region_url)?,
            reference: optional(&config.reference_url)?,
        })
    }

    /// Opens a transaction that sees and writes one tenant's rows.
    pub async fn begin(&self, tenant: TenantId) -> Result<TenantTx, DbError> {
        TenantTx::begin(&self.requests, tenant).await
    }

    /// Opens a transaction for what happens before a tenant is known.
    pub async fn begin_identity(&self) -> Result<IdentityTx, DbError> {
        IdentityTx::begin(present(self.identity.as_ref())?).await
    }

    /// Takes a connection for one statement before a tenant is known: asked on every request, so no round trip too many.
    pub async fn identity_conn(&self) -> Result<IdentityConn, DbError> {
        IdentityConn::acquire(present(self.identity.as_ref())?).await
    }

    /// Opens a transaction that sees jobs and outbox rows of all tenants.
    pub async fn begin_worker(&self) -> Result<WorkerTx, DbError> {
        WorkerTx::begin(&self.worker).await
    }

    /// Opens a read-only transaction on the aggregates of one region (`"08"`), or of the country (`"00"`).
    ///
    /// # Errors
    /// [`DbError::Defect`] if the region is not two ASCII digits.
    pub async fn begin_region(&self, region: &str) -> Result<RegionTx, DbError> {
        RegionTx::begin(present(self.region.as_ref())?, region).await
    }

    /// Opens a transaction that writes national reference data.
    pub async fn begin_reference(&self) -> Result<ReferenceTx, DbError> {
        ReferenceTx::begin(present(self.reference.as_ref())?).await
    }

    /// Whether the database answers the request role.
    pub async fn is_ready(&self) -> bool {
        sqlx::query_scalar!(r#"select 1 as "one!""#)
            .fetch_one(&self.requests.pool)
            .await
            .is_ok()
    }

    /// The pools with the role each must be, for the start-up check and the gauges. The request role comes first.
    pub fn pools(&self) -> Vec<(&'static str, &PgPool)> {
        let mut pools = vec![(self.role, &self.requests.pool)];
        pools.extend(
            self.identity
                .as_ref()
                .map(|identity| ("app_identity", &identity.pool)),
        );
        pools.push(("app_worker", &self.worker));
        pools.extend(self.region.as_ref().map(|region| ("app_region", &region.pool)));
        pools.extend(
            self.reference
                .as_ref()
                .map(|reference| ("app_reference", &reference.pool)),
        );
        pools
    }

    /// How many connections each pool has open, how many of them idle, and how many it may have.
    pub fn pool_sizes(&self) -> Vec<(&'static str, [u32; 3])> {
        let sizes = self.pools().into_iter().map(|(role, pool)| {
            let idle = u32::try_from(pool.num_idle()).unwrap_or(u32::MAX);
            (role, [pool.size(), idle, pool.options().get_max_connections()])
        });
        sizes.collect()
    }

    /// Closes every connection; waits for those in use.
    pub async fn close(&self) {
        for (_, pool) in self.pools() {
            pool.close().await;
        }
    }
}

/// A process asks only for the roles of the services it runs; anything else is a defect of its composition.
fn present(pool: Option<&LimitedPool>) -> Result<&LimitedPool, DbError> {
    pool.ok_or_else(|| DbError::Defect {
        sqlstate: "no_pool".to_owned(),
    })
}

fn pool(url: &str, max_connections: u32, config: &ServiceDbConfig) -> Result<PgPool, DbError> {
    let statement_timeout = config.statement_timeout.as_millis().to_string();
    let options = PgConnectOptions::from_str(url)?
        .application_name("wsparcie")
        .options([
            ("statement_timeout", statement_timeout.as_str()),
            ("lock_timeout", statement_timeout.as_str()),
            // A transaction whose request is gone must not hold its locks.
            ("idle_in_transaction_session_timeout", "15000"),
            // The ROLLBACK after each release warns where no transaction is open.
            ("client_min_messages", "error"),
        ])
        // Statements are counted by tests at this level; the log's filter never lets their text through.
        .log_statements(log::LevelFilter::Debug)
        .log_slow_statements(log::LevelFilter::Debug, Duration::from_hours(1));
    Ok(PgPoolOptions::new()
        .max_connections(max_connections)
        .acquire_timeout(config.acquire_timeout)
        .idle_timeout(Duration::from_mins(5))
        // A cancelled `begin` gives back a connection that is still inside a transaction, with the other tenant's id set
        // (sqlx #4393). The ROLLBACK ends it before anyone else gets the connection.
        .after_release(|connection, _| {
            Box::pin(async move {
                let rollback = sqlx::Executor::execute(&mut *connection, "ROLLBACK");
                match tokio::time::timeout(RELEASE_PATIENCE, rollback).await {
                    Ok(done) => done.map(|_| true),
                    // The error makes the pool drop the connection instead of keeping its place for good.
                    Err(_elapsed) => Err(sqlx::Error::PoolTimedOut),
                }
            })
        })
        .connect_lazy_with(options))
}
