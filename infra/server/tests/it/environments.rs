//! What processes under test are told: addresses, roles, keys.

use std::collections::BTreeMap;
use std::net::TcpListener;
use std::path::Path;

use wsparcie_testkit::TestDb;

pub(crate) fn free_ports(count: usize) -> Vec<u16> {
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

pub(crate) type Environment = Vec<(String, String)>;

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
pub(crate) fn whole(test: &TestDb, keys: &Path) -> Environment {
    let mut all = vec![
        set("DATABASE__RW_URL", test.config.rw_url.clone()),
        set("DATABASE__IDENTITY_URL", test.config.identity_url.clone()),
        set("DATABASE__WORKER_URL", test.config.worker_url.clone()),
        set("DATABASE__REGION_URL", test.config.region_url.clone()),
        set("DATABASE__REFERENCE_URL", test.config.reference_url.clone()),
        set("REDIS_URL", from_tests("REDIS_URL")),
        set("KEYS_DIR", keys.to_str().unwrap()),
    ];
    all.extend(s3());
    all
}

/// What `--target all` is told beside.
pub(crate) fn whole_serving(test: &TestDb, keys: &Path, files: &Path, port: u16) -> Environment {
    let mut all = whole(test, keys);
    all.extend([
        set("LISTEN", format!("127.0.0.1:{port}")),
        set("PUBLIC_ORIGIN", format!("http://127.0.0.1:{port}")),
        set("SECOND_FACTOR", "optional"),
        set("MAIL__FOLDER", files.join("mail").to_str().unwrap()),
    ]);
    all
}

/// What each of five processes is told; none is told more than it needs.
pub(crate) fn split(
    test: &TestDb,
    keys: &Path,
    files: &Path,
    ports: &[u16],
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
            set("DATABASE__REFERENCE_URL", test.config.reference_url.clone()),
            call_key.clone(),
        ],
    );
    let casework = with(service("app_casework", 3), vec![keys_dir]);
    let documents = with(with(service("app_documents", 4), s3()), vec![call_key]);
    BTreeMap::from([
        ("gateway", gateway),
        ("tenants", tenants),
        ("programmes", programmes),
        ("casework", casework),
        ("documents", documents),
    ])
}
