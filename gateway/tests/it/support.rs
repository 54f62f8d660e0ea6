//! A gateway with scripted services.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, COOKIE, SET_COOKIE};
use http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tower::ServiceExt;
use uuid::Uuid;
use wsparcie_casework_api::{CaseworkApiRequest as C, CaseworkApiResponse as CR};
use wsparcie_documents_api::{DocumentsApiRequest as D, DocumentsApiResponse as DR};
use wsparcie_gateway::http::sessions::{SessionLimits, connect};
use wsparcie_gateway::{Gateway, GatewayConfig, OsRandom, RandomSource, Secrets, Services};
use wsparcie_kernel::ids::{TenantId, UserId};
use wsparcie_kernel::{CallError, FixedClock, Instant, Role};
use wsparcie_programmes_api::{ProgrammesApiRequest as P, ProgrammesApiResponse as PR};
use wsparcie_rpc::Link;
use wsparcie_tenants_api::{TenantsApiRequest as T, TenantsApiResponse as TR};

use crate::people::tenants;

pub(crate) const PASSWORD: &str = "poprawne haslo";

pub(crate) fn organisation(n: u128) -> TenantId {
    TenantId::from_uuid(Uuid::from_u128(n))
}

fn noon() -> Instant {
    Instant::from_timestamp(1_795_000_000, 0).unwrap()
}

/// Answers of the tenants service other than those to sign-in and identity.
pub(crate) type TenantsScript = Arc<dyn Fn(T) -> TR + Send + Sync>;
/// Answers of the programmes service.
type ProgrammesScript = Arc<dyn Fn(P) -> PR + Send + Sync>;

/// A gateway under test.
pub(crate) struct App {
    pub(crate) router: Router,
    pub(crate) gateway: Gateway,
    pub(crate) clock: Arc<FixedClock>,
    /// Calls that reached a service.
    pub(crate) calls: Arc<AtomicUsize>,
    /// The most calls that the programmes service had at the same time.
    pub(crate) at_once: Arc<AtomicUsize>,
    /// The role of whoever is signed in; `None`: the membership has ended.
    pub(crate) role: Arc<Mutex<Option<Role>>>,
    pub(crate) user: UserId,
}

pub(crate) struct Setup {
    pub(crate) config: GatewayConfig,
    pub(crate) redis_url: String,
    pub(crate) tenants: TenantsScript,
    pub(crate) programmes: ProgrammesScript,
    /// How long the programmes service takes for an answer.
    pub(crate) programmes_take: Duration,
    /// Who signs in.
    pub(crate) user: u128,
}

impl Default for Setup {
    fn default() -> Self {
        let redis_url = std::env::var("REDIS_URL").expect("REDIS_URL: run the tests with `make test`");
        Self {
            config: GatewayConfig {
                sessions: own_sessions(),
                ..GatewayConfig::default()
            },
            redis_url,
            tenants: Arc::new(|_| panic!("the tenants service was asked")),
            programmes: Arc::new(|_| panic!("the programmes service was asked")),
            programmes_take: Duration::ZERO,
            user: 77,
        }
    }
}

/// Sessions under a prefix of one's own: tests run side by side on one Redis.
pub(crate) fn own_sessions() -> SessionLimits {
    let random = OsRandom.bytes().unwrap();
    SessionLimits {
        key_prefix: format!("test-{}", Uuid::from_slice(&random[..16]).unwrap()),
        ..SessionLimits::default()
    }
}

impl App {
    pub(crate) fn start() -> Self {
        Self::with(Setup::default())
    }

