//! SQL of `casework.person`. Rows are sealed; `app` opens them.

use uuid::Uuid;
use wsparcie_kernel::ids::PersonId;
use wsparcie_kernel::{Date, Instant, PageRequest};
use wsparcie_postgres::{DbError, TenantTx};

use super::in_walking_order;

/// The constraint that a second person with one PESEL breaks.
pub(crate) const PESEL_TAKEN: &str = "person_pesel";
/// The most candidates that a search opens.
const MAX_CANDIDATES: i64 = 200;

/// A person as she is kept: texts sealed under her own key.
pub(crate) struct PersonRow {
    pub(crate) id: Uuid,
    pub(crate) first_name_sealed: Vec<u8>,
    pub(crate) last_name_sealed: Vec<u8>,
    pub(crate) pesel_sealed: Option<Vec<u8>>,
    pub(crate) birth_date_sealed: Vec<u8>,
    pub(crate) sex_sealed: Vec<u8>,
    pub(crate) version: i64,
    pub(crate) created_at: Instant,
}

/// A name's blind index.
pub(crate) type BlindIndex = [u8; 32];

/// By what a person is found.
pub(crate) struct Indexes {
    pub(crate) pesel: Option<BlindIndex>,
    pub(crate) first_name: Option<BlindIndex>,
    pub(crate) last_name: Option<BlindIndex>,
}

/// New sealed names with their indexes.
pub(crate) struct SealedName {
    pub(crate) sealed: Vec<u8>,
    pub(crate) index: BlindIndex,
}

/// One page of the centre's people, in the direction of the walk.
#[tracing::instrument(name = "db.person.list", skip_all, err(level = "debug"))]
pub(crate) async fn list(tx: &mut TenantTx, page: &PageRequest) -> Result<Vec<PersonRow>, DbError> {
    let mut rows = sqlx::query_as!(
        PersonRow,
        r#"with ids as (
             (select id from casework.person
              where tenant_id = $1 and not $2 and id > coalesce($3::uuid, '00000000-0000-0000-0000-000000000000')
                  and id < coalesce($4::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff') order by id limit $5)
             union all
             (select id from casework.person
              where tenant_id = $1 and $2 and id > coalesce($3::uuid, '00000000-0000-0000-0000-000000000000')
                  and id < coalesce($4::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff') order by id desc limit $5))
           select p.id, p.first_name_sealed, p.last_name_sealed, p.pesel_sealed, p.birth_date_sealed, p.sex_sealed,
                  p.version, p.created_at
           from ids join casework.person p on p.tenant_id = $1 and p.id = ids.id"#,
        tx.tenant().into_uuid(),
        page.backward,
        page.after,
        page.before,
        page.fetch_limit(),
    )
    .fetch_all(tx.conn())
    .await?;
    in_walking_order(&mut rows, page, |row| row.id);
    Ok(rows)
}

/// Whether the centre has accepted a version of the processing agreement that counts on the day (in UTC).
#[tracing::instrument(name = "db.person.agreement_counts", skip_all, err(level = "debug"))]
pub(crate) async fn agreement_counts(tx: &mut TenantTx, on: Date) -> Result<bool, DbError> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select from tenants_published.processing_agreement
                          where tenant_id = $1 and valid_from <= $2 and (valid_to is null or valid_to >= $2)) as "counts!""#,
        tx.tenant().into_uuid(),
        on,
    )
    .fetch_one(tx.conn())
    .await?)
}

/// How many people the centre has, those whose key was destroyed included.
#[tracing::instrument(name = "db.person.count", skip_all, err(level = "debug"))]
pub(crate) async fn count(tx: &mut TenantTx) -> Result<i64, DbError> {
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "count!" from casework.person where tenant_id = $1"#,
        tx.tenant().into_uuid(),
    )
    .fetch_one(tx.conn())
    .await?)
}

/// People by id, those that the centre has, in the order of their ids.
#[tracing::instrument(name = "db.person.find_all", skip_all, err(level = "debug"))]
pub(crate) async fn find_all(tx: &mut TenantTx, ids: &[Uuid]) -> Result<Vec<PersonRow>, DbError> {
    Ok(sqlx::query_as!(
        PersonRow,
        "select id, first_name_sealed, last_name_sealed, pesel_sealed, birth_date_sealed, sex_sealed, version, created_at
         from casework.person where tenant_id = $1 and id = any($2) order by id",
        tx.tenant().into_uuid(),
        ids,
    )
    .fetch_all(tx.conn())
    .await?)
}

