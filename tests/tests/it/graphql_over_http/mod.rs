//! The audit of npm's `graphql-http`: what the specification "GraphQL over HTTP" asks of a server. Where we deviate,
//! `docs/graphql-over-http.md` says so and why, and nowhere else.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tokio::process::Command;

use crate::support::{OPERATOR, TestApp};

/// The checks that the package has; a new version may have more, and then the documentation is looked at again.
const CHECKS: usize = 61;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The deviations of the documentation: id of the check, and the reason. Those of signed-in clients, and those that only strangers
/// see, which stand below a heading of their own.
fn documented() -> [BTreeMap<String, String>; 2] {
    let text = std::fs::read_to_string(root().join("docs/graphql-over-http.md")).unwrap();
    let (everybody, strangers) = text.split_once("\n## Strangers").expect("both lists are there");
    [everybody, strangers].map(|part| {
        let rows = part.lines().filter_map(|line| {
            let cells: Vec<&str> = line.strip_prefix("| `")?.split('|').map(str::trim).collect();
            let [id, _check, reason, ..] = cells.as_slice() else {
                return None;
            };
            Some((id.trim_end_matches('`').to_owned(), (*reason).to_owned()))
        });
        rows.collect()
    })
}

/// Every check with its outcome.
async fn audit(url: &str, token: Option<&str>) -> Vec<Value> {
    let folder = root().join("tests/node");
    assert!(
        folder.join("node_modules/graphql-http").is_dir(),
        "run `npm ci` in tests/node first (`make test` does)"
    );
    let output = Command::new("node")
        .arg("graphql_http_audit.mjs")
        .arg(url)
        .current_dir(folder)
        .envs(token.map(|token| ("AUDIT_TOKEN", token)))
        .output()
        .await
        .expect("node runs");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let lines = String::from_utf8(output.stdout).unwrap();
    lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// The checks that do not pass.
async fn failed(url: &str, token: Option<&str>) -> BTreeMap<String, Value> {
    let checks = audit(url, token).await;
    assert_eq!(checks.len(), CHECKS);
    let checks: BTreeMap<String, Value> = checks
        .into_iter()
        .map(|check| (check["id"].as_str().unwrap().to_owned(), check))
        .collect();
    assert_eq!(checks.len(), CHECKS, "each check ran once");
    checks
        .into_iter()
        .filter(|(_, check)| check["status"] != "ok")
        .collect()
}

fn ids<T>(list: &BTreeMap<String, T>) -> Vec<&str> {
    list.keys().map(String::as_str).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_check_of_the_audit_passes_but_those_that_are_written_down_with_their_reason() {
    let app = TestApp::start().await;
    let operator = app.sign_in(OPERATOR).await;
    let url = format!("{}/graphql", app.base_url);
    let [everybody, strangers] = documented();
    for (id, reason) in everybody.iter().chain(&strangers) {
        let words = reason.split_whitespace().count();
        assert!(words >= 5, "{id} has no reason: {reason}");
    }

    let deviations = failed(&url, operator.token()).await;
    assert_eq!(ids(&deviations), ids(&everybody), "{deviations:#?}");
    for (id, check) in &deviations {
        // What the specification demands is kept; these are its advice and what it leaves open.
        assert!(
            ["warn", "notice"].contains(&check["status"].as_str().unwrap()),
            "{id}: {check}"
        );
    }

    let mut deviations = failed(&url, None).await;
    deviations.retain(|id, _| !everybody.contains_key(id));
    assert_eq!(ids(&deviations), ids(&strangers), "{deviations:#?}");
    for (id, check) in &deviations {
        assert_eq!(
            check["http"], 401,
            "strangers get no introspection: {id}: {check}"
        );
    }
}

#[tokio::test]
async fn the_audit_finds_a_server_that_does_not_conform() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/graphql", listener.local_addr().unwrap());
    let serving = tokio::spawn(async move {
        use tokio::io::{AsyncReadExt, AsyncWriteExt};
        loop {
            let (mut client, _) = listener.accept().await.unwrap();
            tokio::spawn(async move {
                let mut request = [0; 4096];
                let _ = client.read(&mut request).await;
                let answer = "HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\nconnection: close\r\ncontent-length: 2\r\n\r\nno";
                let _ = client.write_all(answer.as_bytes()).await;
            });
        }
    });
    let checks = audit(&url, None).await;
    serving.abort();
    assert_eq!(checks.len(), CHECKS);
    let errors = checks.iter().filter(|check| check["status"] == "error").count();
    assert!(errors > 5, "{errors}");
}
