//! Tenants: organisations, the people and programs that act for them, and the audit trail.
//!
//! The contract is `wsparcie_tenants_api`; this crate fulfils it on PostgreSQL. `domain` holds the rules, `db` the SQL,
//! `app` the use cases. It knows no projects and no people of a centre's cases, and it makes no session tokens: the gateway
//! keeps those.

mod app;
mod db;
mod domain;

use std::sync::Arc;

pub use app::admin;
pub use app::passwords::{Argon2id, PasswordHashing};
pub use app::secrets::{NoRandomness, SecretSource, SystemSecrets};
use wsparcie_kernel::ids::{ApiClientId, MembershipId, TenantId, UserId};
use wsparcie_kernel::{Actor, Call, CallResult, Clock, IdSource, Page, PageRequest};
use wsparcie_postgres::Db;
use wsparcie_rpc::tarpc::context::Context;
use wsparcie_tenants_api::{
    ApiClient, AuditEvent, CreatedApiClient, Member, NewApiClient, NewMember, NewOrganisation, Organisation,
    RevokeApiClient, SignIn, SignedIn, TenantsApi, UpdateMember, UpdateOrganisation, Viewer,
    ViewerMembership,
};

use crate::app::{Tenants, actors, api_clients, audit_trail, founding, members, organisations, sessions};

/// The tenants service. Cheap to clone; clones share the gate of password hashes.
#[derive(Clone)]
pub struct TenantsService {
    inner: Arc<Tenants>,
}

impl TenantsService {
    /// The service with the operating system's random numbers and real password hashes.
    pub fn new(db: Db, clock: Arc<dyn Clock>, ids: Arc<dyn IdSource>) -> Self {
        Self::with(db, clock, ids, Arc::new(SystemSecrets), Arc::new(Argon2id))
    }

    /// The service with everything given from outside.
    pub fn with(
        db: Db,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn IdSource>,
        secrets: Arc<dyn SecretSource>,
        hashing: Arc<dyn PasswordHashing>,
    ) -> Self {
        let passwords = app::passwords::Passwords::new(hashing);
        Self {
            inner: Arc::new(Tenants {
                db,
                clock,
                ids,
                secrets,
                passwords,
            }),
        }
    }
}

impl TenantsApi for TenantsService {
    async fn sign_in(self, _: Context, call: Call, input: SignIn) -> CallResult<SignedIn> {
        sessions::sign_in(&self.inner, &call, &input).await
    }

    async fn actor_of_session(
        self,
        _: Context,
        _: Call,
        user: UserId,
        organisation: TenantId,
    ) -> CallResult<Option<Actor>> {
        actors::of_session(&self.inner, user, organisation).await
    }

    async fn actor_of_key(self, _: Context, _: Call, key_sha256: Vec<u8>) -> CallResult<Option<Actor>> {
        actors::of_key(&self.inner, &key_sha256).await
    }

    async fn viewer(self, _: Context, call: Call) -> CallResult<Viewer> {
        sessions::viewer(&self.inner, &call).await
    }

    async fn switch_organisation(
        self,
        _: Context,
        call: Call,
        organisation: TenantId,
    ) -> CallResult<ViewerMembership> {
        sessions::switch_organisation(&self.inner, &call, organisation).await
    }

    async fn organisations_by_id(
        self,
        _: Context,
        call: Call,
        ids: Vec<TenantId>,
    ) -> CallResult<Vec<Organisation>> {
        organisations::by_id(&self.inner, &call, &ids).await
    }

    async fn list_organisations(
        self,
        _: Context,
        call: Call,
        page: PageRequest,
    ) -> CallResult<Page<Organisation>> {
        organisations::list(&self.inner, &call, page).await
    }

    async fn create_organisation(
        self,
        _: Context,
        call: Call,
        input: NewOrganisation,
    ) -> CallResult<Organisation> {
        founding::create_organisation(&self.inner, &call, &input).await
    }

    async fn update_organisation(
        self,
        _: Context,
        call: Call,
        input: UpdateOrganisation,
    ) -> CallResult<Organisation> {
        organisations::update(&self.inner, &call, input).await
    }

    async fn list_members(self, _: Context, call: Call, page: PageRequest) -> CallResult<Page<Member>> {
        members::list(&self.inner, &call, page).await
    }

    async fn members_by_id(self, _: Context, call: Call, ids: Vec<MembershipId>) -> CallResult<Vec<Member>> {
        members::by_id(&self.inner, &call, &ids).await
    }

    async fn add_member(self, _: Context, call: Call, input: NewMember) -> CallResult<Member> {
        members::add(&self.inner, &call, &input).await
    }

    async fn update_member(self, _: Context, call: Call, input: UpdateMember) -> CallResult<Member> {
        members::update(&self.inner, &call, input).await
    }

    async fn list_api_clients(
        self,
        _: Context,
        call: Call,
        page: PageRequest,
    ) -> CallResult<Page<ApiClient>> {
        api_clients::list(&self.inner, &call, page).await
    }

    async fn api_clients_by_id(
        self,
        _: Context,
        call: Call,
        ids: Vec<ApiClientId>,
    ) -> CallResult<Vec<ApiClient>> {
        api_clients::by_id(&self.inner, &call, &ids).await
    }

    async fn create_api_client(
        self,
        _: Context,
        call: Call,
        input: NewApiClient,
    ) -> CallResult<CreatedApiClient> {
        api_clients::create(&self.inner, &call, &input).await
    }

    async fn revoke_api_client(
        self,
        _: Context,
        call: Call,
        input: RevokeApiClient,
    ) -> CallResult<ApiClient> {
        api_clients::revoke(&self.inner, &call, &input).await
    }

    async fn list_audit_events(
        self,
        _: Context,
        call: Call,
        page: PageRequest,
    ) -> CallResult<Page<AuditEvent>> {
        audit_trail::list(&self.inner, &call, page).await
    }

    async fn record_sign_out(self, _: Context, call: Call) -> CallResult<()> {
        sessions::record_sign_out(&self.inner, &call).await
    }
}
