//! What a process that runs one service can reach: its own tables, and what others publish for it.

use std::collections::BTreeSet;

use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use wsparcie_postgres::startup::{StartupRefusal, check};
use wsparcie_postgres::{Db, ServiceDbConfig};
use wsparcie_testkit::TestDb;

const SERVICES: [&str; 4] = ["tenants", "programmes", "casework", "documents"];

/// Views of others that a service reads.
const READS: [(&str, &str); 4] = [
    ("programmes", "tenants_published"),
    ("programmes", "casework_published"),
    ("casework", "tenants_published"),
    ("casework", "programmes_published"),
];

/// What every service may do on the ground floor; tenants, which keeps the audit trail, may do whatever `app_rw` may.
const GROUND: [&str; 8] = [
    "audit_event INSERT",
    "audit_unsealed INSERT",
    "idempotency INSERT",
    "idempotency SELECT",
    "idempotency UPDATE",
    "instance SELECT",
    "job INSERT",
    "outbox INSERT",
];

/// Every right on a table, view or column that a role has: schema, relation, right.
async fn rights(admin: &mut PgConnection, role: &str) -> BTreeSet<(String, String, String)> {
    let rows: Vec<(String, String, String)> = sqlx::query_as(
        "select n.nspname::text, c.relname::text, a.privilege_type
         from pg_class c join pg_namespace n on n.oid = c.relnamespace, aclexplode(c.relacl) a
         where a.grantee = $1::text::regrole and n.nspname not like 'pg\\_%'
         union
         select n.nspname::text, c.relname || '.' || t.attname, a.privilege_type
         from pg_attribute t join pg_class c on c.oid = t.attrelid
         join pg_namespace n on n.oid = c.relnamespace, aclexplode(t.attacl) a
         where a.grantee = $1::text::regrole and n.nspname not like 'pg\\_%'",
    )
    .bind(role)
    .fetch_all(admin)
    .await
    .unwrap();
    rows.into_iter().collect()
}

#[tokio::test]
async fn each_service_has_the_rights_of_its_own_schema_and_the_ground_floor_and_no_others() {
    let test = TestDb::start().await;
    let mut admin = test.admin().await;
    let all = rights(&mut admin, "app_rw").await;
    for service in SERVICES {
        let own = rights(&mut admin, &format!("app_{service}")).await;
        let reads: Vec<&str> = READS
            .iter()
            .filter(|(reader, _)| *reader == service)
            .map(|(_, schema)| *schema)
            .collect();
        for right in &all {
            let (schema, relation, privilege) = right;
            let wanted = schema == service
                || reads.contains(&schema.as_str())
                || (schema == "platform"
                    && (service == "tenants"
                        || GROUND.contains(&format!("{relation} {privilege}").as_str())));
            if wanted {
                assert!(own.contains(right), "{service} lacks {right:?}");
            }
        }
        for (schema, relation, privilege) in &own {
            let is_own = schema == service || schema == "platform" || reads.contains(&schema.as_str());
            // Columns that published views are made of; read only, and column by column.
            let is_base = privilege == "SELECT"
                && relation.contains('.')
                && reads.contains(&format!("{schema}_published").as_str());
            assert!(is_own || is_base, "{service} has {schema}.{relation} {privilege}");
            let ground = format!("{relation} {privilege}");
            assert!(
                schema != "platform" || service == "tenants" || GROUND.contains(&ground.as_str()),
                "{service} has platform.{ground}"
            );
        }
    }
}

/// Roles times tables, by trying: what the catalogue says and what the server does are one.
#[tokio::test]
async fn no_service_reads_the_tables_of_another() {
    let test = TestDb::start().await;
    let mut admin = test.admin().await;
    let tables: Vec<(String, String)> = sqlx::query_as(
        "select n.nspname::text, c.relname::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where n.nspname = any($1) and c.relkind = 'r' order by 1, 2",
    )
    .bind(&SERVICES.map(str::to_owned)[..])
    .fetch_all(&mut admin)
    .await
    .unwrap();
    assert!(tables.len() > 20);
    for service in SERVICES {
        let mut connection = PgConnection::connect(&test.login(&format!("app_{service}")))
            .await
            .unwrap();
        let mut own = 0;
        for (schema, table) in &tables {
            let statement = AssertSqlSafe(format!("select * from {schema}.{table} limit 0"));
            let read = connection.execute(statement).await;
            own += usize::from(read.is_ok());
            assert!(
                schema == service || read.is_err(),
                "app_{service} reads {schema}.{table}"
            );
        }
        assert!(own > 0, "app_{service} reads nothing at all");
    }
}

