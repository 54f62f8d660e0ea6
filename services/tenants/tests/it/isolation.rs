//! What the database itself refuses, whatever the code asks for.

use wsparcie_kernel::Role;

use crate::support::{World, random};

fn code(error: &sqlx::Error) -> String {
    let error = error.as_database_error().expect("PostgreSQL refused");
    error.code().expect("with a code").into_owned()
}

#[tokio::test]
async fn a_request_within_a_tenant_cannot_read_accounts() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    for statement in [
        "select * from tenants.account",
        "select id from tenants.account",
        "select login from tenants.account where login = 'admin@jg'",
        "insert into tenants.account (id, login, full_name, password_hash, status, created_at)
         values (gen_random_uuid(), 'abc', 'x', '$argon2id$', 'active', now())",
        "update tenants.account set status = 'active'",
        "delete from tenants.account",
        "delete from tenants.membership",
        "delete from tenants.organisation",
        "update tenants.organisation set status = 'active'",
        "update tenants.organisation set teryt = '0262011'",
        "update tenants.membership set account_id = gen_random_uuid()",
        "update tenants.organisation set status_reason = 'nie ma powodu'",
        "update tenants.api_client_key set expires_on = '2099-01-01'",
        "delete from tenants.api_client_key",
        "delete from tenants.access_review_item",
        "update tenants.access_review_item set name = 'x'",
        "update tenants.break_glass set expires_at = '2099-01-01', reason = 'x'",
        "delete from tenants.break_glass",
        "update tenants.processing_agreement set text_pl = 'x'",
        "insert into tenants.processing_agreement values ('2099-1', '2099-01-01', '2099-01-01', 'x')",
        "update tenants.agreement_acceptance set accepted_at = now()",
        "delete from tenants.agreement_acceptance",
        "insert into tenants.organisation (id, organisation_type, name, short_name, teryt, status, version, created_at)
         values (gen_random_uuid(), 'MOPS', 'x', 'x', '0261011', 'active', 1, now())",
    ] {
        let mut tx = world.db.db.begin(centre.id).await.unwrap();
        let error = sqlx::query(statement).execute(tx.conn()).await.expect_err(statement);
        assert_eq!(code(&error), "42501", "{statement}");
    }
}

#[tokio::test]
async fn rows_of_another_tenant_are_not_there() {
    let world = World::start().await;
    let (north, south) = (world.centre("n").await, world.centre("s").await);
    world.add(&south, "ewa@s", &[Role::Coordinator]).await;
    let mut tx = world.db.db.begin(north.id).await.unwrap();
    for (statement, rows) in [
        ("select count(*) from tenants.organisation", 1_i64),
        ("select count(*) from tenants.membership", 1),
        ("select count(*) from tenants.api_client", 0),
        ("select count(*) from tenants_published.organisation", 1),
    ] {
        let seen: i64 = sqlx::query_scalar(statement).fetch_one(tx.conn()).await.unwrap();
        assert_eq!(seen, rows, "{statement}");
    }
    let touched = sqlx::query("update tenants.organisation set version = version where id = $1")
        .bind(south.id.into_uuid())
        .execute(tx.conn())
        .await
        .unwrap();
    assert_eq!(touched.rows_affected(), 0);
    let planted = sqlx::query(
        "insert into tenants.membership (tenant_id, id, account_id, login, full_name, roles, active, version, created_at)
         select $1, $2, account_id, login, full_name, roles, active, version, created_at from tenants.membership",
    )
    .bind(south.id.into_uuid())
    .bind(random())
    .execute(tx.conn())
    .await;
    assert_eq!(code(&planted.unwrap_err()), "42501");
}

#[tokio::test]
async fn before_a_tenant_is_known_nothing_of_a_tenant_can_be_written_or_read_beyond_the_list() {
    let world = World::start().await;
    world.centre("jg").await;
    for statement in [
        "update tenants.membership set active = true",
        "delete from tenants.membership",
        "select full_name from tenants.membership",
        "select name from tenants.api_client",
        "select reason from tenants.break_glass",
        "insert into tenants.break_glass (tenant_id) values (gen_random_uuid())",
        "update tenants.api_client_key set revoked_at = null",
        "select * from tenants.access_review_item",
        "select * from tenants.agreement_acceptance",
        "update tenants.organisation set name = 'x'",
        "update tenants.account set login = 'abc'",
        "select * from platform.audit_event",
    ] {
        let mut tx = world.db.db.begin_identity().await.unwrap();
        let error = sqlx::query(statement)
            .execute(tx.conn())
            .await
            .expect_err(statement);
        assert_eq!(code(&error), "42501", "{statement}");
    }
}
