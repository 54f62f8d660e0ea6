//! A process that serves: checks first, then works until told to stop, then finishes what it has begun.

use std::sync::Arc;

use anyhow::{Context, Result, bail};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use wsparcie_kernel::{Clock, SystemClock, SystemIds};
use wsparcie_keys::{FileKeyStore, Keyring};
use wsparcie_postgres::{Db, demo_mark, startup};
use wsparcie_telemetry::{Label, PoolSize, observe_pool};

use crate::compose::{self, Platform};
use crate::config::ServerConfig;

/// `wsparcie serve`: for real. Refuses a demonstration's database and a key store that is not there.
pub async fn serve(config: ServerConfig) -> Result<()> {
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
        gateway, runner, db, ..
    } = platform;
    report_pools(&db);
    let background = tokio::spawn({
        let (runner, stop) = (Arc::clone(&runner), stop.clone());
        async move { runner.run(stop).await }
    });
    let housekeeping = tokio::spawn({
        let (runner, stop) = (Arc::clone(&runner), stop.clone());
        async move {
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
    });
    gateway.serve(listener, stop.cancelled_owned()).await?;
    background.await.context("background work broke off")?;
    housekeeping.await.context("housekeeping broke off")?;
    db.close().await;
    Ok(())
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
