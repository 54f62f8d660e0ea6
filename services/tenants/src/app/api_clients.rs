//! Programs that call the API for the acting organisation.

use serde_json::json;
use wsparcie_kernel::ids::{ApiClientId, ApiKeyId};
use wsparcie_kernel::input::check_id_count;
use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::problem::stale_version;
use wsparcie_kernel::{Call, CallError, CallResult, Page, PageRequest};
use wsparcie_postgres::audit::Act;
use wsparcie_postgres::idempotency::{self, Outcome};
use wsparcie_tenants_api::{
    AddApiKey, ApiClient, ApiKey, CreatedApiClient, NewApiClient, RevokeApiClient, RevokeApiKey, api_key,
};

use super::{Tenants, acting, bare, repeated, secrets};
use crate::db;
use crate::domain::api_client::{self, ApiClientDraft};

/// API clients of the acting organisation, revoked ones included.
pub(crate) async fn list(tenants: &Tenants, call: &Call, page: PageRequest) -> CallResult<Page<ApiClient>> {
    let tenant = permission::require(&call.actor, Resource::ApiClient, Action::Read)?;
    let mut tx = tenants.db.begin(tenant).await?;
    let rows = db::api_clients::list(&mut tx, &page).await?;
    let total = if page.with_total {
        Some(db::api_clients::count(&mut tx).await?)
    } else {
        None
    };
    tx.commit().await?;
    Ok(Page::from_fetched(&page, rows, total, |client| {
        client.id.into_uuid()
    }))
}

/// API clients of the acting organisation by id.
pub(crate) async fn by_id(tenants: &Tenants, call: &Call, ids: &[ApiClientId]) -> CallResult<Vec<ApiClient>> {
    let tenant = permission::require(&call.actor, Resource::ApiClient, Action::Read)?;
    check_id_count(ids.len())?;
    let mut tx = tenants.db.begin(tenant).await?;
    let clients = db::api_clients::by_ids(&mut tx, &bare(ids, ApiClientId::into_uuid)).await?;
    tx.commit().await?;
    Ok(clients)
}

/// Creates an API client; its key leaves in this answer and is kept nowhere.
pub(crate) async fn create(
    tenants: &Tenants,
    call: &Call,
    input: &NewApiClient,
) -> CallResult<CreatedApiClient> {
    let tenant = permission::require(&call.actor, Resource::ApiClient, Action::Create)?;
    let now = tenants.clock.now();
    let draft = ApiClientDraft::parse(acting(call)?.kind, input, now.date_naive())?;

    let mut tx = tenants.db.begin(tenant).await?;
    if let Outcome::Repeated(id) = idempotency::begin(&mut tx, call, now).await? {
        let client = repeated(db::api_clients::by_ids(&mut tx, &[id]).await?)?;
        return Ok(CreatedApiClient { client, key: None });
    }
    let key = api_key::from_secret(&secrets::secret(tenants.secrets.as_ref())?);
    let client = ApiClient {
        id: ApiClientId::from_uuid(tenants.ids.next(now)),
        name: draft.name,
        scopes: draft.scopes,
        keys: vec![ApiKey {
            id: ApiKeyId::from_uuid(tenants.ids.next(now)),
            created_at: now,
            expires_on: draft.expires_on,
            revoked_at: None,
            last_used_at: None,
        }],
        revoked_at: None,
        created_at: now,
        version: 1,
    };
    db::api_clients::insert(&mut tx, &client, api_key::digest(key.expose())).await?;
    let scopes: Vec<_> = client.scopes.iter().map(|scope| scope.code()).collect();
    let act = Act::on("api_client.created", "api_client", client.id.into_uuid())
        .with(json!({ "scopes": scopes, "expires_on": draft.expires_on }));
    tenants.record(&mut tx, call, act, now).await?;
    idempotency::complete(&mut tx, call, client.id.into_uuid()).await?;
    tx.commit().await?;
    Ok(CreatedApiClient {
        client,
        key: Some(key),
    })
}

/// Revokes an API client's key, for good: the next request with it finds nobody.
pub(crate) async fn revoke(tenants: &Tenants, call: &Call, input: &RevokeApiClient) -> CallResult<ApiClient> {
    let tenant = permission::require(&call.actor, Resource::ApiClient, Action::Update)?;
    let now = tenants.clock.now();
    let mut tx = tenants.db.begin(tenant).await?;
    if let Outcome::Repeated(id) = idempotency::begin(&mut tx, call, now).await? {
        return repeated(db::api_clients::by_ids(&mut tx, &[id]).await?);
    }
    let mut client = db::api_clients::lock(&mut tx, input.id)
        .await?
        .ok_or(CallError::NotFound)?;
    if client.version != input.expected_version {
        return Err(stale_version());
    }
    if client.revoked_at.is_some() {
        return Err(CallError::refused(api_client::revoked()));
    }
    client.revoked_at = Some(now);
    client.version += 1;
    db::api_clients::revoke(&mut tx, &client).await?;
    let act = Act::on("api_client.revoked", "api_client", client.id.into_uuid());
    tenants.record(&mut tx, call, act, now).await?;
    idempotency::complete(&mut tx, call, client.id.into_uuid()).await?;
    tx.commit().await?;
    Ok(client)
}

/// Gives a client a further key.
pub(crate) async fn add_key(
    _tenants: &Tenants,
    _call: &Call,
    _input: &AddApiKey,
) -> CallResult<CreatedApiClient> {
    Err(CallError::Internal)
}

/// Revokes one key of a client.
pub(crate) async fn revoke_key(
    _tenants: &Tenants,
    _call: &Call,
    _input: &RevokeApiKey,
) -> CallResult<ApiClient> {
    Err(CallError::Internal)
}