    pub(crate) fn with(setup: Setup) -> Self {
        let clock = Arc::new(FixedClock::at(noon()));
        let calls = Arc::new(AtomicUsize::new(0));
        let at_once = Arc::new(AtomicUsize::new(0));
        let role = Arc::new(Mutex::new(Some(Role::Coordinator)));
        let user = UserId::from_uuid(Uuid::from_u128(setup.user));
        let services = Services {
            tenants: tenants(setup.tenants, Arc::clone(&calls), Arc::clone(&role), user).into(),
            programmes: {
                let (script, calls, takes) = (setup.programmes, Arc::clone(&calls), setup.programmes_take);
                let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::clone(&at_once));
                Link::local(move |_, request: P| {
                    calls.fetch_add(1, Ordering::SeqCst);
                    let (script, now, most) = (Arc::clone(&script), Arc::clone(&now), Arc::clone(&most));
                    Box::pin(async move {
                        most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                        if !takes.is_zero() {
                            tokio::time::sleep(takes).await;
                        }
                        now.fetch_sub(1, Ordering::SeqCst);
                        Ok(script(request))
                    })
                })
                .into()
            },
            casework: Link::local(|_, _: C| Box::pin(async { Ok(CR::ListPeople(Err(CallError::Internal))) }))
                .into(),
            documents: Link::local(|_, _: D| {
                Box::pin(async { Ok(DR::ListDocuments(Err(CallError::Internal))) })
            })
            .into(),
        };
        let secrets = Secrets {
            cursor_key: [1; 32],
            fingerprint_key: [2; 32],
            device_key: [3; 32],
        };
        let redis = connect(&setup.redis_url).unwrap();
        let gateway = Gateway::new(
            setup.config,
            services,
            redis,
            secrets,
            Arc::clone(&clock) as Arc<_>,
        );
        Self {
            router: gateway.router(),
            gateway,
            clock,
            calls,
            at_once,
            role,
            user,
        }
    }

    pub(crate) fn calls(&self) -> usize {
        self.calls.load(Ordering::SeqCst)
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (head, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        let body = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        Answer {
            status: head.status,
            headers: head.headers,
            body,
            text: String::from_utf8(bytes.to_vec()).unwrap(),
        }
    }

    /// Posts a document with these headers.
    pub(crate) async fn post(&self, headers: &[(&str, &str)], query: &str, variables: Value) -> Answer {
        let body = json!({"query": query, "variables": variables}).to_string();
        self.send(posted(headers, body)).await
    }

    /// Posts a document with a bearer token.
    pub(crate) async fn ask(&self, token: &str, query: &str, variables: Value) -> Answer {
        self.post(
            &[(AUTHORIZATION.as_str(), &format!("Bearer {token}"))],
            query,
            variables,
        )
        .await
    }

    /// Signs in and gives the bearer token.
    pub(crate) async fn sign_in(&self) -> String {
        let answer = self
            .post(&[], SIGN_IN, json!({"password": PASSWORD, "transport": "BEARER"}))
            .await;
        answer.body["data"]["signIn"]["token"]
            .as_str()
            .unwrap()
            .to_owned()
    }
}

pub(crate) const SIGN_IN: &str = "mutation($password: String!, $transport: SessionTransport!) {
    signIn(input: {login: \"anna\", password: $password, transport: $transport}) {
        viewer { login current { organisationName } memberships { organisationId } }
        token userErrors { code message } } }";

pub(crate) fn posted(headers: &[(&str, &str)], body: impl Into<Body>) -> Request<Body> {
    let mut request = Request::post("/graphql").header(CONTENT_TYPE, "application/json");
    if !headers.iter().any(|(name, _)| *name == ACCEPT.as_str()) {
        request = request.header(ACCEPT, "application/graphql-response+json");
    }
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(body.into()).unwrap()
}

pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
    pub(crate) text: String,
}

impl Answer {
    /// The first error's code, or nothing.
    pub(crate) fn code(&self) -> &str {
        self.body["errors"][0]["extensions"]["code"]
            .as_str()
            .unwrap_or_default()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map(|value| value.to_str().unwrap())
            .unwrap_or_default()
    }

    /// The cookie set, as a browser would send it back.
    pub(crate) fn cookie(&self) -> String {
        self.header(SET_COOKIE.as_str())
            .split(';')
            .next()
            .unwrap()
            .to_owned()
    }
}

pub(crate) fn with_cookie(cookie: &str) -> Vec<(&str, &str)> {
    vec![(COOKIE.as_str(), cookie), ("x-wsparcie-csrf", "1")]
}
