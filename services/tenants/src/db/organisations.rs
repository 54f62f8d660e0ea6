//! SQL for `tenants.organisation`.

use sqlx::PgConnection;
use uuid::Uuid;
use wsparcie_kernel::ids::TenantId;
use wsparcie_kernel::{Instant, PageRequest};
use wsparcie_postgres::{DbError, IdentityTx, TenantTx};
use wsparcie_tenants_api::{Address, Organisation, OrganisationStatus};

use super::{bounds, organisation_type, walked};
use crate::domain::organisation::OrganisationDraft;

/// The index behind the rule that REGON and type name one organisation.
pub(crate) const REGON_TYPE: &str = "organisation_regon_type";

struct Row {
    id: Uuid,
    organisation_type: String,
    name: String,
    short_name: String,
    teryt: String,
    nip: Option<String>,
    regon: Option<String>,
    street: Option<String>,
    postcode: Option<String>,
    town: Option<String>,
    status: String,
    version: i64,
}

impl TryFrom<Row> for Organisation {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        let address = match (row.street, row.postcode, row.town) {
            (Some(street), Some(postcode), Some(town)) => Some(Address {
                street,
                postcode,
                town,
            }),
            _ => None,
        };
        Ok(Self {
            id: TenantId::from_uuid(row.id),
            organisation_type: organisation_type(&row.organisation_type)?,
            name: row.name,
            short_name: row.short_name,
            teryt: row.teryt,
            nip: row.nip,
            regon: row.regon,
            address,
            status: OrganisationStatus::parse(&row.status).ok_or(DbError::Defect {
                sqlstate: "status".to_owned(),
            })?,
            version: row.version,
        })
    }
}

/// Organisations by id, as far as the connection's role sees them.
#[tracing::instrument(name = "db.organisation.by_ids", skip_all)]
pub(crate) async fn by_ids(conn: &mut PgConnection, ids: &[Uuid]) -> Result<Vec<Organisation>, DbError> {
    sqlx::query_as!(
        Row,
        "select id, organisation_type, name, short_name, teryt, nip, regon, street, postcode, town, status, version
         from tenants.organisation where id = any($1) order by id",
        ids,
    )
    .fetch_all(conn)
    .await?
    .into_iter()
    .map(TryInto::try_into)
    .collect()
}

/// A page of all organisations, walked as asked; for the operator.
#[tracing::instrument(name = "db.organisation.list", skip_all)]
pub(crate) async fn list(conn: &mut PgConnection, page: &PageRequest) -> Result<Vec<Organisation>, DbError> {
    let (after, before) = bounds(page);
    let rows = sqlx::query_as!(
        Row,
        "with ids as (
             (select id from tenants.organisation where not $1 and id > $2 and id < $3 order by id limit $4)
             union all
             (select id from tenants.organisation where $1 and id > $2 and id < $3 order by id desc limit $4)
         )
         select o.id, o.organisation_type, o.name, o.short_name, o.teryt, o.nip, o.regon, o.street, o.postcode, o.town,
                o.status, o.version
         from ids join tenants.organisation o on o.id = ids.id order by o.id",
        page.backward,
        after,
        before,
        page.fetch_limit(),
    )
    .fetch_all(conn)
    .await?;
    walked(page, rows).into_iter().map(TryInto::try_into).collect()
}

