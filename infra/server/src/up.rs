//! `wsparcie up`, behind `make run`: a private stack for this checkout, migrated, with the demonstration, served on loopback.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use tokio::net::TcpListener;
use wsparcie_demo::{Credentials, Loaded, PasswordSource, Target};
use wsparcie_kernel::{SystemClock, SystemIds, hex};
use wsparcie_keys::{FileKeyStore, Keyring, Purpose};
use wsparcie_postgres::{demo_mark, migrate, startup};
use wsparcie_stack::{External, Stack, StackConfig, listen_near};
use wsparcie_tenants::admin;

use crate::admin::reference;
use crate::compose::{self, Platform};
use crate::config::{DatabaseConfig, MailSettings, S3Config, SecondFactor, ServerConfig, TrustedProxies};
use crate::run_file::{self, RunFile, SecretFile};
use crate::serve;

/// The operator's login in a demonstration.
const OPERATOR: &str = "operator@platforma.demo";
/// How many connections a demonstration holds at the most.
const MAX_CONNECTIONS: u32 = 16;

/// Starts everything for the checkout, serves until stopped, and stops everything again.
pub async fn up(checkout: &Path) -> Result<()> {
    let listener = listener()?;
    let folder = run_file::folder(checkout)?;
    let external = External::from_env()?;
    let stack = Stack::start(StackConfig::kept_for(checkout).with_external(external)).await?;
    let stop = serve::stop_signal()?;
    let outcome = tokio::select! {
        outcome = run(&folder, &stack, listener, stop.clone()) => outcome,
        // Told to stop before it serves: the select drops what was begun.
        () = async { stop.cancelled().await; std::future::pending::<()>().await } => Ok(()),
    };
    // Whoever reads the file must not talk to whatever comes to this port next.
    let _ = std::fs::remove_file(folder.join("run.json"));
    stack.stop().await?;
    outcome
}

fn listener() -> Result<TcpListener> {
    let listener = match std::env::var("PORT").ok().filter(|port| !port.is_empty()) {
        Some(port) => {
            let port: u16 = port.parse().context("PORT is a number from 1 to 65535")?;
            std::net::TcpListener::bind(("127.0.0.1", port)).with_context(|| {
                format!("port {port} is taken: stop what listens there, or set PORT to another")
            })?
        }
        None => listen_near(8080)?,
    };
    listener.set_nonblocking(true)?;
    Ok(TcpListener::from_std(listener)?)
}

async fn run(
    folder: &Path,
    stack: &Stack,
    listener: TcpListener,
    stop: tokio_util::sync::CancellationToken,
) -> Result<()> {
    let keys_dir = folder.join("keys");
    let keys_were_there = keys_dir.exists();
    let keyring = Keyring::new(Arc::new(FileKeyStore::open(&keys_dir, serve::now())?));
    let database = prepare_database(stack, &keyring).await?;
    let is_ours = demo_mark::set_if_empty(&role_url(stack, &keyring, "app_migrator")?).await?;
    if !is_ours {
        bail!(
            "this database is in use and not a demonstration: give make run another one, or serve it with `wsparcie serve`"
        );
    }
    let address = listener.local_addr()?;
    let config = ServerConfig {
        listen: address,
        public_origin: None,
        trusted_proxies: TrustedProxies::default(),
        database,
        redis_url: stack.redis_url().to_owned(),
        s3: S3Config {
            endpoint: Some(stack.s3().endpoint.clone()),
            public_endpoint: None,
            region: stack.s3().region.clone(),
            bucket: stack.s3().bucket.clone(),
            access_key: stack.s3().access_key.clone(),
            secret_key: stack.s3().secret_key.clone(),
        },
        keys_dir,
        second_factor: SecondFactor::Required,
        mail: MailSettings {
            folder: Some(folder.join("mail")),
            ..MailSettings::default()
        },
    };
    let platform = compose::compose(
        &config,
        keyring.clone(),
        Arc::new(SystemClock),
        Arc::new(SystemIds),
    )?;
    startup::check(&platform.db).await?;
    let passwords = DerivedPasswords(keyring);
    let operator = Credentials {
        login: OPERATOR.to_owned(),
        password: passwords.password(OPERATOR),
    };
    if !keys_were_there && admin::is_bootstrapped(&platform.tenants).await? {
        bail!(
            "the demonstration's data are there, but the keys to them (.wsparcie/keys) are gone: run `make reset`, then `make run`"
        );
    }
    compose::bootstrap_operator(&platform, &operator.login, &operator.password).await?;
    reference::load_shipped(&platform).await?;
    let base_url = format!("http://{address}");
    let serving = serve_and_load(
        platform, listener, stop, &base_url, folder, operator, passwords, &config,
    );
    serving.await
}

