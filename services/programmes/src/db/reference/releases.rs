//! SQL of `programmes.reference_release`.

use sqlx::PgConnection;
use uuid::Uuid;
use wsparcie_kernel::{Instant, PageRequest, hex};
use wsparcie_postgres::{DbError, ReferenceTx, TenantTx};
use wsparcie_programmes_api::ReferenceRelease;

use crate::db::projects::in_walking_order;

/// The key that says which of two loads at once was first.
pub(crate) const NUMBER: &str = "reference_release_pkey";

struct Row {
    id: Uuid,
    number: i64,
    label: String,
    legal_note: Option<String>,
    checksum: Option<Vec<u8>>,
    loaded_at: Instant,
}

impl From<Row> for ReferenceRelease {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            number: row.number,
            label: row.label,
            legal_note: row.legal_note,
            checksum: row.checksum.map(|bytes| hex::encode(&bytes)),
            loaded_at: row.loaded_at,
        }
    }
}

/// A release to be stored.
pub(crate) struct NewRelease<'a> {
    pub(crate) number: i64,
    pub(crate) id: Uuid,
    pub(crate) label: &'a str,
    pub(crate) legal_note: Option<&'a str>,
    pub(crate) checksum: &'a [u8],
    pub(crate) loaded_at: Instant,
    pub(crate) loaded_by: &'a str,
}

/// The number of the newest release.
#[tracing::instrument(name = "db.reference_release.newest", skip_all, err(level = "debug"))]
pub(crate) async fn newest(connection: &mut PgConnection) -> Result<i64, DbError> {
    Ok(sqlx::query_scalar!(
        r#"select coalesce(max(number), 0) as "number!" from programmes.reference_release"#
    )
    .fetch_one(connection)
    .await?)
}

/// Whether there is a release of this number.
#[tracing::instrument(name = "db.reference_release.exists", skip_all, err(level = "debug"))]
pub(crate) async fn exists(tx: &mut TenantTx, number: i64) -> Result<bool, DbError> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select from programmes.reference_release where number = $1) as "found!""#,
        number,
    )
    .fetch_one(tx.conn())
    .await?)
}

/// One release by its id.
#[tracing::instrument(name = "db.reference_release.find", skip_all, err(level = "debug"))]
pub(crate) async fn find(
    connection: &mut PgConnection,
    id: Uuid,
) -> Result<Option<ReferenceRelease>, DbError> {
    let row = sqlx::query_as!(
        Row,
        "select id, number, label, legal_note, checksum, loaded_at from programmes.reference_release where id = $1",
        id,
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(ReferenceRelease::from))
}

/// Takes the release's number, or waits for whoever has it and then fails with [`NUMBER`].
#[tracing::instrument(name = "db.reference_release.insert", skip_all, err(level = "debug"))]
pub(crate) async fn insert(tx: &mut ReferenceTx, release: &NewRelease<'_>) -> Result<(), DbError> {
    sqlx::query!(
        "insert into programmes.reference_release (number, id, label, legal_note, checksum, loaded_at, loaded_by)
         values ($1, $2, $3, $4, $5, $6, $7)",
        release.number,
        release.id,
        release.label,
        release.legal_note,
        release.checksum,
        release.loaded_at,
        release.loaded_by,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// One page of releases, oldest first, in the direction of the walk.
#[tracing::instrument(name = "db.reference_release.list", skip_all, err(level = "debug"))]
pub(crate) async fn list(tx: &mut TenantTx, page: &PageRequest) -> Result<Vec<ReferenceRelease>, DbError> {
    let mut rows = sqlx::query_as!(
        Row,
        r#"(select id as "id!", number as "number!", label as "label!", legal_note, checksum, loaded_at as "loaded_at!"
          from programmes.reference_release
          where not $1 and id > coalesce($2::uuid, '00000000-0000-0000-0000-000000000000')
              and id < coalesce($3::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff') order by id limit $4)
         union all
         (select id, number, label, legal_note, checksum, loaded_at from programmes.reference_release
          where $1 and id > coalesce($2::uuid, '00000000-0000-0000-0000-000000000000')
              and id < coalesce($3::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff') order by id desc limit $4)"#,
        page.backward,
        page.after,
        page.before,
        page.fetch_limit(),
    )
    .fetch_all(tx.conn())
    .await?;
    in_walking_order(&mut rows, page, |row| row.id);
    Ok(rows.into_iter().map(ReferenceRelease::from).collect())
}

/// How many releases there are.
#[tracing::instrument(name = "db.reference_release.count", skip_all, err(level = "debug"))]
pub(crate) async fn count(tx: &mut TenantTx) -> Result<i64, DbError> {
    Ok(
        sqlx::query_scalar!(r#"select count(number) as "count!" from programmes.reference_release"#)
            .fetch_one(tx.conn())
            .await?,
    )
}
