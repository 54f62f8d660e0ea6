//! SQL of `programmes.own_dictionary_entry`: a centre's own entries, version by version.

use uuid::Uuid;
use wsparcie_kernel::{Date, Instant};
use wsparcie_postgres::{DbError, TenantTx};
use wsparcie_programmes_api::{DictionaryEntry, EntryOrigin};

use crate::domain::reference::Times;
use crate::domain::reference::own::{OwnDraft, OwnRow};

/// The keys that say which of two changes at once was first; PostgreSQL names whichever it looks at first.
const FIRST: [&str; 2] = ["own_dictionary_entry_version", "own_dictionary_entry_known"];

/// Whether somebody else made the code's next version first.
pub(crate) fn is_taken(error: &DbError) -> bool {
    matches!(error, DbError::Duplicate { constraint } if FIRST.contains(&constraint.as_str()))
}

struct Row {
    dictionary: String,
    code: String,
    version: i64,
    position: i32,
    label_pl: String,
    label_en: String,
    valid_from: Date,
    valid_to: Option<Date>,
}

impl From<Row> for OwnRow {
    fn from(row: Row) -> Self {
        Self {
            version: row.version,
            entry: OwnDraft {
                dictionary: row.dictionary,
                code: row.code,
                position: row.position,
                label_pl: row.label_pl,
                label_en: row.label_en,
                times: Times {
                    from: row.valid_from,
                    to: row.valid_to,
                },
            },
        }
    }
}

/// A stored entry in the contract's words.
pub(crate) fn shown(row: OwnRow) -> DictionaryEntry {
    let OwnRow { entry, version } = row;
    DictionaryEntry {
        dictionary: entry.dictionary,
        code: entry.code,
        position: entry.position,
        label_pl: entry.label_pl,
        label_en: entry.label_en,
        counts_as: None,
        valid_from: entry.times.from,
        valid_to: entry.times.to,
        legal_basis: None,
        origin: EntryOrigin::Own,
        version: Some(version),
    }
}

/// The newest version of a code; 0 if the centre never had it.
#[tracing::instrument(
    name = "db.own_dictionary_entry.newest_version",
    skip_all,
    err(level = "debug")
)]
pub(crate) async fn newest_version(tx: &mut TenantTx, dictionary: &str, code: &str) -> Result<i64, DbError> {
    Ok(sqlx::query_scalar!(
        r#"select coalesce(max(version), 0) as "version!" from programmes.own_dictionary_entry
           where tenant_id = $1 and dictionary = $2 and code = $3"#,
        tx.tenant().into_uuid(),
        dictionary,
        code,
    )
    .fetch_one(tx.conn())
    .await?)
}

/// The entries of a dictionary that are known now, whenever they hold.
#[tracing::instrument(name = "db.own_dictionary_entry.known", skip_all, err(level = "debug"))]
pub(crate) async fn known(tx: &mut TenantTx, dictionary: &str) -> Result<Vec<OwnRow>, DbError> {
    let rows = sqlx::query_as!(
        Row,
        "select dictionary, code, version, position, label_pl, label_en, valid_from, valid_to
         from programmes.own_dictionary_entry
         where tenant_id = $1 and dictionary = $2 and replaced_by is null order by position, code, valid_from",
        tx.tenant().into_uuid(),
        dictionary,
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(OwnRow::from).collect())
}

/// When the national list has the code, as known now.
#[tracing::instrument(
    name = "db.own_dictionary_entry.national_times",
    skip_all,
    err(level = "debug")
)]
pub(crate) async fn national_times(
    tx: &mut TenantTx,
    dictionary: &str,
    code: &str,
) -> Result<Vec<Times>, DbError> {
    let rows = sqlx::query!(
        "select valid_from, valid_to from programmes.dictionary_entry
         where dictionary = $1 and code = $2 and ended_by is null order by valid_from",
        dictionary,
        code,
    )
    .fetch_all(tx.conn())
    .await?;
    let times = rows.into_iter().map(|row| Times {
        from: row.valid_from,
        to: row.valid_to,
    });
    Ok(times.collect())
}

/// A row by its id, also one that was replaced since.
#[tracing::instrument(name = "db.own_dictionary_entry.find", skip_all, err(level = "debug"))]
pub(crate) async fn find(tx: &mut TenantTx, id: Uuid) -> Result<Option<OwnRow>, DbError> {
    let row = sqlx::query_as!(
        Row,
        "select dictionary, code, version, position, label_pl, label_en, valid_from, valid_to
         from programmes.own_dictionary_entry where tenant_id = $1 and id = $2",
        tx.tenant().into_uuid(),
        id,
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(OwnRow::from))
}

/// Marks what is known of the entry with this first day as replaced by the version.
#[tracing::instrument(name = "db.own_dictionary_entry.replace", skip_all, err(level = "debug"))]
pub(crate) async fn replace(tx: &mut TenantTx, row: &OwnRow) -> Result<(), DbError> {
    sqlx::query!(
        // Only what is older: whoever was faster has stored this version already, and the insert says so.
        "update programmes.own_dictionary_entry set replaced_by = $5
         where tenant_id = $1 and dictionary = $2 and code = $3 and valid_from = $4 and replaced_by is null
           and version < $5",
        tx.tenant().into_uuid(),
        row.entry.dictionary,
        row.entry.code,
        row.entry.times.from,
        row.version,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Stores a version of a code; fails as [`is_taken`] says if somebody was faster.
#[tracing::instrument(name = "db.own_dictionary_entry.insert", skip_all, err(level = "debug"))]
pub(crate) async fn insert(tx: &mut TenantTx, id: Uuid, row: &OwnRow, now: Instant) -> Result<(), DbError> {
    sqlx::query!(
        "insert into programmes.own_dictionary_entry
             (tenant_id, id, dictionary, code, version, position, label_pl, label_en, valid_from, valid_to, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        tx.tenant().into_uuid(),
        id,
        row.entry.dictionary,
        row.entry.code,
        row.version,
        row.entry.position,
        row.entry.label_pl,
        row.entry.label_en,
        row.entry.times.from,
        row.entry.times.to,
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