#[tokio::test]
async fn casework_reads_neither_accounts_nor_documents_nor_the_audit_trail() {
    let test = TestDb::start().await;
    let mut casework = PgConnection::connect(&test.login("app_casework")).await.unwrap();
    for statement in [
        "select password_hash from tenants.account",
        "select * from documents.document",
        "select * from platform.audit_event",
        "delete from platform.audit_unsealed",
        "update platform.job set state = 'ready'",
        "select title from programmes.project_comparison",
        "set role app_rw",
        "set role app_owner",
        "call platform.share_grants()",
    ] {
        let refused = casework.execute(statement).await;
        let code = refused
            .unwrap_err()
            .into_database_error()
            .unwrap()
            .code()
            .unwrap()
            .into_owned();
        assert_eq!(code, "42501", "{statement}");
    }
}

#[tokio::test]
async fn a_service_sees_the_rows_of_the_tenant_named_and_no_others() {
    let test = TestDb::start().await;
    let (north, south) = (test.centre("north").await, test.centre("south").await);
    let db = Db::of_service(&config(&test, "app_tenants")).unwrap();
    for (tenant, name) in [(north, "north"), (south, "south")] {
        let mut tx = db.begin(tenant).await.unwrap();
        let seen: Vec<String> = sqlx::query_scalar("select short_name from tenants.organisation")
            .fetch_all(tx.conn())
            .await
            .unwrap();
        assert_eq!(seen, [name]);
    }
    // Without a tenant: nothing.
    let mut bare = PgConnection::connect(&test.login("app_tenants")).await.unwrap();
    let seen: i64 = sqlx::query_scalar("select count(*) from tenants.organisation")
        .fetch_one(&mut bare)
        .await
        .unwrap();
    assert_eq!(seen, 0);
}

#[tokio::test]
async fn a_published_view_answers_its_readers() {
    let test = TestDb::start().await;
    for (service, schema) in READS {
        let views: Vec<String> = sqlx::query_scalar(
            "select c.relname::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
             where n.nspname = $1 and c.relkind = 'v'",
        )
        .bind(schema)
        .fetch_all(&mut test.admin().await)
        .await
        .unwrap();
        assert!(!views.is_empty());
        let mut reader = PgConnection::connect(&test.login(&format!("app_{service}")))
            .await
            .unwrap();
        for view in views {
            reader
                .execute(AssertSqlSafe(format!("select * from {schema}.{view}")))
                .await
                .unwrap_or_else(|error| panic!("app_{service} cannot read {schema}.{view}: {error}"));
        }
    }
}

#[tokio::test]
async fn sharing_the_grants_again_changes_nothing_and_takes_back_what_was_added_by_hand() {
    let test = TestDb::start().await;
    let mut admin = test.admin().await;
    let mut before = Vec::new();
    for service in SERVICES {
        before.push(rights(&mut admin, &format!("app_{service}")).await);
    }
    for statement in [
        "grant select on tenants.account to app_casework",
        "grant update (login) on tenants.account to app_documents",
        "begin; set local role app_owner; call platform.share_grants(); commit",
    ] {
        sqlx::raw_sql(statement).execute(&mut admin).await.unwrap();
    }
    for (service, before) in SERVICES.iter().zip(before) {
        assert_eq!(rights(&mut admin, &format!("app_{service}")).await, before);
    }
}

#[tokio::test]
async fn a_process_of_one_service_starts_with_its_own_role_only() {
    let test = TestDb::start().await;
    for service in SERVICES {
        let role: &'static str = ["app_tenants", "app_programmes", "app_casework", "app_documents"]
            .into_iter()
            .find(|role| role.ends_with(service))
            .unwrap();
        let good = config(&test, role);
        check(&Db::of_service(&good).unwrap()).await.unwrap();
        for (url, bypasses) in [
            (test.login("app_rw"), false),
            (test.login("app_worker"), false),
            (test.login("app_migrator"), true),
            (test.admin_url.clone(), true),
        ] {
            let refusal = check(&Db::of_service(&ServiceDbConfig { url, ..good.clone() }).unwrap())
                .await
                .expect_err("the check let it start");
            assert_eq!(
                matches!(refusal, StartupRefusal::CouldBypass { .. }),
                bypasses,
                "{refusal}"
            );
        }
    }
}

fn config(test: &TestDb, role: &'static str) -> ServiceDbConfig {
    ServiceDbConfig {
        role,
        url: test.login(role),
        worker_url: test.login("app_worker"),
        identity_url: (role == "app_tenants").then(|| test.login("app_identity")),
        region_url: (role == "app_programmes").then(|| test.login("app_region")),
        reference_url: (role == "app_programmes").then(|| test.login("app_reference")),
        max_connections: 4,
        statement_timeout: test.config.statement_timeout,
        acquire_timeout: test.config.acquire_timeout,
    }
}
