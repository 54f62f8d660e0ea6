//! SQL for `tenants.api_client`, within one organisation.

use uuid::Uuid;
use wsparcie_kernel::ids::{ApiClientId, ApiKeyId};
use wsparcie_kernel::{Date, Instant, PageRequest};
use wsparcie_postgres::{DbError, TenantTx};
use wsparcie_tenants_api::{ApiClient, ApiKey};

use super::{bounds, scope_codes, scopes, walked};

struct Row {
    id: Uuid,
    name: String,
    scopes: Vec<String>,
    expires_on: Date,
    revoked_at: Option<Instant>,
    created_at: Instant,
    version: i64,
}

impl TryFrom<Row> for ApiClient {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        Ok(Self {
            id: ApiClientId::from_uuid(row.id),
            name: row.name,
            scopes: scopes(&row.scopes)?,
            keys: vec![ApiKey {
                id: ApiKeyId::from_uuid(row.id),
                created_at: row.created_at,
                expires_on: row.expires_on,
                revoked_at: row.revoked_at,
                last_used_at: None,
            }],
            revoked_at: row.revoked_at,
            created_at: row.created_at,
            version: row.version,
        })
    }
}

/// Clients by id; unseen ids are left out.
#[tracing::instrument(name = "db.api_client.by_ids", skip_all)]
pub(crate) async fn by_ids(tx: &mut TenantTx, ids: &[Uuid]) -> Result<Vec<ApiClient>, DbError> {
    sqlx::query_as!(
        Row,
        "select id, name, scopes, expires_on, revoked_at, created_at, version
         from tenants.api_client where tenant_id = $1 and id = any($2) order by id",
        tx.tenant().into_uuid(),
        ids,
    )
    .fetch_all(tx.conn())
    .await?
    .into_iter()
    .map(TryInto::try_into)
    .collect()
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
         select c.id, c.name, c.scopes, c.expires_on, c.revoked_at, c.created_at, c.version
         from ids join tenants.api_client c on (c.tenant_id, c.id) = ($1, ids.id) order by c.id",
        tx.tenant().into_uuid(),
        page.backward,
        after,
        before,
        page.fetch_limit(),
    )
    .fetch_all(tx.conn())
    .await?;
    walked(page, rows).into_iter().map(TryInto::try_into).collect()
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

/// Locks a client's row and reads it; `None` if this organisation has no such client.
#[tracing::instrument(name = "db.api_client.lock", skip_all)]
pub(crate) async fn lock(tx: &mut TenantTx, id: ApiClientId) -> Result<Option<ApiClient>, DbError> {
    sqlx::query_as!(
        Row,
        "select id, name, scopes, expires_on, revoked_at, created_at, version
         from tenants.api_client where tenant_id = $1 and id = $2 for update",
        tx.tenant().into_uuid(),
        id.into_uuid(),
    )
    .fetch_optional(tx.conn())
    .await?
    .map(TryInto::try_into)
    .transpose()
}

/// Stores a new client under the SHA-256 of its key.
#[tracing::instrument(name = "db.api_client.insert", skip_all)]
pub(crate) async fn insert(
    tx: &mut TenantTx,
    client: &ApiClient,
    key_sha256: [u8; 32],
) -> Result<(), DbError> {
    sqlx::query!(
        "insert into tenants.api_client
             (tenant_id, id, name, scopes, key_sha256, expires_on, version, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        tx.tenant().into_uuid(),
        client.id.into_uuid(),
        client.name,
        &scope_codes(&client.scopes),
        key_sha256.as_slice(),
        client.keys[0].expires_on,
        client.version,
        client.created_at,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Stores when a locked client's key was revoked, and its version.
#[tracing::instrument(name = "db.api_client.revoke", skip_all)]
pub(crate) async fn revoke(tx: &mut TenantTx, client: &ApiClient) -> Result<(), DbError> {
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
