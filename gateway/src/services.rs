//! The clients of the services. Whether a service answers in this process or over the network, only the composition root
//! knows.

use std::time::{Duration, Instant};

use wsparcie_casework_api::{CaseworkApiClient, CaseworkApiRequest, CaseworkApiResponse};
use wsparcie_documents_api::{DocumentsApiClient, DocumentsApiRequest, DocumentsApiResponse};
use wsparcie_kernel::{Actor, Call, CallError};
use wsparcie_programmes_api::{ProgrammesApiClient, ProgrammesApiRequest, ProgrammesApiResponse};
use wsparcie_rpc::Link;
use wsparcie_rpc::tarpc::context::Context;
use wsparcie_tenants_api::{TenantsApiClient, TenantsApiRequest, TenantsApiResponse};

/// The client of the tenants service.
pub type Tenants = TenantsApiClient<Link<TenantsApiRequest, TenantsApiResponse>>;
/// The client of the programmes service.
pub type Programmes = ProgrammesApiClient<Link<ProgrammesApiRequest, ProgrammesApiResponse>>;
/// The client of the case work service.
pub type Casework = CaseworkApiClient<Link<CaseworkApiRequest, CaseworkApiResponse>>;
/// The client of the documents service.
pub type Documents = DocumentsApiClient<Link<DocumentsApiRequest, DocumentsApiResponse>>;

/// One client for each service. Cheap to clone.
#[derive(Clone)]
pub struct Services {
    /// Organisations, users, API clients, audit.
    pub tenants: Tenants,
    /// Programmes, projects, recruitment rules, comparison.
    pub programmes: Programmes,
    /// People and their cases.
    pub casework: Casework,
    /// Files.
    pub documents: Documents,
}

/// The services as one request reaches them: who asks, and until when an answer is of use.
#[derive(Clone)]
pub(crate) struct Backend {
    pub(crate) services: Services,
    pub(crate) call: Call,
    pub(crate) deadline: Instant,
}

impl Backend {
    /// The same services for another actor within the same request.
    pub(crate) fn acting_as(&self, actor: Actor) -> Self {
        Self {
            services: self.services.clone(),
            call: Call::new(actor, self.call.request_id),
            deadline: self.deadline,
        }
    }

    /// The context of a call that ends with the request.
    pub(crate) fn context(&self) -> Result<Context, CallError> {
        let left = self.deadline.saturating_duration_since(Instant::now());
        if left < Duration::from_millis(1) {
            return Err(CallError::DeadlineExceeded);
        }
        Ok(wsparcie_rpc::context(left))
    }
}

/// Calls a service within the request's deadline: `ask!(backend, programmes.list_projects(call, page))`.
macro_rules! ask {
    ($backend:expr, $service:ident.$method:ident($($argument:expr),* $(,)?)) => {{
        let backend: &$crate::services::Backend = &$backend;
        match backend.context() {
            Ok(context) => {
                let span = ::tracing::info_span!(
                    "rpc.call",
                    rpc.service = stringify!($service),
                    rpc.method = stringify!($method),
                );
                // On the heap: the future of a call has room for the largest request of the service.
                let answer = Box::pin(backend.services.$service.$method(context, $($argument),*));
                let settled = async { ::wsparcie_rpc::settle(answer.await) };
                let measured = ::wsparcie_rpc::measured(stringify!($service), stringify!($method), settled);
                ::tracing::Instrument::instrument(measured, span).await
            }
            Err(error) => Err(error),
        }
    }};
}
pub(crate) use ask;
