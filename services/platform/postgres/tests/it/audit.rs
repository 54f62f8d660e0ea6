//! The audit trail: sealed, and what was done to it afterwards is found.

use std::sync::{Arc, Mutex};

use serde_json::json;
use sqlx::AssertSqlSafe;
use uuid::Uuid;
use wsparcie_kernel::ids::TenantId;
use wsparcie_kernel::{Role, SystemIds};
use wsparcie_postgres::audit::seal::{Head, seal_waiting};
use wsparcie_postgres::audit::verify::{Fault, Report, verify};
use wsparcie_postgres::audit::{self, Act};
use wsparcie_testkit::{TestDb, call, noon, user};

async fn act(test: &TestDb, tenant: TenantId, count: usize) {
    let mut tx = test.db.begin(tenant).await.unwrap();
    let acts = (0..count)
        .map(|n| Act::on("person.read", "person", Uuid::now_v7()).with(json!({"n": n, "list": ["b", "a"]})))
        .collect();
    let call = call(&user(tenant, Role::SocialWorker));
    audit::record_all(&mut tx, &SystemIds, &call, acts, noon("2026-01-01"))
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

async fn check(test: &TestDb, tenant: TenantId, kept: &[Head]) -> Report {
    let mut tx = test.db.begin(tenant).await.unwrap();
    verify(&mut tx, kept, noon("2026-01-02")).await.unwrap()
}

async fn tamper(test: &TestDb, statement: &'static str) {
    let mut admin = test.admin().await;
    sqlx::raw_sql(AssertSqlSafe(statement))
        .execute(&mut admin)
        .await
        .unwrap();
}

/// A centre with five sealed events and the head that was kept.
async fn sealed(test: &TestDb) -> (TenantId, Head) {
    let tenant = test.centre("north").await;
    act(test, tenant, 5).await;
    let heads = seal_waiting(&test.db, noon("2026-01-01")).await.unwrap();
    (tenant, heads[0].1)
}

#[tokio::test]
async fn an_untouched_trail_has_no_fault() {
    let test = TestDb::start().await;
    let (tenant, head) = sealed(&test).await;
    act(&test, tenant, 3).await;
    let second = seal_waiting(&test.db, noon("2026-01-01")).await.unwrap()[0].1;
    assert_eq!(
        check(&test, tenant, &[head, second]).await,
        Report {
            checked: 8,
            faults: vec![]
        }
    );
    assert!(
        seal_waiting(&test.db, noon("2026-01-01"))
            .await
            .unwrap()
            .is_empty(),
        "nothing waits any more"
    );
}

#[tokio::test]
async fn what_is_done_under_break_glass_says_so() {
    let test = TestDb::start().await;
    let tenant = test.centre("north").await;
    let mut actor = user(tenant, Role::Specialist);
    for (break_glass, action) in [(true, "person.read"), (false, "person.seen")] {
        actor.standing.break_glass = break_glass;
        let mut tx = test.db.begin(tenant).await.unwrap();
        let acts = vec![
            Act::on(action, "person", Uuid::now_v7()).with(json!({"how": "id"})),
            Act::on(action, "person", Uuid::now_v7()),
        ];
        audit::record_all(&mut tx, &SystemIds, &call(&actor), acts, noon("2026-01-01"))
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }
    let details: Vec<serde_json::Value> =
        sqlx::query_scalar("select details from platform.audit_event order by action, details ? 'how'")
            .fetch_all(&mut test.admin().await)
            .await
            .unwrap();
    let mark = json!({"break_glass": true});
    assert_eq!(
        details,
        [
            mark,
            json!({"how": "id", "break_glass": true}),
            json!({}),
            json!({"how": "id"})
        ]
    );
}

#[tokio::test]
async fn each_kind_of_tampering_is_found() {
    let reordered = "update platform.audit_seal set event_id = case seq
                         when 2 then (select event_id from platform.audit_seal where seq = 3)
                         else (select event_id from platform.audit_seal where seq = 2) end
                     where seq in (2, 3)";
    let cases: [(&str, &'static str, Vec<Fault>); 5] = [
        (
            "an edited event",
            "update platform.audit_event set subject_id = null
             where id = (select event_id from platform.audit_seal where seq = 2)",
            vec![Fault::Altered { seq: 2 }],
        ),
        (
            "edited details",
            "update platform.audit_event set details = '{\"n\": 7}'
             where id = (select event_id from platform.audit_seal where seq = 4)",
            vec![Fault::Altered { seq: 4 }],
        ),
        (
            "a gap",
            "with cut as (delete from platform.audit_seal where seq = 3 returning event_id)
             update platform.audit_event set at = '2026-03-01' where id in (select event_id from cut)",
            vec![Fault::Gap { seq: 3 }, Fault::Altered { seq: 4 }],
        ),
        (
            "a cut tail",
            "with cut as (delete from platform.audit_seal where seq > 3 returning event_id)
             update platform.audit_event set at = '2026-03-01' where id in (select event_id from cut)",
            vec![Fault::TailCut { kept: 5, ends: 3 }],
        ),
        (
            "two events exchanged",
            "alter table platform.audit_seal drop constraint audit_seal_tenant_id_event_id_key",
            vec![Fault::Altered { seq: 2 }, Fault::Altered { seq: 3 }],
        ),
    ];
    for (what, statement, expected) in cases {
        let test = TestDb::start().await;
        let (tenant, head) = sealed(&test).await;
        tamper(&test, statement).await;
        if what == "two events exchanged" {
            tamper(&test, reordered).await;
        }
        assert_eq!(check(&test, tenant, &[head]).await.faults, expected, "{what}");
    }
}

#[tokio::test]
async fn a_chain_written_anew_does_not_match_the_kept_head() {
    let test = TestDb::start().await;
    let (tenant, head) = sealed(&test).await;
    tamper(
        &test,
        "delete from platform.audit_seal; update platform.audit_chain set seq = 0, hash = decode(repeat('00', 32), 'hex');
         update platform.audit_event set action = 'person.forged';
         insert into platform.audit_unsealed (tenant_id, event_id) select tenant_id, id from platform.audit_event",
    )
    .await;
    seal_waiting(&test.db, noon("2026-01-01")).await.unwrap();
    assert_eq!(
        check(&test, tenant, &[]).await.faults,
        [],
        "in itself the forged chain is whole"
    );
    assert_eq!(
        check(&test, tenant, &[head]).await.faults,
        [Fault::Rewritten { seq: 5 }]
    );
}

#[tokio::test]
async fn an_event_that_was_never_sealed_is_found() {
    let test = TestDb::start().await;
    let (tenant, _) = sealed(&test).await;
    act(&test, tenant, 1).await;
    tamper(&test, "delete from platform.audit_unsealed").await;
    seal_waiting(&test.db, noon("2026-01-01")).await.unwrap();
    assert!(matches!(
        check(&test, tenant, &[]).await.faults[..],
        [Fault::Unsealed { .. }]
    ));
}

#[tokio::test]
async fn requests_cannot_change_or_delete_what_was_recorded() {
    let test = TestDb::start().await;
    let (tenant, _) = sealed(&test).await;
    for statement in [
        "update platform.audit_event set action = 'a.b'",
        "delete from platform.audit_event",
        "update platform.audit_seal set seq = 9",
        "delete from platform.audit_seal",
        "truncate platform.audit_event cascade",
    ] {
        let mut tx = test.db.begin(tenant).await.unwrap();
        let error = sqlx::raw_sql(statement).execute(tx.conn()).await.unwrap_err();
        assert_eq!(
            error.as_database_error().unwrap().code().unwrap(),
            "42501",
            "{statement}"
        );
    }
}

#[tokio::test]
async fn two_sealers_at_once_make_one_chain() {
    let test = TestDb::start().await;
    let tenant = test.centre("north").await;
    let heads = Arc::new(Mutex::new(Vec::new()));
    for _ in 0..10 {
        act(&test, tenant, 3).await;
        let now = noon("2026-01-01");
        let (a, b) = tokio::join!(seal_waiting(&test.db, now), seal_waiting(&test.db, now));
        heads
            .lock()
            .unwrap()
            .extend(a.unwrap().into_iter().chain(b.unwrap()).map(|(_, head)| head));
    }
    let kept = heads.lock().unwrap().clone();
    assert_eq!(
        check(&test, tenant, &kept).await,
        Report {
            checked: 30,
            faults: vec![]
        }
    );
}
