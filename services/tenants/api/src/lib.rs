//! What the tenants service does for others: organisations, users and their roles, API clients, the audit trail.
//!
//! Types and calls only. Every call carries a [`Call`]; what it may do is decided by the service, not by the caller.

pub mod api_key;
mod clients;
mod districts;
mod identity;
mod oversight;
mod types;

pub use clients::*;
pub use districts::*;
pub use identity::*;
pub use oversight::*;
pub use types::*;
use wsparcie_kernel::ids::{
    AccessReviewId, ApiClientId, BreakGlassId, DistrictRuleId, InvitationId, MembershipId, TenantId, UserId,
};
use wsparcie_kernel::{Actor, Call, CallResult, Page, PageRequest};

/// The calls of the tenants service.
#[tarpc::service]
pub trait TenantsApi {
    /// Checks a login and password. Anonymous. Unknown, disabled and wrong are one and the same answer:
    /// refused with `SIGN_IN_FAILED`. The user is signed in to their first (or only) organisation, or has to bring the code
    /// of their second factor. How often somebody may try is the gateway's business.
    async fn sign_in(call: Call, input: SignIn) -> CallResult<SignInStep>;

    /// Finishes a sign-in by the code of the second factor, or by a recovery code. Anonymous; `user` comes from
    /// `sign_in`. Each code works once. Refused with `CODE_WRONG`.
    async fn complete_sign_in(call: Call, user: UserId, code: Secret) -> CallResult<SignedIn>;

    /// Signs in whom an organisation's own provider has recognised: a member linked before, or now by the verified e-mail
    /// address that is their login. Anonymous. Refused with `SIGN_IN_FAILED` in every other case.
    async fn sign_in_by_provider(call: Call, identity: ProviderIdentity) -> CallResult<SignedIn>;

    /// How to reach an organisation's provider; `None` if it has none in use, or if there is no such organisation.
    /// Anonymous, for the gateway only.
    async fn provider_access(call: Call, organisation: TenantId) -> CallResult<Option<ProviderAccess>>;

    /// Records a sign-in attempt that the gateway refused before any password was looked at: `THROTTLED`. Anonymous.
    async fn record_refused_attempt(call: Call, login: String) -> CallResult<()>;

    /// The actor a session stands for right now; `None` if the user, the membership or the organisation is no longer
    /// active. The gateway asks on every request: a right taken away is gone within a second.
    async fn actor_of_session(call: Call, session: SessionOf) -> CallResult<Option<Actor>>;

    /// The actor behind an API key, by the key's SHA-256 (32 bytes); `None` if no live key has it.
    async fn actor_of_key(call: Call, key_sha256: Vec<u8>) -> CallResult<Option<Actor>>;

    /// The signed-in user with all memberships; refused for API clients.
    async fn viewer(call: Call) -> CallResult<Viewer>;

    /// Checks that the signed-in user is an active member of the organisation and gives the membership.
    /// Not found otherwise.
    async fn switch_organisation(call: Call, organisation: TenantId) -> CallResult<ViewerMembership>;

    /// Proves anew that whoever holds the session is its user. Refused with `CODE_WRONG` or `PASSWORD_WRONG`.
    async fn prove_again(call: Call, proof: Reproof) -> CallResult<()>;

    /// The state of the signed-in user's second factor.
    async fn second_factor(call: Call) -> CallResult<SecondFactorState>;

    /// Makes a secret for a second factor, in place of one that was never confirmed. Refused with `SECOND_FACTOR_EXISTS`
    /// if there is a confirmed one.
    async fn begin_second_factor(call: Call) -> CallResult<SecondFactorSetup>;

    /// Puts the second factor into force by its first code, and gives the recovery codes.
    async fn confirm_second_factor(call: Call, code: Secret) -> CallResult<RecoveryCodes>;

    /// Makes new recovery codes; the old ones are worthless afterwards.
    async fn renew_recovery_codes(call: Call) -> CallResult<RecoveryCodes>;

    /// Removes the second factor of a user who has lost it and all recovery codes. Operator only; the gateway ends the
    /// user's sessions. Gives the user; not found for an unknown login.
    async fn reset_second_factor(call: Call, login: String) -> CallResult<UserId>;

    /// Changes the signed-in user's password; the gateway ends their other sessions.
    async fn change_password(call: Call, input: ChangePassword) -> CallResult<()>;

    /// Sends a one-time link for a new password, valid 30 minutes, to the account's e-mail address, if there is one.
    /// Anonymous. The answer and its time are the same for a login that nobody has.
    async fn request_password_reset(call: Call, login: String) -> CallResult<()>;

    /// Sets a new password by a one-time link. Anonymous. Gives the user, all of whose sessions the gateway ends. Refused
    /// with `LINK_INVALID`. The second factor stays.
    async fn reset_password(call: Call, input: ResetPassword) -> CallResult<UserId>;

    /// Invites somebody to the acting organisation by a one-time link, valid 7 days. Mails are sent after the commit.
    async fn invite_member(call: Call, input: NewInvitation) -> CallResult<Invitation>;

    /// Invitations of the acting organisation.
    async fn list_invitations(call: Call, page: PageRequest) -> CallResult<Page<Invitation>>;

    /// Invitations of the acting organisation by id. Unseen ids are left out.
    async fn invitations_by_id(call: Call, ids: Vec<InvitationId>) -> CallResult<Vec<Invitation>>;

