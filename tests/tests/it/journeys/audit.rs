//! Who did what, and that nobody rewrites it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use std::sync::Arc;
use wsparcie_kernel::ids::TenantId;
use wsparcie_kernel::{Clock, SystemClock};
use wsparcie_keys::{FileKeyStore, Keyring};
use wsparcie_postgres::audit::verify::{self, Fault};
use wsparcie_server::heads::HeadLog;

use super::stage::{Centre, person, text};
use crate::support::{Client, TestApp};

const READ: &str = "query($id: ID!) { person(id: $id) { lastName } }";

async fn trail(administrator: &Client) -> Vec<Value> {
    let query = "{ auditEvents(last: 100) { edges { node { principalKind principalId action subjectKind subjectId seal } } } }";
    let edges = administrator.data(query, json!({})).await["auditEvents"]["edges"].clone();
    edges
        .as_array()
        .unwrap()
        .iter()
        .map(|edge| edge["node"].clone())
        .collect()
}

/// What is wrong with the centre's trail, by the library that `wsparcie admin audit verify` uses.
pub(crate) async fn faults(app: &TestApp, centre: &str) -> Vec<Fault> {
    let id = String::from_utf8(URL_SAFE_NO_PAD.decode(centre).unwrap()).unwrap();
    let tenant = TenantId::from_uuid(id.trim_start_matches("Organisation:").parse().unwrap());
    let keyring = Keyring::new(Arc::new(
        FileKeyStore::open(&app.keys_dir, SystemClock.now()).unwrap(),
    ));
    let kept = HeadLog::beside(&app.keys_dir, keyring).of_tenant(tenant).unwrap();
    assert!(!kept.is_empty(), "heads are signed and kept outside the database");
    let mut tx = app.test.db.begin(tenant).await.unwrap();
    let report = verify::verify(&mut tx, &kept, SystemClock.now()).await.unwrap();
    assert!(report.checked > 0);
    report.faults
}

#[tokio::test]
pub(crate) async fn whoever_read_a_person_stands_in_the_trail_and_the_trail_is_sealed() {
    let app = TestApp::start().await;
    let centre = Centre::found(&app, "jelenia-gora", "0261011").await;
    let worker = centre.social_worker().await;
    let woman = person(&worker, ("Balbina", "Poziomka"), "2002-10-01", "FEMALE").await;
    let user = worker.data("{ viewer { id } }", json!({})).await["viewer"]["id"].clone();
    worker.data(READ, json!({"id": woman})).await;

    let of_woman = |events: &[Value], action: &str| {
        let found = events
            .iter()
            .filter(|event| event["action"] == action && event["subjectId"] == woman.as_str());
        found.cloned().collect::<Vec<_>>()
    };
    let events = trail(&centre.administrator).await;
    let reads = of_woman(&events, "person.read");
    assert_eq!(
        reads.last().unwrap(),
        &json!({"principalKind": "user", "principalId": user, "action": "person.read", "subjectKind": "person",
                "subjectId": woman, "seal": null})
    );
    assert_eq!(of_woman(&events, "person.created").len(), 1);
    assert!(!json!(events).to_string().contains("Poziomka"));

    app.settle().await;
    let seals: Vec<i64> = trail(&centre.administrator)
        .await
        .iter()
        .map(|event| event["seal"].as_i64().unwrap())
        .collect();
    let expected: Vec<i64> = (1..).take(seals.len()).collect();
    let mut sorted = seals.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, expected, "every event has its number");
    assert_eq!(faults(&app, &centre.id).await, []);
}

#[tokio::test]
pub(crate) async fn an_edited_trail_is_found_out() {
    let app = TestApp::start().await;
    let centre = Centre::found(&app, "jelenia-gora", "0261011").await;
    let worker = centre.social_worker().await;
    let woman = person(&worker, ("Balbina", "Poziomka"), "2002-10-01", "FEMALE").await;
    app.settle().await;
    assert_eq!(faults(&app, &centre.id).await, []);

    let mut admin = app.test.admin().await;
    let edited = sqlx::query(
        "update platform.audit_event set action = 'person.updated' where action = 'person.created'",
    )
    .execute(&mut admin)
    .await
    .unwrap();
    assert_eq!(edited.rows_affected(), 1, "{woman}");
    assert!(matches!(
        faults(&app, &centre.id).await[..],
        [Fault::Altered { .. }]
    ));
}

#[tokio::test]
pub(crate) async fn a_read_that_was_refused_is_no_read_and_a_centre_sees_its_own_trail_only() {
    let app = TestApp::start().await;
    let north = Centre::found(&app, "polnoc", "0261011").await;
    let south = Centre::found(&app, "poludnie", "0862011").await;
    let woman = person(
        &north.social_worker().await,
        ("Balbina", "Poziomka"),
        "2002-10-01",
        "FEMALE",
    )
    .await;
    let stranger = south.social_worker().await;
    assert_eq!(
        stranger.ask(READ, json!({"id": woman})).await.code(),
        Some("NOT_FOUND")
    );
    assert_eq!(
        north.administrator.ask(READ, json!({"id": woman})).await.code(),
        Some("FORBIDDEN")
    );
    for centre in [&north, &south] {
        let events = json!(trail(&centre.administrator).await).to_string();
        assert!(!events.contains("person.read"), "{events}");
        assert_eq!(events.contains(&text(&json!(woman))), centre.id == north.id);
    }
}
