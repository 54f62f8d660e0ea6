//! A process whose database role could get round row level security refuses to start.

use wsparcie_postgres::startup::{StartupRefusal, check};
use wsparcie_postgres::{Db, DbConfig};
use wsparcie_testkit::TestDb;

async fn refusal(config: &DbConfig) -> StartupRefusal {
    check(&Db::lazy(config).unwrap())
        .await
        .expect_err("the check let it start")
}

#[tokio::test]
async fn the_production_roles_may_serve() {
    let test = TestDb::start().await;
    check(&test.db).await.unwrap();
}

#[tokio::test]
async fn a_superuser_may_not_serve() {
    let test = TestDb::start().await;
    let config = DbConfig {
        rw_url: test.admin_url.clone(),
        ..test.config.clone()
    };
    assert!(matches!(
        refusal(&config).await,
        StartupRefusal::CouldBypass { .. }
    ));
}

#[tokio::test]
async fn the_migrator_may_not_serve_for_it_can_become_the_owner() {
    let test = TestDb::start().await;
    let config = DbConfig {
        rw_url: test.login("app_migrator"),
        ..test.config.clone()
    };
    let StartupRefusal::CouldBypass { how, .. } = refusal(&config).await else {
        panic!("another refusal")
    };
    assert!(how.contains("owner"), "{how}");
}

#[tokio::test]
async fn pools_that_were_mixed_up_do_not_serve() {
    let test = TestDb::start().await;
    let config = DbConfig {
        rw_url: test.config.identity_url.clone(),
        ..test.config.clone()
    };
    assert!(matches!(
        refusal(&config).await,
        StartupRefusal::WrongRole { wanted: "app_rw", .. }
    ));
}