    /// Withdraws an open invitation.
    async fn revoke_invitation(call: Call, input: RevokeInvitation) -> CallResult<Invitation>;

    /// What an invitation's link is for. Anonymous. Refused with `LINK_INVALID`.
    async fn preview_invitation(call: Call, token: Secret) -> CallResult<InvitationPreview>;

    /// Joins by an invitation's link: a new login with a password that does, or an existing one with its own password.
    /// Anonymous; the link works once. Signing in comes afterwards. Refused with `LINK_INVALID`, `SIGN_IN_FAILED`.
    async fn accept_invitation(call: Call, input: AcceptInvitation) -> CallResult<()>;

    /// Sets an organisation's status. Operator only.
    async fn set_organisation_status(call: Call, input: SetOrganisationStatus) -> CallResult<Organisation>;

    /// Sets how people of an organisation sign in at its own provider. Operator only.
    async fn set_sign_in_provider(call: Call, input: SetSignInProvider) -> CallResult<SignInProvider>;

    /// The sign-in providers of organisations: the acting one's, or any for the operator. Those without one are left out.
    async fn sign_in_providers(call: Call, organisations: Vec<TenantId>) -> CallResult<Vec<SignInProvider>>;

    /// Begins a review of everybody's access; refused with `ACCESS_REVIEW_OPEN` while one is undecided.
    async fn start_access_review(call: Call) -> CallResult<AccessReview>;

    /// Access reviews of the acting organisation.
    async fn list_access_reviews(call: Call, page: PageRequest) -> CallResult<Page<AccessReview>>;

    /// Access reviews by id. Unseen ids are left out.
    async fn access_reviews_by_id(call: Call, ids: Vec<AccessReviewId>) -> CallResult<Vec<AccessReview>>;

    /// The items of a review. Not found for an unseen review.
    async fn list_access_review_items(
        call: Call,
        review: AccessReviewId,
        page: PageRequest,
    ) -> CallResult<Page<AccessReviewItem>>;

    /// Confirms or removes somebody's access. Refused with `OWN_ACCESS` for one's own, `ALREADY_DECIDED`,
    /// `LAST_ADMINISTRATOR`.
    async fn decide_access(call: Call, input: DecideAccess) -> CallResult<AccessReviewItem>;

    /// Opens case data for reading for three hours. Listed for review.
    async fn break_glass(call: Call, input: NewBreakGlass) -> CallResult<BreakGlass>;

    /// Emergencies of the acting organisation.
    async fn list_break_glass(call: Call, page: PageRequest) -> CallResult<Page<BreakGlass>>;

    /// Emergencies by id. Unseen ids are left out.
    async fn break_glass_by_id(call: Call, ids: Vec<BreakGlassId>) -> CallResult<Vec<BreakGlass>>;

    /// Closes the look into an emergency. Refused with `OWN_ACCESS` for one's own.
    async fn review_break_glass(call: Call, input: ReviewBreakGlass) -> CallResult<BreakGlass>;

    /// The processing agreement in force and whether the acting centre has accepted it.
    async fn processing_agreement(call: Call) -> CallResult<ProcessingAgreement>;

    /// Accepts the version in force for the acting centre. Refused with `AGREEMENT_VERSION` for any other version.
    async fn accept_processing_agreement(call: Call, version: String) -> CallResult<ProcessingAgreement>;

    /// District rules of the acting centre in the order of their ids; with a day, only those valid on it.
    async fn list_district_rules(
        call: Call,
        on: Option<wsparcie_kernel::Date>,
        page: PageRequest,
    ) -> CallResult<Page<DistrictRule>>;

    /// District rules by id. Unseen ids are left out.
    async fn district_rules_by_id(call: Call, ids: Vec<DistrictRuleId>) -> CallResult<Vec<DistrictRule>>;

    /// Adds a district rule. Refused with `DISTRICT_OVERLAP`, which names both rows.
    async fn create_district_rule(call: Call, input: NewDistrictRule) -> CallResult<DistrictRule>;

    /// Ends a district rule.
    async fn end_district_rule(call: Call, input: EndDistrictRule) -> CallResult<DistrictRule>;

    /// The rule, and so the worker, responsible for an address on a day; `None` if no rule covers it.
    async fn responsible_for_address(
        call: Call,
        question: AddressQuestion,
    ) -> CallResult<Option<DistrictRule>>;

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

    /// Revokes an API client with all its keys, for good.
    async fn revoke_api_client(call: Call, input: RevokeApiClient) -> CallResult<ApiClient>;

    /// Gives an API client a further key; refused with `TWO_KEYS_LIVE` while two are live. The key is in this answer only,
    /// as in `create_api_client`.
    async fn add_api_key(call: Call, input: AddApiKey) -> CallResult<CreatedApiClient>;

    /// Revokes one key of an API client, for good.
    async fn revoke_api_key(call: Call, input: RevokeApiKey) -> CallResult<ApiClient>;

    /// The audit trail of the acting organisation, oldest first (walk it backward for the newest).
    async fn list_audit_events(call: Call, page: PageRequest) -> CallResult<Page<AuditEvent>>;

    /// Records that somebody signed out or was refused before any service was asked; the gateway tells.
    async fn record_sign_out(call: Call) -> CallResult<()>;
}
