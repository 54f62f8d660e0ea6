//! Stopping and starting one server of a stack, for tests that take a server away.

use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result, bail};

/// How a server is stopped.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stop {
    /// Finish what runs, write everything down.
    Orderly,
    /// As in a crash: drop everything at once. Acknowledged writes survive nonetheless, where they are durable.
    Immediate,
}

/// A server that can be stopped and started again at the same address.
pub(crate) trait Server: Send {
    /// Starts the server and waits until it answers; does nothing if it runs.
    fn start(&mut self) -> Result<()>;
    /// Stops the server and waits until it is gone; does nothing if it doesn't run.
    fn stop(&mut self, how: Stop) -> Result<()>;
}

/// The handle of one server of a [`Stack`](crate::Stack). A server that the environment named is not ours to stop:
/// its handle refuses.
#[derive(Clone)]
pub struct ServerControl {
    name: &'static str,
    server: Option<Arc<Mutex<dyn Server>>>,
}

impl ServerControl {
    pub(crate) fn private(name: &'static str, server: impl Server + 'static) -> Self {
        Self {
            name,
            server: Some(Arc::new(Mutex::new(server))),
        }
    }

    pub(crate) fn external(name: &'static str) -> Self {
        Self { name, server: None }
    }

    /// True if this stack started the server and may stop it.
    pub fn is_private(&self) -> bool {
        self.server.is_some()
    }

    /// Stops the server in good order and waits until it is gone.
    ///
    /// # Errors
    /// If the server came from the environment, or doesn't stop.
    pub async fn stop(&self) -> Result<()> {
        self.run(|server| server.stop(Stop::Orderly)).await
    }

    /// Stops the server as a crash would and waits until it is gone.
    ///
    /// # Errors
    /// If the server came from the environment, or doesn't stop.
    pub async fn stop_immediate(&self) -> Result<()> {
        self.run(|server| server.stop(Stop::Immediate)).await
    }

    /// Starts the server at its old address and waits until it answers.
    ///
    /// # Errors
    /// If the server came from the environment, or doesn't start.
    pub async fn start(&self) -> Result<()> {
        self.run(Server::start).await
    }

    /// Stops the server in good order and starts it again.
    ///
    /// # Errors
    /// As [`ServerControl::stop`] and [`ServerControl::start`].
    pub async fn restart(&self) -> Result<()> {
        self.run(|server| {
            server.stop(Stop::Orderly)?;
            server.start()
        })
        .await
    }

    /// Runs blocking work on the server away from the runtime's own threads.
    async fn run(
        &self,
        work: impl FnOnce(&mut (dyn Server + 'static)) -> Result<()> + Send + 'static,
    ) -> Result<()> {
        let Some(server) = self.server.clone() else {
            bail!(
                "{} was given by the environment, so it is not ours to stop or start",
                self.name
            );
        };
        tokio::task::spawn_blocking(move || work(&mut *server.lock().unwrap_or_else(PoisonError::into_inner)))
            .await
            .context("the work on a private server broke off")?
    }

    /// Stops a private server, for a stack that ends.
    pub(crate) fn stop_blocking(&self) {
        let Some(server) = &self.server else { return };
        let stopped = server
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .stop(Stop::Orderly);
        if let Err(error) = stopped {
            tracing::warn!(server = self.name, %error, "a private server could not be stopped");
        }
    }
}

impl std::fmt::Debug for ServerControl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ServerControl")
            .field("name", &self.name)
            .field("private", &self.is_private())
            .finish_non_exhaustive()
    }
}