#[expect(
    clippy::too_many_arguments,
    reason = "the last leg of one start, split off to be read apart"
)]
async fn serve_and_load(
    platform: Platform,
    listener: TcpListener,
    stop: tokio_util::sync::CancellationToken,
    base_url: &str,
    folder: &Path,
    operator: Credentials,
    passwords: DerivedPasswords,
    config: &ServerConfig,
) -> Result<()> {
    let serving = tokio::spawn(serve::run(platform, listener, stop.clone()));
    let loading = async {
        let loaded = demonstration(base_url, folder, &operator, &passwords).await?;
        announce(base_url, folder, config, &loaded)
    };
    let loaded = tokio::select! {
        loaded = loading => loaded,
        () = stop.cancelled() => Ok(()),
    };
    if loaded.is_err() {
        stop.cancel();
    }
    serving.await.context("serving broke off")??;
    loaded
}

/// Loads the demonstration through the public API, or reads what an earlier run has loaded.
async fn demonstration(
    base_url: &str,
    folder: &Path,
    operator: &Credentials,
    passwords: &DerivedPasswords,
) -> Result<Loaded> {
    let kept = folder.join("demo.json");
    if let Ok(text) = std::fs::read_to_string(&kept) {
        return serde_json::from_str(&text)
            .context(".wsparcie/demo.json is damaged: run `make reset`, then `make run`");
    }
    eprintln!("wsparcie: loading the demonstration …");
    let target = Target {
        graphql_url: format!("{base_url}/graphql"),
    };
    let secrets = SecretFile::open(folder.join("second-factors.json"))?;
    let loaded = wsparcie_demo::load(&target, operator, passwords, &secrets).await?;
    run_file::write_private(&kept, &serde_json::to_vec_pretty(&loaded)?)?;
    Ok(loaded)
}

fn announce(base_url: &str, folder: &Path, config: &ServerConfig, loaded: &Loaded) -> Result<()> {
    let run = RunFile {
        graphql_url: format!("{base_url}/graphql"),
        base_url: base_url.to_owned(),
        postgres_url: &config.database.rw_url,
        pid: std::process::id(),
        demo: loaded,
    };
    run_file::write_private(&folder.join("run.json"), &serde_json::to_vec_pretty(&run)?)?;
    run_file::write_private(&folder.join("env"), run_file::exports(config).as_bytes())?;
    println!("Wsparcie is at {base_url} (GraphQL at {base_url}/graphql). Ctrl-C stops it.");
    println!("Logins of the demonstration, also in .wsparcie/run.json:");
    for login in &loaded.logins {
        println!(
            "  {:<44} {:<18} {:<44} {}",
            login.organisation, login.role, login.login, login.password
        );
    }
    Ok(())
}

/// Makes roles and database objects, and gives the URLs by role.
async fn prepare_database(stack: &Stack, keyring: &Keyring) -> Result<DatabaseConfig> {
    // The passwords follow from the key store, so that a second start knows them without keeping them anywhere else.
    let key = keyring.instance_subkey(Purpose::Demonstration)?;
    migrate::prepare(stack.admin_url(), |role| {
        hex::encode(&key.sign(format!("demo database role {role}").as_bytes()))
    })
    .await?;
    migrate::run(&role_url(stack, keyring, "app_migrator")?).await?;
    Ok(DatabaseConfig {
        rw_url: role_url(stack, keyring, "app_rw")?,
        identity_url: role_url(stack, keyring, "app_identity")?,
        worker_url: role_url(stack, keyring, "app_worker")?,
        region_url: role_url(stack, keyring, "app_region")?,
        reference_url: role_url(stack, keyring, "app_reference")?,
        max_connections: MAX_CONNECTIONS,
    })
}

fn role_url(stack: &Stack, keyring: &Keyring, role: &str) -> Result<String> {
    let key = keyring.instance_subkey(Purpose::Demonstration)?;
    let password = hex::encode(&key.sign(format!("demo database role {role}").as_bytes()));
    let (_, place) = stack
        .admin_url()
        .rsplit_once('@')
        .context("DATABASE_URL has a login: postgres://user:password@host/database")?;
    Ok(format!("postgres://{role}:{password}@{place}"))
}

/// Demonstration passwords that follow from the key store: the same at each start, others on each machine.
struct DerivedPasswords(Keyring);

impl PasswordSource for DerivedPasswords {
    fn password(&self, login: &str) -> String {
        self.0
            .instance_subkey(Purpose::Demonstration)
            .map(|key| {
                hex::encode(&key.sign(format!("demo password of {login}").as_bytes()))[..20].to_owned()
            })
            .unwrap_or_default()
    }
}