/// How many organisations there are.
#[tracing::instrument(name = "db.organisation.count", skip_all)]
pub(crate) async fn count(conn: &mut PgConnection) -> Result<i64, DbError> {
    Ok(
        sqlx::query_scalar!(r#"select count(*) as "count!" from tenants.organisation"#)
            .fetch_one(conn)
            .await?,
    )
}

/// The platform's own organisation, once it is bootstrapped.
#[tracing::instrument(name = "db.organisation.platform", skip_all)]
pub(crate) async fn platform(conn: &mut PgConnection) -> Result<Option<TenantId>, DbError> {
    let id = sqlx::query_scalar!("select id from tenants.organisation where organisation_type = 'PLATFORM'")
        .fetch_optional(conn)
        .await?;
    Ok(id.map(TenantId::from_uuid))
}

/// The ids of all organisations, oldest first.
#[tracing::instrument(name = "db.organisation.all_ids", skip_all)]
pub(crate) async fn all_ids(conn: &mut PgConnection) -> Result<Vec<TenantId>, DbError> {
    let ids = sqlx::query_scalar!("select id from tenants.organisation order by id")
        .fetch_all(conn)
        .await?;
    Ok(ids.into_iter().map(TenantId::from_uuid).collect())
}

/// Locks the acting organisation's row and reads it; `None` for any other id.
///
/// `no key update` conflicts with itself, so changes of one organisation follow one another, but not with the key share
/// lock of the many foreign keys that point here.
#[tracing::instrument(name = "db.organisation.lock", skip_all)]
pub(crate) async fn lock(tx: &mut TenantTx, id: TenantId) -> Result<Option<Organisation>, DbError> {
    sqlx::query_as!(
        Row,
        "select id, organisation_type, name, short_name, teryt, nip, regon, street, postcode, town, status, version
         from tenants.organisation where id = $1 for no key update",
        id.into_uuid(),
    )
    .fetch_optional(tx.conn())
    .await?
    .map(TryInto::try_into)
    .transpose()
}

/// Locks any organisation's row and reads it, for the operator; `None` for an id that nobody has.
#[tracing::instrument(name = "db.organisation.lock_any", skip_all)]
pub(crate) async fn lock_any(tx: &mut IdentityTx, id: TenantId) -> Result<Option<Organisation>, DbError> {
    sqlx::query_as!(
        Row,
        "select id, organisation_type, name, short_name, teryt, nip, regon, street, postcode, town, status, version
         from tenants.organisation where id = $1 for no key update",
        id.into_uuid(),
    )
    .fetch_optional(tx.conn())
    .await?
    .map(TryInto::try_into)
    .transpose()
}

/// Stores the status of a locked organisation with the reason.
#[tracing::instrument(name = "db.organisation.update_status", skip_all)]
pub(crate) async fn update_status(
    tx: &mut IdentityTx,
    organisation: &Organisation,
    reason: &str,
    now: Instant,
) -> Result<(), DbError> {
    sqlx::query!(
        "update tenants.organisation set status = $2, status_reason = $3, status_changed_at = $4, version = $5
         where id = $1",
        organisation.id.into_uuid(),
        organisation.status.code(),
        reason,
        now,
        organisation.version,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Stores the changed data of a locked organisation.
#[tracing::instrument(name = "db.organisation.update", skip_all)]
pub(crate) async fn update(tx: &mut TenantTx, organisation: &Organisation) -> Result<(), DbError> {
    let address = organisation.address.as_ref();
    sqlx::query!(
        "update tenants.organisation
         set name = $2, short_name = $3, street = $4, postcode = $5, town = $6, version = $7
         where id = $1",
        organisation.id.into_uuid(),
        organisation.name,
        organisation.short_name,
        address.map(|a| a.street.as_str()),
        address.map(|a| a.postcode.as_str()),
        address.map(|a| a.town.as_str()),
        organisation.version,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Stores a new, active organisation unless its id is stored already. Tells whether it was new.
///
/// # Errors
/// [`DbError::Duplicate`] of [`REGON_TYPE`] if another one has its REGON and type, or of the platform's own index.
#[tracing::instrument(name = "db.organisation.insert", skip_all)]
pub(crate) async fn insert(
    tx: &mut IdentityTx,
    id: TenantId,
    draft: &OrganisationDraft,
    now: Instant,
) -> Result<bool, DbError> {
    let address = draft.address.as_ref();
    let stored = sqlx::query!(
        "insert into tenants.organisation
             (id, organisation_type, name, short_name, teryt, nip, regon, street, postcode, town, status, version,
              created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'active', 1, $11)
         on conflict (id) do nothing",
        id.into_uuid(),
        draft.organisation_type.code(),
        draft.name,
        draft.short_name,
        draft.teryt,
        draft.nip,
        draft.regon,
        address.map(|a| a.street.as_str()),
        address.map(|a| a.postcode.as_str()),
        address.map(|a| a.town.as_str()),
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(stored.rows_affected() == 1)
}
