//! The audit of npm's `graphql-http`: what the specification "GraphQL over HTTP" asks of a server. Where we deviate,
//! `docs/graphql-over-http.md` says so and why, and nowhere else.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tokio::process::Command;

use crate::support::TestApp;

/// The checks that the package has; a new version may have more, and then the documentation is looked at again.
const CHECKS: usize = 61;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The deviations of the documentation: id of the check, and the reason.
fn documented() -> BTreeMap<String, String> {
    let text = std::fs::read_to_string(root().join("docs/graphql-over-http.md")).unwrap();
    let rows = text.lines().filter_map(|line| {
        let cells: Vec<&str> = line.strip_prefix("| `")?.split('|').map(str::trim).collect();
        let [id, _check, reason, ..] = cells.as_slice() else {
            return None;
        };
        Some((id.trim_end_matches('`').to_owned(), (*reason).to_owned()))
    });
    rows.collect()
}

/// Every check with its outcome.
async fn audit(url: &str) -> Vec<Value> {
    let folder = root().join("tests/node");
    assert!(
        folder.join("node_modules/graphql-http").is_dir(),
        "run `npm ci` in tests/node first (`make test` does)"
    );
    let output = Command::new("node")
        .arg("graphql_http_audit.mjs")
        .arg(url)
        .current_dir(folder)
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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_check_of_the_audit_passes_but_those_that_are_written_down_with_their_reason() {
    let app = TestApp::start().await;
    let checks = audit(&format!("{}/graphql", app.base_url)).await;
    assert_eq!(checks.len(), CHECKS);
    let ids: std::collections::BTreeSet<_> =
        checks.iter().map(|check| check["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), CHECKS, "each check ran once");
    let failed: BTreeMap<String, &Value> = checks
        .iter()
        .filter(|check| check["status"] != "ok")
        .map(|check| (check["id"].as_str().unwrap().to_owned(), check))
        .collect();
    let documented = documented();
    let stray: Vec<_> = failed
        .iter()
        .filter(|(id, _)| !documented.contains_key(*id))
        .collect();
    assert!(
        stray.is_empty(),
        "deviations that are not written down: {stray:#?}"
    );
    let gone: Vec<_> = documented.keys().filter(|id| !failed.contains_key(*id)).collect();
    assert!(gone.is_empty(), "written down, but not (any more) true: {gone:?}");
    for (id, reason) in documented {
        assert!(
            reason.split_whitespace().count() >= 5,
            "{id} has no reason: {reason}"
        );
        // What the specification demands is kept, except that strangers get no introspection, which two checks ask with.
        assert!(
            failed[&id]["status"] != "error" || failed[&id]["http"] == 401,
            "{id}: {}",
            failed[&id]
        );
        assert_ne!(failed[&id]["status"], "fatal", "{id}");
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
    let checks = audit(&url).await;
    serving.abort();
    assert_eq!(checks.len(), CHECKS);
    let errors = checks.iter().filter(|check| check["status"] == "error").count();
    assert!(errors > 5, "{errors}");
}
