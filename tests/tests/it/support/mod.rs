//! The whole platform in this process, served on loopback, on servers of `make test` and a database of the test's own: as one
//! composition, or as five that speak to each other over TCP.

mod client;
mod observed;
mod processes;

use std::path::PathBuf;
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use wsparcie_kernel::{Clock, IdSource, SystemClock, SystemIds};
use wsparcie_keys::{FileKeyStore, Keyring};
use wsparcie_postgres::jobs::Runner;
use wsparcie_server::compose::{self, Platform};
use wsparcie_server::config::{
    DatabaseConfig, MailSettings, S3Config, SecondFactor, ServerConfig, TrustedProxies,
};
use wsparcie_tenants::TenantsService;
use wsparcie_testkit::TestDb;

pub(crate) use client::{Answer, Client};
pub(crate) use observed::{Trace, any_log_line, exported, log_lines};
pub(crate) use processes::in_processes;

/// The operator of every test platform.
pub(crate) const OPERATOR: &str = "operator@platforma.demo";
/// Everybody's password in tests.
pub(crate) const PASSWORD: &str = "poprawny koń bateria zszywka";

/// A running platform. Stops when dropped.
pub(crate) struct TestApp {
    pub(crate) base_url: String,
    pub(crate) test: TestDb,
    runners: Vec<Arc<Runner>>,
    tenants: TenantsService,
    pub(crate) keys_dir: PathBuf,
    stop: CancellationToken,
    _serving: JoinHandle<std::io::Result<()>>,
}

impl TestApp {
    /// Starts a platform that knows its operator and nobody else. Background work is done by [`Self::settle`].
    pub(crate) async fn start() -> Self {
        Self::start_on(TestDb::start().await, &env("REDIS_URL")).await
    }

    /// The same on a given database and Redis.
    pub(crate) async fn start_on(test: TestDb, redis_url: &str) -> Self {
        observed::start();
        let keys_dir =
            std::env::temp_dir().join(format!("wsparcie-keys-{}", SystemIds.next(SystemClock.now())));
        let keyring = Keyring::new(Arc::new(
            FileKeyStore::open(&keys_dir, SystemClock.now()).unwrap(),
        ));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let config = ServerConfig {
            listen: address,
            public_origin: None,
            trusted_proxies: TrustedProxies::default(),
            database: DatabaseConfig {
                rw_url: test.config.rw_url.clone(),
                identity_url: test.config.identity_url.clone(),
                worker_url: test.config.worker_url.clone(),
                region_url: test.config.region_url.clone(),
                reference_url: test.config.reference_url.clone(),
                max_connections: 8,
            },
            redis_url: redis_url.to_owned(),
            s3: S3Config {
                endpoint: Some(env("S3_ENDPOINT")),
                public_endpoint: None,
                region: env("S3_REGION"),
                bucket: env("S3_BUCKET"),
                access_key: env("S3_ACCESS_KEY"),
                secret_key: env("S3_SECRET_KEY"),
            },
            keys_dir: keys_dir.clone(),
            second_factor: SecondFactor::Optional,
            mail: MailSettings {
                folder: Some(keys_dir.join("mail")),
                ..MailSettings::default()
            },
        };
        let platform =
            compose::compose(&config, keyring, Arc::new(SystemClock), Arc::new(SystemIds)).unwrap();
        compose::bootstrap_operator(&platform, OPERATOR, PASSWORD)
            .await
            .unwrap();
        let stop = CancellationToken::new();
        let tenants = platform.tenants.clone();
        let (gateway, runners) = if processes::are_wanted() {
            processes::start(&config, &test, &stop).await
        } else {
            let Platform { gateway, runner, .. } = platform;
            (gateway, vec![runner])
        };
        let serving = tokio::spawn({
            let stop = stop.clone();
            async move { gateway.serve(listener, stop.cancelled_owned()).await }
        });
        Self {
            base_url: format!("http://{address}"),
            test,
            runners,
            tenants,
            keys_dir,
            stop,
            _serving: serving,
        }
    }

    /// Does all background work there is: events, jobs, seals.
    pub(crate) async fn settle(&self) {
        loop {
            let mut done = 0;
            for runner in &self.runners {
                done += runner.work_once().await.unwrap();
            }
            if done == 0 {
                return;
            }
        }
    }

    /// The same, until no release of the comparison waits for records that were on their way when it was asked for.
    pub(crate) async fn settle_releases(&self) {
        let mut admin = self.test.admin().await;
        for _ in 0..60 {
            self.settle().await;
            let preparing: i64 = sqlx::query_scalar(
                "select count(*) from programmes.comparison_release where state = 'preparing'",
            )
            .fetch_one(&mut admin)
            .await
            .unwrap();
            if preparing == 0 {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_secs(1)).await;
        }
        panic!("a release is still being prepared");
    }

    /// Sends the mails that wait; gives every mail that was ever sent, in no order.
    pub(crate) async fn mails(&self) -> Vec<String> {
        self.tenants.send_mails_once().await.unwrap();
        let folder = std::fs::read_dir(self.keys_dir.join("mail"));
        let files = folder.into_iter().flatten().map(|file| file.unwrap().path());
        let letters = files.filter(|file| file.extension().is_some_and(|extension| extension == "eml"));
        letters
            .map(|file| std::fs::read_to_string(file).unwrap())
            .collect()
    }

    /// Somebody who has not signed in.
    pub(crate) fn anonymous(&self) -> Client {
        Client::new(&self.base_url)
    }

    /// Somebody signed in with the tests' password.
    pub(crate) async fn sign_in(&self, login: &str) -> Client {
        self.sign_in_with(login, PASSWORD).await
    }

    /// Somebody signed in with a password of their own.
    pub(crate) async fn sign_in_with(&self, login: &str, password: &str) -> Client {
        let mut client = self.anonymous();
        client.sign_in(login, password).await;
        client
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        self.stop.cancel();
        let _ = std::fs::remove_dir_all(&self.keys_dir);
    }
}

fn env(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| panic!("{name} is not set: run the tests with `make test`"))
}
