//! The keys of API clients: a second one beside the first, and the end of one.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use wsparcie_kernel::CallError;
use wsparcie_kernel::ids::{ApiClientId, ApiKeyId};
use wsparcie_tenants_api as api;

use super::types::ApiClient;
use crate::graphql::Nullable;
use crate::graphql::ids::{self, GlobalId};
use crate::graphql::payload::{Check, Payload, UserError, payloads};
use crate::graphql::permissions::open;
use crate::graphql::scalars::{Date, DateTime};
use crate::graphql::scope::load;
use crate::services::ask;

/// One key of an API client. The key itself is known to nobody but its holder.
///
/// Permission for all fields: api_client:read
#[derive(SimpleObject)]
pub(crate) struct ApiKey {
    /// The global id.
    id: ID,
    /// When it was made.
    created_at: DateTime,
    /// The last day (UTC) it is valid.
    expires_on: Date,
    /// When it was revoked; null while it is not.
    revoked_at: Option<DateTime>,
    /// When it was last used, to within five minutes; null if never.
    last_used_at: Option<DateTime>,
}

impl From<&api::ApiKey> for ApiKey {
    fn from(row: &api::ApiKey) -> Self {
        Self {
            id: row.id.global(),
            created_at: row.created_at.into(),
            expires_on: row.expires_on.into(),
            revoked_at: row.revoked_at.map(Into::into),
            last_used_at: row.last_used_at.map(Into::into),
        }
    }
}

/// A further key for an API client.
#[derive(InputObject)]
pub(crate) struct AddApiKeyInput {
    /// Your own key for this request, 1 to 100 characters: repeated with the same input, the request happens once.
    idempotency_key: String,
    /// The global id of the client.
    client_id: ID,
    /// The version that the change is based on.
    expected_version: i64,
    /// The last day the key is valid: not in the past, at most two years ahead.
    expires_on: Date,
}

/// One key to be revoked.
#[derive(InputObject)]
pub(crate) struct RevokeApiKeyInput {
    /// Your own key for this request, 1 to 100 characters: repeated with the same input, the request happens once.
    idempotency_key: String,
    /// The global id of the client.
    client_id: ID,
    /// The global id of the key.
    key_id: ID,
    /// The version that the change is based on.
    expected_version: i64,
}

/// What became of `addApiKey`.
///
/// Permission: api_client:update
#[derive(SimpleObject)]
pub(crate) struct AddApiKeyPayload {
    /// The client with its keys, also after a conflict of versions; null if the key was refused otherwise.
    api_client: Option<ApiClient>,
    /// The key: shown here once and never again; null when the request repeats an earlier one.
    key: Option<String>,
    /// What has to be put right; empty if the mutation happened.
    user_errors: Vec<UserError>,
}

payloads! {
    /// What became of `revokeApiKey`.
    ///
    /// Permission: api_client:update
    RevokeApiKeyPayload {
        /// The client as it is now, also after a conflict of versions; null if the change was refused otherwise.
        api_client: ApiClient
    }
}

#[derive(Default)]
pub(crate) struct ApiKeyMutation;

#[Object]
impl ApiKeyMutation {
    /// Gives an API client a second key, so that the first can be taken out of use without a pause. It is in this answer and
    /// nowhere else afterwards. At most two keys live at a time.
    ///
    /// Permission: api_client:update, proved within 15 minutes
    async fn add_api_key(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The client.")] input: AddApiKeyInput,
    ) -> Nullable<AddApiKeyPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.addApiKey")?;
            let client: ApiClientId = ids::parse(&input.client_id)?;
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            let add = api::AddApiKey {
                client,
                expected_version: input.expected_version,
                expires_on: input.expires_on.0,
            };
            let answer = match check.into_result() {
                Ok(()) => ask!(scope.backend, tenants.add_api_key(call, add)),
                Err(refused) => Err(refused),
            };
            match answer {
                Ok(created) => Ok(AddApiKeyPayload {
                    api_client: Some(created.client.into()),
                    key: created.key.map(|key| key.expose().to_owned()),
                    user_errors: Vec::new(),
                }),
                Err(CallError::Refused(problems)) => {
                    let stale = problems.iter().any(|problem| problem.code == "STALE_VERSION");
                    let current = if stale {
                        load!(scope, client).ok().flatten()
                    } else {
                        None
                    };
                    Ok(AddApiKeyPayload {
                        api_client: current.map(Into::into),
                        key: None,
                        user_errors: UserError::all(problems, scope.locale),
                    })
                }
                Err(failure) => Err(failure.into()),
            }
        };
        Some(change.await)
    }

    /// Revokes one key of an API client, for good.
    ///
    /// Permission: api_client:update
    async fn revoke_api_key(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The key.")] input: RevokeApiKeyInput,
    ) -> Nullable<RevokeApiKeyPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.revokeApiKey")?;
            let client: ApiClientId = ids::parse(&input.client_id)?;
            let key: ApiKeyId = ids::parse(&input.key_id)?;
            let revoke = api::RevokeApiKey {
                client,
                key,
                expected_version: input.expected_version,
            };
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            let answer = match check.into_result() {
                Ok(()) => ask!(scope.backend, tenants.revoke_api_key(call, revoke)),
                Err(refused) => Err(refused),
            };
            RevokeApiKeyPayload::settle_or_current(scope, answer, async { load!(scope, client) }).await
        };
        Some(change.await)
    }
}
