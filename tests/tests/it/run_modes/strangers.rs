//! What the split platform does beside answering.

use reqwest::Method;
use serde_json::json;

use crate::journeys::stage::Centre;
use crate::support::{TestApp, in_processes};

#[test]
fn the_split_gateway_is_ready_only_with_its_services_and_tells_strangers_no_more() {
    in_processes(|| {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async {
            let app = TestApp::start().await;
            let answer = app
                .anonymous()
                .request(Method::GET, "/health/ready")
                .send()
                .await
                .unwrap();
            assert_eq!(answer.status(), 200);
            assert_eq!(answer.text().await.unwrap(), r#"{"status":"ready"}"#);
        });
    });
}

/// The two ways of running answer one document with the same words.
#[test]
fn both_run_modes_answer_alike() {
    fn ask() -> serde_json::Value {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async {
            let app = TestApp::start().await;
            let centre = Centre::found(&app, "jelenia-gora", "0261011").await;
            let coordinator = centre.coordinator().await;
            let document = "{ viewer { fullName } projects(first: 5) { totalCount } people(first: 5) { totalCount } \
                            documents(first: 5) { totalCount } nothing }";
            let refused = coordinator.ask(document, json!({})).await.body;
            let answered = coordinator
                .ask(&document.replace(" nothing", ""), json!({}))
                .await
                .body["data"]
                .clone();
            json!([refused["errors"][0]["extensions"]["code"], answered])
        })
    }
    let together = ask();
    let mut apart = serde_json::Value::Null;
    in_processes(|| apart = ask());
    assert_eq!(together, apart);
    assert_eq!(together[1]["people"]["totalCount"], 0);
}
