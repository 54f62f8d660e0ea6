//! Organisations' own sign-in providers in the schema. The sign-in itself is no GraphQL: `GET /sign-in/provider/{organisation}`.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use wsparcie_kernel::ids::TenantId;
use wsparcie_tenants_api as api;

use crate::graphql::Nullable;
use crate::graphql::failure::Failure;
use crate::graphql::ids::{self, GlobalId};
use crate::graphql::payload::{Check, Payload, payloads};
use crate::graphql::permissions::open;
use crate::services::ask;

/// An organisation's own sign-in provider (OpenID Connect). The client secret is never shown.
///
/// Permission for all fields: organisation:read, and only the acting organisation's unless organisations:read.
#[derive(SimpleObject)]
pub(crate) struct SignInProvider {
    /// The global id of the organisation.
    organisation_id: ID,
    /// The issuer's address, exactly as it stands in its tokens.
    issuer: String,
    /// Our name at the provider.
    client_id: String,
    /// Whether people can sign in by it, at `/sign-in/provider/{organisationId}`.
    enabled: bool,
    /// Version, for `expectedVersion`.
    version: i64,
}

impl From<api::SignInProvider> for SignInProvider {
    fn from(row: api::SignInProvider) -> Self {
        Self {
            organisation_id: row.organisation.global(),
            issuer: row.issuer,
            client_id: row.client_id,
            enabled: row.enabled,
            version: row.version,
        }
    }
}

/// Settings of an organisation's sign-in provider; they replace those that are there.
#[derive(InputObject)]
pub(crate) struct SetSignInProviderInput {
    /// Your own key for this request, 1 to 100 characters: repeated with the same input, the request happens once.
    idempotency_key: String,
    /// The global id of the organisation: a centre or an authority.
    organisation: ID,
    /// The issuer's address: https, a domain name, perhaps a port and a path.
    issuer: String,
    /// Our name at the provider, 1 to 200 characters.
    client_id: String,
    /// Our secret at the provider, 1 to 500 ASCII characters; left out it stays, unless issuer or client change.
    #[graphql(secret)]
    client_secret: Option<String>,
    /// Whether people can sign in by it.
    enabled: bool,
    /// The version that the change is based on; left out for the first settings.
    expected_version: Option<i64>,
}

payloads! {
    /// What became of `setSignInProvider`.
    ///
    /// Permission: organisations:update
    SetSignInProviderPayload {
        /// The settings as they are now; null if the change was refused.
        sign_in_provider: SignInProvider
    }
}

#[derive(Default)]
pub(crate) struct ProvidersQuery;

#[Object]
impl ProvidersQuery {
    /// An organisation's own sign-in provider: the acting organisation's, or any for the operator; null if it has none.
    ///
    /// Permission: organisation:read
    async fn sign_in_provider(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The global id of the organisation; the acting one if not given.")]
        organisation: Option<ID>,
    ) -> Nullable<SignInProvider> {
        let read = async {
            let scope = open(ctx, "Query.signInProvider")?;
            let organisation: TenantId = match organisation {
                Some(id) => ids::parse(&id)?,
                None => scope.actor().tenant().ok_or_else(Failure::unauthenticated)?,
            };
            let wanted = vec![organisation];
            let mut rows = ask!(scope.backend, tenants.sign_in_providers(scope.call(), wanted))?;
            Ok(rows.pop().map(SignInProvider::from))
        };
        read.await.transpose()
    }
}

#[derive(Default)]
pub(crate) struct ProvidersMutation;

#[Object]
impl ProvidersMutation {
    /// Sets how people of an organisation sign in at its own provider. It can sign in members of that organisation only, and
    /// makes nobody a member. Our address there is `/sign-in/provider/callback`. Needs a fresh proof (`proveAgain`).
    ///
    /// Permission: organisations:update
    async fn set_sign_in_provider(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The settings.")] input: SetSignInProviderInput,
    ) -> Nullable<SetSignInProviderPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.setSignInProvider")?;
            let organisation = ids::parse(&input.organisation)?;
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            let settings = api::SetSignInProvider {
                organisation,
                issuer: input.issuer,
                client_id: input.client_id,
                client_secret: input.client_secret.map(api::Secret::new),
                enabled: input.enabled,
                expected_version: input.expected_version,
            };
            let answer = match check.into_result() {
                Ok(()) => ask!(scope.backend, tenants.set_sign_in_provider(call, settings)),
                Err(refused) => Err(refused),
            };
            SetSignInProviderPayload::settle(scope, answer)
        };
        Some(change.await)
    }
}
