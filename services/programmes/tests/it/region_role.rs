//! What the database itself lets the roles reach: queries that the service would never send.

use sqlx::AssertSqlSafe;
use wsparcie_kernel::PageRequest;
use wsparcie_programmes_api::ProgrammesApi;

use crate::support::{Stage, now, titled};

/// What a statement of the authorities' role gives: a number, or PostgreSQL's code.
async fn as_region(stage: &Stage, region: &str, sql: &str) -> Result<i64, String> {
    let mut tx = stage.test.db.begin_region(region).await.unwrap();
    sqlx::query_scalar(AssertSqlSafe(sql.to_owned()))
        .fetch_one(tx.conn())
        .await
        .map_err(|error| sqlstate(&error))
}

fn sqlstate(error: &sqlx::Error) -> String {
    error
        .as_database_error()
        .and_then(sqlx::error::DatabaseError::code)
        .unwrap_or_default()
        .into_owned()
}

#[tokio::test]
async fn authorities_reach_consents_by_region_and_no_figure_project_or_tenant() {
    const DENIED: &str = "42501";
    let stage = Stage::start().await;
    stage.centre("MOPS").await.created(titled("a")).await;
    let allowed = "select count(ref) from programmes.comparison_centre";
    assert_eq!(as_region(&stage, "02", allowed).await, Ok(1));
    for query in [
        "select count(tenant_id) from programmes.comparison_centre",
        "select count(ref) from programmes.comparison_centre where tenant_id is not null",
    ] {
        assert_eq!(
            as_region(&stage, "02", query).await,
            Err(DENIED.to_owned()),
            "{query}"
        );
    }
    for table in [
        "programmes.project",
        "programmes.project_budget_part",
        "programmes.recruitment",
        "programmes.project_comparison",
        "programmes.project_comparison_people",
        "programmes.participation",
        "programmes.comparison_publication",
        "programmes.comparison_places",
        "programmes.comparison_consent",
        "programmes.comparison_setting",
        "programmes.comparison_release",
        "programmes.comparison_release_row",
        "programmes_published.project_intake",
        "tenants.organisation",
        "platform.audit_event",
    ] {
        let query = format!("select count(*) from {table}");
        assert_eq!(
            as_region(&stage, "00", &query).await,
            Err(DENIED.to_owned()),
            "{table}"
        );
    }
    let write = "update programmes.comparison_centre set consents = '{}' returning 1::bigint";
    assert_ne!(as_region(&stage, "02", write).await, Ok(1));
}

#[tokio::test]
async fn authorities_see_other_regions_consents_neither_by_counting_nor_with_a_tenants_setting() {
    let stage = Stage::start().await;
    let centre = stage.centre_in("MOPS Zielona Góra", "0862011").await;
    centre.created(titled("a")).await;
    let count = "select count(ref) from programmes.comparison_centre";
    assert_eq!(as_region(&stage, "08", count).await, Ok(1));
    assert_eq!(as_region(&stage, "02", count).await, Ok(0));
    assert_eq!(as_region(&stage, "00", count).await, Ok(1));
    let mut tx = stage.test.db.begin_region("02").await.unwrap();
    let setting = format!("set local app.tenant_id = '{}'", centre.tenant);
    sqlx::raw_sql(AssertSqlSafe(setting))
        .execute(tx.conn())
        .await
        .unwrap();
    let seen: i64 = sqlx::query_scalar(count).fetch_one(tx.conn()).await.unwrap();
    assert_eq!(seen, 0);
}

#[tokio::test]
async fn a_centre_sees_no_other_centres_rows_even_without_a_condition() {
    let stage = Stage::start().await;
    let (north, south) = (stage.centre("north").await, stage.centre("south").await);
    north.created(titled("a")).await;
    for table in [
        "project",
        "project_budget_part",
        "recruitment",
        "project_comparison",
        "comparison_centre",
    ] {
        let mut tx = stage.test.db.begin(south.tenant).await.unwrap();
        let query = format!("select count(*) from programmes.{table}");
        let seen: i64 = sqlx::query_scalar(AssertSqlSafe(query))
            .fetch_one(tx.conn())
            .await
            .unwrap();
        assert_eq!(seen, 0, "{table}");
    }
    let mut tx = stage.test.db.begin(south.tenant).await.unwrap();
    let theft = format!(
        "insert into programmes.project_budget_part (tenant_id, project_id, source, amount_grosz)
         select '{}', id, 'eu', 1 from programmes.project",
        north.tenant
    );
    let stored = sqlx::raw_sql(AssertSqlSafe(theft))
        .execute(tx.conn())
        .await
        .unwrap();
    assert_eq!(stored.rows_affected(), 0);
    let page = south
        .service
        .clone()
        .list_projects(now(), south.call(), PageRequest::first(10))
        .await
        .unwrap();
    assert!(page.edges.is_empty());
}

#[tokio::test]
async fn reference_rows_are_read_only_and_rules_and_projects_are_never_deleted() {
    let stage = Stage::start().await;
    let centre = stage.centre("MOPS").await;
    centre.created(titled("a")).await;
    for sql in [
        "delete from programmes.programme",
        "update programmes.dictionary_entry set label_pl = 'x'",
        "update programmes.dictionary_entry set ended_by = 1",
        "insert into programmes.rate select * from programmes.rate",
        "delete from programmes.holiday",
        "select loaded_by from programmes.reference_release",
        "update programmes.own_dictionary_entry set label_pl = 'x'",
        "delete from programmes.own_dictionary_entry",
        "delete from programmes.project",
        "delete from programmes.recruitment",
        "update programmes.recruitment set rules = '{}'",
        "delete from programmes.project_comparison",
        "delete from programmes.comparison_consent",
        "update programmes.comparison_consent set granted = true",
        "delete from programmes.comparison_publication",
        "update programmes.comparison_publication set cells = '{}'",
        "update programmes.comparison_places set places = '{}'",
        "delete from programmes.comparison_places",
        "delete from programmes.comparison_release",
        "delete from programmes.comparison_release_row",
        "update programmes.comparison_release_row set content = ''",
        "update programmes.project set created_at = now()",
    ] {
        let mut tx = stage.test.db.begin(centre.tenant).await.unwrap();
        let outcome = sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))
            .execute(tx.conn())
            .await;
        assert_eq!(
            outcome.map(|_| ()).map_err(|error| sqlstate(&error)),
            Err("42501".to_owned()),
            "{sql}"
        );
    }
}
