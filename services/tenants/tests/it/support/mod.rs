//! A service on a database of its own, and shorthands for its calls.

mod hashing;
mod letters;
mod place;
mod sources;
mod tries;

use std::sync::Arc;

pub(crate) use hashing::CountingHashing;
pub(crate) use place::{PUBLIC_URL, Place};
use sources::{CountedIds, CountedSecrets};
pub(crate) use tries::{twenty_at_once, wins};
use uuid::Uuid;
use wsparcie_kernel::ids::TenantId;
use wsparcie_kernel::{
    Actor, Call, CallError, Clock, FixedClock, IdSource, Idempotency, PageRequest, Role, SystemIds,
};
use wsparcie_keys::Keyring;
use wsparcie_rpc::tarpc::context::{self, Context};
use wsparcie_tenants::{SecondFactorPolicy, TenantsConfig, TenantsService, admin};
use wsparcie_tenants_api::{
    Member, NewMember, NewOrganisation, OrganisationType, Secret, SignIn, SignInStep, SignedIn, TenantsApi,
    Viewer,
};
pub(crate) use wsparcie_testkit::Statements;
use wsparcie_testkit::{TestDb, call, clock_at, noon, operator, user};

/// A password that does.
pub(crate) const PASSWORD: &str = "zażółć gęślą jaźń";

/// One test's world: a database with the platform's organisation and nothing else.
pub(crate) struct World {
    pub(crate) db: TestDb,
    pub(crate) service: TenantsService,
    pub(crate) clock: Arc<FixedClock>,
    pub(crate) hashing: Arc<CountingHashing>,
    pub(crate) operator: Actor,
    pub(crate) keyring: Keyring,
    pub(crate) place: Place,
    ids: Arc<CountedIds>,
    secrets: Arc<CountedSecrets>,
}

impl World {
    /// A world at noon on 2026-03-02, in which nobody needs a second factor.
    pub(crate) async fn start() -> Self {
        let db = TestDb::start().await;
        let clock = Arc::new(clock_at("2026-03-02"));
        let hashing = Arc::new(CountingHashing::default());
        let (ids, secrets) = (
            Arc::new(CountedIds::default()),
            Arc::new(CountedSecrets::default()),
        );
        let place = Place::new();
        let keyring = place.keyring(clock.now());
        let service = TenantsService::with(
            db.db.clone(),
            clock.clone(),
            ids.clone(),
            keyring.clone(),
            place.config(),
            secrets.clone(),
            hashing.clone(),
        );
        let password = Secret::new(PASSWORD.to_owned());
        let platform = admin::bootstrap_platform(&service, "Platforma", "operator", password)
            .await
            .unwrap();
        Self {
            db,
            service,
            clock,
            hashing,
            operator: operator(platform),
            keyring,
            place,
            ids,
            secrets,
        }
    }

    /// The same world under other settings.
    pub(crate) fn configured(&self, config: TenantsConfig) -> TenantsService {
        TenantsService::with(
            self.db.db.clone(),
            self.clock.clone(),
            self.ids.clone(),
            self.keyring.clone(),
            config,
            self.secrets.clone(),
            self.hashing.clone(),
        )
    }

    /// From now on everyone needs a second factor.
    pub(crate) fn demand_second_factors(&mut self) {
        self.service = self.configured(TenantsConfig {
            second_factor: SecondFactorPolicy::Required,
            ..self.place.config()
        });
    }

    /// Moves the clock on.
    pub(crate) fn wait(&self, duration: chrono::TimeDelta) {
        self.clock.set(self.clock.now() + duration);
    }

    /// The service, ready for one call.
    pub(crate) fn ask(&self) -> TenantsService {
        self.service.clone()
    }

    /// A centre with an administrator of the login `admin@<short>`.
    pub(crate) async fn centre(&self, short: &str) -> Centre {
        let mut input = new_organisation(short);
        input.first_member = Some(new_member(&format!("admin@{short}"), &[Role::Administrator]));
        let organisation = self
            .ask()
            .create_organisation(now(), call(&self.operator), input)
            .await
            .expect("the centre is created");
        let viewer = self
            .signed_in(&format!("admin@{short}"))
            .await
            .expect("the administrator signs in");
        let admin = wsparcie_testkit::user_of(viewer.user_id, organisation.id, &[Role::Administrator]);
        Centre {
            id: organisation.id,
            admin,
        }
    }

    /// Adds a user to a centre.
    pub(crate) async fn add(&self, centre: &Centre, login: &str, roles: &[Role]) -> Member {
        let answer = self
            .ask()
            .add_member(now(), call(&centre.admin), new_member(login, roles))
            .await;
        answer.expect("the member is added")
    }

