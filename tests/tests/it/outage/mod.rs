//! Servers that go away and come back. Each test has servers of its own, which it may stop.

mod postgres;
mod redis;
mod silence;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::Value;
use wsparcie_stack::{Stack, StackConfig, random_hex, reset};
use wsparcie_testkit::TestDb;

use crate::support::{Client, TestApp};

/// Within which a platform is healthy again once its servers accept.
const RECOVERY: Duration = Duration::from_secs(5);

/// A folder that stands for a checkout, so that its servers write to the disk; forgotten at the end.
pub(crate) struct Checkout(PathBuf);

impl Checkout {
    pub(crate) fn new() -> Self {
        let path = std::env::temp_dir().join(format!("wsparcie-outage-{}", random_hex(6).unwrap()));
        std::fs::create_dir(&path).unwrap();
        Self(path)
    }

    pub(crate) async fn start(&self) -> Stack {
        Stack::start(StackConfig::kept_for(&self.0)).await.unwrap()
    }
}

impl Drop for Checkout {
    fn drop(&mut self) {
        let _ = reset(&self.0);
        let _ = std::fs::remove_dir(&self.0);
    }
}

/// A platform on these servers.
pub(crate) async fn platform_on(stack: &Stack) -> TestApp {
    TestApp::start_on(TestDb::start_on(stack.admin_url()).await, stack.redis_url()).await
}

/// Status of a health address.
async fn health(app: &TestApp, which: &str) -> u16 {
    let path = format!("/health/{which}");
    app.anonymous()
        .request(Method::GET, &path)
        .send()
        .await
        .unwrap()
        .status()
        .as_u16()
}

/// Waits until the platform is ready; how long that took.
pub(crate) async fn ready_again(app: &TestApp) -> Duration {
    let accepting = Instant::now();
    while health(app, "ready").await != 200 {
        assert!(
            accepting.elapsed() < RECOVERY,
            "not ready {:?} after the servers accept",
            accepting.elapsed()
        );
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    accepting.elapsed()
}

/// What a request is told, whether it should come again, and how long it took.
struct Told {
    status: u16,
    code: String,
    retry_after: Option<String>,
    took: Duration,
}

/// Sends a document while something is gone.
async fn told(client: &Client, body: &Value) -> Told {
    let before = Instant::now();
    let request = client
        .request(Method::POST, "/graphql")
        .header("content-type", "application/json");
    let response = request
        .body(body.to_string())
        .send()
        .await
        .expect("the gateway answers");
    let retry_after = response
        .headers()
        .get("retry-after")
        .map(|value| value.to_str().unwrap().to_owned());
    let status = response.status().as_u16();
    let body: Value = response.json().await.expect("the answer is JSON");
    let code = body["errors"][0]["extensions"]["code"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    Told {
        status,
        code,
        retry_after,
        took: before.elapsed(),
    }
}
