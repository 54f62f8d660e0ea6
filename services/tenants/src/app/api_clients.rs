//! Programs that call the API for the acting organisation.

use serde_json::json;
use wsparcie_kernel::ids::{ApiClientId, ApiKeyId};
use wsparcie_kernel::input::check_id_count;
use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::problem::stale_version;
use wsparcie_kernel::{Call, CallError, CallResult, Date, Instant, Page, PageRequest};
use wsparcie_postgres::TenantTx;
use wsparcie_postgres::audit::Act;
use wsparcie_postgres::idempotency::{self, Outcome};
use wsparcie_tenants_api::{
    AddApiKey, ApiClient, ApiKey, CreatedApiClient, NewApiClient, RevokeApiClient, RevokeApiKey, Secret,
    api_key,
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
    let (key, digest) = new_key(tenants, draft.expires_on, now)?;
    let client = ApiClient {
        id: ApiClientId::from_uuid(tenants.ids.next(now)),
        name: draft.name,
        scopes: draft.scopes,
        keys: vec![key.kept],
        revoked_at: None,
        created_at: now,
        version: 1,
    };
    db::api_clients::insert(&mut tx, &client).await?;
    db::api_clients::insert_key(&mut tx, client.id, &client.keys[0], digest).await?;
    let scopes: Vec<_> = client.scopes.iter().map(|scope| scope.code()).collect();
    let act = Act::on("api_client.created", "api_client", client.id.into_uuid())
        .with(json!({ "scopes": scopes, "expires_on": draft.expires_on }));
    tenants.record(&mut tx, call, act, now).await?;
    idempotency::complete(&mut tx, call, client.id.into_uuid()).await?;
    tx.commit().await?;
    Ok(CreatedApiClient {
        client,
        key: Some(key.shown),
    })
}

/// A key that was just made: what is kept of it, and the key itself.
struct NewKey {
    kept: ApiKey,
    shown: Secret,
}

/// Makes a key and its digest.
fn new_key(tenants: &Tenants, expires_on: Date, now: Instant) -> CallResult<(NewKey, [u8; 32])> {
    let shown = api_key::from_secret(&secrets::secret(tenants.secrets.as_ref())?);
    let digest = api_key::digest(shown.expose());
    let kept = ApiKey {
        id: ApiKeyId::from_uuid(tenants.ids.next(now)),
        created_at: now,
        expires_on,
        revoked_at: None,
        last_used_at: None,
    };
    Ok((NewKey { kept, shown }, digest))
}

/// Revokes an API client with all its keys, for good: the next request with one finds nobody.
pub(crate) async fn revoke(tenants: &Tenants, call: &Call, input: &RevokeApiClient) -> CallResult<ApiClient> {
    let tenant = permission::require(&call.actor, Resource::ApiClient, Action::Update)?;
    let now = tenants.clock.now();
    let mut tx = tenants.db.begin(tenant).await?;
    if let Outcome::Repeated(id) = idempotency::begin(&mut tx, call, now).await? {
        return repeated(db::api_clients::by_ids(&mut tx, &[id]).await?);
    }
    let client = in_use(&mut tx, input.id, input.expected_version).await?;
    let client = end(tenants, &mut tx, call, client, now).await?;
    idempotency::complete(&mut tx, call, client.id.into_uuid()).await?;
    tx.commit().await?;
    Ok(client)
}

/// Locks a client that is to be changed.
async fn in_use(tx: &mut TenantTx, id: ApiClientId, expected_version: i64) -> CallResult<ApiClient> {
    let client = db::api_clients::lock(tx, id).await?.ok_or(CallError::NotFound)?;
    if client.version != expected_version {
        return Err(stale_version());
    }
    if client.revoked_at.is_some() {
        return Err(CallError::refused(api_client::revoked()));
    }
    Ok(client)
}