    /// Signs in with the usual password.
    pub(crate) async fn signed_in(&self, login: &str) -> Result<Viewer, CallError> {
        self.sign_in(login, PASSWORD).await
    }

    /// Signs in somebody without a second factor.
    pub(crate) async fn sign_in(&self, login: &str, password: &str) -> Result<Viewer, CallError> {
        match self.sign_in_step(login, password).await? {
            SignInStep::SignedIn(SignedIn { viewer, .. }) => Ok(viewer),
            SignInStep::SecondFactor { .. } => panic!("{login} has a second factor"),
        }
    }

    /// The first step of a sign-in.
    pub(crate) async fn sign_in_step(&self, login: &str, password: &str) -> Result<SignInStep, CallError> {
        let input = SignIn {
            login: login.to_owned(),
            password: secret(password),
        };
        self.ask().sign_in(now(), call(&Actor::anonymous()), input).await
    }

    /// Runs a statement as the superuser.
    pub(crate) async fn plant(&self, statement: &'static str, id: Uuid) {
        let mut admin = self.db.admin().await;
        sqlx::query(statement)
            .bind(id)
            .execute(&mut admin)
            .await
            .expect("the fault is planted");
    }

    /// The actions in a tenant's trail, oldest first, reads of members left out.
    pub(crate) async fn trail(&self, tenant: TenantId) -> Vec<String> {
        let mut admin = self.db.admin().await;
        sqlx::query_scalar(
            "select action from platform.audit_event where tenant_id = $1 and action <> 'member.read' order by id",
        )
        .bind(tenant.into_uuid())
        .fetch_all(&mut admin)
        .await
        .expect("the trail can be read")
    }

    /// The refused sign-ins in a tenant's trail, oldest first: why, and how many attempts each row stands for.
    pub(crate) async fn refusals(&self, tenant: TenantId) -> Vec<(String, i64)> {
        let mut admin = self.db.admin().await;
        sqlx::query_as(
            "select details ->> 'reason', coalesce((details ->> 'attempts')::bigint, 1) from platform.audit_event
             where tenant_id = $1 and action = 'session.refused' order by id",
        )
        .bind(tenant.into_uuid())
        .fetch_all(&mut admin)
        .await
        .expect("the trail can be read")
    }

    /// A number that a statement counts, as the superuser.
    pub(crate) async fn count(&self, statement: &'static str) -> i64 {
        let mut admin = self.db.admin().await;
        sqlx::query_scalar(statement)
            .fetch_one(&mut admin)
            .await
            .expect("the statement counts")
    }
}

/// A centre and its administrator.
pub(crate) struct Centre {
    pub(crate) id: TenantId,
    pub(crate) admin: Actor,
}

impl Centre {
    /// Somebody in the centre with another role.
    pub(crate) fn somebody(&self, role: Role) -> Actor {
        user(self.id, role)
    }
}

pub(crate) fn secret(text: &str) -> Secret {
    Secret::new(text.to_owned())
}

pub(crate) fn now() -> Context {
    context::current()
}

/// The actor's call under an idempotency key; `input` stands for the digest of the input.
pub(crate) fn once(actor: &Actor, key: &str, input: &str) -> Call {
    call(actor).once(Some(Idempotency {
        key: key.to_owned(),
        fingerprint: input.to_owned(),
    }))
}

pub(crate) fn new_organisation(short: &str) -> NewOrganisation {
    NewOrganisation {
        organisation_type: OrganisationType::Mops,
        name: format!("Miejski Ośrodek Pomocy Społecznej {short}"),
        short_name: format!("MOPS {short}"),
        teryt: "0261011".to_owned(),
        nip: None,
        regon: None,
        address: None,
        first_member: None,
    }
}

pub(crate) fn new_member(login: &str, roles: &[Role]) -> NewMember {
    NewMember {
        login: login.to_owned(),
        full_name: format!("Osoba {login}"),
        password: Secret::new(PASSWORD.to_owned()),
        roles: roles.to_vec(),
    }
}

pub(crate) fn random() -> Uuid {
    SystemIds.next(noon("2026-03-02"))
}

/// The codes of a refusal, each with its path.
pub(crate) fn refusal<T: std::fmt::Debug>(answer: Result<T, CallError>) -> Vec<(String, String)> {
    match answer {
        Err(CallError::Refused(problems)) => problems
            .into_iter()
            .map(|problem| (problem.code, problem.path.join(".")))
            .collect(),
        other => panic!("not refused: {other:?}"),
    }
}

/// One refusal as [`refusal`] gives it.
pub(crate) fn one(code: &str, path: &str) -> Vec<(String, String)> {
    vec![(code.to_owned(), path.to_owned())]
}

/// A page from the end.
pub(crate) fn last(limit: u32) -> PageRequest {
    PageRequest {
        backward: true,
        ..PageRequest::first(limit)
    }
}
