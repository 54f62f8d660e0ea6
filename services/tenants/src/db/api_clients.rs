//! SQL for `tenants.api_client` and `tenants.api_client_key`, within one organisation.

use uuid::Uuid;
use wsparcie_kernel::ids::{ApiClientId, ApiKeyId};
use wsparcie_kernel::{Date, Instant, PageRequest};
use wsparcie_postgres::{DbError, TenantTx};
use wsparcie_tenants_api::{ApiClient, ApiKey};

use super::{bounds, scope_codes, scopes, walked};

/// A client joined with one of its keys, of which it has at least one.
struct Row {
    id: Uuid,
    name: String,
    scopes: Vec<String>,
    revoked_at: Option<Instant>,
    created_at: Instant,
    version: i64,
    key_id: Uuid,
    key_created_at: Instant,
    key_expires_on: Date,
    key_revoked_at: Option<Instant>,
    key_last_used_at: Option<Instant>,
}

/// Folds rows in the order of clients, each client's newest key first.
fn fold(rows: Vec<Row>) -> Result<Vec<ApiClient>, DbError> {
    let mut clients: Vec<ApiClient> = Vec::new();
    for row in rows {
        let id = ApiClientId::from_uuid(row.id);
        let key = ApiKey {
            id: ApiKeyId::from_uuid(row.key_id),
            created_at: row.key_created_at,
            expires_on: row.key_expires_on,
            revoked_at: row.key_revoked_at,
            last_used_at: row.key_last_used_at,
        };
        match clients.last_mut() {
            Some(client) if client.id == id => client.keys.push(key),
            _ => clients.push(ApiClient {
                id,
                name: row.name,
                scopes: scopes(&row.scopes)?,
                keys: vec![key],
                revoked_at: row.revoked_at,
                created_at: row.created_at,
                version: row.version,
            }),
        }
    }
    Ok(clients)
}

/// Clients by id; unseen ids are left out.
#[tracing::instrument(name = "db.api_client.by_ids", skip_all)]
pub(crate) async fn by_ids(tx: &mut TenantTx, ids: &[Uuid]) -> Result<Vec<ApiClient>, DbError> {
    let rows = sqlx::query_as!(
        Row,
        "select c.id, c.name, c.scopes, c.revoked_at, c.created_at, c.version, k.id as key_id,
                k.created_at as key_created_at, k.expires_on as key_expires_on, k.revoked_at as key_revoked_at,
                k.last_used_at as key_last_used_at
         from tenants.api_client c
         join tenants.api_client_key k on (k.tenant_id, k.client_id) = ($1, c.id)
         where c.tenant_id = $1 and c.id = any($2) order by c.id, k.id desc",
        tx.tenant().into_uuid(),
        ids,
    )
    .fetch_all(tx.conn())
    .await?;
    fold(rows)
}

/// A page of clients, walked as asked.
#[tracing::instrument(name = "db.api_client.list", skip_all)]
pub(crate) async fn list(tx: &mut TenantTx, page: &PageRequest) -> Result<Vec<ApiClient>, DbError> {
    let (after, before) = bounds(page);
    let rows = sqlx::query_as!(
        Row,
        "with ids as (
             (select id from tenants.api_client
              where tenant_id = $1 and not $2 and id > $3 and id < $4 order by id limit $5)
             union all
             (select id from tenants.api_client
              where tenant_id = $1 and $2 and id > $3 and id < $4 order by id desc limit $5)
         )
         select c.id, c.name, c.scopes, c.revoked_at, c.created_at, c.version, k.id as key_id,
                k.created_at as key_created_at, k.expires_on as key_expires_on, k.revoked_at as key_revoked_at,
                k.last_used_at as key_last_used_at
         from ids
         join tenants.api_client c on (c.tenant_id, c.id) = ($1, ids.id)
         join tenants.api_client_key k on (k.tenant_id, k.client_id) = ($1, ids.id)
         order by c.id, k.id desc",
        tx.tenant().into_uuid(),
        page.backward,
        after,
        before,
        page.fetch_limit(),
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(walked(page, fold(rows)?))
}

/// How many clients the organisation has, revoked ones included.
#[tracing::instrument(name = "db.api_client.count", skip_all)]
pub(crate) async fn count(tx: &mut TenantTx) -> Result<i64, DbError> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from tenants.api_client where tenant_id = $1"#,
        tx.tenant().into_uuid(),
    );
    Ok(count.fetch_one(tx.conn()).await?)
}

/// Locks a client's row and reads it with its keys; `None` if this organisation has no such client.
///
/// Two statements on purpose: keys read in the first would be those from before the wait for the lock, and two requests at
/// once could each add a second key. An absent client takes both as well.
#[tracing::instrument(name = "db.api_client.lock", skip_all)]
pub(crate) async fn lock(tx: &mut TenantTx, id: ApiClientId) -> Result<Option<ApiClient>, DbError> {
    sqlx::query_scalar!(
        "select id from tenants.api_client where tenant_id = $1 and id = $2 for update",
        tx.tenant().into_uuid(),
        id.into_uuid(),
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(by_ids(tx, &[id.into_uuid()]).await?.pop())
}

/// Stores a new client; its first key follows.
#[tracing::instrument(name = "db.api_client.insert", skip_all)]
pub(crate) async fn insert(tx: &mut TenantTx, client: &ApiClient) -> Result<(), DbError> {
    sqlx::query!(
        "insert into tenants.api_client (tenant_id, id, name, scopes, version, created_at)
         values ($1, $2, $3, $4, $5, $6)",
        tx.tenant().into_uuid(),
        client.id.into_uuid(),
        client.name,
        &scope_codes(&client.scopes),
        client.version,
        client.created_at,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Stores a new key of a client under its SHA-256.
#[tracing::instrument(name = "db.api_client.insert_key", skip_all)]
pub(crate) async fn insert_key(
    tx: &mut TenantTx,
    client: ApiClientId,
    key: &ApiKey,
    key_sha256: [u8; 32],
) -> Result<(), DbError> {
    sqlx::query!(
        "insert into tenants.api_client_key (tenant_id, id, client_id, key_sha256, expires_on, created_at)
         values ($1, $2, $3, $4, $5, $6)",
        tx.tenant().into_uuid(),
        key.id.into_uuid(),
        client.into_uuid(),
        key_sha256.as_slice(),
        key.expires_on,
        key.created_at,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Stores when a locked client was revoked, and its version.
#[tracing::instrument(name = "db.api_client.update", skip_all)]
pub(crate) async fn update(tx: &mut TenantTx, client: &ApiClient) -> Result<(), DbError> {
    sqlx::query!(
        "update tenants.api_client set revoked_at = $3, version = $4 where tenant_id = $1 and id = $2",
        tx.tenant().into_uuid(),
        client.id.into_uuid(),
        client.revoked_at,
        client.version,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Revokes those of a locked client's keys that are named and were not revoked yet.
#[tracing::instrument(name = "db.api_client.revoke_keys", skip_all)]
pub(crate) async fn revoke_keys(tx: &mut TenantTx, keys: &[Uuid], now: Instant) -> Result<(), DbError> {
    sqlx::query!(
        "update tenants.api_client_key set revoked_at = $3
         where tenant_id = $1 and id = any($2) and revoked_at is null",
        tx.tenant().into_uuid(),
        keys,
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
