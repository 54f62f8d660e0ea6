//! The contract of the tenants service, one line a call.

use wsparcie_kernel::ids::{
    AccessReviewId, ApiClientId, BreakGlassId, DistrictRuleId, InvitationId, MembershipId, TenantId, UserId,
};
use wsparcie_kernel::{Actor, Call, CallResult, Date, Page, PageRequest};
use wsparcie_rpc::tarpc::context::Context;
use wsparcie_tenants_api::{
    AcceptInvitation, AccessReview, AccessReviewItem, AddApiKey, AddressQuestion, ApiClient, AuditEvent,
    BreakGlass, ChangePassword, CreatedApiClient, DecideAccess, DistrictRule, EndDistrictRule, Invitation,
    InvitationPreview, Member, NewApiClient, NewBreakGlass, NewDistrictRule, NewInvitation, NewMember,
    NewOrganisation, Organisation, ProcessingAgreement, ProviderAccess, ProviderIdentity, RecoveryCodes,
    Reproof, ResetPassword, ReviewBreakGlass, RevokeApiClient, RevokeApiKey, RevokeInvitation,
    SecondFactorSetup, SecondFactorState, Secret, SessionOf, SetOrganisationStatus, SetSignInProvider,
    SignIn, SignInProvider, SignInStep, SignedIn, TenantsApi, UpdateMember, UpdateOrganisation, Viewer,
    ViewerMembership,
};

use crate::TenantsService;
use crate::app::{
    access_reviews, actors, agreement, api_clients, audit_trail, break_glass, districts, founding,
    invitations, members, organisation_status, organisations, password_change, providers, second_factor,
    sessions,
};

// Boxed, each of them: the generated `serve` holds the state of every call in one stack frame, and without the boxes that frame
// takes a megabyte of a thread's two.
impl TenantsApi for TenantsService {
    async fn sign_in(self, _: Context, call: Call, input: SignIn) -> CallResult<SignInStep> {
        Box::pin(sessions::sign_in(&self.inner, &call, &input)).await
    }

    async fn complete_sign_in(
        self,
        _: Context,
        call: Call,
        user: UserId,
        code: Secret,
    ) -> CallResult<SignedIn> {
        Box::pin(sessions::complete(&self.inner, &call, user, &code)).await
    }

    async fn sign_in_by_provider(
        self,
        _: Context,
        call: Call,
        identity: ProviderIdentity,
    ) -> CallResult<SignedIn> {
        Box::pin(providers::sign_in(&self.inner, &call, &identity)).await
    }

    async fn provider_access(
        self,
        _: Context,
        call: Call,
        organisation: TenantId,
    ) -> CallResult<Option<ProviderAccess>> {
        Box::pin(providers::access(&self.inner, &call, organisation)).await
    }

    async fn record_refused_attempt(self, _: Context, call: Call, login: String) -> CallResult<()> {
        Box::pin(sessions::record_refused_attempt(&self.inner, &call, &login)).await
    }

    async fn actor_of_session(self, _: Context, call: Call, session: SessionOf) -> CallResult<Option<Actor>> {
        Box::pin(actors::of_session(&self.inner, &call, session)).await
    }

    async fn actor_of_key(self, _: Context, _: Call, key_sha256: Vec<u8>) -> CallResult<Option<Actor>> {
        Box::pin(actors::of_key(&self.inner, &key_sha256)).await
    }

    async fn viewer(self, _: Context, call: Call) -> CallResult<Viewer> {
        Box::pin(sessions::viewer(&self.inner, &call)).await
    }

    async fn switch_organisation(
        self,
        _: Context,
        call: Call,
        organisation: TenantId,
    ) -> CallResult<ViewerMembership> {
        Box::pin(sessions::switch_organisation(&self.inner, &call, organisation)).await
    }

    async fn prove_again(self, _: Context, call: Call, proof: Reproof) -> CallResult<()> {
        Box::pin(second_factor::prove_again(&self.inner, &call, &proof)).await
    }

    async fn second_factor(self, _: Context, call: Call) -> CallResult<SecondFactorState> {
        Box::pin(second_factor::state(&self.inner, &call)).await
    }

    async fn begin_second_factor(self, _: Context, call: Call) -> CallResult<SecondFactorSetup> {
        Box::pin(second_factor::begin(&self.inner, &call)).await
    }

    async fn confirm_second_factor(self, _: Context, call: Call, code: Secret) -> CallResult<RecoveryCodes> {
        Box::pin(second_factor::confirm(&self.inner, &call, &code)).await
    }

    async fn renew_recovery_codes(self, _: Context, call: Call) -> CallResult<RecoveryCodes> {
        Box::pin(second_factor::renew_recovery_codes(&self.inner, &call)).await
    }

    async fn reset_second_factor(self, _: Context, call: Call, login: String) -> CallResult<UserId> {
        Box::pin(second_factor::reset(&self.inner, &call, &login)).await
    }

