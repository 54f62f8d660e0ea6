//! Joins the parts: pools, keys and storage into services, services into the gateway, handlers into the job runner.

use std::sync::Arc;

use anyhow::{Context, Result};
use wsparcie_casework::CaseworkService;
use wsparcie_casework_api::{
    CaseworkApi, CaseworkApiClient, PARTICIPATION_CHANGED, PARTICIPATION_ENDED, PARTICIPATION_OUTCOME,
    PARTICIPATION_STARTED, PARTICIPATION_SUPPORTED, REPUBLISH_JOB,
};
use wsparcie_documents::{DocumentsService, S3Config, Storage};
use wsparcie_documents_api::{DocumentsApi, DocumentsApiClient};
use wsparcie_gateway::{Gateway, GatewayConfig, Observability, Readiness, Secrets, Services};
use wsparcie_kernel::{Clock, IdSource};
use wsparcie_keys::{Keyring, Purpose};
use wsparcie_postgres::Db;
use wsparcie_postgres::jobs::Runner;
use wsparcie_programmes::{
    FREEZE_JOB, PARTICIPATION_JOB, ProgrammesService, RECOUNT_JOB, REMIND_JOB, SmallCells, freeze_handler,
    participation_handler, recount_handler, remind_handler,
};
use wsparcie_programmes_api::{ProgrammesApi, ProgrammesApiClient, REMINDER_DUE};
use wsparcie_rpc::Link;
use wsparcie_rpc::tarpc::server::Serve;
use wsparcie_tenants::{REMINDER_JOB, TenantsService, admin};
use wsparcie_tenants_api::{Secret, TenantsApi, TenantsApiClient};

use crate::config::ServerConfig;
use crate::heads::HeadLog;
use crate::metrics;

/// Everything of one process, joined.
pub struct Platform {
    /// What answers requests.
    pub gateway: Gateway,
    /// What works in the background.
    pub runner: Arc<Runner>,
    /// The pools.
    pub db: Db,
    /// The tenants service, for the operator's commands.
    pub tenants: TenantsService,
    /// The case work service, for the operator's commands.
    pub casework: CaseworkService,
}

/// Which jobs are made of which events, whichever process makes them and whichever does them.
pub const SUBSCRIPTIONS: &[(&str, &str)] = &[
    // Nothing sends it any more; rows from before the events of participation may still be under way.
    ("participation.counted", RECOUNT_JOB),
    (PARTICIPATION_STARTED, PARTICIPATION_JOB),
    (PARTICIPATION_ENDED, PARTICIPATION_JOB),
    (PARTICIPATION_SUPPORTED, PARTICIPATION_JOB),
    (PARTICIPATION_OUTCOME, PARTICIPATION_JOB),
    (PARTICIPATION_CHANGED, PARTICIPATION_JOB),
    (REMINDER_DUE, REMINDER_JOB),
];

/// A service as links and servers take it. Statements end with the call they are for.
macro_rules! handler {
    ($service:expr) => {{
        let service = $service.clone();
        move |context: wsparcie_rpc::tarpc::context::Context, request| -> wsparcie_rpc::LocalFuture<_> {
            let service = service.clone();
            // Boxed before it is wrapped: the future of a whole service is large, and each wrapping would copy it on the stack.
            let answer: wsparcie_rpc::LocalFuture<_> =
                Box::pin(async move { service.serve().serve(context, request).await });
            Box::pin(wsparcie_postgres::deadline::within(context.deadline, answer))
        }
    }};
}
pub(crate) use handler;

