//! Processes of the program, five or one, on a database and a key store of the test's own.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use wsparcie_kernel::{Clock, IdSource, SystemClock, SystemIds};
use wsparcie_testkit::TestDb;

use crate::environments::{self, Environment};

/// Everybody's password in tests.
const PASSWORD: &str = "poprawny koń bateria zszywka";
const OPERATOR: &str = "operator@platforma.demo";
/// Within which a process is there.
const PATIENCE: Duration = Duration::from_secs(30);

/// The platform as an operator of several machines runs it.
pub(crate) struct Processes {
    pub(crate) test: TestDb,
    pub(crate) base_url: String,
    folder: PathBuf,
    environments: BTreeMap<&'static str, Environment>,
    running: BTreeMap<&'static str, Child>,
    http: reqwest::Client,
}

impl Processes {
    /// Makes keys and the operator, starts all five, and waits until the gateway is ready.
    pub(crate) async fn start(otlp: Option<&str>) -> Self {
        Self::start_as(
            &["tenants", "programmes", "casework", "documents", "gateway"],
            otlp,
        )
        .await
    }

    /// The same with one process that does everything.
    pub(crate) async fn start_whole(otlp: Option<&str>) -> Self {
        Self::start_as(&["all"], otlp).await
    }

    async fn start_as(targets: &[&'static str], otlp: Option<&str>) -> Self {
        let test = TestDb::start().await;
        let folder = std::env::temp_dir().join(format!("wsparcie-processes-{}", fresh()));
        let files = folder.join("files");
        std::fs::create_dir_all(&files).unwrap();
        let keys = folder.join("keys");
        let ports: Vec<u16> = environments::free_ports(5);
        let all = environments::whole(&test, &keys);
        wsparcie(&["admin", "create-keys"], &all, "");
        wsparcie(
            &["admin", "bootstrap", "--login", OPERATOR],
            &all,
            &format!("{PASSWORD}\n"),
        );
        wsparcie(
            &["admin", "export-keys", "--folder", files.to_str().unwrap()],
            &all,
            "",
        );
        let mut environments = environments::split(&test, &keys, &files, &ports);
        environments.insert("all", environments::whole_serving(&test, &keys, &files, ports[0]));
        for environment in environments.values_mut() {
            environment.push(("WSPARCIE_LOG_FORMAT".to_owned(), "json".to_owned()));
            if let Some(endpoint) = otlp {
                environment.push(("OTEL_EXPORTER_OTLP_ENDPOINT".to_owned(), endpoint.to_owned()));
                environment.push(("OTEL_METRIC_EXPORT_INTERVAL".to_owned(), "500".to_owned()));
            }
        }
        let mut processes = Self {
            test,
            base_url: format!("http://127.0.0.1:{}", ports[0]),
            folder,
            environments,
            running: BTreeMap::new(),
            http: reqwest::Client::new(),
        };
        for target in targets {
            processes.run(target);
        }
        processes.ready().await;
        processes
    }

    /// Starts one process.
    pub(crate) fn run(&mut self, target: &'static str) {
        let child = Command::new(env!("CARGO_BIN_EXE_wsparcie"))
            .args(["serve", "--target", target])
            .env_clear()
            .envs(self.environments[target].iter().cloned())
            .stdin(Stdio::null())
            .stderr(std::fs::File::create(self.log(target)).unwrap())
            .spawn()
            .unwrap();
        self.running.insert(target, child);
    }

    /// Ends one process without warning.
    pub(crate) fn kill(&mut self, target: &'static str) {
        let mut child = self.running.remove(target).unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
    }

    /// Tells one process to stop, and gives its exit code.
    pub(crate) fn stop(&mut self, target: &'static str) -> Option<i32> {
        let child = self.running.remove(target).unwrap();
        let told = Command::new("kill")
            .args(["-TERM", &child.id().to_string()])
            .status()
            .unwrap();
        assert!(told.success());
        self.running.insert(target, child);
        self.ended(target)
    }

    /// Waits for the end of a process, and gives its exit code.
    pub(crate) fn ended(&mut self, target: &'static str) -> Option<i32> {
        let mut child = self.running.remove(target).unwrap();
        let begun = Instant::now();
        loop {
            if let Some(status) = child.try_wait().unwrap() {
                return status.code();
            }
            assert!(begun.elapsed() < PATIENCE, "{target} stops");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Tells a process something else from its next start on.
    pub(crate) fn give(&mut self, target: &'static str, name: &str, value: &str) {
        if let Some(environment) = self.environments.get_mut(target) {
            environment.retain(|(known, _)| known != name);
            environment.push((name.to_owned(), value.to_owned()));
        }
    }

    /// What a process has written.
    pub(crate) fn log(&self, target: &str) -> PathBuf {
        self.folder.join(format!("{target}.log"))
    }

    /// Waits until the gateway and everything behind it are ready.
    pub(crate) async fn ready(&self) {
        let begun = Instant::now();
        let url = format!("{}/health/ready", self.base_url);
        loop {
            let answer = self.http.get(&url).send().await;
            if answer.is_ok_and(|answer| answer.status() == 200) {
                return;
            }
            assert!(begun.elapsed() < PATIENCE, "the gateway is ready");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Sends a document and gives the whole answer.
    pub(crate) async fn ask(&self, token: Option<&str>, query: &str, variables: Value) -> Value {
        self.ask_in(None, token, query, variables).await.1
    }

    /// The same within a trace of the client's, if one is given; with the id under which the gateway knows the request.
    pub(crate) async fn ask_in(
        &self,
        trace: Option<&str>,
        token: Option<&str>,
        query: &str,
        variables: Value,
    ) -> (String, Value) {
        let mut request = self
            .http
            .post(format!("{}/graphql", self.base_url))
            .header("content-type", "application/json");
        if let Some(trace) = trace {
            request = request.header("traceparent", format!("00-{trace}-00000000000000a1-01"));
        }
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        let body = json!({"query": query, "variables": variables}).to_string();
        let answer = request.body(body).send().await.expect("the gateway answers");
        let id = answer.headers()["x-request-id"].to_str().unwrap().to_owned();
        (id, serde_json::from_str(&answer.text().await.unwrap()).unwrap())
    }

    /// Runs a mutation that must succeed and gives its payload.
    pub(crate) async fn mutate(
        &self,
        token: Option<&str>,
        field: &str,
        selection: &str,
        input: Value,
    ) -> Value {
        let answer = self.try_mutate(token, field, selection, input).await;
        let payload = answer["data"][field].clone();
        assert_eq!(payload["userErrors"], json!([]), "{field}: {answer}");
        payload
    }

    /// Runs a mutation and gives the whole answer.
    pub(crate) async fn try_mutate(
        &self,
        token: Option<&str>,
        field: &str,
        selection: &str,
        input: Value,
    ) -> Value {
        let kind = format!("{}{}Input", field[..1].to_uppercase(), &field[1..]);
        let query = format!(
            "mutation($input: {kind}!) {{ {field}(input: $input) {{ {selection} userErrors {{ code path }} }} }}"
        );
        self.ask(token, &query, json!({"input": input})).await
    }

    /// Signs in; the bearer token.
    pub(crate) async fn sign_in(&self, login: &str) -> String {
        let input = json!({"login": login, "password": PASSWORD, "transport": "BEARER"});
        let payload = self.mutate(None, "signIn", "token", input).await;
        payload["token"].as_str().unwrap().to_owned()
    }

    /// A centre with a coordinator, who signs in.
    pub(crate) async fn coordinator(&self) -> String {
        let operator = self.sign_in(OPERATOR).await;
        let login = "koordynator@jelenia-gora.test";
        let input = json!({
            "idempotencyKey": fresh(), "organisationType": "MOPS", "name": "MOPS", "shortName": "MOPS", "teryt": "0261011",
            "firstMember": {"login": login, "fullName": "Pierwsza Osoba", "password": PASSWORD,
                            "roles": ["ADMINISTRATOR", "COORDINATOR"]},
        });
        self.mutate(
            Some(&operator),
            "createOrganisation",
            "organisation { id }",
            input,
        )
        .await;
        self.sign_in(login).await
    }
}

impl Drop for Processes {
    fn drop(&mut self) {
        for child in self.running.values_mut() {
            let _ = child.kill();
            let _ = child.wait();
        }
        if !std::thread::panicking() {
            let _ = std::fs::remove_dir_all(&self.folder);
        }
    }
}

/// Something that nobody has used.
pub(crate) fn fresh() -> String {
    SystemIds.next(SystemClock.now()).simple().to_string()
}

/// Runs a command of the program to its end.
fn wsparcie(arguments: &[&str], environment: &[(String, String)], input: &str) {
    use std::io::Write;
    let mut child = Command::new(env!("CARGO_BIN_EXE_wsparcie"))
        .args(arguments)
        .env_clear()
        .envs(environment.iter().cloned())
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    assert!(child.wait().unwrap().success(), "{arguments:?}");
}