    async fn change_password(self, _: Context, call: Call, input: ChangePassword) -> CallResult<()> {
        Box::pin(password_change::change(&self.inner, &call, &input)).await
    }

    async fn request_password_reset(self, _: Context, call: Call, login: String) -> CallResult<()> {
        Box::pin(password_change::request(&self.inner, &call, &login)).await
    }

    async fn reset_password(self, _: Context, call: Call, input: ResetPassword) -> CallResult<UserId> {
        Box::pin(password_change::reset(&self.inner, &call, &input)).await
    }

    async fn invite_member(self, _: Context, call: Call, input: NewInvitation) -> CallResult<Invitation> {
        Box::pin(invitations::invite(&self.inner, &call, &input)).await
    }

    async fn list_invitations(
        self,
        _: Context,
        call: Call,
        page: PageRequest,
    ) -> CallResult<Page<Invitation>> {
        Box::pin(invitations::list(&self.inner, &call, page)).await
    }

    async fn invitations_by_id(
        self,
        _: Context,
        call: Call,
        ids: Vec<InvitationId>,
    ) -> CallResult<Vec<Invitation>> {
        Box::pin(invitations::by_id(&self.inner, &call, &ids)).await
    }

    async fn revoke_invitation(
        self,
        _: Context,
        call: Call,
        input: RevokeInvitation,
    ) -> CallResult<Invitation> {
        Box::pin(invitations::revoke(&self.inner, &call, &input)).await
    }

    async fn preview_invitation(
        self,
        _: Context,
        call: Call,
        token: Secret,
    ) -> CallResult<InvitationPreview> {
        Box::pin(invitations::preview(&self.inner, &call, &token)).await
    }

    async fn accept_invitation(self, _: Context, call: Call, input: AcceptInvitation) -> CallResult<()> {
        Box::pin(invitations::accept(&self.inner, &call, &input)).await
    }

    async fn set_organisation_status(
        self,
        _: Context,
        call: Call,
        input: SetOrganisationStatus,
    ) -> CallResult<Organisation> {
        Box::pin(organisation_status::set(&self.inner, &call, &input)).await
    }

    async fn set_sign_in_provider(
        self,
        _: Context,
        call: Call,
        input: SetSignInProvider,
    ) -> CallResult<SignInProvider> {
        Box::pin(providers::set(&self.inner, &call, &input)).await
    }

    async fn sign_in_providers(
        self,
        _: Context,
        call: Call,
        organisations: Vec<TenantId>,
    ) -> CallResult<Vec<SignInProvider>> {
        Box::pin(providers::of_organisations(&self.inner, &call, &organisations)).await
    }

    async fn start_access_review(self, _: Context, call: Call) -> CallResult<AccessReview> {
        Box::pin(access_reviews::start(&self.inner, &call)).await
    }

    async fn list_access_reviews(
        self,
        _: Context,
        call: Call,
        page: PageRequest,
    ) -> CallResult<Page<AccessReview>> {
        Box::pin(access_reviews::list(&self.inner, &call, page)).await
    }

    async fn access_reviews_by_id(
        self,
        _: Context,
        call: Call,
        ids: Vec<AccessReviewId>,
    ) -> CallResult<Vec<AccessReview>> {
        Box::pin(access_reviews::by_id(&self.inner, &call, &ids)).await
    }

    async fn list_access_review_items(
        self,
        _: Context,
        call: Call,
        review: AccessReviewId,
        page: PageRequest,
    ) -> CallResult<Page<AccessReviewItem>> {
        Box::pin(access_reviews::items(&self.inner, &call, review, page)).await
    }

    async fn decide_access(
        self,
        _: Context,
        call: Call,
        input: DecideAccess,
    ) -> CallResult<AccessReviewItem> {
        Box::pin(access_reviews::decide(&self.inner, &call, &input)).await
    }

    async fn break_glass(self, _: Context, call: Call, input: NewBreakGlass) -> CallResult<BreakGlass> {
        Box::pin(break_glass::open(&self.inner, &call, &input)).await
    }

    async fn list_break_glass(
        self,
        _: Context,
        call: Call,
        page: PageRequest,
    ) -> CallResult<Page<BreakGlass>> {
        Box::pin(break_glass::list(&self.inner, &call, page)).await
    }

    async fn break_glass_by_id(
        self,
        _: Context,
        call: Call,
        ids: Vec<BreakGlassId>,
    ) -> CallResult<Vec<BreakGlass>> {
        Box::pin(break_glass::by_id(&self.inner, &call, &ids)).await
    }

    async fn review_break_glass(
        self,
        _: Context,
        call: Call,
        input: ReviewBreakGlass,
    ) -> CallResult<BreakGlass> {
        Box::pin(break_glass::review(&self.inner, &call, &input)).await
    }

    async fn processing_agreement(self, _: Context, call: Call) -> CallResult<ProcessingAgreement> {
        Box::pin(agreement::current(&self.inner, &call)).await
    }

