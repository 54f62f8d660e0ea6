//! The platform as five compositions, each with its own port, its own database role and its own view of the key store. They
//! share a process only to save the tests' time: nothing but signed calls over TCP goes between them.

use std::cell::Cell;
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use wsparcie_gateway::Gateway;
use wsparcie_kernel::{Clock, IdSource, SystemClock, SystemIds};
use wsparcie_postgres::jobs::Runner;
use wsparcie_postgres::startup;
use wsparcie_server::config::ServerConfig;
use wsparcie_server::split::{
    self, GatewayKeys, GatewaySettings, ProcessKeys, ServiceAddresses, ServiceDatabase, ServiceName,
    ServiceProcess, ServiceSettings,
};
use wsparcie_testkit::TestDb;

thread_local! {
    /// Whether platforms that start on this thread are split.
    static WANTED: Cell<bool> = const { Cell::new(false) };
}

/// Runs a test with every platform it starts as five compositions. A test's future is polled on the thread that runs it.
pub(crate) fn in_processes(test: impl FnOnce()) {
    struct Back;
    impl Drop for Back {
        fn drop(&mut self) {
            WANTED.set(false);
        }
    }
    let _back = Back;
    WANTED.set(true);
    test();
}

pub(super) fn are_wanted() -> bool {
    WANTED.get()
}

/// Starts the four services and gives the gateway to them, with every runner of background work.
pub(super) async fn start(
    config: &ServerConfig,
    test: &TestDb,
    stop: &CancellationToken,
) -> (Gateway, Vec<Arc<Runner>>) {
    let (clock, ids): (Arc<dyn Clock>, Arc<dyn IdSource>) = (Arc::new(SystemClock), Arc::new(SystemIds));
    let store = wsparcie_keys::FileKeyStore::open_existing(&config.keys_dir).unwrap();
    split::export(&wsparcie_keys::Keyring::new(Arc::new(store)), &config.keys_dir).unwrap();
    let (mut addresses, mut runners) = (Vec::new(), Vec::new());
    for service in ServiceName::ALL {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let settings = settings(service, config, test, listener.local_addr().unwrap());
        addresses.push(settings.listen.to_string());
        let keys =
            ProcessKeys::open(settings.keys_dir.as_deref(), settings.call_key_file.as_deref()).unwrap();
        let process = split::compose_service(service, &settings, &keys, &clock, &ids).unwrap();
        startup::check(&process.db).await.unwrap();
        let (server, _, runner, _) = process.split();
        runners.push(runner);
        tokio::spawn(ServiceProcess::answer(server, listener, stop.clone()));
    }
    let keys = ProcessKeys::open(None, Some(&config.keys_dir.join("call.key"))).unwrap();
    let own = GatewayKeys::open(Some(&config.keys_dir.join("gateway.keys")), None).unwrap();
    let settings = GatewaySettings {
        listen: config.listen,
        public_origin: config.public_origin.clone(),
        trusted_proxies: config.trusted_proxies.clone(),
        redis_url: config.redis_url.clone(),
        services: ServiceAddresses {
            tenants: addresses[0].clone(),
            programmes: addresses[1].clone(),
            casework: addresses[2].clone(),
            documents: addresses[3].clone(),
        },
        keys_dir: None,
        call_key_file: None,
        gateway_keys_file: None,
    };
    (
        split::compose_gateway(&settings, &keys, own, clock, &ids).unwrap(),
        runners,
    )
}

/// No process gets more than it needs: keys, roles, storage.
fn settings(
    service: ServiceName,
    config: &ServerConfig,
    test: &TestDb,
    listen: std::net::SocketAddr,
) -> ServiceSettings {
    let has_store = matches!(service, ServiceName::Tenants | ServiceName::Casework);
    ServiceSettings {
        listen,
        database: ServiceDatabase {
            url: through(config, test.login(service.role())),
            worker_url: config.database.worker_url.clone(),
            identity_url: (service == ServiceName::Tenants).then(|| config.database.identity_url.clone()),
            region_url: (service == ServiceName::Programmes).then(|| config.database.region_url.clone()),
            reference_url: (service == ServiceName::Programmes)
                .then(|| config.database.reference_url.clone()),
            max_connections: config.database.max_connections,
        },
        s3: (service == ServiceName::Documents).then(|| config.s3.clone()),
        keys_dir: has_store.then(|| config.keys_dir.clone()),
        call_key_file: (!has_store).then(|| config.keys_dir.join("call.key")),
        public_origin: Some(format!("http://{}", config.listen)),
        second_factor: config.second_factor,
        mail: config.mail.clone(),
    }
}

/// The role's login at the server that the platform was given: a test may have put a door before it.
fn through(config: &ServerConfig, login: String) -> String {
    let server = config.database.rw_url.rsplit('@').next().unwrap_or_default();
    match login.rsplit_once('@') {
        Some((who, _)) => format!("{who}@{server}"),
        None => login,
    }
}
