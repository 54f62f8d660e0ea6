//! A process that serves: checks first, then works until told to stop, then finishes what it has begun.

use std::sync::Arc;

use anyhow::{Context, Result, bail};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use wsparcie_kernel::{Clock, SystemClock, SystemIds};
use wsparcie_keys::{FileKeyStore, Keyring};
use wsparcie_postgres::jobs::Runner;
use wsparcie_postgres::{Db, demo_mark, startup};
use wsparcie_telemetry::{Label, PoolSize, observe_pool};
use wsparcie_tenants::TenantsService;

use crate::compose::{self, Platform};
use crate::config::ServerConfig;
use crate::metrics;

/// `wsparcie serve`: for real. Refuses a demonstration's database and a key store that is not there.
pub async fn serve(config: ServerConfig) -> Result<()> {
    config.mail.check()?;
    if config.public_origin.is_none() {
        // Links in mails begin with it, and a provider's addresses are judged by it.
        bail!("set WSPARCIE_PUBLIC_ORIGIN to the address that people's browsers see");
    }
    let store = FileKeyStore::open_existing(&config.keys_dir)?;
    let listener = TcpListener::bind(config.listen)
        .await
        .context("the address of WSPARCIE_LISTEN is not free")?;
    let platform = compose::compose(
        &config,
        Keyring::new(Arc::new(store)),
        Arc::new(SystemClock),
        Arc::new(SystemIds),
    )?;
    startup::check(&platform.db).await?;
    if demo_mark::is_set(&platform.db).await? {
        bail!(
            "this database holds demonstration logins, whose passwords are printed on screens: give serve another one"
        );
    }
    run(platform, listener, stop_signal()?).await
}

/// Serves and works until `stop`, then drains.
pub async fn run(platform: Platform, listener: TcpListener, stop: CancellationToken) -> Result<()> {
    let Platform {
        gateway,
        runner,
        db,
        tenants,
        ..
    } = platform;
    let background = background(&db, &runner, Some(tenants), &stop);
    metrics::report_load(&gateway);
    gateway.serve(listener, stop.cancelled_owned()).await?;
    background.ended().await?;
    db.close().await;
    Ok(())
}

/// The background work of a process.
pub struct Background {
    tasks: Vec<JoinHandle<()>>,
}

impl Background {
    /// Waits until it has ended, which it does once its process is told to stop.
    pub async fn ended(self) -> Result<()> {
        for task in self.tasks {
            task.await.context("background work broke off")?;
        }
        Ok(())
    }
}

/// Starts the background work of a process until `stop`: jobs, housekeeping, and with the tenants service its mails.
pub fn background(
    db: &Db,
    runner: &Arc<Runner>,
    tenants: Option<TenantsService>,
    stop: &CancellationToken,
) -> Background {
    report_pools(db);
    let jobs = tokio::spawn({
        let (runner, stop) = (Arc::clone(runner), stop.clone());
        async move { runner.run(stop).await }
    });
    let housekeeping = tokio::spawn(housekeep(Arc::clone(runner), stop.clone()));
    let backlog = tokio::spawn(metrics::report_backlog(Arc::clone(runner), stop.clone()));
    let mut tasks = vec![jobs, housekeeping, backlog];
    if let Some(tenants) = tenants {
        let stop = stop.clone();
        tasks.push(tokio::spawn(async move { tenants.run_mails(stop).await }));
    }
    Background { tasks }
}

async fn housekeep(runner: Arc<Runner>, stop: CancellationToken) {
    while !stop.is_cancelled() {
        if let Err(error) = runner.housekeep().await {
            tracing::warn!(
                error = &error as &dyn std::error::Error,
                "housekeeping waits for the database"
            );
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(std::time::Duration::from_mins(10)) => {}
        }
    }
}

/// Tells the sizes of the pools with every export of metrics.
fn report_pools(db: &Db) {
    for (at, (role, _)) in db.pool_sizes().into_iter().enumerate() {
        let db = db.clone();
        observe_pool(&Label::literal(role), move || {
            let (_, [open, idle, max]) = db.pool_sizes()[at];
            PoolSize { open, idle, max }
        });
    }
}

/// A token that is cancelled by Ctrl-C or SIGTERM.
pub fn stop_signal() -> Result<CancellationToken> {
    let stop = CancellationToken::new();
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    let mut interrupt = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::interrupt())?;
    tokio::spawn({
        let stop = stop.clone();
        async move {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
            stop.cancel();
        }
    });
    Ok(stop)
}

/// The machine's time.
pub fn now() -> wsparcie_kernel::Instant {
    SystemClock.now()
}