/// One person, if the centre has her.
pub(crate) async fn find(tx: &mut TenantTx, id: PersonId) -> Result<Option<PersonRow>, DbError> {
    Ok(find_all(tx, &[id.into_uuid()]).await?.pop())
}

/// People with this PESEL, or with these names; a first name only narrows a last name. At most 200, the oldest first.
#[tracing::instrument(name = "db.person.search", skip_all, err(level = "debug"))]
pub(crate) async fn search(tx: &mut TenantTx, by: &Indexes) -> Result<Vec<PersonRow>, DbError> {
    Ok(sqlx::query_as!(
        PersonRow,
        "select id, first_name_sealed, last_name_sealed, pesel_sealed, birth_date_sealed, sex_sealed, version, created_at
         from casework.person
         where tenant_id = $1 and id in (
             select id from casework.person where tenant_id = $1 and pesel_index = $2
             union all
             (select id from casework.person
              where tenant_id = $1 and last_name_index = $3 and ($4::bytea is null or first_name_index = $4)
              order by id limit $5))
         order by id",
        tx.tenant().into_uuid(),
        by.pesel.as_ref().map(<[u8; 32]>::as_slice),
        by.last_name.as_ref().map(<[u8; 32]>::as_slice),
        by.first_name.as_ref().map(<[u8; 32]>::as_slice),
        MAX_CANDIDATES,
    )
    .fetch_all(tx.conn())
    .await?)
}

/// Whether the centre has a person with this PESEL.
#[tracing::instrument(name = "db.person.has_pesel", skip_all, err(level = "debug"))]
pub(crate) async fn has_pesel(tx: &mut TenantTx, pesel: &BlindIndex) -> Result<bool, DbError> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select from casework.person where tenant_id = $1 and pesel_index = $2) as "exists!""#,
        tx.tenant().into_uuid(),
        pesel.as_slice(),
    )
    .fetch_one(tx.conn())
    .await?)
}

/// Stores a person.
#[tracing::instrument(name = "db.person.insert", skip_all, err(level = "debug"))]
pub(crate) async fn insert(tx: &mut TenantTx, person: &PersonRow, by: &Indexes) -> Result<(), DbError> {
    sqlx::query!(
        "insert into casework.person
             (tenant_id, id, first_name_sealed, last_name_sealed, pesel_sealed, birth_date_sealed, sex_sealed,
              pesel_index, first_name_index, last_name_index, version, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        tx.tenant().into_uuid(),
        person.id,
        person.first_name_sealed,
        person.last_name_sealed,
        person.pesel_sealed,
        person.birth_date_sealed,
        person.sex_sealed,
        by.pesel.as_ref().map(<[u8; 32]>::as_slice),
        by.first_name.as_ref().map(<[u8; 32]>::as_slice) as _,
        by.last_name.as_ref().map(<[u8; 32]>::as_slice) as _,
        person.version,
        person.created_at,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Locks a person and reads her; `None` if this centre has no such person.
#[tracing::instrument(name = "db.person.lock", skip_all, err(level = "debug"))]
pub(crate) async fn lock(tx: &mut TenantTx, id: PersonId) -> Result<Option<PersonRow>, DbError> {
    Ok(sqlx::query_as!(
        PersonRow,
        "select id, first_name_sealed, last_name_sealed, pesel_sealed, birth_date_sealed, sex_sealed, version, created_at
         from casework.person where tenant_id = $1 and id = $2 for no key update",
        tx.tenant().into_uuid(),
        id.into_uuid(),
    )
    .fetch_optional(tx.conn())
    .await?)
}

/// Replaces the names that are given and counts the version on.
#[tracing::instrument(name = "db.person.update_names", skip_all, err(level = "debug"))]
pub(crate) async fn update_names(
    tx: &mut TenantTx,
    id: PersonId,
    first_name: Option<&SealedName>,
    last_name: Option<&SealedName>,
) -> Result<(), DbError> {
    sqlx::query!(
        "update casework.person
         set first_name_sealed = coalesce($3, first_name_sealed), first_name_index = coalesce($4, first_name_index),
             last_name_sealed = coalesce($5, last_name_sealed), last_name_index = coalesce($6, last_name_index),
             version = version + 1
         where tenant_id = $1 and id = $2",
        tx.tenant().into_uuid(),
        id.into_uuid(),
        first_name.map(|name| name.sealed.as_slice()),
        first_name.map(|name| name.index.as_slice()),
        last_name.map(|name| name.sealed.as_slice()),
        last_name.map(|name| name.index.as_slice()),
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