/// Revokes a locked client that is not revoked, with all its keys.
pub(super) async fn end(
    tenants: &Tenants,
    tx: &mut TenantTx,
    call: &Call,
    mut client: ApiClient,
    now: Instant,
) -> CallResult<ApiClient> {
    client.revoked_at = Some(now);
    client.version += 1;
    for key in &mut client.keys {
        key.revoked_at.get_or_insert(now);
    }
    let keys: Vec<_> = client.keys.iter().map(|key| key.id.into_uuid()).collect();
    db::api_clients::update(tx, &client).await?;
    db::api_clients::revoke_keys(tx, &keys, now).await?;
    let act = Act::on("api_client.revoked", "api_client", client.id.into_uuid());
    tenants.record(tx, call, act, now).await?;
    Ok(client)
}

/// Gives a client a further key, so that its holder can change over without a pause.
pub(crate) async fn add_key(
    tenants: &Tenants,
    call: &Call,
    input: &AddApiKey,
) -> CallResult<CreatedApiClient> {
    let tenant = permission::require(&call.actor, Resource::ApiClient, Action::Update)?;
    let now = tenants.clock.now();
    let today = now.date_naive();
    let expires_on = api_client::expiry(input.expires_on, today)
        .map_err(|problem| CallError::refused(problem.at(&["expiresOn"])))?;
    let mut tx = tenants.db.begin(tenant).await?;
    if let Outcome::Repeated(id) = idempotency::begin(&mut tx, call, now).await? {
        let client = repeated(db::api_clients::by_ids(&mut tx, &[id]).await?)?;
        return Ok(CreatedApiClient { client, key: None });
    }
    let mut client = in_use(&mut tx, input.client, input.expected_version).await?;
    let live = client.keys.iter().filter(|key| api_client::is_live(key, today));
    if live.count() >= api_client::MOST_LIVE_KEYS {
        return Err(CallError::refused(api_client::two_keys_live()));
    }
    let (key, digest) = new_key(tenants, expires_on, now)?;
    db::api_clients::insert_key(&mut tx, client.id, &key.kept, digest).await?;
    client.version += 1;
    db::api_clients::update(&mut tx, &client).await?;
    let act = Act::on("api_client.key_added", "api_client", client.id.into_uuid())
        .with(json!({ "key": key.kept.id, "expires_on": expires_on }));
    client.keys.insert(0, key.kept);
    tenants.record(&mut tx, call, act, now).await?;
    idempotency::complete(&mut tx, call, client.id.into_uuid()).await?;
    tx.commit().await?;
    Ok(CreatedApiClient {
        client,
        key: Some(key.shown),
    })
}

/// Revokes one key of a client, for good.
pub(crate) async fn revoke_key(
    tenants: &Tenants,
    call: &Call,
    input: &RevokeApiKey,
) -> CallResult<ApiClient> {
    let tenant = permission::require(&call.actor, Resource::ApiClient, Action::Update)?;
    let now = tenants.clock.now();
    let mut tx = tenants.db.begin(tenant).await?;
    if let Outcome::Repeated(id) = idempotency::begin(&mut tx, call, now).await? {
        return repeated(db::api_clients::by_ids(&mut tx, &[id]).await?);
    }
    let mut client = in_use(&mut tx, input.client, input.expected_version).await?;
    let key = client
        .keys
        .iter_mut()
        .find(|key| key.id == input.key)
        .ok_or(CallError::NotFound)?;
    if key.revoked_at.is_some() {
        return Err(CallError::refused(api_client::key_revoked()));
    }
    key.revoked_at = Some(now);
    db::api_clients::revoke_keys(&mut tx, &[input.key.into_uuid()], now).await?;
    client.version += 1;
    db::api_clients::update(&mut tx, &client).await?;
    let act = Act::on("api_client.key_revoked", "api_client", client.id.into_uuid())
        .with(json!({ "key": input.key }));
    tenants.record(&mut tx, call, act, now).await?;
    idempotency::complete(&mut tx, call, client.id.into_uuid()).await?;
    tx.commit().await?;
    Ok(client)
}
