//! A key stands for one act.

use uuid::Uuid;
use wsparcie_kernel::{Call, CallError, Idempotency, Role};
use wsparcie_postgres::idempotency::{Outcome, begin, complete};
use wsparcie_testkit::{TestDb, call, noon, user};

fn with_key(call: &Call, fingerprint: &str) -> Call {
    call.clone().once(Some(Idempotency {
        key: "k".into(),
        fingerprint: fingerprint.into(),
    }))
}

#[tokio::test]
async fn a_repeated_request_gets_the_first_ones_result() {
    let db = TestDb::start().await;
    let tenant = db.centre("north").await;
    let call = with_key(&call(&user(tenant, Role::Coordinator)), "same input");
    let result = Uuid::now_v7();

    let mut tx = db.db.begin(tenant).await.unwrap();
    assert_eq!(
        begin(&mut tx, &call, noon("2026-01-01")).await,
        Ok(Outcome::Fresh)
    );
    complete(&mut tx, &call, result).await.unwrap();
    tx.commit().await.unwrap();

    let mut tx = db.db.begin(tenant).await.unwrap();
    assert_eq!(
        begin(&mut tx, &call, noon("2026-01-01")).await,
        Ok(Outcome::Repeated(result))
    );
}

#[tokio::test]
async fn another_input_under_a_used_key_is_refused() {
    let db = TestDb::start().await;
    let tenant = db.centre("north").await;
    let call = call(&user(tenant, Role::Coordinator));
    let mut tx = db.db.begin(tenant).await.unwrap();
    begin(&mut tx, &with_key(&call, "one"), noon("2026-01-01"))
        .await
        .unwrap();
    complete(&mut tx, &with_key(&call, "one"), Uuid::now_v7())
        .await
        .unwrap();
    let Err(CallError::Refused(problems)) = begin(&mut tx, &with_key(&call, "two"), noon("2026-01-01")).await
    else {
        panic!("the key was accepted for other input")
    };
    assert_eq!(problems[0].code, "IDEMPOTENCY_KEY_REUSED");
}

#[tokio::test]
async fn an_act_that_was_rolled_back_leaves_its_key_free() {
    let db = TestDb::start().await;
    let tenant = db.centre("north").await;
    let call = with_key(&call(&user(tenant, Role::Coordinator)), "input");
    let mut tx = db.db.begin(tenant).await.unwrap();
    begin(&mut tx, &call, noon("2026-01-01")).await.unwrap();
    drop(tx);
    let mut tx = db.db.begin(tenant).await.unwrap();
    assert_eq!(
        begin(&mut tx, &call, noon("2026-01-01")).await,
        Ok(Outcome::Fresh)
    );
}

#[tokio::test]
async fn one_key_means_two_things_at_two_centres_and_for_two_users() {
    let db = TestDb::start().await;
    let (north, south) = (db.centre("north").await, db.centre("south").await);
    for tenant in [north, north, south] {
        let call = with_key(&call(&user(tenant, Role::Coordinator)), &tenant.to_string());
        let mut tx = db.db.begin(tenant).await.unwrap();
        assert_eq!(
            begin(&mut tx, &call, noon("2026-01-01")).await,
            Ok(Outcome::Fresh)
        );
        complete(&mut tx, &call, Uuid::now_v7()).await.unwrap();
        tx.commit().await.unwrap();
    }
}
