//! One service alone.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use wsparcie_casework::CaseworkService;
use wsparcie_casework_api::{CaseworkApi, REPUBLISH_JOB};
use wsparcie_documents::DocumentsService;
use wsparcie_documents_api::DocumentsApi;
use wsparcie_kernel::{Clock, IdSource, SystemClock, SystemIds};
use wsparcie_postgres::jobs::{HeadSink, Runner};
use wsparcie_postgres::{Db, ServiceDbConfig, demo_mark, startup};
use wsparcie_programmes::{
    FREEZE_JOB, PARTICIPATION_JOB, ProgrammesService, RECOUNT_JOB, REMIND_JOB, SmallCells, freeze_handler,
    participation_handler, recount_handler, remind_handler,
};
use wsparcie_programmes_api::ProgrammesApi;
use wsparcie_rpc::tarpc::RequestName;
use wsparcie_rpc::tarpc::server::Serve;
use wsparcie_rpc::{Handler, Ready, ServerConfig};
use wsparcie_tenants::{REMINDER_JOB, TenantsService};
use wsparcie_tenants_api::TenantsApi;

use super::{Boxed, ProcessKeys, ServiceName, ServiceSettings};
use crate::compose::{self, handler};
use crate::config::tenants_config;
use crate::heads::HeadLog;
use crate::{metrics, serve};

/// Everything of one service's process, joined.
pub struct ServiceProcess {
    /// The pools.
    pub db: Db,
    /// What works in the background: the jobs of this service; in tenants relaying and sealing as well.
    pub runner: Arc<Runner>,
    /// The tenants service, if it is this one: it sends the mails.
    pub tenants: Option<TenantsService>,
    server: Server,
}

type Server = Box<dyn FnOnce(TcpListener, CancellationToken) -> Boxed<()> + Send>;

impl ServiceProcess {
    /// Answers calls until `stop`, then drains. Background work is the caller's.
    pub async fn answer(server: ServerOf, listener: TcpListener, stop: CancellationToken) {
        (server.0)(listener, stop).await;
    }

    /// Takes the process apart: what answers calls, and the rest.
    pub fn split(self) -> (ServerOf, Db, Arc<Runner>, Option<TenantsService>) {
        (ServerOf(self.server), self.db, self.runner, self.tenants)
    }
}

/// What answers calls.
pub struct ServerOf(Server);

/// Joins one service's process. Connections are opened when first needed.
pub fn compose_service(
    service: ServiceName,
    settings: &ServiceSettings,
    keys: &ProcessKeys,
    clock: &Arc<dyn Clock>,
    ids: &Arc<dyn IdSource>,
) -> Result<ServiceProcess> {
    metrics::count_served();
    let database = &settings.database;
    let needs = |wanted: bool, url: &Option<String>, name: &str| match (wanted, url) {
        (true, None) => bail!("set WSPARCIE_DATABASE__{name}"),
        // A process holds no role that its service has no use for, even if a shared environment names it.
        (wanted, url) => Ok(url.clone().filter(|_| wanted)),
    };
    let db = Db::of_service(&ServiceDbConfig {
        role: service.role(),
        url: database.url.clone(),
        worker_url: database.worker_url.clone(),
        identity_url: needs(
            service == ServiceName::Tenants,
            &database.identity_url,
            "IDENTITY_URL",
        )?,
        region_url: needs(
            service == ServiceName::Programmes,
            &database.region_url,
            "REGION_URL",
        )?,
        reference_url: needs(
            service == ServiceName::Programmes,
            &database.reference_url,
            "REFERENCE_URL",
        )?,
        max_connections: database.max_connections,
        statement_timeout: Duration::from_secs(5),
        acquire_timeout: Duration::from_secs(3),
    })
    .context("a database URL is malformed")?;
    let keyring = || {
        keys.keyring
            .clone()
            .context("this service needs the key store: set WSPARCIE_KEYS_DIR")
    };
    let runner = |heads: HeadSink| Runner::new(db.clone(), Arc::clone(clock), Arc::clone(ids), heads);
    let jobs_only = || runner(Arc::new(|_, _| {})).only_jobs();
    let answering = Answering {
        service,
        keys,
        clock,
        ready: database_ready(&db),
    };
    let mut tenants_service = None;
    let (runner, server) = match service {
        ServiceName::Tenants => {
            let keyring = keyring()?;
            let keys_dir = settings.keys_dir.as_deref().context("set WSPARCIE_KEYS_DIR")?;
            let public_url = settings
                .public_origin
                .clone()
                .context("set WSPARCIE_PUBLIC_ORIGIN")?;
            let heads = Arc::new(HeadLog::beside(keys_dir, keyring.clone()));
            let config = tenants_config(settings.second_factor, &settings.mail, public_url);
            let tenants =
                TenantsService::new(db.clone(), Arc::clone(clock), Arc::clone(ids), keyring, config);
            tenants_service = Some(tenants.clone());
            (
                compose::subscribed(runner(heads.sink())).handle(REMINDER_JOB, tenants.reminder_handler()),
                answering.with(Arc::new(handler!(tenants))),
            )
        }
        ServiceName::Programmes => {
            let programmes = ProgrammesService::new(
                db.clone(),
                Arc::clone(clock),
                Arc::clone(ids),
                SmallCells::DEFAULT,
            );
            (
                with_programmes_jobs(jobs_only(), &db, clock, ids),
                answering.with(Arc::new(handler!(programmes))),
            )
        }
        ServiceName::Casework => {
            let casework = CaseworkService::new(db.clone(), Arc::clone(clock), Arc::clone(ids), keyring()?);
            let jobs = jobs_only().handle(REPUBLISH_JOB, casework.republish_handler());
            (jobs, answering.with(Arc::new(handler!(casework))))
        }
        ServiceName::Documents => {
            let s3 = settings
                .s3
                .as_ref()
                .context("set WSPARCIE_S3__ENDPOINT and so on")?;
            let storage = compose::storage(s3);
            let documents = DocumentsService::new(db.clone(), Arc::clone(clock), Arc::clone(ids), storage);
            let jobs = with_documents_jobs(jobs_only(), &documents);
            let answering = Answering {
                ready: documents_ready(&db, &documents),
                ..answering
            };
            (jobs, answering.with(Arc::new(handler!(documents))))
        }
    };
    Ok(ServiceProcess {
        db,
        runner: Arc::new(runner),
        tenants: tenants_service,
        server,
    })
}