    async fn accept_processing_agreement(
        self,
        _: Context,
        call: Call,
        version: String,
    ) -> CallResult<ProcessingAgreement> {
        Box::pin(agreement::accept(&self.inner, &call, &version)).await
    }

    async fn list_district_rules(
        self,
        _: Context,
        call: Call,
        on: Option<Date>,
        page: PageRequest,
    ) -> CallResult<Page<DistrictRule>> {
        Box::pin(districts::list(&self.inner, &call, on, page)).await
    }

    async fn district_rules_by_id(
        self,
        _: Context,
        call: Call,
        ids: Vec<DistrictRuleId>,
    ) -> CallResult<Vec<DistrictRule>> {
        Box::pin(districts::by_id(&self.inner, &call, &ids)).await
    }

    async fn create_district_rule(
        self,
        _: Context,
        call: Call,
        input: NewDistrictRule,
    ) -> CallResult<DistrictRule> {
        Box::pin(districts::create(&self.inner, &call, &input)).await
    }

    async fn end_district_rule(
        self,
        _: Context,
        call: Call,
        input: EndDistrictRule,
    ) -> CallResult<DistrictRule> {
        Box::pin(districts::end(&self.inner, &call, &input)).await
    }

    async fn responsible_for_address(
        self,
        _: Context,
        call: Call,
        question: AddressQuestion,
    ) -> CallResult<Option<DistrictRule>> {
        Box::pin(districts::responsible(&self.inner, &call, &question)).await
    }

    async fn organisations_by_id(
        self,
        _: Context,
        call: Call,
        ids: Vec<TenantId>,
    ) -> CallResult<Vec<Organisation>> {
        Box::pin(organisations::by_id(&self.inner, &call, &ids)).await
    }

    async fn list_organisations(
        self,
        _: Context,
        call: Call,
        page: PageRequest,
    ) -> CallResult<Page<Organisation>> {
        Box::pin(organisations::list(&self.inner, &call, page)).await
    }

    async fn create_organisation(
        self,
        _: Context,
        call: Call,
        input: NewOrganisation,
    ) -> CallResult<Organisation> {
        Box::pin(founding::create_organisation(&self.inner, &call, &input)).await
    }

    async fn update_organisation(
        self,
        _: Context,
        call: Call,
        input: UpdateOrganisation,
    ) -> CallResult<Organisation> {
        Box::pin(organisations::update(&self.inner, &call, input)).await
    }

    async fn list_members(self, _: Context, call: Call, page: PageRequest) -> CallResult<Page<Member>> {
        Box::pin(members::list(&self.inner, &call, page)).await
    }

    async fn members_by_id(self, _: Context, call: Call, ids: Vec<MembershipId>) -> CallResult<Vec<Member>> {
        Box::pin(members::by_id(&self.inner, &call, &ids)).await
    }

    async fn add_member(self, _: Context, call: Call, input: NewMember) -> CallResult<Member> {
        Box::pin(members::add(&self.inner, &call, &input)).await
    }

    async fn update_member(self, _: Context, call: Call, input: UpdateMember) -> CallResult<Member> {
        Box::pin(members::update(&self.inner, &call, input)).await
    }

    async fn list_api_clients(
        self,
        _: Context,
        call: Call,
        page: PageRequest,
    ) -> CallResult<Page<ApiClient>> {
        Box::pin(api_clients::list(&self.inner, &call, page)).await
    }

    async fn api_clients_by_id(
        self,
        _: Context,
        call: Call,
        ids: Vec<ApiClientId>,
    ) -> CallResult<Vec<ApiClient>> {
        Box::pin(api_clients::by_id(&self.inner, &call, &ids)).await
    }

    async fn create_api_client(
        self,
        _: Context,
        call: Call,
        input: NewApiClient,
    ) -> CallResult<CreatedApiClient> {
        Box::pin(api_clients::create(&self.inner, &call, &input)).await
    }

    async fn revoke_api_client(
        self,
        _: Context,
        call: Call,
        input: RevokeApiClient,
    ) -> CallResult<ApiClient> {
        Box::pin(api_clients::revoke(&self.inner, &call, &input)).await
    }

    async fn add_api_key(self, _: Context, call: Call, input: AddApiKey) -> CallResult<CreatedApiClient> {
        Box::pin(api_clients::add_key(&self.inner, &call, &input)).await
    }

    async fn revoke_api_key(self, _: Context, call: Call, input: RevokeApiKey) -> CallResult<ApiClient> {
        Box::pin(api_clients::revoke_key(&self.inner, &call, &input)).await
    }

    async fn list_audit_events(
        self,
        _: Context,
        call: Call,
        page: PageRequest,
    ) -> CallResult<Page<AuditEvent>> {
        Box::pin(audit_trail::list(&self.inner, &call, page)).await
    }

    async fn record_sign_out(self, _: Context, call: Call) -> CallResult<()> {
        Box::pin(sessions::record_sign_out(&self.inner, &call)).await
    }
}
