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

impl TenantsApi for TenantsService {
    async fn sign_in(self, _: Context, call: Call, input: SignIn) -> CallResult<SignInStep> {
        sessions::sign_in(&self.inner, &call, &input).await
    }

    async fn complete_sign_in(
        self,
        _: Context,
        call: Call,
        user: UserId,
        code: Secret,
    ) -> CallResult<SignedIn> {
        sessions::complete(&self.inner, &call, user, &code).await
    }

    async fn sign_in_by_provider(
        self,
        _: Context,
        call: Call,
        identity: ProviderIdentity,
    ) -> CallResult<SignedIn> {
        providers::sign_in(&self.inner, &call, &identity).await
    }

    async fn provider_access(
        self,
        _: Context,
        call: Call,
        organisation: TenantId,
    ) -> CallResult<Option<ProviderAccess>> {
        providers::access(&self.inner, &call, organisation).await
    }

    async fn record_refused_attempt(self, _: Context, call: Call, login: String) -> CallResult<()> {
        sessions::record_refused_attempt(&self.inner, &call, &login).await
    }

    async fn actor_of_session(self, _: Context, call: Call, session: SessionOf) -> CallResult<Option<Actor>> {
        actors::of_session(&self.inner, &call, session).await
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

    async fn prove_again(self, _: Context, call: Call, proof: Reproof) -> CallResult<()> {
        second_factor::prove_again(&self.inner, &call, &proof).await
    }

    async fn second_factor(self, _: Context, call: Call) -> CallResult<SecondFactorState> {
        second_factor::state(&self.inner, &call).await
    }

    async fn begin_second_factor(self, _: Context, call: Call) -> CallResult<SecondFactorSetup> {
        second_factor::begin(&self.inner, &call).await
    }

    async fn confirm_second_factor(self, _: Context, call: Call, code: Secret) -> CallResult<RecoveryCodes> {
        second_factor::confirm(&self.inner, &call, &code).await
    }

    async fn renew_recovery_codes(self, _: Context, call: Call) -> CallResult<RecoveryCodes> {
        second_factor::renew_recovery_codes(&self.inner, &call).await
    }

    async fn reset_second_factor(self, _: Context, call: Call, login: String) -> CallResult<UserId> {
        second_factor::reset(&self.inner, &call, &login).await
    }

    async fn change_password(self, _: Context, call: Call, input: ChangePassword) -> CallResult<()> {
        password_change::change(&self.inner, &call, &input).await
    }

    async fn request_password_reset(self, _: Context, call: Call, login: String) -> CallResult<()> {
        password_change::request(&self.inner, &call, &login).await
    }

    async fn reset_password(self, _: Context, call: Call, input: ResetPassword) -> CallResult<UserId> {
        password_change::reset(&self.inner, &call, &input).await
    }

    async fn invite_member(self, _: Context, call: Call, input: NewInvitation) -> CallResult<Invitation> {
        invitations::invite(&self.inner, &call, &input).await
    }

    async fn list_invitations(
        self,
        _: Context,
        call: Call,
        page: PageRequest,
    ) -> CallResult<Page<Invitation>> {
        invitations::list(&self.inner, &call, page).await
    }

    async fn invitations_by_id(
        self,
        _: Context,
        call: Call,
        ids: Vec<InvitationId>,
    ) -> CallResult<Vec<Invitation>> {
        invitations::by_id(&self.inner, &call, &ids).await
    }

    async fn revoke_invitation(
        self,
        _: Context,
        call: Call,
        input: RevokeInvitation,
    ) -> CallResult<Invitation> {
        invitations::revoke(&self.inner, &call, &input).await
    }

    async fn preview_invitation(
        self,
        _: Context,
        call: Call,
        token: Secret,
    ) -> CallResult<InvitationPreview> {
        invitations::preview(&self.inner, &call, &token).await
    }

    async fn accept_invitation(self, _: Context, call: Call, input: AcceptInvitation) -> CallResult<()> {
        invitations::accept(&self.inner, &call, &input).await
    }

    async fn set_organisation_status(
        self,
        _: Context,
        call: Call,
        input: SetOrganisationStatus,
    ) -> CallResult<Organisation> {
        organisation_status::set(&self.inner, &call, &input).await
    }

    async fn set_sign_in_provider(
        self,
        _: Context,
        call: Call,
        input: SetSignInProvider,
    ) -> CallResult<SignInProvider> {
        providers::set(&self.inner, &call, &input).await
    }

    async fn sign_in_providers(
        self,
        _: Context,
        call: Call,
        organisations: Vec<TenantId>,
    ) -> CallResult<Vec<SignInProvider>> {
        providers::of_organisations(&self.inner, &call, &organisations).await
    }

    async fn start_access_review(self, _: Context, call: Call) -> CallResult<AccessReview> {
        access_reviews::start(&self.inner, &call).await
    }

    async fn list_access_reviews(
        self,
        _: Context,
        call: Call,
        page: PageRequest,
    ) -> CallResult<Page<AccessReview>> {
        access_reviews::list(&self.inner, &call, page).await
    }

    async fn access_reviews_by_id(
        self,
        _: Context,
        call: Call,
        ids: Vec<AccessReviewId>,
    ) -> CallResult<Vec<AccessReview>> {
        access_reviews::by_id(&self.inner, &call, &ids).await
    }

    async fn list_access_review_items(
        self,
        _: Context,
        call: Call,
        review: AccessReviewId,
        page: PageRequest,
    ) -> CallResult<Page<AccessReviewItem>> {
        access_reviews::items(&self.inner, &call, review, page).await
    }

    async fn decide_access(
        self,
        _: Context,
        call: Call,
        input: DecideAccess,
    ) -> CallResult<AccessReviewItem> {
        access_reviews::decide(&self.inner, &call, &input).await
    }

    async fn break_glass(self, _: Context, call: Call, input: NewBreakGlass) -> CallResult<BreakGlass> {
        break_glass::open(&self.inner, &call, &input).await
    }

    async fn list_break_glass(
        self,
        _: Context,
        call: Call,
        page: PageRequest,
    ) -> CallResult<Page<BreakGlass>> {
        break_glass::list(&self.inner, &call, page).await
    }

    async fn break_glass_by_id(
        self,
        _: Context,
        call: Call,
        ids: Vec<BreakGlassId>,
    ) -> CallResult<Vec<BreakGlass>> {
        break_glass::by_id(&self.inner, &call, &ids).await
    }

    async fn review_break_glass(
        self,
        _: Context,
        call: Call,
        input: ReviewBreakGlass,
    ) -> CallResult<BreakGlass> {
        break_glass::review(&self.inner, &call, &input).await
    }

    async fn processing_agreement(self, _: Context, call: Call) -> CallResult<ProcessingAgreement> {
        agreement::current(&self.inner, &call).await
    }

    async fn accept_processing_agreement(
        self,
        _: Context,
        call: Call,
        version: String,
    ) -> CallResult<ProcessingAgreement> {
        agreement::accept(&self.inner, &call, &version).await
    }

    async fn list_district_rules(
        self,
        _: Context,
        call: Call,
        on: Option<Date>,
        page: PageRequest,
    ) -> CallResult<Page<DistrictRule>> {
        districts::list(&self.inner, &call, on, page).await
    }

    async fn district_rules_by_id(
        self,
        _: Context,
        call: Call,
        ids: Vec<DistrictRuleId>,
    ) -> CallResult<Vec<DistrictRule>> {
        districts::by_id(&self.inner, &call, &ids).await
    }

    async fn create_district_rule(
        self,
        _: Context,
        call: Call,
        input: NewDistrictRule,
    ) -> CallResult<DistrictRule> {
        districts::create(&self.inner, &call, &input).await
    }

    async fn end_district_rule(
        self,
        _: Context,
        call: Call,
        input: EndDistrictRule,
    ) -> CallResult<DistrictRule> {
        districts::end(&self.inner, &call, &input).await
    }

    async fn responsible_for_address(
        self,
        _: Context,
        call: Call,
        question: AddressQuestion,
    ) -> CallResult<Option<DistrictRule>> {
        districts::responsible(&self.inner, &call, &question).await
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

    async fn add_api_key(self, _: Context, call: Call, input: AddApiKey) -> CallResult<CreatedApiClient> {
        api_clients::add_key(&self.inner, &call, &input).await
    }

    async fn revoke_api_key(self, _: Context, call: Call, input: RevokeApiKey) -> CallResult<ApiClient> {
        api_clients::revoke_key(&self.inner, &call, &input).await
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
