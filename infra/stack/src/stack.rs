//! The stack as a whole: which servers are private, in which order they start and stop, and what they are reached by.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, bail};

use crate::control::{Server, ServerControl};
use crate::environment::External;
use crate::folder::{self, Folder};
use crate::ports;
use crate::postgres::PostgresServer;
use crate::redis::RedisServer;
use crate::s3::{S3Server, S3Settings};
use crate::secrets::{Ports, Secrets};
use crate::user::ServiceUser;

/// What a [`Stack`] is for, and which servers it need not start.
#[derive(Debug, Clone)]
pub struct StackConfig {
    /// The checkout whose data are kept from run to run; `None` for a throw-away stack, whose data are removed when
    /// it ends and don't survive a crash of the machine.
    keep_for: Option<PathBuf>,
    external: External,
}

impl StackConfig {
    /// A stack whose data belong to this checkout and outlive the run. Starts private servers only; see
    /// [`StackConfig::with_external`].
    pub fn kept_for(checkout: impl Into<PathBuf>) -> Self {
        Self {
            keep_for: Some(checkout.into()),
            external: External::default(),
        }
    }

    /// A stack for one test run. Starts private servers only; see [`StackConfig::with_external`].
    pub fn throw_away() -> Self {
        Self {
            keep_for: None,
            external: External::default(),
        }
    }

    /// Uses the servers given from outside ([`External::from_env`]) instead of private ones.
    #[must_use]
    pub fn with_external(mut self, external: External) -> Self {
        self.external = external;
        self
    }
}

/// A running PostgreSQL, Redis and S3. The private ones among them stop when this is stopped or dropped, and also
/// when this process is killed.
pub struct Stack {
    admin_url: String,
    redis_url: String,
    s3: S3Settings,
    postgres: ServerControl,
    redis: ServerControl,
    s3_server: ServerControl,
    /// `None` if every server came from outside.
    folder: Option<Arc<Folder>>,
    is_kept: bool,
}

impl Stack {
    /// Starts what the environment doesn't provide and waits until everything answers.
    ///
    /// # Errors
    /// If a server's program is missing, another process uses this checkout's data, or a server doesn't start; the
    /// message says what to do.
    pub async fn start(config: StackConfig) -> Result<Self> {
        tokio::task::spawn_blocking(move || Self::start_blocking(config))
            .await
            .context("the start broke off")?
    }

    fn start_blocking(config: StackConfig) -> Result<Self> {
        let StackConfig { keep_for, external } = config;
        if let External {
            database_url: Some(admin_url),
            redis_url: Some(redis_url),
            s3: Some(s3),
        } = external
        {
            return Ok(Self {
                admin_url,
                redis_url,
                s3,
                postgres: ServerControl::external("PostgreSQL"),
                redis: ServerControl::external("Redis"),
                s3_server: ServerControl::external("S3"),
                folder: None,
                is_kept: true,
            });
        }
        let folder = match &keep_for {
            Some(checkout) => Folder::of_checkout(checkout)?,
            None => Folder::throw_away()?,
        };
        let folder = Arc::new(folder);
        let is_kept = keep_for.is_some();
        let started = Self::start_private(&folder, is_kept, external);
        if started.is_err() && !is_kept {
            let _ = folder.remove();
        }
        started
    }

    /// Each server that was started stops again when a later one fails: its value is dropped.
    fn start_private(folder: &Arc<Folder>, durable: bool, external: External) -> Result<Self> {
        let secrets_file = folder.path().join("secrets.json");
        let mut secrets = match Secrets::read(&secrets_file)? {
            Some(kept) => kept,
            None if folder.path().join("postgres/data").exists() => bail!(
                "{} is gone, and with it the password of this checkout's database: `make reset` forgets the data",
                secrets_file.display()
            ),
            None => Secrets::generate()?,
        };
        let mut now = Ports {
            postgres: ports::same_or_any(secrets.ports.postgres)?,
            redis: ports::same_or_any(secrets.ports.redis)?,
            s3: secrets.ports.s3,
        };
        // Before initdb: a database whose password is forgotten would be lost.
        secrets.write(&secrets_file)?;

        let (admin_url, postgres) = if let Some(url) = external.database_url {
            (url, ServerControl::external("PostgreSQL"))
        } else {
            start_postgres(folder, &secrets.postgres_password, &mut now.postgres, durable)?
        };
        let (redis_url, redis) = if let Some(url) = external.redis_url {
            (url, ServerControl::external("Redis"))
        } else {
            start_redis(folder, &secrets.redis_password, &mut now.redis, durable)?
        };
        let (s3, s3_server) = if let Some(settings) = external.s3 {
            (settings, ServerControl::external("S3"))
        } else {
            start_s3(folder, &secrets, &mut now.s3)?
        };
        if now != secrets.ports {
            secrets.ports = now;
            secrets.write(&secrets_file)?;
        }
        let folder = Some(Arc::clone(folder));
        Ok(Self {
            admin_url,
            redis_url,
            s3,
            postgres,
            redis,
            s3_server,
            folder,
            is_kept: durable,
        })
    }

