//! A database for one test: a copy of a migrated template, reached through the same roles as in production.

use std::str::FromStr;
use std::time::Duration;

use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor};
use uuid::Uuid;
use wsparcie_kernel::hex;
use wsparcie_kernel::ids::TenantId;
use wsparcie_postgres::{Db, DbConfig, migrate, startup};

/// A database of one test's own. Dropped with the throw-away server that it lives on.
pub struct TestDb {
    /// Pools that log in with the production roles; row level security applies.
    pub db: Db,
    /// The URLs behind the pools.
    pub config: DbConfig,
    /// The superuser's URL of this database, for planting faults and looking behind the curtain.
    pub admin_url: String,
    server: String,
    name: String,
}

impl TestDb {
    /// Makes a fresh, migrated, empty database, and checks that row level security applies to its roles.
    pub async fn start() -> Self {
        let server = std::env::var("DATABASE_URL")
            .unwrap_or_else(|_| panic!("DATABASE_URL is not set: run the tests with `make test`"));
        Self::start_on(&server).await
    }

    /// The same on another server than that of `DATABASE_URL`: one that the test may stop. `server` is its superuser's URL.
    pub async fn start_on(server: &str) -> Self {
        let server = server.to_owned();
        let template = template(&server).await;
        let name = format!("test_{}", Uuid::now_v7().simple());
        let mut admin = connect(&server).await;
        run(&mut admin, format!("create database {name} template {template}")).await;
        admin.close().await.expect("close");
        let url = |role: &str| with_login(&server, &name, role);
        let config = DbConfig {
            rw_url: url("app_rw"),
            identity_url: url("app_identity"),
            worker_url: url("app_worker"),
            region_url: url("app_region"),
            reference_url: url("app_reference"),
            max_connections: 8,
            statement_timeout: Duration::from_secs(10),
            acquire_timeout: Duration::from_secs(10),
        };
        let db = Db::lazy(&config).expect("URLs made here can be read");
        startup::check(&db)
            .await
            .expect("the test roles cannot bypass row level security");
        let admin_url = replace_database(&server, &name);
        Self {
            db,
            config,
            admin_url,
            server,
            name,
        }
    }

    /// The URL with which a production role logs in to this database.
    pub fn login(&self, role: &str) -> String {
        with_login(&self.server, &self.name, role)
    }

    /// A superuser's connection to this database.
    pub async fn admin(&self) -> PgConnection {
        connect(&self.admin_url).await
    }

    /// Puts a bare organisation (a MOPS with valid made-up numbers) into the database and gives its id.
    pub async fn centre(&self, short_name: &str) -> TenantId {
        self.organisation("MOPS", short_name, "0261011").await
    }

    /// Puts a bare organisation of any type into the database and gives its id.
    pub async fn organisation(&self, organisation_type: &str, short_name: &str, teryt: &str) -> TenantId {
        let id = Uuid::now_v7();
        let mut admin = self.admin().await;
        sqlx::query(
            "insert into tenants.organisation
                 (id, organisation_type, name, short_name, teryt, status, version, created_at)
             values ($1, $2, $3, $3, $4, 'active', 1, now())",
        )
        .bind(id)
        .bind(organisation_type)
        .bind(short_name)
        .bind(teryt)
        .execute(&mut admin)
        .await
        .expect("the organisation is stored");
        TenantId::from_uuid(id)
    }
}

/// The migrated template of this server, made by whichever test comes first.
async fn template(server: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(migrate::ROLES_SQL);
    // The template's maker sets the roles' passwords; they are part of what it makes.
    hash.update(password(server, "app_rw"));
    for checksum in migrate::checksums() {
        hash.update(checksum);
    }
    let name = format!("template_{}", hex::encode(&hash.finalize()[..10]));
    let mut admin = connect(server).await;
    run(&mut admin, "select pg_advisory_lock(7311)".to_owned()).await;
    let exists: bool = sqlx::query_scalar("select exists (select from pg_database where datname = $1)")
        .bind(&name)
        .fetch_one(&mut admin)
        .await
        .expect("the catalogue answers");
    if !exists {
        let unfinished = format!("{name}_new");
        run(
            &mut admin,
            format!("drop database if exists {unfinished} with (force)"),
        )
        .await;
        run(&mut admin, format!("create database {unfinished}")).await;
        let url = replace_database(server, &unfinished);
        migrate::prepare(&url, |role| password(server, role))
            .await
            .expect("the roles are made");
        migrate::run(&with_login(server, &unfinished, "app_migrator"))
            .await
            .expect("the migrations run");
        run(
            &mut admin,
            format!("alter database {unfinished} rename to {name}"),
        )
        .await;
    }
    // Ends the session and with it the lock.
    admin.close().await.expect("close");
    name
}

async fn connect(url: &str) -> PgConnection {
    PgConnectOptions::from_str(url)
        .expect("DATABASE_URL is a postgres URL")
        .disable_statement_logging()
        .connect()
        .await
        .expect("the server of DATABASE_URL answers: run the tests with `make test`")
}

async fn run(connection: &mut PgConnection, statement: String) {
    connection
        .execute(AssertSqlSafe(statement))
        .await
        .expect("a statement of the test's set-up");
}

/// The same for every test of one server run, whichever of its databases `DATABASE_URL` names, so that parallel test
/// processes agree; worthless elsewhere. Roles belong to the server, not to a database.
fn password(server: &str, role: &str) -> String {
    let key = replace_database(server, "");
    let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(key.as_bytes()).expect("any key length will do");
    mac.update(role.as_bytes());
    hex::encode(&mac.finalize().into_bytes()[..16])
}

fn with_login(server: &str, database: &str, role: &str) -> String {
    let url = replace_database(server, database);
    let rest = url.split_once('@').expect("DATABASE_URL has a login").1;
    format!("postgres://{role}:{}@{rest}", password(server, role))
}

fn replace_database(server: &str, database: &str) -> String {
    let (start, query) = server
        .split_once('?')
        .map_or((server, None), |(s, q)| (s, Some(q)));
    let (start, _) = start.rsplit_once('/').expect("DATABASE_URL names a database");
    query.map_or_else(
        || format!("{start}/{database}"),
        |query| format!("{start}/{database}?{query}"),
    )
}
