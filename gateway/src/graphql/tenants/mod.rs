//! The tenants service in the schema: signing in, sessions, organisations, their users and programs, oversight, the audit
//! trail.

mod access_reviews;
mod api_keys;
mod attempts;
mod break_glass;
mod districts;
mod inputs;
mod invitations;
mod mutations;
mod outcome;
mod proof;
mod providers;
mod queries;
mod second_factor;
mod session;
mod sign_in;
mod standing;
mod types;
mod viewer;

use async_graphql::MergedObject;

pub(crate) use access_reviews::AccessReview;
pub(crate) use break_glass::BreakGlass;
pub(crate) use districts::{DistrictRule, DistrictsMutation, DistrictsQuery};
pub(crate) use invitations::Invitation;
pub(crate) use providers::{ProvidersMutation, ProvidersQuery};
pub(crate) use types::{ApiClient, Member, Organisation};

/// Reads.
#[derive(MergedObject, Default)]
pub(crate) struct TenantsQuery(
    queries::OrganisationQuery,
    invitations::InvitationQuery,
    access_reviews::AccessReviewQuery,
    break_glass::BreakGlassQuery,
    standing::StandingQuery,
);

/// Changes.
#[derive(MergedObject, Default)]
pub(crate) struct TenantsMutation(
    sign_in::SignInMutation,
    session::SessionMutation,
    proof::ProofMutation,
    second_factor::SecondFactorMutation,
    invitations::InvitationMutation,
    mutations::OrganisationMutation,
    api_keys::ApiKeyMutation,
    access_reviews::AccessReviewMutation,
    break_glass::BreakGlassMutation,
    standing::StandingMutation,
);
