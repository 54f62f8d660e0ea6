//! The gateway alone.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use tokio::net::TcpListener;
use wsparcie_casework_api::CaseworkApiClient;
use wsparcie_documents_api::DocumentsApiClient;
use wsparcie_gateway::{Gateway, GatewayConfig, Readiness, Services};
use wsparcie_kernel::{Clock, IdSource, SystemClock, SystemIds};
use wsparcie_programmes_api::ProgrammesApiClient;
use wsparcie_rpc::{CallKeys, Link, RemoteConfig};
use wsparcie_tenants_api::TenantsApiClient;

use super::{GatewayKeys, GatewaySettings, ProcessKeys, ServiceName};
use crate::{compose, metrics, serve};

/// How long one service may take to say that it is ready.
const PATIENCE: Duration = Duration::from_millis(800);

/// Joins a gateway whose services are elsewhere. Nothing is dialled before it is needed.
pub fn compose_gateway(
    settings: &GatewaySettings,
    keys: &ProcessKeys,
    own: GatewayKeys,
    clock: Arc<dyn Clock>,
    ids: &Arc<dyn IdSource>,
) -> Result<Gateway> {
    metrics::count_calls();
    let remote = |service: ServiceName, address: &str| RemoteConfig {
        service: service.name(),
        address: address.to_owned(),
        keys: CallKeys::clone(&keys.calls),
        clock: Arc::clone(&clock),
        ids: Arc::clone(ids),
    };
    let at = &settings.services;
    let tenants = Link::remote(remote(ServiceName::Tenants, &at.tenants));
    let programmes = Link::remote(remote(ServiceName::Programmes, &at.programmes));
    let casework = Link::remote(remote(ServiceName::Casework, &at.casework));
    let documents = Link::remote(remote(ServiceName::Documents, &at.documents));
    let services = Services {
        tenants: TenantsApiClient::from(tenants.clone()),
        programmes: ProgrammesApiClient::from(programmes.clone()),
        casework: CaseworkApiClient::from(casework.clone()),
        documents: DocumentsApiClient::from(documents.clone()),
    };
    let readiness: Readiness = Arc::new(move || {
        let (tenants, programmes) = (tenants.clone(), programmes.clone());
        let (casework, documents) = (casework.clone(), documents.clone());
        Box::pin(async move {
            let ready = tokio::join!(
                tenants.is_ready(PATIENCE),
                programmes.is_ready(PATIENCE),
                casework.is_ready(PATIENCE),
                documents.is_ready(PATIENCE),
            );
            let ready = [ready.0, ready.1, ready.2, ready.3];
            for (service, ready) in ServiceName::ALL.iter().zip(ready) {
                if !ready {
                    // Which one it is, is for the operator; strangers learn only that the gateway is not ready.
                    tracing::warn!(rpc.service = service.name(), "a service is not ready");
                }
            }
            ready.iter().all(|ready| *ready)
        })
    });
    let redis = wsparcie_gateway::http::sessions::connect(&settings.redis_url)
        .context("WSPARCIE_REDIS_URL is malformed")?;
    Ok(Gateway::new(
        GatewayConfig {
            provider_origin: settings
                .public_origin
                .clone()
                .or_else(|| Some(format!("http://{}", settings.listen))),
            trusted_proxies: settings.trusted_proxies.networks()?,
            ..compose::gateway_config(settings.public_origin.as_deref(), readiness, ids)
        },
        services,
        redis,
        own.0,
        clock,
    ))
}

/// `wsparcie serve --target gateway`.
pub async fn serve_gateway(settings: GatewaySettings) -> Result<()> {
    let keys = ProcessKeys::open(settings.keys_dir.as_deref(), settings.call_key_file.as_deref())?;
    let own = GatewayKeys::open(settings.gateway_keys_file.as_deref(), keys.keyring.as_ref())?;
    let listener = TcpListener::bind(settings.listen)
        .await
        .context("the address of WSPARCIE_LISTEN is not free")?;
    let ids: Arc<dyn IdSource> = Arc::new(SystemIds);
    let gateway = compose_gateway(&settings, &keys, own, Arc::new(SystemClock), &ids)?;
    let stop = serve::stop_signal()?;
    metrics::report_load(&gateway);
    gateway.serve(listener, stop.cancelled_owned()).await?;
    Ok(())
}
