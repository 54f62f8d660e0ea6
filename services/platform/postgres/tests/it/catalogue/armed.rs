//! Each check finds the fault it is there for.

use sqlx::AssertSqlSafe;
use wsparcie_testkit::TestDb;

use super::{faults, grants};

/// A protected table, as `%TABLE%`, for faults to be planted in.
const GOOD: &str = "create table platform.planted (
        tenant_id uuid not null default platform.current_tenant(), id uuid not null, primary key (tenant_id, id));
    call platform.protect_tenant_table('platform.planted');";

/// What is planted, and what the checks must say of it.
const FAULTS: &[(&str, &str, &str)] = &[
    (
        "no protection at all",
        "create table platform.planted (tenant_id uuid not null, id uuid, primary key (tenant_id, id))",
        "row level security not enabled and forced: platform.planted",
    ),
    (
        "enabled but not forced",
        "GOOD alter table platform.planted no force row level security",
        "row level security not enabled and forced: platform.planted",
    ),
    (
        "no policy",
        "GOOD drop policy tenant_isolation on platform.planted",
        "no tenant_isolation policy, or not the one that platform.protect_tenant_table makes: platform.planted",
    ),
    (
        "a policy that shows everything",
        "GOOD alter policy tenant_isolation on platform.planted using (true)",
        "no tenant_isolation policy, or not the one that platform.protect_tenant_table makes: platform.planted",
    ),
    (
        "a policy that lets everything in",
        "GOOD alter policy tenant_isolation on platform.planted with check (true)",
        "no tenant_isolation policy, or not the one that platform.protect_tenant_table makes: platform.planted",
    ),
    (
        "a second policy for the request role",
        "GOOD create policy too_many on platform.planted for select to app_rw using (true)",
        "another policy that applies to a role of requests: platform.planted too_many",
    ),
    (
        "a second policy for the role of one service",
        "GOOD create policy too_many on platform.planted for select to app_casework using (true)",
        "another policy that applies to a role of requests: platform.planted too_many",
    ),
    (
        "a policy that leaves one role of requests out",
        "GOOD alter policy tenant_isolation on platform.planted to app_rw, app_tenants, app_programmes, app_casework",
        "no tenant_isolation policy, or not the one that platform.protect_tenant_table makes: platform.planted",
    ),
    (
        "a second policy for everyone",
        "GOOD create policy too_many on platform.planted using (true)",
        "another policy that applies to a role of requests: platform.planted too_many",
    ),
    (
        "a policy for another role",
        "GOOD create policy too_many on platform.planted to app_worker using (true)",
        "a policy for another role that is not on the list: platform.planted too_many",
    ),
    (
        "a table without a tenant",
        "create table platform.planted (id uuid primary key)",
        "a table without tenant_id that is not on the list of global tables: platform.planted",
    ),
    (
        "a key without the tenant",
        "create table platform.planted (tenant_id uuid not null, id uuid primary key);
         call platform.protect_tenant_table('platform.planted')",
        "a primary key, unique key or index of a tenant table that does not start with tenant_id: platform.planted_pkey",
    ),
    (
        "a unique index without the tenant",
        "GOOD create unique index planted_id on platform.planted (id)",
        "a primary key, unique key or index of a tenant table that does not start with tenant_id: platform.planted_id",
    ),
    (
        "a foreign key without the tenant",
        "GOOD alter table platform.job add constraint job_key unique (id);
         alter table platform.planted add constraint planted_job foreign key (id) references platform.job (id)",
        "a foreign key of a tenant table that does not carry tenant_id to tenant_id: platform.planted planted_job",
    ),
    (
        "a table without a key",
        "create table platform.planted (tenant_id uuid not null); call platform.protect_tenant_table('platform.planted')",
        "a table with no key at all: platform.planted",
    ),
    (
        "a tenant that may be unknown",
        "create table platform.planted (tenant_id uuid, id uuid not null);
         call platform.protect_tenant_table('platform.planted')",
        "a tenant_id that may be null: platform.planted",
    ),
    (
        "a view with its owner's rights",
        "create view platform.planted as select * from platform.audit_event",
        "a view that runs with its owner's rights, or a materialised one: platform.planted",
    ),
    (
        "a materialised view",
        "create materialized view platform.planted as select * from platform.audit_event",
        "a view that runs with its owner's rights, or a materialised one: platform.planted",
    ),
    (
        "a definer function",
        "create function platform.planted() returns int language sql security definer set search_path = '' as 'select 1'",
        "a function that runs with its owner's rights: platform.planted",
    ),
    (
        "a function with an open search path",
        "create function platform.planted() returns int language sql as 'select 1'",
        "a function whose search path is not fixed: platform.planted",
    ),
    ("a sequence", "create sequence platform.planted", "a sequence: its values tell one tenant how busy the others are: platform.planted"),
    (
        "a right of everyone on a table",
        "grant select on platform.audit_event to public",
        "a right of everyone (public): platform.audit_event SELECT",
    ),
    (
        "a right of everyone on a function",
        "grant execute on procedure platform.protect_tenant_table(regclass) to public",
        "a right of everyone (public): function platform.protect_tenant_table",
    ),
    (
        "a table of somebody else",
        "GOOD reset role; alter table platform.planted owner to postgres",
        "an object that app_owner does not own: platform.planted",
    ),
];

#[tokio::test]
async fn each_check_finds_the_fault_that_is_planted_for_it() {
    let test = TestDb::start().await;
    let mut admin = test.admin().await;
    for (what, planted, expected) in FAULTS {
        let statement = planted.replace("GOOD", GOOD);
        sqlx::raw_sql(AssertSqlSafe(format!(
            "begin; set local role app_owner; {statement}"
        )))
        .execute(&mut admin)
        .await
        .unwrap_or_else(|error| panic!("{what}: {error}"));
        let found = faults(&mut admin).await;
        sqlx::raw_sql("rollback").execute(&mut admin).await.unwrap();
        assert!(
            found.iter().any(|fault| fault == expected),
            "{what}: the checks say only {found:#?}"
        );
    }
}

#[tokio::test]
async fn the_protecting_procedure_satisfies_the_checks() {
    let test = TestDb::start().await;
    let mut admin = test.admin().await;
    sqlx::raw_sql(AssertSqlSafe(format!("begin; set local role app_owner; {GOOD}")))
        .execute(&mut admin)
        .await
        .unwrap();
    assert_eq!(faults(&mut admin).await, Vec::<String>::new());
}

#[tokio::test]
async fn a_grant_too_many_changes_the_list_of_grants() {
    let test = TestDb::start().await;
    let mut admin = test.admin().await;
    let reviewed = grants(&mut admin).await;
    for planted in [
        "grant delete on platform.audit_event to app_rw",
        "grant select on platform.audit_event to app_worker",
        "grant update (details) on platform.audit_event to app_rw",
        "grant execute on procedure platform.protect_tenant_table(regclass) to app_rw",
        "grant usage on schema platform to app_backup",
    ] {
        sqlx::raw_sql(AssertSqlSafe(format!("begin; {planted}")))
            .execute(&mut admin)
            .await
            .unwrap();
        assert_ne!(grants(&mut admin).await, reviewed, "{planted}");
        sqlx::raw_sql("rollback").execute(&mut admin).await.unwrap();
    }
    assert_eq!(grants(&mut admin).await, reviewed);
}