/// The work of programmes after commits.
fn with_programmes_jobs(runner: Runner, db: &Db, clock: &Arc<dyn Clock>, ids: &Arc<dyn IdSource>) -> Runner {
    let (clock, ids) = (|| Arc::clone(clock), || Arc::clone(ids));
    runner
        .handle(RECOUNT_JOB, recount_handler(db.clone(), clock()))
        .handle(PARTICIPATION_JOB, participation_handler(db.clone(), clock()))
        .handle_slow(FREEZE_JOB, freeze_handler(db.clone(), clock(), ids()))
        .handle(REMIND_JOB, remind_handler(db.clone(), clock(), ids()))
}

/// The sweeps of documents.
fn with_documents_jobs(runner: Runner, documents: &DocumentsService) -> Runner {
    let handlers = documents.handlers().into_iter();
    handlers.fold(runner, |runner, (kind, handler)| runner.handle(kind, handler))
}

/// What is the same for every service that answers calls.
struct Answering<'a> {
    service: ServiceName,
    keys: &'a ProcessKeys,
    clock: &'a Arc<dyn Clock>,
    ready: Ready,
}

impl Answering<'_> {
    fn with<Req, Resp>(self, handler: Handler<Req, Resp>) -> Server
    where
        Req: RequestName + DeserializeOwned + Send + 'static,
        Resp: Serialize + Send + 'static,
    {
        let config = ServerConfig::new(
            self.service.name(),
            self.keys.calls.clone(),
            Arc::clone(self.clock),
            self.ready,
        );
        Box::new(move |listener, stop| Box::pin(wsparcie_rpc::serve(config, listener, handler, stop)))
    }
}

fn database_ready(db: &Db) -> Ready {
    let db = db.clone();
    Arc::new(move || {
        let db = db.clone();
        Box::pin(async move { db.is_ready().await })
    })
}

fn documents_ready(db: &Db, documents: &DocumentsService) -> Ready {
    let (db, documents) = (db.clone(), documents.clone());
    Arc::new(move || {
        let (db, documents) = (db.clone(), documents.clone());
        Box::pin(async move { db.is_ready().await && documents.is_ready().await })
    })
}

/// `wsparcie serve --target tenants|programmes|casework|documents`.
pub async fn serve_service(service: ServiceName, settings: ServiceSettings) -> Result<()> {
    if service == ServiceName::Tenants {
        settings.mail.check()?;
    }
    let keys = ProcessKeys::open(settings.keys_dir.as_deref(), settings.call_key_file.as_deref())?;
    let listener = TcpListener::bind(settings.listen)
        .await
        .context("the address of WSPARCIE_LISTEN is not free")?;
    let (clock, ids): (Arc<dyn Clock>, Arc<dyn IdSource>) = (Arc::new(SystemClock), Arc::new(SystemIds));
    let process = compose_service(service, &settings, &keys, &clock, &ids)?;
    startup::check(&process.db).await?;
    if demo_mark::is_set(&process.db).await? {
        bail!(
            "this database holds demonstration logins, whose passwords are printed on screens: give serve another one"
        );
    }
    let (server, db, runner, tenants) = process.split();
    let stop = serve::stop_signal()?;
    let background = serve::background(&db, &runner, tenants, &stop);
    ServiceProcess::answer(server, listener, stop).await;
    background.ended().await?;
    db.close().await;
    Ok(())
}
