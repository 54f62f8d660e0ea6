//! Five processes of the program, on a database and a key store of the test's own.

use std::collections::BTreeMap;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use wsparcie_kernel::{Clock, IdSource, SystemClock, SystemIds};
use wsparcie_testkit::TestDb;

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
    environments: BTreeMap<&'static str, Vec<(String, String)>>,
    running: BTreeMap<&'static str, Child>,
    http: reqwest::Client,
}

impl Processes {
    /// Makes keys and the operator, starts all five, and waits until the gateway is ready.
    pub(crate) async fn start(otlp: Option<&str>) -> Self {
        let test = TestDb::start().await;
        let folder = std::env::temp_dir().join(format!("wsparcie-processes-{}", fresh()));
        let files = folder.join("files");
        std::fs::create_dir_all(&files).unwrap();
        let keys = folder.join("keys");
        let ports: Vec<u16> = free_ports(5);
        let all = whole_environment(&test, &keys);
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
        let environments = environments(&test, &keys, &files, &ports, otlp);
        let mut processes = Self {
            test,
            base_url: format!("http://127.0.0.1:{}", ports[0]),
            folder,
            environments,
            running: BTreeMap::new(),
            http: reqwest::Client::new(),
        };
        for target in ["tenants", "programmes", "casework", "documents", "gateway"] {
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
        self.ask_in(None, token, query, variables).await
    }

    /// The same within a trace of the client's.
    pub(crate) async fn ask_in(
        &self,
        trace: Option<&str>,
        token: Option<&str>,
        query: &str,
        variables: Value,
    ) -> Value {
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
        serde_json::from_str(&answer.text().await.unwrap()).unwrap()
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

fn free_ports(count: usize) -> Vec<u16> {
    // Held until all are known, so that no two are the same.
    let held: Vec<TcpListener> = (0..count)
        .map(|_| TcpListener::bind("127.0.0.1:0").unwrap())
        .collect();
    held.iter()
        .map(|listener| listener.local_addr().unwrap().port())
        .collect()
}

fn from_tests(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| panic!("{name} is not set: run the tests with `make test`"))
}

type Environment = Vec<(String, String)>;

fn set(name: &str, value: impl Into<String>) -> (String, String) {
    (format!("WSPARCIE_{name}"), value.into())
}

fn s3() -> Environment {
    ["ENDPOINT", "REGION", "BUCKET", "ACCESS_KEY", "SECRET_KEY"]
        .iter()
        .map(|name| set(&format!("S3__{name}"), from_tests(&format!("S3_{name}"))))
        .collect()
}

/// What `--target all` and the operator's commands need.
fn whole_environment(test: &TestDb, keys: &Path) -> Environment {
    let mut all = vec![
        set("DATABASE__RW_URL", test.config.rw_url.clone()),
        set("DATABASE__IDENTITY_URL", test.config.identity_url.clone()),
        set("DATABASE__WORKER_URL", test.config.worker_url.clone()),
        set("DATABASE__REGION_URL", test.config.region_url.clone()),
        set("REDIS_URL", from_tests("REDIS_URL")),
        set("KEYS_DIR", keys.to_str().unwrap()),
    ];
    all.extend(s3());
    all
}

/// What each process is told; none is told more than it needs.
fn environments(
    test: &TestDb,
    keys: &Path,
    files: &Path,
    ports: &[u16],
    otlp: Option<&str>,
) -> BTreeMap<&'static str, Environment> {
    let at = |n: usize| format!("127.0.0.1:{}", ports[n]);
    let call_key = set("CALL_KEY_FILE", files.join("call.key").to_str().unwrap());
    let keys_dir = set("KEYS_DIR", keys.to_str().unwrap());
    let service = |role: &str, n: usize| {
        vec![
            set("LISTEN", at(n)),
            set("DATABASE__URL", test.login(role)),
            set("DATABASE__WORKER_URL", test.config.worker_url.clone()),
        ]
    };
    let with = |mut environment: Environment, more: Environment| {
        environment.extend(more);
        environment
    };
    let gateway = vec![
        set("LISTEN", at(0)),
        set("REDIS_URL", from_tests("REDIS_URL")),
        set("SERVICES__TENANTS", at(1)),
        set("SERVICES__PROGRAMMES", at(2)),
        set("SERVICES__CASEWORK", at(3)),
        set("SERVICES__DOCUMENTS", at(4)),
        set("GATEWAY_KEYS_FILE", files.join("gateway.keys").to_str().unwrap()),
        call_key.clone(),
    ];
    let tenants = with(
        service("app_tenants", 1),
        vec![
            set("DATABASE__IDENTITY_URL", test.config.identity_url.clone()),
            set("PUBLIC_ORIGIN", format!("http://{}", at(0))),
            set("SECOND_FACTOR", "optional"),
            set("MAIL__FOLDER", files.join("mail").to_str().unwrap()),
            keys_dir.clone(),
        ],
    );
    let programmes = with(
        service("app_programmes", 2),
        vec![
            set("DATABASE__REGION_URL", test.config.region_url.clone()),
            call_key.clone(),
        ],
    );
    let casework = with(service("app_casework", 3), vec![keys_dir]);
    let documents = with(with(service("app_documents", 4), s3()), vec![call_key]);
    let mut environments = BTreeMap::from([
        ("gateway", gateway),
        ("tenants", tenants),
        ("programmes", programmes),
        ("casework", casework),
        ("documents", documents),
    ]);
    for environment in environments.values_mut() {
        environment.push(set("LOG_FORMAT", "json"));
        if let Some(endpoint) = otlp {
            environment.push(("OTEL_EXPORTER_OTLP_ENDPOINT".to_owned(), endpoint.to_owned()));
        }
    }
    environments
}