    /// Address of PostgreSQL as its superuser, or as whom `DATABASE_URL` says. Holds a password.
    pub fn admin_url(&self) -> &str {
        &self.admin_url
    }

    /// Address of Redis. Holds a password.
    pub fn redis_url(&self) -> &str {
        &self.redis_url
    }

    /// How to reach S3. Holds a secret key.
    pub fn s3(&self) -> &S3Settings {
        &self.s3
    }

    /// Stops and starts PostgreSQL.
    pub fn postgres(&self) -> &ServerControl {
        &self.postgres
    }

    /// Stops and starts Redis.
    pub fn redis(&self) -> &ServerControl {
        &self.redis
    }

    /// Stops and starts S3.
    pub fn s3_server(&self) -> &ServerControl {
        &self.s3_server
    }

    /// The environment that makes another process use this stack: the variables of [`External::from_env`].
    pub fn environment(&self) -> [(&'static str, &str); 7] {
        [
            ("DATABASE_URL", &self.admin_url),
            ("REDIS_URL", &self.redis_url),
            ("S3_ENDPOINT", &self.s3.endpoint),
            ("S3_ACCESS_KEY", &self.s3.access_key),
            ("S3_SECRET_KEY", &self.s3.secret_key),
            ("S3_REGION", &self.s3.region),
            ("S3_BUCKET", &self.s3.bucket),
        ]
    }

    /// Stops the private servers and waits until they are gone; a throw-away stack's data are removed.
    ///
    /// # Errors
    /// If the work breaks off; what goes wrong with a single server is logged.
    pub async fn stop(self) -> Result<()> {
        tokio::task::spawn_blocking(move || drop(self))
            .await
            .context("the stop broke off")
    }
}

impl Drop for Stack {
    fn drop(&mut self) {
        for server in [&self.s3_server, &self.redis, &self.postgres] {
            server.stop_blocking();
        }
        if let Some(folder) = &self.folder
            && !self.is_kept
            && let Err(error) = folder.remove()
        {
            tracing::warn!(%error, "a throw-away stack's data could not be removed");
        }
    }
}

impl std::fmt::Debug for Stack {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Stack")
            .field("postgres", &self.postgres)
            .field("redis", &self.redis)
            .field("s3", &self.s3)
            .finish_non_exhaustive()
    }
}

/// Starts PostgreSQL on the wished-for port, or on another if that is taken.
fn start_postgres(
    folder: &Arc<Folder>,
    password: &str,
    port: &mut u16,
    durable: bool,
) -> Result<(String, ServerControl)> {
    let user = ServiceUser::find()?;
    let mut server = PostgresServer::prepare(Arc::clone(folder), user, password, *port, durable)?;
    server.start()?;
    *port = server.port();
    Ok((server.url(password), ServerControl::private("PostgreSQL", server)))
}

/// Starts Redis on the wished-for port, or on another if that is taken.
fn start_redis(
    folder: &Arc<Folder>,
    password: &str,
    port: &mut u16,
    durable: bool,
) -> Result<(String, ServerControl)> {
    let user = ServiceUser::find()?;
    let mut server = RedisServer::prepare(Arc::clone(folder), user, password, *port, durable)?;
    server.start()?;
    *port = server.port();
    Ok((server.url(password), ServerControl::private("Redis", server)))
}

/// Starts S3 on the wished-for port, or on another if that is taken.
fn start_s3(folder: &Folder, secrets: &Secrets, port: &mut u16) -> Result<(S3Settings, ServerControl)> {
    let mut server = S3Server::prepare(
        folder.path(),
        &secrets.s3_access_key,
        &secrets.s3_secret_key,
        *port,
    )?;
    server.start_on_free_port()?;
    *port = server.port();
    Ok((server.settings(), ServerControl::private("S3", server)))
}

/// Forgets the data that were kept for a checkout; true if there were any.
///
/// # Errors
/// If the checkout's servers are in use, or the files cannot be removed.
pub fn reset(checkout: &Path) -> Result<bool> {
    folder::forget(checkout)
}
