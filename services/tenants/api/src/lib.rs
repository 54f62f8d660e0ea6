//! What the tenants service does for others: organisations, users and their roles, API clients, the audit trail.
//!
//! Types and calls only. Every call carries a [`Call`]; what it may do is decided by the service, not by the caller.

pub mod api_key;
mod types;

pub use types::*;
use wsparcie_kernel::ids::{ApiClientId, MembershipId, TenantId, UserId};
use wsparcie_kernel::{Actor, Call, CallResult, Page, PageRequest};

/// The calls of the tenants service.
#[tarpc::service]
pub trait TenantsApi {
    /// Checks a login and password. Anonymous. Unknown, disabled and wrong are one and the same answer:
    /// refused with `SIGN_IN_FAILED`. The user is signed in to their first (or only) organisation.
    async fn sign_in(call: Call, input: SignIn) -> CallResult<SignedIn>;

    /// The actor a session stands for right now; `None` if the user, the membership or the organisation is no longer
    /// active. The gateway asks on every request: a right taken away is gone within a second.
    async fn actor_of_session(call: Call, user: UserId, organisation: TenantId) -> CallResult<Option<Actor>>;

    /// The actor behind an API key, by the key's SHA-256 (32 bytes); `None` if no live key has it.
    async fn actor_of_key(call: Call, key_sha256: Vec<u8>) -> CallResult<Option<Actor>>;

    /// The signed-in user with all memberships; refused for API clients.
    async fn viewer(call: Call) -> CallResult<Viewer>;

    /// Checks that the signed-in user is an active member of the organisation and gives the membership.
    /// Not found otherwise.
    async fn switch_organisation(call: Call, organisation: TenantId) -> CallResult<ViewerMembership>;

    /// Organisations by id: the acting one, or any for the operator. Unseen ids are left out.
    async fn organisations_by_id(call: Call, ids: Vec<TenantId>) -> CallResult<Vec<Organisation>>;

    /// All organisations of the instance. Operator only.
    async fn list_organisations(call: Call, page: PageRequest) -> CallResult<Page<Organisation>>;

    /// Creates a centre or an authority, with its first user if one is given. Operator only.
    async fn create_organisation(call: Call, input: NewOrganisation) -> CallResult<Organisation>;

    /// Changes names and address of the acting organisation.
    async fn update_organisation(call: Call, input: UpdateOrganisation) -> CallResult<Organisation>;

    /// Users of the acting organisation.
    async fn list_members(call: Call, page: PageRequest) -> CallResult<Page<Member>>;

    /// Members of the acting organisation by id. Unseen ids are left out.
    async fn members_by_id(call: Call, ids: Vec<MembershipId>) -> CallResult<Vec<Member>>;

    /// Adds a user to the acting organisation: a new login with a password, or the existing user of that login if the
    /// password is theirs (refused with `LOGIN_TAKEN` otherwise).
    async fn add_member(call: Call, input: NewMember) -> CallResult<Member>;

    /// Sets a member's roles and whether the membership is active.
    async fn update_member(call: Call, input: UpdateMember) -> CallResult<Member>;

    /// API clients of the acting organisation.
    async fn list_api_clients(call: Call, page: PageRequest) -> CallResult<Page<ApiClient>>;

    /// API clients of the acting organisation by id. Unseen ids are left out.
    async fn api_clients_by_id(call: Call, ids: Vec<ApiClientId>) -> CallResult<Vec<ApiClient>>;

    /// Creates an API client; its key is in this answer and nowhere else afterwards. A repeated request under the same
    /// idempotency key gives the client without the key.
    async fn create_api_client(call: Call, input: NewApiClient) -> CallResult<CreatedApiClient>;

    /// Revokes an API client's key, for good.
    async fn revoke_api_client(call: Call, input: RevokeApiClient) -> CallResult<ApiClient>;

    /// The audit trail of the acting organisation, oldest first (walk it backward for the newest).
    async fn list_audit_events(call: Call, page: PageRequest) -> CallResult<Page<AuditEvent>>;

    /// Records that somebody signed out or was refused before any service was asked; the gateway tells.
    async fn record_sign_out(call: Call) -> CallResult<()>;
}
