//! What a migration does to the rows of a database that was in use.

use std::borrow::Cow;

use sqlx::migrate::Migrator;
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use uuid::Uuid;
use wsparcie_postgres::migrate::ROLES_SQL;
use wsparcie_testkit::TestDb;

static MIGRATIONS: Migrator = sqlx::migrate!("../../../migrations");

/// The last migration that databases in use have.
const PUBLISHED: i64 = 20_261_122_110_400;

async fn all(connection: &mut PgConnection, statements: &str) {
    sqlx::raw_sql(AssertSqlSafe(statements.to_owned()))
        .execute(connection)
        .await
        .unwrap();
}

/// Applies the migrations of a range of versions, as the owner.
async fn migrated(connection: &mut PgConnection, wanted: impl Fn(i64) -> bool) {
    let list: &Cow<'static, [_]> = &MIGRATIONS.migrations;
    for migration in list.iter().filter(|migration| wanted(migration.version)) {
        let sql: &str = migration.sql.as_str();
        all(
            connection,
            &format!("begin; set local role app_owner; {sql}; commit"),
        )
        .await;
    }
}

#[tokio::test]
async fn a_centre_with_participants_from_before_there_were_events_gets_one_job_that_tells_them() {
    // The roles are the server's, and there already.
    let test = TestDb::start().await;
    let name = format!("test_{}", Uuid::now_v7().simple());
    all(&mut test.admin().await, &format!("create database {name}")).await;
    let (server, _) = test.admin_url.rsplit_once('/').unwrap();
    let mut database = PgConnection::connect(&format!("{server}/{name}")).await.unwrap();
    all(&mut database, "set client_min_messages = warning").await;
    all(&mut database, ROLES_SQL).await;
    migrated(&mut database, |version| version <= PUBLISHED).await;

    let [north, south, empty] = [Uuid::now_v7(), Uuid::now_v7(), Uuid::now_v7()];
    all(&mut database, "set session_replication_role = replica").await;
    for tenant in [north, north, south] {
        let row = format!(
            "insert into casework.enrolment (tenant_id, id, nomination_id, person_id, project_id, verdict_id, state, sex,
                                             starts_on, created_at)
             values ('{tenant}', gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), gen_random_uuid(),
                     gen_random_uuid(), 'enrolled', 'K', '2026-01-01', now())"
        );
        all(&mut database, &row).await;
    }
    all(&mut database, "set session_replication_role = origin").await;
    migrated(&mut database, |version| version > PUBLISHED).await;

    let jobs: Vec<(Uuid, String, serde_json::Value, String)> =
        sqlx::query_as("select tenant_id, kind, payload, state from platform.job order by tenant_id")
            .fetch_all(&mut database)
            .await
            .unwrap();
    let told = |tenant| {
        (
            tenant,
            "casework.republish".to_owned(),
            serde_json::json!({}),
            "ready".to_owned(),
        )
    };
    assert_eq!(jobs, [told(north), told(south)], "and none for {empty}");
    let forced: bool = sqlx::query_scalar(
        "select bool_and(relforcerowsecurity) from pg_class
         where oid in ('casework.enrolment'::regclass, 'platform.job'::regclass)",
    )
    .fetch_one(&mut database)
    .await
    .unwrap();
    assert!(forced, "the owner sees no rows again");
}