/// Joins everything for one process. Connections are opened when first needed.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the parts belong to the platform from here on"
)]
pub fn compose(
    config: &ServerConfig,
    keyring: Keyring,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn IdSource>,
) -> Result<Platform> {
    metrics::count_calls();
    let db = Db::lazy(&config.database.pools()).context("a database URL is malformed")?;
    let storage = storage(&config.s3);
    let tenants = TenantsService::new(
        db.clone(),
        Arc::clone(&clock),
        Arc::clone(&ids),
        keyring.clone(),
        config.tenants(),
    );
    let programmes = ProgrammesService::new(
        db.clone(),
        Arc::clone(&clock),
        Arc::clone(&ids),
        SmallCells::DEFAULT,
    );
    let casework = CaseworkService::new(db.clone(), Arc::clone(&clock), Arc::clone(&ids), keyring.clone());
    let documents = DocumentsService::new(db.clone(), Arc::clone(&clock), Arc::clone(&ids), storage);

    let heads = Arc::new(HeadLog::beside(&config.keys_dir, keyring.clone()));
    let mut runner = Runner::new(db.clone(), Arc::clone(&clock), Arc::clone(&ids), heads.sink())
        .handle(RECOUNT_JOB, recount_handler(db.clone(), Arc::clone(&clock)))
        .handle(
            PARTICIPATION_JOB,
            participation_handler(db.clone(), Arc::clone(&clock)),
        )
        .handle(
            REMIND_JOB,
            remind_handler(db.clone(), Arc::clone(&clock), Arc::clone(&ids)),
        )
        .handle_slow(
            FREEZE_JOB,
            freeze_handler(db.clone(), Arc::clone(&clock), Arc::clone(&ids)),
        )
        .handle(REMINDER_JOB, tenants.reminder_handler());
    runner = subscribed(runner).handle(REPUBLISH_JOB, casework.republish_handler());
    for (kind, handler) in documents.handlers() {
        runner = runner.handle(kind, handler);
    }

    let services = Services {
        tenants: TenantsApiClient::from(Link::local(handler!(tenants))),
        programmes: ProgrammesApiClient::from(Link::local(handler!(programmes))),
        casework: CaseworkApiClient::from(Link::local(handler!(casework))),
        documents: DocumentsApiClient::from(Link::local(handler!(documents))),
    };
    let secrets = secrets(&keyring)?;
    let redis = wsparcie_gateway::http::sessions::connect(&config.redis_url)
        .context("WSPARCIE_REDIS_URL is malformed")?;
    let gateway = Gateway::new(
        GatewayConfig {
            provider_origin: Some(config.tenants().public_url),
            trusted_proxies: config.trusted_proxies.networks()?,
            ..gateway_config(config.public_origin.as_deref(), readiness(&db, &documents), &ids)
        },
        services,
        redis,
        secrets,
        clock,
    );
    Ok(Platform {
        gateway,
        runner: Arc::new(runner),
        db,
        tenants,
        casework,
    })
}

/// The storage of files.
pub(crate) fn storage(s3: &crate::config::S3Config) -> Storage {
    Storage::new(&S3Config {
        endpoint: s3.endpoint.clone(),
        public_endpoint: s3.public_endpoint.clone(),
        region: s3.region.clone(),
        bucket: s3.bucket.clone(),
        access_key: s3.access_key.clone(),
        secret_key: s3.secret_key.clone(),
        path_style: true,
    })
}

/// The runner that relays, with every subscription.
pub(crate) fn subscribed(runner: Runner) -> Runner {
    SUBSCRIPTIONS
        .iter()
        .fold(runner, |runner, (topic, kind)| runner.subscribe(topic, kind))
}

/// The gateway's keys, from the key store.
pub(crate) fn secrets(keyring: &Keyring) -> Result<Secrets> {
    Ok(Secrets {
        cursor_key: *keyring.instance_subkey(Purpose::CursorSigning)?.expose(),
        fingerprint_key: *keyring.instance_subkey(Purpose::IdempotencyFingerprint)?.expose(),
        device_key: *keyring.instance_subkey(Purpose::KnownDevice)?.expose(),
    })
}

fn readiness(db: &Db, documents: &DocumentsService) -> Readiness {
    let (db, documents) = (db.clone(), documents.clone());
    Arc::new(move || {
        let (db, documents) = (db.clone(), documents.clone());
        Box::pin(async move { db.is_ready().await && documents.is_ready().await })
    })
}

/// What is the same for a gateway with its services in the same process or elsewhere.
pub(crate) fn gateway_config(
    public_origin: Option<&str>,
    readiness: Readiness,
    ids: &Arc<dyn IdSource>,
) -> GatewayConfig {
    GatewayConfig {
        https: public_origin.is_some_and(|origin| origin.starts_with("https://")),
        public_origin: public_origin.map(str::to_owned),
        readiness,
        observability: Observability {
            trace_id: Arc::new(wsparcie_telemetry::current_trace_id),
            continue_trace: Arc::new(wsparcie_telemetry::set_remote_parent),
            root_field: metrics::root_field_listener(),
            charge: metrics::charge_listener(),
            refusal: metrics::refusal_listener(),
        },
        ids: Arc::clone(ids),
        ..GatewayConfig::default()
    }
}

/// Makes the platform's own organisation and its first operator, unless they are there.
pub async fn bootstrap_operator(platform: &Platform, login: &str, password: &str) -> Result<()> {
    let password = Secret::new(password.to_owned());
    admin::bootstrap_platform(&platform.tenants, "Operator platformy Wsparcie", login, password).await?;
    Ok(())
}
