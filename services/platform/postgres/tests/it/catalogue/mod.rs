//! The database's own catalogue is asked whether every table is protected. Each check is proved armed by planting the
//! fault that it is there to find.
//!
//! What is allowed besides the rule stands in the lists of `allowed.rs`; they may only shrink, or grow under review.

mod allowed;
mod armed;
mod checks;

use std::fmt::Write;

use sqlx::PgConnection;
use wsparcie_testkit::TestDb;

/// Everything the checks find wrong.
async fn faults(admin: &mut PgConnection) -> Vec<String> {
    let mut faults = Vec::new();
    for check in checks::ALL {
        let found: Vec<String> = sqlx::query_scalar(check.sql)
            .bind(check.allowed)
            .fetch_all(&mut *admin)
            .await
            .unwrap_or_else(|error| panic!("check {}: {error}", check.name));
        faults.extend(found.into_iter().map(|fault| format!("{}: {fault}", check.name)));
    }
    faults
}

#[tokio::test]
async fn every_table_view_function_and_grant_keeps_the_rules() {
    let test = TestDb::start().await;
    assert_eq!(faults(&mut test.admin().await).await, Vec::<String>::new());
}

/// Grants are listed in `infra/postgres/grants.txt`, so that each one is seen in review.
/// `UPDATE_GRANTS=1 cargo test -p wsparcie-postgres grants` writes the list anew.
#[tokio::test]
async fn each_grant_is_in_the_reviewed_list_and_none_besides() {
    let test = TestDb::start().await;
    let actual = grants(&mut test.admin().await).await;
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../infra/postgres/grants.txt");
    if std::env::var_os("UPDATE_GRANTS").is_some() {
        std::fs::write(path, &actual).unwrap();
    }
    let reviewed = std::fs::read_to_string(path).unwrap();
    assert!(
        actual == reviewed,
        "grants differ from infra/postgres/grants.txt; they are now:\n{actual}"
    );
}

async fn grants(admin: &mut PgConnection) -> String {
    let rows: Vec<(String, String, String)> = sqlx::query_as(checks::GRANTS).fetch_all(admin).await.unwrap();
    let mut text = String::from(
        "# object | role | rights. Written by the test `each_grant_is_in_the_reviewed_list_and_none_besides`.\n",
    );
    for (object, role, rights) in rows {
        writeln!(text, "{object} | {role} | {rights}").unwrap();
    }
    text
}
